import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { settings } from '../../server/src/seed/defaults.ts';
import { until } from '../kit/borrower.ts';
import { tell } from '../kit/introduce.ts';
import { aBank, type Bank } from './bank.ts';
import {
  aDevice,
  button,
  fact,
  inBrowser,
  openBrowser,
  PC,
  PHONE,
  photograph,
  readToTheEnd,
  sheet,
  titled,
  type,
} from './phone.ts';

const MOBILE = '13900005678';
const PASSWORD = 'Sommer-2026';
const NEXT_PASSWORD = 'Winter-2027';

type Scene = { bank: Bank; browser: Browser; phone: Page; pc: Page };

test('from the landing page to an own login, on a phone and on a second device', inBrowser, async (t) => {
  const browser = await openBrowser(t);
  const bank = await aBank(t);
  const phone = await aDevice(browser, bank.url, PHONE);
  const pc = await aDevice(browser, bank.url, PC);
  const scene = { bank, browser, phone, pc };
  await t.test('the landing page says all without a script, the rate too', () => landWithoutScript(scene));
  await t.test('an app of ours goes straight on', () => landInAnApp(scene));
  await t.test('where the app does not open, the page says what to do', () => landWithoutApp(scene));
  await t.test('who is new registers, and is back where they were going', () => register(scene));
  await t.test('what stands before the application is said, with one way on', () => gates(scene));
  await t.test('a number that is taken is told by text, not by the page', () => taken(scene));
  await t.test('a second device needs a code from the phone', () => secondDevice(scene));
  await t.test('a new login password ends the other device', () => changePassword(scene));
  await t.test('the phone comes back by code, and is ended from the list of devices', () => endOther(scene));
  await t.test('a forgotten password is set anew by code', () => forgotten(scene));
});

