import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import type { Browser, Page } from 'playwright-core';
import { walkTo } from '../bad-input/walk.ts';
import { until } from '../kit/borrower.ts';
import { tell } from '../kit/introduce.ts';
import { aBank, aNewcomer, newestCode, type Bank, type Customer } from './bank.ts';
import { aDevice, button, inBrowser, openBrowser, PHONE, photograph, sheet, showFace } from './phone.ts';
import { tapDigits, titled, type } from './phone.ts';

const NEW_MOBILE = '13900001111';
const OTHER_MOBILE = '13900002222';
const SECOND = '802694';
const THIRD = '517390';

type Scene = { bank: Bank; customer: Customer; page: Page };

test('who has an account looks after passwords, mobile, consents and data by themselves', inBrowser, async (t) => {
  const browser = await openBrowser(t);
  const bank = await aBank(t);
  const customer = await bank.someone();
  await walkTo(customer.borrower, 'money');
  const page = await aDevice(browser, bank.url, PHONE, { cookie: customer.cookie() });
  const scene = { bank, customer, page };
  await t.test('a transaction password is changed by the old one, and a weak one is told at once', () => change(scene));
  await t.test('the keys lie in order where the bank wants them to', () => inOrder(scene));
  await t.test('a forgotten one is set anew by face and SMS code', () => reset(scene));
  await t.test('another mobile number is proven by a code to it and the transaction password', () => move(scene));
  await t.test('a consent is read and taken back', () => revoke(scene));
  await t.test('what rests on a consent ends with it', () => endByRevoking(scene));
  await t.test('all that is held is there to take along', () => takeAlong(scene));
  await t.test('what stands against leaving is said, and what is kept until when; then all of it is over', () =>
    leave(scene),
  );
  await t.test('who has no transaction password yet proves the old number, too', () => moveByCodes(bank, browser));
});

async function change({ customer, page }: Scene): Promise<void> {
  await page.goto('/mine/security');
  await page.getByRole('link', { name: /交易密码/ }).click();
  await titled(page, '修改交易密码');
  await button(page, '修改交易密码').click();
  await sheet(page, '请输入原交易密码').waitFor();
  await tapDigits(page, '000000');
  await setTwice(page, SECOND);
  await page.getByText(/交易密码不正确/).waitFor();

  await tapDigits(page, customer.person.transactionPassword);
  await sheet(page, '设置新的交易密码').waitFor();
  await photograph(page, '40-set-password');
  await tapDigits(page, '123456');
  await page.getByText('交易密码不能是连续数字').waitFor();
  await tapDigits(page, SECOND);
  await page.getByText('请再输入一次', { exact: true }).waitFor();
  await tapDigits(page, THIRD);
  await page.getByText('两次输入不一致，请重新设置').waitFor();
  await setTwice(page, SECOND);
  await titled(page, '交易密码已修改');
}

async function inOrder({ bank, page }: Scene): Promise<void> {
  const setTo = (value: string) =>
    bank.world.db.transaction().execute(async (tx) => {
      await sql`set local role none`.execute(tx);
      await tx.updateTable('settings.settings').set({ value }).where('name', '=', 'keypadShuffled').execute();
    });
  await setTo('false');
  await page.goto('/mine/security/transaction-password');
  await button(page, '修改交易密码').click();
  const keys = page.getByRole('group', { name: '安全键盘' });
  assert.equal((await keys.innerText()).replace(/\s/g, ''), '1234567890删除');
  // A PC's own keys do as well, and no field ever holds the digits.
  await page.keyboard.type('27');
  await page.getByText('已输入 2 位，共 6 位').waitFor();
  assert.equal(await page.locator('input').count(), 0);
  await page.keyboard.press('Escape');
  await setTo('true');
}

async function reset({ customer, page }: Scene): Promise<void> {
  await page.goto('/mine/security/transaction-password');
  await page.getByRole('link', { name: '忘记交易密码' }).click();
  await titled(page, '重置交易密码');
  await showFace(page);
  await page.getByText('人脸识别已通过').waitFor();
  await button(page, '获取验证码').click();
  await type(page, '短信验证码', await newestCode(customer));
  await sheet(page, '设置新的交易密码').waitFor();
  await setTwice(page, THIRD);
  await titled(page, '交易密码已重置');
}

async function move({ bank, page }: Scene): Promise<void> {
  await page.goto('/mine/security/mobile');
  await type(page, '新手机号', NEW_MOBILE);
  await button(page, '获取验证码').click();
  await page.getByText('已发送至 139****1111').waitFor();
  await type(page, '短信验证码', await codeTo(bank, NEW_MOBILE));
  await photograph(page, '41-change-mobile');
  await button(page, '输入交易密码并更换').click();
  await sheet(page, '请输入交易密码').waitFor();
  await tapDigits(page, SECOND);
  await page.getByText(/交易密码不正确/).waitFor();
  await tapDigits(page, THIRD);
  await titled(page, '手机号已更换');
  await page.getByText('139****1111').waitFor();
}

