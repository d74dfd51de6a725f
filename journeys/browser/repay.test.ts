import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildWeb } from '../../scripts/build-web.ts';
import { Borrower } from '../kit/borrower.ts';
import { CookieJar } from '../kit/cookies.ts';
import { findings } from '../kit/findings.ts';
import { tell } from '../kit/introduce.ts';
import { aRepaymentBank, openDay, PAID_ON, TODAY } from '../repayment/bank.ts';
import {
  aDevice,
  button,
  fact,
  inBrowser,
  openBrowser,
  PHONE,
  photograph,
  sheet,
  tapDigits,
  titled,
  type,
} from './phone.ts';

/**
 * 10,000 for a year at 3.6 % is 849.67 a month. Paid out on 10 January, two instalments are due on 15 March: 1,699.34, the first of them for
 * 33 days. They repay 819.67 and 822.13, so that 8,358.20 are left, which cost 8,358.20 × 3.6 % × 5 ÷ 360 = 4.18 since the tenth.
 */
test('a customer who is late pays a part, then the rest, and pays off from a pledged deposit', inBrowser, async (t) => {
  await buildWeb();
  const browser = await openBrowser(t);
  const bank = await aRepaymentBank(t);
  const { it, loanId, person, has, balance, terms } = await bank.aBorrower('王小明');
  await openDay(bank.world, TODAY);
  const jar = new CookieJar();
  await new Borrower(bank.served.url, bank.world.controlUrl, it.person, jar.carry()).signIn();
  const page = await aDevice(browser, bank.served.url, PHONE, { cookie: jar.header });
  const password = () => tapDigits(page, person.transactionPassword);

  await has(500_00);
  await page.goto('/repay');
  await titled(page, '我要还款');
  await page.getByText('逾期 33 天').waitFor();
  assert.equal(await fact(page, '逾期金额'), '1,699.34 元');
  await page.getByRole('link', { name: '还款', exact: true }).click();
  await page.getByText('现在应还').waitFor();
  assert.deepEqual(
    [await fact(page, '本金'), await fact(page, '利息'), await fact(page, '罚息')],
    ['1,641.80 元', '57.54 元', '0.00 元'],
  );
  // Not enough there for all of it: first the money. A part is possible.
  await page.getByText('余额不够，请先转入').waitFor();
  await page.getByRole('link', { name: '先转入资金' }).waitFor();
  await photograph(page, '60-repay-lacking');
  await page.getByRole('radio', { name: /还一部分/ }).check({ force: true });
  await type(page, '还款金额', '1699.35');
  await button(page, '还款').click();
  await page.getByText('最多还 1,699.34 元').waitFor();
  await page.getByLabel('还款金额').fill('499.34');
  await button(page, '还款 499.34 元').click();
  await sheet(page, '输入交易密码，确认还款').waitFor();
  await password();
  await page.getByText('还款成功').waitFor();
  assert.equal(await fact(page, '还应还'), '1,200.00 元');
  assert.equal(await balance(), 66);

  await has(1_200_00);
  await page.getByRole('link', { name: '继续还款' }).click();
  await button(page, '还款 1,200.00 元').click();
  await password();
  await page.getByText('目前没有应还的款项。').waitFor();
  assert.equal(await fact(page, '剩余本金'), '8,358.20 元');
  await photograph(page, '61-repaid');

  const { loanNo } = await terms();
  await tell(bank.world.controlUrl, 'POST', '/deposits', {
    ...{ depositNo: 'DEP20270110000001', accountNo: person.accountNo, principalFen: 9_000_00 },
    ...{ openedOn: PAID_ON, maturesOn: '2028-01-10', pledgedForLoanNo: loanNo },
  });
  await page.goto(`/loans/${loanId}/deposit`);
  await page.getByRole('radio', { name: /存单/ }).waitFor();
  // 9,000 × 0.05 % × 64 ÷ 365 = 0.79 today, and 9,000 × 1.5 % a year later.
  assert.deepEqual(
    [await fact(page, '今天支取可得'), await fact(page, '持有到期可得'), await fact(page, '提前支取少得利息')],
    ['9,000.79 元', '9,135.00 元', '134.21 元'],
  );
  await photograph(page, '62-deposit');
  await button(page, '支取并还款 8,362.38 元').click();
  await password();
  await page.getByText('还款成功').waitFor();
  assert.equal(await fact(page, '存单支取到账'), '9,000.79 元');
  assert.equal(await balance(), 638_41);
  await photograph(page, '63-paid-off');
  await page.goto('/repay');
  await page.getByText('没有未结清的贷款').waitFor();
  assert.deepEqual(await findings(bank.world), []);
});
