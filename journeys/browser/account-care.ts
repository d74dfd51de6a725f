import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { accountNoOf } from '../../server/src/customer/account/index.ts';
import { findCustomerByMobile } from '../../server/src/customer/identity/index.ts';
import { tell } from '../kit/introduce.ts';
import type { Bank, Customer } from './bank.ts';
import { enterCode } from './detours.ts';
import { aDevice, button, fact, PC, photograph, sheet, showFace, tapDigits, titled, type } from './phone.ts';

export type Scene = { bank: Bank; browser: Browser; customer: Customer; page: Page };

/** A second debit card of the customer's own, of another bank. */
const OTHER_CARD = '6217000000000000010';

export async function moveOut({ customer, page }: Scene): Promise<void> {
  await page.goto('/account');
  await page.getByRole('link', { name: '转出' }).click();
  await button(page, '全部转出').click();
  assert.equal(await page.getByLabel('转出金额').inputValue(), '800');
  await page.locator('.foot .button').click();
  await sheet(page, '输入交易密码，确认转出').waitFor();
  await tapDigits(page, customer.person.transactionPassword);
  await page.getByText('转出成功').waitFor();
  assert.equal(await fact(page, '账户余额'), '0.00 元');
  await page.getByRole('link', { name: '完成' }).click();
  await titled(page, '电子账户');
  await page.getByRole('link', { name: '明细' }).click();
  await page.getByText('−800.00').waitFor();
  await page.getByText('+800.00').waitFor();
  await photograph(page, '52-movements');
}

export async function lose({ bank, browser, customer, page }: Scene): Promise<void> {
  const pc = await aDevice(browser, bank.url, PC, { cookie: customer.cookie() });
  await pc.goto('/account/report-loss');
  await button(pc, '确认挂失').click();
  await pc.getByText('请输入 6 位短信验证码').waitFor();
  await enterCode(pc, customer);
  await button(pc, '确认挂失').click();
  await pc.getByText('已挂失，账户停止支付').waitFor();
  await photograph(pc, '53-lost');
  await pc.getByRole('link', { name: '返回账户' }).click();
  assert.equal(await fact(pc, '账户状态'), '已挂失');
  // What the core would refuse now is not offered.
  assert.equal(await pc.getByRole('link', { name: /^(挂失|冻结)/ }).count(), 0);
  await pc.context().close();

  await page.goto('/gates/apply');
  await page.getByText('账户现在的状态不能申请贷款').waitFor();
  await page.goto('/transfer?direction=in');
  await page.getByText('账户现在的状态不能转入转出').waitFor();
  await page.getByRole('link', { name: '查看账户状态' }).click();
  await page.getByRole('link', { name: '解除挂失', exact: true }).click();
  await release(page, customer, '解除挂失');
  await page.getByText('挂失已解除，账户恢复正常').waitFor();
  await page.getByRole('link', { name: '继续办理' }).click();
  await titled(page, '转入转出');
  assert.match(page.url(), /\/transfer\?direction=in$/, 'where the customer was going');
  await page.getByLabel('转入金额').waitFor();
}

/** Seen, and known by the password: the first one is wrong. */
async function release(page: Page, { person }: Customer, title: string): Promise<void> {
  await titled(page, title);
  await showFace(page);
  await page.getByText('人脸识别已通过').waitFor();
  await button(page, '输入交易密码').click();
  await sheet(page, `输入交易密码，${title}`).waitFor();
  await tapDigits(page, '906314');
  await page.getByText(/交易密码不正确/).waitFor();
  await tapDigits(page, person.transactionPassword);
}

export async function freeze({ customer, page }: Scene): Promise<void> {
  await page.goto('/account');
  await page.getByRole('link', { name: /^冻结/ }).click();
  await titled(page, '冻结账户');
  await enterCode(page, customer);
  await button(page, '输入交易密码并冻结').click();
  await tapDigits(page, customer.person.transactionPassword);
  await page.getByText('账户已冻结', { exact: true }).waitFor();
  await page.getByRole('link', { name: '返回账户' }).click();
  assert.equal(await fact(page, '账户状态'), '已冻结');
  await photograph(page, '54-frozen');
  await page.getByRole('link', { name: '转出' }).click();
  await page.getByText('账户现在的状态不能转入转出').waitFor();
  await page.goto('/account/unfreeze');
  await release(page, customer, '解除冻结');
  await page.getByText('冻结已解除，账户恢复正常').waitFor();
  await page.getByRole('link', { name: '返回账户' }).click();
  assert.equal(await fact(page, '账户状态'), '正常');
}

export async function changeCard({ customer, page }: Scene): Promise<void> {
  await page.goto('/account/card');
  await page.getByText('中国工商银行').waitFor();
  await page.getByRole('link', { name: '解除绑定' }).click();
  await enterCode(page, customer);
  await button(page, '输入交易密码并解除').click();
  await tapDigits(page, customer.person.transactionPassword);
  await page.getByText('还没有绑定银行卡').waitFor();
  await photograph(page, '55-no-card');

  await page.goto('/transfer');
  await page.getByText('现在不能转账').waitFor();
  await page.getByRole('link', { name: '去绑定银行卡' }).click();
  await page.getByRole('link', { name: '绑定银行卡', exact: true }).click();
  await type(page, '银行卡号', OTHER_CARD);
  await page.getByText('中国建设银行 · 借记卡').waitFor();
  await type(page, '银行预留手机号', customer.person.mobile);
  await enterCode(page, customer);
  await button(page, '输入交易密码并绑定').click();
  await tapDigits(page, customer.person.transactionPassword);
  await titled(page, '绑定的银行卡');
  await page.getByText('中国建设银行').waitFor();
  await page.goto('/transfer?direction=out');
  await page.getByText('银行卡刚刚更换，请稍后再办理').waitFor();
  await photograph(page, '56-card-changed');
}

export async function close({ bank, customer, page }: Scene): Promise<void> {
  const { db, vault } = bank.server.needs;
  const customerId = await findCustomerByMobile(db, vault, customer.person.mobile);
  assert.ok(customerId);
  const accountNo = await accountNoOf(db, vault, customerId);
  await tell(bank.world.controlUrl, 'PUT', `/accounts/${accountNo}`, { state: 'closed' });
  await page.goto('/transfer');
  await page.getByText('您的电子账户已销户。需要重新开立账户').waitFor();
  await page.getByRole('link', { name: '查看账户状态' }).click();
  await page.getByText('账户已销户，不能再转入转出和借款').waitFor();
  assert.equal(await page.getByRole('link', { name: /转入|转出|挂失|冻结|绑定/ }).count(), 0);
  await photograph(page, '57-closed');
  await page.goto('/open-account');
  await page.getByText('原电子账户已销户').waitFor();
}
