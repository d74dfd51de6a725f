import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { cardOf, pictureOf } from '../kit/id-card.ts';
import { Newcomer } from '../kit/newcomer.ts';
import { aBank, aNewcomer, type Bank, type Customer } from './bank.ts';
import { aDevice, button, fact, inBrowser, openBrowser, PC, PHONE, photograph, sheet } from './phone.ts';
import { showFace, tapDigits, titled, type } from './phone.ts';

const ADDRESS = '北京市东城区景山前街四号院二号楼';

test('who has a mobile number gets an account and puts money into it', inBrowser, async (t) => {
  const browser = await openBrowser(t);
  const bank = await aBank(t);
  const customer = await aNewcomer(bank, 1);
  const page = await aDevice(browser, bank.url, PHONE, { cookie: customer.cookie() });
  const scene = { bank, browser, customer, page };
  await enterByLink(scene);
  await idCard(scene);
  await openAccount(scene);
  await activate(scene);
  await transferIn(scene);
  await lookAround(scene);
  await reportLoss(scene);
});

test('a camera that is refused is no end', inBrowser, async (t) => {
  const browser = await openBrowser(t);
  const bank = await aBank(t);
  const customer = await aNewcomer(bank, 2);
  await new Newcomer(customer.borrower).confirmIdCard(bank.server.needs);
  const page = await aDevice(browser, bank.url, PC, { cookie: customer.cookie() });
  await page.addInitScript(() => {
    const devices = navigator.mediaDevices;
    const asked = devices.getUserMedia.bind(devices);
    let refused = false;
    devices.getUserMedia = async (wish) => {
      if (refused) return asked(wish);
      refused = true;
      throw new DOMException('no', 'NotAllowedError');
    };
  });
  await page.goto('/open-account');
  // The ID card is on file: the account begins with the face.
  await page.getByText('第 2 步，共 4 步').waitFor();
  await page.getByRole('checkbox').click();
  await button(page, '开始识别').click();
  await page.getByText('没有获得摄像头权限').waitFor();
  await page
    .getByText(/网点柜台/)
    .first()
    .waitFor();
  await photograph(page, '49-camera-refused');
  await button(page, '重新打开摄像头').click();
  await button(page, '准备好了，开始').click();
  await page.getByLabel('银行卡号').waitFor();
  // A page that is opened again goes on where it was.
  await page.reload();
  await page.getByLabel('银行卡号').waitFor();
});

type Scene = { bank: Bank; browser: Browser; customer: Customer; page: Page };

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
  const card = cardOf(customer.person);
  for (const [side, name] of [['front', '人像面'] as const, ['back', '国徽面'] as const]) {
    const chooser = page.waitForEvent('filechooser');
    await button(page, `从相册选择${name}`).click();
    const buffer = Buffer.from(await pictureOf(card, side), 'base64');
    await (await chooser).setFiles({ name: `${side}.jpg`, mimeType: 'image/jpeg', buffer });
    await button(page, '使用这张照片').click();
    await page
      .locator('section', { has: page.getByText(name, { exact: true }) })
      .getByText('已识别')
      .waitFor();
  }
  await button(page, '下一步，核对信息').click();
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
  await page.getByLabel('常住地址').fill(ADDRESS);
  await page.getByText(`已写 ${ADDRESS.length} 个汉字`).waitFor();
  await enterCode(page, customer);
  await photograph(page, '45-activate');
  await button(page, '设置交易密码并激活').click();
  const keypad = sheet(page, '设置交易密码');
  await keypad.waitFor();
  await tapDigits(page, '123456');
  await keypad.getByRole('alert').waitFor();
  await tapDigits(page, customer.person.transactionPassword);
  await keypad.getByText('请再输入一次', { exact: true }).waitFor();
  await tapDigits(page, customer.person.transactionPassword);
  await page.getByText('账户已激活，可以使用了').waitFor();
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
  assert.equal(await fact(page, '账户余额'), '••••••');
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

async function reportLoss({ bank, browser, customer }: Scene): Promise<void> {
  const page = await aDevice(browser, bank.url, PC, { cookie: customer.cookie() });
  await page.goto('/account/report-loss');
  await enterCode(page, customer);
  await button(page, '确认挂失').click();
  await page.getByText('已挂失，账户停止支付').waitFor();
  await page.goto('/transfer');
  await page.getByRole('link', { name: '查看账户状态' }).click();
  await page.getByRole('link', { name: '解除挂失' }).first().waitFor();
}

async function enterCode(page: Page, { borrower }: Customer): Promise<void> {
  const code = await borrower.codeFrom(() => button(page, '获取验证码').click());
  await type(page, '短信验证码', code);
}

/** Reads the text behind a box to its end and agrees; the box is ticked by that. */
async function agree(page: Page, title: RegExp): Promise<void> {
  await page.getByRole('checkbox', { name: title }).click();
  const text = page.getByRole('dialog');
  const done = text.getByRole('button', { name: /^(同意|请)/ });
  await done.waitFor();
  while (/末尾/.test(await done.innerText())) {
    await text.locator('.sheet-body').hover();
    await page.mouse.wheel(0, 600);
  }
  await button(text, '同意').click();
  await text.waitFor({ state: 'detached' });
  assert.ok(await page.getByRole('checkbox', { name: title }).isChecked());
}
