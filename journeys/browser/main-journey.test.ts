import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addMonths, businessDate } from '@miaodai/values';
import type { Page } from 'playwright-core';
import { findings } from '../kit/findings.ts';
import { aBank, newestCode, applicationOf, type Bank, type Customer } from './bank.ts';
import * as phone from './phone.ts';
import { button, fact, openBrowser, photograph, pick, readAndAgree, sheet, titled, type } from './phone.ts';

type Scene = { bank: Bank; customer: Customer; page: Page };

test('a customer with a phone comes to the money by taps and typing', phone.inBrowser, async (t) => {
  const browser = await openBrowser(t);
  const bank = await aBank(t);
  const customer = await bank.someone('王小明');
  const page = await phone.aDevice(browser, bank.url, { ...phone.PHONE, deviceScaleFactor: 2 });
  const complaints = complaintsOf(page);
  const scene = { bank, customer, page };

  await calculate(scene);
  await signIn(scene);
  await chooseProduct(scene);
  await authorise(scene);
  await fillIn(scene);
  await checkAndSubmit(scene);
  await borrow(scene);
  await signContract(scene);
  await takeMoney(scene);
  await lookAtLoan(scene);
  await repayEarly(scene);
  await readMessages(scene);

  assert.deepEqual(await findings(bank.world), []);
  assert.deepEqual(complaints, []);
});

/** What a browser's console would say: a refused style, a script that fell over, a picture that is not there. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return complaints;
}

async function signIn({ customer, page }: Scene): Promise<void> {
  await titled(page, '登录');
  await type(page, '手机号', customer.person.mobile);
  assert.equal(await page.getByLabel('手机号').inputValue(), '138 0000 0001');
  await type(page, '登录密码', customer.person.loginPassword);
  await photograph(page, '02-sign-in');
  await button(page, '登录').click();
}

/** Four fifths of 4,248.36 a month: what was tried before signing in is still there. */
async function chooseProduct({ page }: Scene): Promise<void> {
  await titled(page, '融信秒贷');
  await page.getByLabel('试算金额').waitFor();
  assert.equal(await fact(page, '首期应还'), '3,398.69 元');
  await photograph(page, '03-product');
  await button(page, '立即申请').click();
}

/**
 * Earning 12,000 and spending 4,000, 55 % of the income repays 6,600 × 11.7692 = 77,676 in a year; with debts of a tenth of the income that
 * nobody has told of, 5,400 × 11.7692 = 63,553. The calculator takes over what the estimate came to, and the application what both were told.
 * 50,000 yuan for a year at 3.6 %: 50,000 × 0.003 ÷ (1 − 1.003^−12) = 4,248.36 a month, the last one 4,248.39.
 */
async function calculate({ page }: Scene): Promise<void> {
  await page.goto('/');
  await page.getByText('3.6%').first().waitFor();
  await photograph(page, '01-home');
  await page.getByRole('link', { name: '额度预估' }).click();
  await titled(page, '额度预估');
  await type(page, '月收入（税后）', '12000');
  await type(page, '月生活支出', '4000');
  await type(page, '其他贷款月还款', '0');
  await page.getByRole('radio', { name: '集团骨干企业' }).check({ force: true });
  await button(page, '估算额度').click();
  await page.getByText('63,500 – 77,600 元').waitFor();
  await photograph(page, '01a-estimate');
  await page.getByRole('link', { name: '借 77,600 元，每月还多少' }).click();
  await titled(page, '贷款计算器');
  assert.equal(await page.getByLabel('借款金额').inputValue(), '77,600');
  await page.getByLabel('借款金额').fill('50000');
  await page.getByText('4,248.36 元', { exact: true }).waitFor();
  assert.equal(await fact(page, '末期应还（第 12 期）'), '4,248.39 元');
  assert.equal(await fact(page, '还款总额'), '50,980.35 元');
  // Principal in twelfths bears 0.3 % on 6.5 times the loan: 975. Paid at the end, it bears 0.3 % twelve times: 1,800.
  await page.getByText('利息 975.00').waitFor();
  await page.getByText('利息 1,800.00').waitFor();
  await photograph(page, '01b-calculator');
  await page.getByLabel('借款金额').fill('40000');
  await page.getByText('3,398.69 元', { exact: true }).waitFor();
  await button(page, '按此申请').click();
}