async function revoke({ page }: Scene): Promise<void> {
  await page.goto('/mine/privacy');
  await titled(page, '隐私与授权');
  await page.getByRole('link', { name: /我的授权/ }).click();
  await titled(page, '我的授权');
  await button(page, /^查看全文：《人脸信息/)
    .first()
    .click();
  await page.getByRole('dialog').getByRole('paragraph').first().waitFor();
  await page.keyboard.press('Escape');
  await photograph(page, '42-consents');
  await button(page, /^撤回《人脸信息/)
    .first()
    .click();
  await button(sheet(page, '撤回授权'), '确认撤回').click();
  await page
    .getByText(/已撤回/)
    .first()
    .waitFor();
}

async function takeAlong({ page }: Scene): Promise<void> {
  await page.goto('/mine/privacy/export');
  await button(page, '生成导出文件').click();
  const saved = page.waitForEvent('download');
  await button(page, '下载数据文件（JSON）').click();
  assert.match((await saved).suggestedFilename(), /^个人信息导出-\d{4}-\d\d-\d\d\.json$/);
  await photograph(page, '43-export');
}

async function endByRevoking({ page }: Scene): Promise<void> {
  await page.goto('/');
  await page.getByText('继续上次申请').waitFor();
  await page.goto('/mine/privacy/consents');
  await button(page, '撤回《个人信用报告查询授权书》').click();
  await sheet(page, '撤回授权').getByText(/申请/).first().waitFor();
  await button(sheet(page, '撤回授权'), '确认撤回').click();
  await sheet(page, '撤回授权').waitFor({ state: 'detached' });
  assert.equal(await button(page, '撤回《个人信用报告查询授权书》').count(), 0);
  await page.goto('/');
  await page.getByText('申请大约需要 5 分钟').waitFor();
  assert.equal(await page.getByText('继续上次申请').count(), 0);
}

async function leave({ bank, customer, page }: Scene): Promise<void> {
  await page.goto('/mine/privacy/deletion');
  await page.getByText('现在还不能注销').waitFor();
  await photograph(page, '44-deletion');
  assert.equal(await button(page, '申请注销').count(), 0);
  await tell(bank.world.controlUrl, 'PUT', `/accounts/${customer.person.accountNo}`, { balanceFen: 0 });
  await page.reload();
  await button(page, '申请注销').click();
  const asked = sheet(page, '确认注销');
  assert.equal(
    await button(asked, '确认注销并删除').getAttribute('aria-disabled'),
    'true',
    'not before it is understood',
  );
  await asked.getByRole('checkbox').click();
  await button(asked, '确认注销并删除').click();
  await page.getByText('您的用户已注销').waitFor();
  const kept = page.getByRole('region', { name: '依法保留，到期删除' });
  await kept
    .getByText(/反洗钱法.*保留到 \d{4}年\d+月\d+日/)
    .first()
    .waitFor();
  await photograph(page, '45-left');
  await button(page, '回到首页').click();
  await page.getByRole('link', { name: '登录查看我的贷款' }).click();
  await type(page, '手机号', NEW_MOBILE);
  await page.getByLabel('登录密码').fill(customer.person.loginPassword);
  await button(page, '登录').click();
  await page.getByText('手机号或登录密码不正确').waitFor();
  await page.getByText('已经注销的手机号，请先注册').waitFor();
}

async function moveByCodes(bank: Bank, browser: Browser): Promise<void> {
  const customer = await aNewcomer(bank, 1);
  const page = await aDevice(browser, bank.url, PHONE, { cookie: customer.cookie() });
  await page.goto('/mine/security/mobile');
  await page.getByText('验证原手机号').waitFor();
  await type(page, '新手机号', OTHER_MOBILE);
  const [toNew, toOld] = [button(page, '获取验证码').first(), button(page, '获取验证码').last()];
  const before = await newestCode(customer);
  await toOld.click();
  const oldCode = await newestCode(customer, before);
  await toNew.click();
  await type(page, '短信验证码', await codeTo(bank, OTHER_MOBILE));
  await button(page, '确认更换').click();
  await page.getByText('请输入 6 位短信验证码').waitFor();
  await type(page, '原手机号验证码', oldCode === '000000' ? '000001' : '000000');
  await button(page, '确认更换').click();
  await page.getByText(/短信验证码不正确/).waitFor();
  await page.getByLabel('原手机号验证码').fill(oldCode);
  await button(page, '确认更换').click();
  await titled(page, '手机号已更换');
  await page.getByText('139****2222').waitFor();
}

async function setTwice(page: Page, digits: string): Promise<void> {
  await page.getByText('请输入新的 6 位交易密码', { exact: true }).waitFor();
  await tapDigits(page, digits);
  await page.getByText('请再输入一次', { exact: true }).waitFor();
  await tapDigits(page, digits);
}

const codeTo = ({ world }: Bank, mobile: string): Promise<string> =>
  until('the SMS code', async () => {
    const texts = await tell<{ text: string }[]>(world.controlUrl, 'GET', `/sms/messages?mobile=${mobile}`);
    return texts.flatMap(({ text }) => /验证码 (\d{6})/.exec(text)?.[1] ?? [])[0];
  });
