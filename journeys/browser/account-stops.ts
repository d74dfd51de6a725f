import type { Page } from 'playwright-core';
import { button, sheet, showFace, type } from './phone.ts';
import type { Stop } from './stops.ts';

/** What belongs to an account in order. */
export const ACCOUNT: readonly Stop[] = [
  { path: '/account', ready: '账户余额', also: { 'with the balance': press('显示余额') } },
  { path: '/account/movements', ready: '近三个月', also: { 'with own days': ownDays } },
  { path: '/account/card', ready: '更换银行卡' },
  { path: '/account/card/change', ready: '银行预留手机号', also: { 'with errors': press('输入交易密码并绑定') } },
  { path: '/account/card/unbind', ready: '余额为 0', also: { 'with an error': press('输入交易密码并解除') } },
  { path: '/account/report-loss', ready: '凭短信验证码就能挂失', also: { 'with an error': press('确认挂失') } },
  { path: '/account/freeze', ready: '随时可以凭人脸识别', also: { 'with an error': press('输入交易密码并冻结') } },
  { path: '/account/unfreeze', ready: '确认是您本人在解除冻结' },
  {
    ...{ path: '/transfer?direction=in', ready: '可用余额' },
    also: { 'with an error': press('转入', '.foot'), 'with the keypad': transferKeypad },
  },
  { path: '/transfer?direction=out', ready: '全部转出' },
  { path: '/transfer/records', ready: '还没有转账' },
  { path: '/open-account', ready: '您已有电子账户' },
  { path: '/activate', ready: '账户已激活' },
];

/** Before the ID card is confirmed. */
export const OPENING: readonly Stop[] = [
  {
    ...{ path: '/open-account?to=/transfer', ready: '开户需要' },
    also: { 'at the ID card': press('开始开户'), 'with its text': readText },
  },
  { path: '/id-card', ready: '人像面', also: { 'at the camera': idCamera } },
];

/** After it is. */
export const FACING: readonly Stop[] = [
  { path: '/id-card', ready: '身份已核实' },
  {
    ...{ path: '/open-account', ready: '怎么做' },
    also: {
      'before the camera': faceCamera,
      'at the bank card': bankCard,
      'with errors': badCard,
    },
  },
];

export const ACTIVATING: readonly Stop[] = [
  { path: '/open-account', ready: '开户成功' },
  { path: '/activate', ready: '待激活账户', also: { 'with errors': press('设置交易密码并激活') } },
];

function press(name: string, within = 'body') {
  return (page: Page) => button(page.locator(within), name).click();
}

async function ownDays(page: Page): Promise<void> {
  await page.getByRole('radio', { name: '自选日期' }).check({ force: true });
  await page.getByLabel('从', { exact: true }).waitFor();
}

async function transferKeypad(page: Page): Promise<void> {
  await type(page, '转入金额', '100');
  await press('转入', '.foot')(page);
  await sheet(page, '输入交易密码，确认转入').waitFor();
}

async function readText(page: Page): Promise<void> {
  await page.getByRole('checkbox').click();
  await page.getByRole('dialog').waitFor();
}

async function idCamera(page: Page): Promise<void> {
  await readText(page);
  await page.locator('.sheet-body').evaluate((text) => text.scrollTo(0, text.scrollHeight));
  await button(page.getByRole('dialog'), '同意').click();
  await button(page, '拍照人像面').click();
  await page.getByText('放进框内').waitFor();
}

async function faceCamera(page: Page): Promise<void> {
  await page.getByRole('checkbox').click();
  await button(page, '开始识别').click();
  await button(page, '准备好了，开始').waitFor();
  await page.getByText('把脸放进圆圈里').waitFor();
}

async function bankCard(page: Page): Promise<void> {
  await button(page, '取消').click();
  await page.getByRole('checkbox').waitFor();
  if (await page.getByRole('checkbox').isChecked()) await page.getByRole('checkbox').click();
  await showFace(page);
  await page.getByLabel('银行卡号').waitFor();
}

async function badCard(page: Page): Promise<void> {
  await type(page, '银行卡号', '6222');
  await type(page, '银行预留手机号', '138');
  await page.getByLabel('银行卡号').focus();
  await page.getByText('请输入 11 位手机号').waitFor();
}
