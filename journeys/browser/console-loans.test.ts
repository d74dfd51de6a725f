import { test } from 'node:test';
import { inBrowser, openBrowser } from './phone.ts';
import { aBankWithClerks } from '../corrections/bank.ts';
import { demoStaff } from '../kit/staff.ts';
import { atDesk, inOrder } from './desk.ts';

test(
  'loans at the console: looked at, a correction and a discount drafted with their effect before one’s eyes',
  inBrowser,
  async (t) => {
    const bank = await aBankWithClerks(t);
    await bank.twice.has(2_000_00);
    await bank.twice.repay(849_67);
    await bank.twice.repay(849_67);
    const browser = await openBrowser(t);
    const page = await atDesk(browser, bank.served.url, demoStaff.servicing, '/console/loans');
    await page.getByRole('heading', { name: '贷款', level: 1 }).waitFor();
    await page.getByRole('link', { name: /^JJ/ }).first().waitFor();
    await inOrder(page, 'servicing loans');
    await page.goto(`/console/loans/${bank.twice.loanId}`);
    await page.getByText('概要').waitFor();
    await page.getByRole('heading', { name: '会计分录' }).waitFor();
    await page.getByText('放款金额').waitFor();
    await inOrder(page, 'servicing loan');
    await page.getByRole('link', { name: '发起更正' }).click();
    await page.getByText('核销', { exact: true }).click();
    await page.getByLabel('原因（复核人会看到）').fill('逾期多年');
    await page.getByRole('button', { name: '预览影响' }).click();
    await page.getByRole('heading', { name: '记账分录' }).waitFor();
    await inOrder(page, 'servicing new correction');
    await page.getByRole('button', { name: '存为草稿' }).click();
    await page.getByRole('button', { name: '提交复核' }).waitFor();
    await inOrder(page, 'servicing correction');
    await page.goto('/console/corrections');
    await page.getByText('逾期多年').waitFor();
    await inOrder(page, 'servicing corrections');
    await page.goto('/console/discounts/new');
    await page.getByLabel('贴息方').fill('县财政局');
    await page.getByLabel('产品').click();
    await page.keyboard.press('Enter');
    await page.getByLabel('贴息年利率（%）').fill('1');
    await page.getByLabel('从哪天到期的分期开始').fill('2027-04-01');
    await page.getByLabel('说明（复核人会看到）').fill('助农');
    await page.getByRole('button', { name: '预览', exact: true }).click();
    await page.getByRole('button', { name: '存为草稿' }).waitFor();
    await inOrder(page, 'servicing new discount');
    await page.getByRole('button', { name: '存为草稿' }).click();
    await page.getByRole('button', { name: '提交复核' }).waitFor();
    await inOrder(page, 'servicing discount');
    await page.goto('/console/discounts');
    await page.getByRole('link', { name: '县财政局' }).waitFor();
    await inOrder(page, 'servicing discounts');
  },
);