async function landWithoutScript({ bank, browser }: Scene): Promise<void> {
  const context = await browser.newContext({ ...PHONE, baseURL: bank.url, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/loan?from=poster');
  await titled(page, '集团员工的 线上信用贷款');
  assert.equal(await fact(page, '年化利率（单利）'), '3.6%');
  assert.equal(await fact(page, '借款金额'), '1,000 – 500,000 元');
  assert.equal(await page.getByRole('link', { name: '打开直销银行 App' }).getAttribute('href'), 'miaodaibank://loan');
  assert.doesNotMatch(await page.content(), /\{\{|undefined|NaN/);
  const card = page.locator('meta[property="og:image"]');
  // Whatever name the request used, a shared card has the bank's own.
  assert.equal(await card.getAttribute('content'), `${settings.publicOrigin}/share.jpg`);
  assert.equal((await page.request.get('/share.jpg')).headers()['content-type'], 'image/jpeg');
  // The page with its gaps is nobody's.
  assert.doesNotMatch(await (await page.request.get('/loan.html')).text(), /\{\{/);
  await photograph(page, '30-landing');
  await context.close();
}

async function landInAnApp({ bank, browser }: Scene): Promise<void> {
  const context = await browser.newContext({ ...PHONE, baseURL: bank.url, userAgent: 'Mozilla/5.0 MiaodaiBank/3.1' });
  const page = await context.newPage();
  await page.goto('/loan');
  await page.waitForURL('**/product');
  await context.close();
}

async function landWithoutApp({ bank, browser }: Scene): Promise<void> {
  // A browser without a screen takes no input any more once it was asked for an app: this one is done with then.
  const page = await aDevice(browser, bank.url, PHONE);
  await page.goto('/loan');
  await page.getByRole('link', { name: '打开直销银行 App' }).click();
  await page.getByText('App 没有打开？').waitFor();
  assert.equal(await page.getByRole('link', { name: '下载安装' }).getAttribute('href'), 'https://bank.example.com/app');
  await page.context().close();
}

async function register({ bank, phone }: Scene): Promise<void> {
  await phone.goto('/loan');
  await phone.getByRole('link', { name: '在浏览器中继续' }).click();
  await titled(phone, '融信秒贷');
  await button(phone, '立即申请').click();
  await titled(phone, '登录');
  await phone.getByRole('link', { name: '新用户注册' }).click();
  await titled(phone, '新用户注册');
  await button(phone, '注册并登录').click();
  await phone.getByText('请先阅读并同意协议').waitFor();

  await type(phone, '手机号', MOBILE);
  await button(phone, '获取验证码').click();
  await phone.getByText('已发送至 139****5678').waitFor();
  await type(phone, '短信验证码', await codeTo(bank, MOBILE));
  await type(phone, '设置登录密码', 'abcd');
  await phone.getByText('字母、数字、符号中至少两种，未满足').waitFor();
  await phone.getByLabel('设置登录密码').fill(PASSWORD);
  await phone.getByText('8 至 64 位，已满足').waitFor();
  await photograph(phone, '31-register');
  // The box is empty, and stays so until the text behind it was read.
  assert.equal(await phone.getByRole('checkbox').isChecked(), false);
  await phone.getByRole('checkbox').click();
  const text = phone.getByRole('dialog');
  await readToTheEnd(phone, text.locator('.button'));
  await button(text, '同意').click();
  await text.waitFor({ state: 'detached' });
  assert.equal(await phone.getByRole('checkbox').isChecked(), true);
  await button(phone, '注册并登录').click();
  await titled(phone, '融信秒贷');
}

async function gates({ phone }: Scene): Promise<void> {
  await button(phone, '立即申请').click();
  await titled(phone, '申请贷款前');
  await phone.getByRole('link', { name: '去开户' }).waitFor();
  await photograph(phone, '32-gates');
  for (const path of ['/apply', '/apply/submit', '/account', '/transfer?direction=in']) {
    await phone.goto(path);
    await phone.getByRole('link', { name: '去开户' }).waitFor();
  }
  assert.match(phone.url(), /to=%2Ftransfer%3Fdirection%3Din/);
}

async function taken({ bank, browser }: Scene): Promise<void> {
  const stranger = await aDevice(browser, bank.url, PHONE);
  await stranger.goto('/register');
  await type(stranger, '手机号', MOBILE);
  await button(stranger, '获取验证码').click();
  await stranger.getByText('已发送至 139****5678').waitFor();
  await until('the text', async () => (await textsTo(bank, MOBILE)).some((text) => /已注册/.test(text)) || undefined);
  await stranger.context().close();
}

async function secondDevice({ bank, phone, pc }: Scene): Promise<void> {
  await phone.goto('/mine');
  await phone.getByText('未实名').waitFor();
  await photograph(phone, '33-mine');
  await button(phone, '退出登录').click();
  await phone.getByText('集团员工的').first().waitFor();

  await pc.goto('/mine/security');
  await signInBy(pc, PASSWORD);
  await titled(pc, '验证新设备');
  await pc.getByText('已发送至 139****5678').waitFor();
  await photograph(pc, '34-new-device');
  await type(pc, '短信验证码', '000000');
  await pc.getByText('短信验证码不正确').waitFor();
  await pc.getByLabel('短信验证码').fill(await codeTo(bank, MOBILE));
  await titled(pc, '安全中心');
  await pc.getByText('在新设备上登录').waitFor();
  await photograph(pc, '35-security');
}

async function changePassword({ phone, pc }: Scene): Promise<void> {
  await phone.goto('/sign-in?to=/mine');
  await signInBy(phone, PASSWORD);
  await titled(phone, '我的');
  await pc.getByRole('link', { name: '登录密码' }).click();
  await titled(pc, '修改登录密码');
  await type(pc, '原登录密码', 'wrong-one-1');
  await type(pc, '新的登录密码', NEXT_PASSWORD);
  await button(pc, '确认修改').click();
  await pc.getByText('原登录密码不正确').waitFor();
  await pc.getByLabel('原登录密码').fill(PASSWORD);
  await button(pc, '确认修改').click();
  await titled(pc, '登录密码已修改');
  await phone.goto('/mine/security');
  await phone.getByText('登录已超时').waitFor();
}

async function endOther({ bank, phone, pc }: Scene): Promise<void> {
  const before = await codeTo(bank, MOBILE);
  await signInBy(phone, NEXT_PASSWORD);
  await titled(phone, '验证新设备');
  await type(phone, '短信验证码', await codeTo(bank, MOBILE, before));
  await titled(phone, '安全中心');
  await pc.goto('/mine/security/devices');
  await pc.getByText('本机').waitFor();
  await photograph(pc, '36-devices');
  await button(pc, '退出其他 1 台设备').click();
  await button(sheet(pc, '退出其他所有设备'), '确认退出').click();
  await pc.getByText('没有其他设备登录').waitFor();
  await phone.goto('/mine');
  await phone.getByText('登录已超时').waitFor();
}

async function forgotten({ bank, phone }: Scene): Promise<void> {
  await phone.getByRole('link', { name: '忘记密码' }).click();
  await titled(phone, '重置登录密码');
  await type(phone, '手机号', MOBILE);
  const before = await codeTo(bank, MOBILE);
  await button(phone, '获取验证码').click();
  await type(phone, '短信验证码', await codeTo(bank, MOBILE, before));
  await type(phone, '新的登录密码', PASSWORD);
  await photograph(phone, '37-forgotten');
  await button(phone, '重置登录密码').click();
  await phone.getByText('登录密码已重置').waitFor();
  // The code has proven this device, too.
  await signInBy(phone, PASSWORD);
  await titled(phone, '我的');
}

async function signInBy(page: Page, password: string): Promise<void> {
  await titled(page, '登录');
  await type(page, '手机号', MOBILE);
  await page.getByLabel('登录密码').fill(password);
  await button(page, '登录').click();
}

const textsTo = async ({ world }: Bank, mobile: string): Promise<string[]> =>
  (await tell<{ text: string }[]>(world.controlUrl, 'GET', `/sms/messages?mobile=${mobile}`)).map(({ text }) => text);

/** The newest code sent to a number; not the one that was there before. */
const codeTo = (bank: Bank, mobile: string, before = ''): Promise<string> =>
  until('the SMS code', async () => {
    const [code] = (await textsTo(bank, mobile)).flatMap((text) => /验证码 (\d{6})/.exec(text)?.[1] ?? []);
    return code === before ? undefined : code;
  });