async function authorise({ customer, page }: Scene): Promise<void> {
  await titled(page, '员工信息查询授权');
  await photograph(page, '04-employee-information');
  await readAndAgree(page, '同意并继续');
  await titled(page, '征信查询授权');
  await photograph(page, '05-credit-report');
  await readAndAgree(page, '同意并继续');
  await titled(page, '人脸识别');
  await photograph(page, '06-face-check');
  await phone.showFace(page);
  await titled(page, '身份与员工信息');
  assert.match(await fact(page, '证件号码'), /\*/);
  await type(page, '集团 ERP 编号', customer.person.erpNo);
  await photograph(page, '07-identity');
  await button(page, '核对并继续').click();
}

async function fillIn({ page }: Scene): Promise<void> {
  await titled(page, '个人信息');
  await page.getByRole('radio', { name: '已婚' }).check({ force: true });
  await pick(page, '最高学历', '本科');
  await type(page, '常住地址', '北京市东城区安定路 1 号院 2 号楼 303 室');
  await type(page, '所在部门', '生产运行部');
  await pick(page, '职位', '技术人员');
  await page.getByRole('radio', { name: '自有住房，无按揭' }).check({ force: true });
  await page.getByText(/已保存 \d\d:\d\d/).waitFor();
  await photograph(page, '08-about-you');
  await button(page, '下一步').click();

  await titled(page, '收支与用款');
  // What the calculators were told is here, and saved.
  await page.getByText('已带入您试算时填写的内容').waitFor();
  assert.equal(await page.getByLabel('月收入（税后）').inputValue(), '12,000');
  assert.equal(await page.getByLabel('月生活支出').inputValue(), '4,000');
  assert.equal(await page.getByLabel('其他贷款月还款').inputValue(), '0');
  assert.equal(await page.getByRole('radio', { name: '12 个月' }).isChecked(), true);
  await page.getByText('3,398.69 元', { exact: true }).first().waitFor();
  await pick(page, '借款用途', '家庭装修');
  await photograph(page, '09-money');
  await button(page, '下一步').click();
}

async function checkAndSubmit({ customer, page }: Scene): Promise<void> {
  await titled(page, '核对申请内容');
  assert.equal(await fact(page, '月收入（税后）'), '12,000.00 元');
  assert.equal(await fact(page, '常住地址'), '北京市东城区安定路 1 号院 2 号楼 303 室');
  assert.equal(await fact(page, '借款用途'), '家庭装修');
  await photograph(page, '10-check');
  await button(page, '确认无误，去提交').click();
  await titled(page, '验证并提交');
  await button(page, '获取验证码').click();
  await page.getByText(/已发送至 138\*{4}0001/).waitFor();
  await type(page, '短信验证码', await newestCode(customer));
  const keypad = sheet(page, '请输入交易密码');
  await keypad.waitFor();
  await photograph(page, '11-keypad');
  await phone.tapDigits(page, customer.person.transactionPassword);
  await page.waitForURL(/decision|result/);
}

/**
 * Income 12,000, reported debt 1,200 a month: the room is 55 % of income less debt, 5,400 a month; at 3.6 % a year 12 instalments of
 * 5,400 repay 63,554.44, so 63,500 in steps of 100.
 */
async function borrow({ page }: Scene): Promise<void> {
  await titled(page, '审批结果');
  await page.getByText('63,500.00 元').waitFor();
  await photograph(page, '12-result');
  await button(page, '去借款').click();
  await titled(page, '借多少');
  const amount = page.getByLabel('借款金额');
  assert.equal(await amount.inputValue(), '', 'no amount is chosen beforehand');
  await type(page, '借款金额', '50000');
  assert.equal(await amount.inputValue(), '50,000');
  await page.getByText('伍万元整').waitFor();
  await button(page, '查看还款计划').waitFor();
  assert.equal(await fact(page, '首期应还'), '4,248.36 元');
  assert.equal(await fact(page, '利息合计'), '980.35 元');
  assert.equal(await fact(page, '首期还款日'), inWords(oneMonthOn()));
  await photograph(page, '13-amount');
  await button(page, '下一步').click();
  await titled(page, '贷款用途声明');
  await photograph(page, '14-use-of-funds');
  await readAndAgree(page, '声明并继续');
}

/** The cost statement is confirmed at the bank before anything is signed; the password signs, and two certificates follow. */
async function signContract({ customer, page }: Scene): Promise<void> {
  await titled(page, '借款合同');
  const cost = sheet(page, '综合融资成本明示表');
  await cost.waitFor();
  await photograph(page, '15-cost-statement');
  assert.match(await cost.innerText(), /3\.6%/);
  await phone.readToTheEnd(page, cost.locator('.sheet-foot .button'));
  await button(cost, '我已知晓并确认').click();
  await cost.waitFor({ state: 'detached' });
  await page.getByText('已确认综合融资成本明示表').waitFor();
  assert.equal(await fact(page, '借款金额'), '50,000.00 元');
  assert.equal(await fact(page, '利息合计'), '980.35 元');
  await photograph(page, '16-contract');
  await readAndAgree(page, '同意并签署合同');
  await sheet(page, '输入交易密码，签署合同').waitFor();
  await photograph(page, '16-contract-password');
  await phone.tapDigits(page, customer.person.transactionPassword);
}

