import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { cardOf, pictureOf } from '../kit/id-card.ts';
import { Newcomer, RESIDENCE } from '../kit/newcomer.ts';
import { aNewcomer, type Bank, type Customer } from './bank.ts';
import { aDevice, button, PC, PHONE, photograph, tapDigits, titled, type } from './phone.ts';

/** What comes between customers and where they are going, begun at a link to it. */
const RUN_OUT = { validTo: '2024-12-31' };

export async function withoutCamera(bank: Bank, browser: Browser): Promise<void> {
  const customer = await aNewcomer(bank, 2);
  await new Newcomer(customer.borrower).confirmIdCard(bank.server.needs);
  const page = await aDevice(browser, bank.url, PC, { cookie: customer.cookie() });
  await refuseCamera(page, 'NotAllowedError', 'NotFoundError');
  await page.goto('/open-account');
  // The ID card is on file: the account begins with the face.
  await page.getByText('第 2 步，共 4 步').waitFor();
  await page.getByRole('checkbox').click();
  await button(page, '开始识别').click();
  await page.getByText('没有获得摄像头权限').waitFor();
  await page.getByText(/网点柜台/).waitFor();
  await photograph(page, '49-camera-refused');
  await button(page, '重新打开摄像头').click();
  await page.getByText('没有找到摄像头').waitFor();
  await page.getByText('也可以换用手机打开本页').waitFor();
  await button(page, '重新打开摄像头').click();
  await button(page, '准备好了，开始').click();
  await page.getByLabel('银行卡号').waitFor();
  // A page that is opened again goes on where it was.
  await page.reload();
  await page.getByLabel('银行卡号').waitFor();
  await page.context().close();
}

export async function renewAndActivate(bank: Bank, browser: Browser): Promise<void> {
  const customer = await aNewcomer(bank, 3);
  const newcomer = new Newcomer(customer.borrower);
  await newcomer.confirmIdCard(bank.server.needs);
  await newcomer.open();
  assert.equal((await newcomer.account()).state, 'not-active');
  await newcomer.confirmIdCard(bank.server.needs, RUN_OUT);
  const page = await aDevice(browser, bank.url, PHONE, { cookie: customer.cookie() });
  await page.goto('/transfer?direction=out');
  await titled(page, '转入转出前');
  await page.getByText('还差 2 步').waitFor();
  await page.getByText('您的身份证已过有效期').waitFor();
  await page.getByRole('link', { name: '去激活' }).click();
  await page.getByText('身份证已过有效期').waitFor();
  await page.getByRole('link', { name: '更新身份证' }).click();
  await page.getByText('身份证已过有效期').waitFor();
  await button(page, '上传新身份证').click();
  await agree(page, /身份证/);
  await uploadCard(page, customer);
  await button(page, '确认无误，提交核验').click();

  await titled(page, '激活账户');
  await page.getByLabel('常住地址').fill(RESIDENCE);
  await enterCode(page, customer);
  await button(page, '设置交易密码并激活').click();
  await setPassword(page, customer);
  await page.getByRole('link', { name: '继续办理' }).click();
  await titled(page, '转入转出');
  assert.match(page.url(), /\/transfer\?direction=out$/);
  await page.context().close();
}

export async function renewOnPc(bank: Bank, browser: Browser): Promise<void> {
  const customer = await bank.someone();
  await customer.borrower.signIn();
  const newcomer = new Newcomer(customer.borrower);
  await newcomer.confirmIdCard(bank.server.needs, RUN_OUT);
  const page = await aDevice(browser, bank.url, PC, { cookie: customer.cookie() });
  await refuseCamera(page, 'NotFoundError');
  await page.goto('/apply');
  await titled(page, '申请贷款前');
  await photograph(page, '50-gates-pc');
  await page.getByRole('link', { name: '去更新证件' }).click();
  await page.getByText('身份证已过有效期').waitFor();
  await button(page, '上传新身份证').click();
  await agree(page, /身份证/);
  await button(page, '拍照人像面').click();
  await page.getByText('没有找到摄像头').waitFor();
  await button(page, '用系统相机或相册').waitFor();
  await photograph(page, '51-no-camera-for-the-card');
  await button(page, '取消').click();
  // As the page says they may: on the phone, meanwhile. Where they were going is not forgotten here.
  await newcomer.confirmIdCard(bank.server.needs);
  await page.reload();
  await page.getByText('身份已核实').waitFor();
  await page.getByRole('link', { name: '继续办理' }).click();
  // Nothing had been begun: an application begins on the product's page.
  await titled(page, '融信秒贷');
  await button(page, '立即申请').click();
  await titled(page, '员工信息查询授权');
  await page.context().close();
}

/** Both sides from the album, up to what was read of them. */
export async function uploadCard(page: Page, { person }: Customer): Promise<void> {
  const card = cardOf(person);
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
}

/** The browser refuses the camera once for each of these reasons. */
const refuseCamera = async (page: Page, ...reasons: string[]): Promise<unknown> =>
  page.addInitScript((left) => {
    const devices = navigator.mediaDevices;
    const asked = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (wish) => {
      const reason = left.shift();
      if (reason) throw new DOMException('no', reason);
      return asked(wish);
    };
  }, reasons);

export async function setPassword(page: Page, { person }: Customer): Promise<void> {
  await tapDigits(page, person.transactionPassword);
  await page.getByText('请再输入一次', { exact: true }).waitFor();
  await tapDigits(page, person.transactionPassword);
  await page.getByText('账户已激活，可以使用了').waitFor();
}

export async function enterCode(page: Page, { borrower }: Customer): Promise<void> {
  const code = await borrower.codeFrom(() => button(page, '获取验证码').click());
  await type(page, '短信验证码', code);
}

/** Reads the text behind a box to its end and agrees; the box is ticked by that. */
export async function agree(page: Page, title: RegExp): Promise<void> {
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
