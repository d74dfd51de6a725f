import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RESIDENCE } from '../kit/newcomer.ts';
import { changeCard, close, freeze, lose, moveOut } from './account-care.ts';
import { aBank, aNewcomer } from './bank.ts';
import { agree, enterCode, renewAndActivate, renewOnPc, setPassword, uploadCard, withoutCamera } from './detours.ts';
import { aDevice, button, fact, inBrowser, openBrowser, PHONE, photograph, sheet } from './phone.ts';
import { showFace, tapDigits, titled, type } from './phone.ts';
import type { Scene } from './account-care.ts';

test('who has a mobile number gets an account, moves money, and looks after all of it', inBrowser, async (t) => {
  const browser = await openBrowser(t);
  const bank = await aBank(t);
  const customer = await aNewcomer(bank, 1);
  const page = await aDevice(browser, bank.url, PHONE, { cookie: customer.cookie() });
  const scene = { bank, browser, customer, page };
  await t.test('from a link to money in the account', () => open(scene));
  await t.test('money goes back to the card, and both ways are listed', () => moveOut(scene));
  await t.test('a loss is reported on a PC; what is barred is said, and the way out leads back to where it was', () =>
    lose(scene),
  );
  await t.test('an account is frozen and goes on again', () => freeze(scene));
  await t.test('the card is unbound and another takes its place', () => changeCard(scene));
  await t.test('a closed account says what can be done', () => close(scene));
  await t.test('a camera that is refused or missing is no end', () => withoutCamera(bank, browser));
  await t.test('an ID card that has run out is renewed before an account is activated, by a link on a phone', () =>
    renewAndActivate(bank, browser),
  );
  await t.test('and before a loan, on a PC without a camera', () => renewOnPc(bank, browser));
});

async function open(scene: Scene): Promise<void> {
  await enterByLink(scene);
  await idCard(scene);
  await openAccount(scene);
  await activate(scene);
  await transferIn(scene);
  await lookAround(scene);
}

async function enterByLink({ page }: Scene): Promise<void> {
  await page.goto('/transfer?direction=in');
  await titled(page, '转入转出前');
  await page.getByText('开立电子账户').waitFor();
  await page.getByRole('link', { name: '去开户' }).click();
  await titled(page, '开立电子账户');
  await photograph(page, '40-open-account');
  await button(page, '开始开户').click();
}

async function idCard({ customer, page }: Scene): Promise<void> {
  await page.getByText('第 1 步，共 4 步').waitFor();
  assert.equal(await button(page, '拍照人像面').getAttribute('aria-disabled'), 'true', 'not before the consent');
  await agree(page, /身份证/);
  await photograph(page, '41-id-card');
  await uploadCard(page, customer);
  assert.equal(await fact(page, '身份证号'), customer.person.idNumber);
  await page.getByLabel('住址').fill('北京市东城区安定路1号院2号楼304室');
  await page.getByText(/已修改，识别的是/).waitFor();
  await photograph(page, '42-id-card-check');
  await button(page, '确认无误，提交核验').click();
}

async function openAccount({ customer, page }: Scene): Promise<void> {
  await page.getByText('第 2 步，共 4 步').waitFor();
  await showFace(page);
  await page.getByText('第 3 步，共 4 步').waitFor();
  await type(page, '银行卡号', customer.person.cardNo);
  await page.getByText('中国工商银行 · 借记卡').waitFor();
  await type(page, '银行预留手机号', customer.person.mobile);
  await agree(page, /电子账户/);
  await agree(page, /绑定/);
  await photograph(page, '43-bind-card');
  await button(page, '绑卡并开户').click();
  await page.getByText('开户成功').waitFor();
  await photograph(page, '44-opened');
  await page.getByRole('link', { name: '去激活账户' }).click();
}

async function activate({ customer, page }: Scene): Promise<void> {
  await titled(page, '激活账户');
  assert.match(await fact(page, '身份证号'), /\*/);
  await page.getByLabel('常住地址').fill('安定路 1 号');
  await button(page, '设置交易密码并激活').click();
  await page.getByRole('alert').getByText('至少 8 个汉字').waitFor();
  await page.getByLabel('常住地址').fill(RESIDENCE);
  await page.getByText(`已写 ${RESIDENCE.length} 个汉字`).waitFor();
  await enterCode(page, customer);
  await photograph(page, '45-activate');
  await button(page, '设置交易密码并激活').click();
  const keypad = sheet(page, '设置交易密码');
  await keypad.waitFor();
  await tapDigits(page, '123456');
  await keypad.getByRole('alert').waitFor();
  await setPassword(page, customer);
  await page.getByRole('link', { name: '继续办理' }).click();
}

async function transferIn({ customer, page }: Scene): Promise<void> {
  await titled(page, '转入转出');
  assert.match(page.url(), /\/transfer\?direction=in$/, 'where the customer was going');
  await type(page, '转入金额', '800');
  await photograph(page, '46-transfer');
  await page.locator('.foot .button').click();
  await sheet(page, '输入交易密码，确认转入').waitFor();
  await tapDigits(page, '906314');
  await page.getByText(/交易密码不正确/).waitFor();
  await tapDigits(page, customer.person.transactionPassword);
  await page.getByText('转入成功').waitFor();
  assert.equal(await fact(page, '账户余额'), '800.00 元');
  await button(page, '复制').waitFor();
  await photograph(page, '47-receipt');
  await page.getByRole('link', { name: '完成' }).click();
}

async function lookAround({ page }: Scene): Promise<void> {
  await titled(page, '电子账户');
  assert.equal(await fact(page, '账户余额'), '******');
  await button(page, '显示余额').click();
  assert.equal(await fact(page, '账户余额'), '800.00 元');
  await photograph(page, '48-account');
  await page.getByRole('link', { name: '明细' }).click();
  await page.getByText('+800.00').waitFor();
  const download = page.waitForEvent('download');
  await button(page, '下载表格').click();
  assert.match((await download).suggestedFilename(), /^账户明细.*\.csv$/);
  await page.goto('/product');
  await button(page, '立即申请').click();
  await titled(page, '员工信息查询授权');
}