async function takeMoney({ bank, customer, page }: Scene): Promise<void> {
  const { accountNo } = customer.person;
  await titled(page, '确认放款');
  await page.getByText('伍万元整').waitFor();
  assert.equal(await fact(page, '收款账户'), '电子账户 6231********0010');
  assert.equal(await bank.world.coreBalance(accountNo), 1_234_56);
  await photograph(page, '17-confirm');
  await button(page, '确认放款').click();
  await page.waitForURL(/paying|done/);
  await page.getByText('放款成功，资金已到账').waitFor();
  await page.getByText('交易流水号').waitFor();
  await photograph(page, '18-done');
  assert.equal(await bank.world.coreBalance(accountNo), 51_234_56);
  assert.equal(await bank.paidTo(customer.person), 1);
  const [payout] = await bank.world.transfersAtTheCore();
  assert.match(await fact(page, '交易流水号'), new RegExp(payout?.coreSerialNo ?? 'no transfer'));
  await customer.borrower.signIn();
  const { step, status, history } = await applicationOf(customer);
  assert.deepEqual({ step, status }, { step: 'done', status: 'paid' });
  assert.deepEqual(
    history.map((entry) => entry.status),
    ['applying', 'deciding', 'to-be-paid', 'paid'],
  );
  const course = page.getByRole('region', { name: '办理进度' }).getByRole('listitem');
  assert.deepEqual(
    (await course.allInnerTexts()).map((line) => line.split(/\s/)[0]),
    ['申请中', '审批中', '待放款', '已放款'],
  );
}

async function lookAtLoan({ page }: Scene): Promise<void> {
  await page.getByRole('link', { name: '回到首页' }).click();
  await page.getByRole('link', { name: /下次还款.*4,248.36 元/ }).waitFor();
  await page.getByRole('link', { name: '我的贷款', exact: true }).click();
  await titled(page, '我的贷款');
  await page.getByText('4,248.36 元').waitFor();
  await page.getByText('剩余本金 50,000.00 元').waitFor();
  await photograph(page, '19-loans');
  await page.getByRole('link', { name: /还款中/ }).click();
  await titled(page, '贷款详情');
  await page.getByText('0/12 期').waitFor();
  await photograph(page, '20-loan');
  await lookAtPlan(page);
  await lookAtContract(page);
  await page.getByRole('link', { name: '返回' }).click();
  await titled(page, '我的贷款');
  await page.getByRole('link', { name: '我的', exact: true }).click();
  await page.getByRole('link', { name: '电子账户' }).click();
  await button(page, '显示余额').click();
  assert.equal(await fact(page, '账户余额'), '51,234.56 元');
  await photograph(page, '22-account');
}

/** The plan row by row, a figure opened into what made it, what happened so far, and both taken home. */
async function lookAtPlan(page: Page): Promise<void> {
  await page.getByRole('link', { name: /^还款计划/ }).click();
  await titled(page, '还款计划');
  const rows = page.getByRole('table').locator('tbody tr');
  await rows.first().waitFor();
  assert.equal(await rows.count(), 12);
  // The first month bears 50,000 × 0.003 = 150.00 of interest, so 4,098.36 repay the principal.
  assert.deepEqual((await rows.first().innerText()).split(/\s+/), [
    ...['第', '1', '期', oneMonthOn()],
    ...['4,098.36', '45,901.64', '150.00', '4,248.36', '，第', '1', '期怎么来的', '待还'],
  ]);
  const sums = await page.getByRole('table').locator('tfoot').innerText();
  assert.deepEqual(sums.split(/\s+/).filter(Boolean), [
    ...['合计', '12', '笔', '50,000.00', '980.35', '50,980.35', '已还', '0.00'],
  ]);
  await button(page, /第 1 期怎么来的/).click();
  await page.getByText('50,000.00 × 3.6% ÷ 12').waitFor();
  await page.getByText('4,248.36 − 150.00').waitFor();
  await photograph(page, '20-loan-figure');
  await button(page, '关闭').click();
  assert.match(await saved(page, 'Excel 表格'), /^还款计划-JJ.*\.xlsx$/);
  await page.getByRole('link', { name: '返回' }).click();
  await page.getByRole('link', { name: '交易明细' }).click();
  await titled(page, '交易明细');
  await button(page, /^放款/).click();
  await page.getByText('贷款发放到您的电子账户的金额。').waitFor();
  await button(page, '关闭').click();
  assert.match(await saved(page, 'CSV 表格'), /^交易明细-JJ.*\.csv$/);
  await page.getByRole('radio', { name: '今天' }).check({ force: true });
  assert.ok(await page.getByLabel('从', { exact: true }).isDisabled(), 'today has no range');
  await page.getByRole('link', { name: '返回' }).click();
  await titled(page, '贷款详情');
}

