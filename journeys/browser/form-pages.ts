import type { Page } from 'playwright-core';
import type { Customer } from './bank.ts';
import { button, pick, sheet, tapDigits, titled, type } from './phone.ts';

/** Page two as a hand fills it in. */
export async function fillAboutYou(page: Page, residenceAddress: string): Promise<void> {
  await page.getByRole('radio', { name: '已婚' }).check({ force: true });
  await pick(page, '最高学历', '本科');
  await type(page, '常住地址', residenceAddress);
  await type(page, '所在部门', '生产运行部');
  await pick(page, '职位', '技术人员');
  await page.getByRole('radio', { name: '自有住房，无按揭' }).check({ force: true });
}

/** The sums of page three and the term; the purpose stays open. */
export async function fillMoney(page: Page): Promise<void> {
  await type(page, '月收入（税后）', '12000');
  await type(page, '月生活支出', '4000');
  await type(page, '其他贷款月还款', '0');
  await page.getByRole('radio', { name: '12 个月' }).check({ force: true });
}

/** From the answers read over to the last digit of the password. */
export async function submitByHand(page: Page, customer: Customer): Promise<void> {
  await titled(page, '核对申请内容');
  await button(page, '确认无误，去提交').click();
  const code = await customer.borrower.codeFrom(() => button(page, '获取验证码').click());
  await type(page, '短信验证码', code);
  await sheet(page, '请输入交易密码').waitFor();
  await tapDigits(page, customer.person.transactionPassword);
}