async function saved(page: Page, format: string): Promise<string> {
  await button(page, '下载').click();
  const file = page.waitForEvent('download');
  await button(page, format).click();
  const name = (await file).suggestedFilename();
  await page.getByText(`已保存：${name}`).waitFor();
  await button(page, '关闭').click();
  return name;
}

/** What was signed is there at any time, with who signed it; Back leads to where it was opened. */
async function lookAtContract(page: Page): Promise<void> {
  await page.getByRole('link', { name: '查看合同' }).click();
  await titled(page, '借款合同');
  await page.getByText('已签署').waitFor();
  const signers = await page.locator('.signature-head').allInnerTexts();
  assert.deepEqual(
    signers.map((signer) => signer.trim().slice(0, 3)),
    ['借款人', '贷款人'],
  );
  assert.equal(await fact(page, '借款金额'), '50,000.00 元');
  assert.equal(await fact(page, '利息合计'), '980.35 元');
  await photograph(page, '21-signed-contract');
  await page.getByRole('link', { name: '返回' }).click();
  await titled(page, '贷款详情');
}

/**
 * 20,000 of 50,000 back on the day of the payout, which costs no interest. 30,000 by the old instalment of 4,248.36 takes eight months:
 * 30,000 × 0.003 ÷ (1 − 1.003^−8) = 3,800.80, seven would be 4,337.30. Eight bear 406.41 of interest, twelve of the old plan 980.35.
 */
async function repayEarly({ bank, customer, page }: Scene): Promise<void> {
  await page.goto('/repay');
  await titled(page, '我要还款');
  assert.equal(await fact(page, '本金余额'), '50,000.00 元');
  await photograph(page, '23-open-notes');
  await page.getByRole('link', { name: '提前还款' }).click();
  await titled(page, '提前还款');
  await type(page, '提前归还本金', '20000');
  await button(page, '试算').click();
  const shorter = page.getByRole('radio', { name: /缩短期限/ });
  await shorter.waitFor();
  assert.deepEqual(
    [await page.getByRole('radio').count(), await shorter.isChecked(), await fact(page, '剩余期数')],
    [3, true, '12 → 8 期'],
  );
  assert.equal(await fact(page, '每期应还'), '4,248.36 → 3,800.80 元');
  assert.equal(await fact(page, '少付利息'), '573.94 元');
  assert.deepEqual(
    [await fact(page, '本期到今天的利息'), await fact(page, '提前还款手续费'), await fact(page, '合计')],
    ['0.00 元', '0.00 元', '20,000.00 元'],
  );
  await photograph(page, '24-early-repayment');
  await button(page, '提前还款 20,000.00 元').click();
  await sheet(page, '输入交易密码，确认提前还款').waitFor();
  await phone.tapDigits(page, customer.person.transactionPassword);
  await page.getByText('提前还款成功').waitFor();
  assert.equal(await fact(page, '剩余本金'), '30,000.00 元');
  assert.equal(await bank.world.coreBalance(customer.person.accountNo), 31_234_56);
  await photograph(page, '25-repaid');
}

/** What was texted stands here too, new until it is opened. */
async function readMessages({ page }: Scene): Promise<void> {
  await page.goto('/');
  await page.getByRole('link', { name: /^消息，\d 条未读$/ }).click();
  await titled(page, '消息');
  await page.locator('summary').filter({ hasText: '提前还款成功（未读）' }).click();
  const text = await page.locator('details[open] p').innerText();
  assert.match(text, /已提前还款 20,000\.00 元，剩余本金 30,000\.00 元/);
  await page.getByRole('link', { name: '查看这笔贷款' }).waitFor();
  await page
    .locator('summary')
    .filter({ hasText: /提前还款成功(?!（未读）)/ })
    .waitFor();
  await photograph(page, '26-messages');
  await button(page, '全部标为已读').click();
  await page.getByText('全部已读').waitFor();
  await page.getByRole('link', { name: '返回' }).click();
  await page.getByRole('link', { name: '消息', exact: true }).waitFor();
}

const oneMonthOn = (): string => {
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  return addMonths(businessDate(today), 1);
};

/** '2026-12-03' as a page writes it: 2026年12月3日. */
const inWords = (day: string): string => day.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$1年$2月$3日');
