import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import type { Page } from 'playwright-core';
import { walkTo } from '../bad-input/walk.ts';
import { ANSWERS, until } from '../kit/borrower.ts';
import { findings } from '../kit/findings.ts';
import { tell } from '../kit/introduce.ts';
import { aPdf } from '../../server/test-kit/paper.ts';
import { aBank, applicationOf, type Bank, type Customer } from './bank.ts';
import { barriers, sidewaysScroll } from './look.ts';
import {
  aDevice,
  button,
  fact,
  inBrowser,
  openBrowser,
  photograph,
  PHONE,
  pick,
  readAndAgree,
  sheet,
  tapDigits,
  titled,
  type,
} from './phone.ts';

const OPENING_FEN = 1_234_56;

test('what the bank answers, as a customer sees it', inBrowser, async (t) => {
  const browser = await openBrowser(t);
  const bank = await aBank(t);
  /** Somebody at a step of the line with the phone in hand, looking at that step's page. */
  const someoneAt = async (step: Parameters<typeof walkTo>[1], name: string, traits: Traits = {}) => {
    const customer = await bank.someone(name, traits);
    await walkTo(customer.borrower, step);
    const page = await aDevice(browser, bank.url, { ...PHONE, reducedMotion: 'reduce' }, { cookie: customer.cookie() });
    await page.goto('/apply');
    return { bank, customer, page };
  };
  await t.test('who is on no roster is told so, with the tries that are left, and at last where to turn to', async () =>
    notOnTheRoster(await someoneAt('identity', '吴强', { employerCode: null, erpDigit: 9 })),
  );
  await t.test('what the check between the agreements finds is told, with what to do, and can be put right', async () =>
    systemCheck(await someoneAt('employee-information-agreement', '王小明')),
  );
  await t.test('an employer outside the instant loan leads to an officer', async () =>
    toTheOfficer(await someoneAt('identity', '周婷', { employerCode: 'KS05', erpDigit: 6 })),
  );
  await t.test('whoever is declined reads why, and may apply again', async () =>
    declined(await someoneAt('submit', '郑洁', { idCase: '93' })),
  );
  await t.test('while the credit bureau is silent, the page waits and says that leaving is safe', async () =>
    stillDeciding(await someoneAt('submit', '孙磊', { idCase: '95' })),
  );
  await t.test('more than the online threshold asks first, and then goes to an officer', async () =>
    aboveTheThreshold(await someoneAt('about-you', '李晓红')),
  );
  await t.test(
    'while the certificate authority is silent, the page says so; then the contract is signed, once',
    async () => authoritySilent(await someoneAt('contract', '何静')),
  );
  await t.test('whoever gets no certificate reads why, has signed nothing, and may sign again', async () =>
    authorityRefuses(await someoneAt('contract', '马超')),
  );
  await t.test(
    'while nobody knows whether the core has paid, the page says so; then the money is there, once',
    async () => paysAndHangsUp(await someoneAt('confirm', '张建国')),
  );
  await t.test('a core that refuses leads back to the confirmation, with its reason', async () =>
    refused(await someoneAt('confirm', '刘洋')),
  );
  await t.test('two quick taps pay once, and Back brings no second payout', async () =>
    doubleTap(await someoneAt('confirm', '王小明')),
  );
  assert.deepEqual(await findings(bank.world), []);
});

type Scene = { bank: Bank; customer: Customer; page: Page };
type Traits = Parameters<Bank['someone']>[1];

async function notOnTheRoster({ customer, page }: Scene): Promise<void> {
  await type(page, '集团 ERP 编号', customer.person.erpNo);
  // The bank lets a customer try five times for an application.
  for (const left of [4, 3, 2, 1]) {
    await button(page, '核对并继续').click();
    await page.getByText(`还可以再试 ${left} 次`).waitFor();
  }
  assert.deepEqual(await barriers(page, 'not on the roster'), []);
  await button(page, '核对并继续').click();
  await page.getByText('暂时不能申请此贷款').waitFor();
  assert.deepEqual(await barriers(page, 'not eligible'), []);
  assert.equal((await applicationOf(customer)).status, 'not-eligible');
}

async function systemCheck({ bank, customer, page }: Scene): Promise<void> {
  const account = `/accounts/${customer.person.accountNo}`;
  await tell(bank.world.controlUrl, 'PUT', account, { state: 'frozen' });
  await titled(page, '员工信息查询授权');
  await readAndAgree(page, '同意并继续');
  await titled(page, '系统校验');
  await page.getByText('有一项没有通过').waitFor();
  await page.getByText('电子账户当前状态不能办理贷款').waitFor();
  assert.deepEqual(await barriers(page, 'system check'), []);
  await page.reload();
  await page.getByText('有一项没有通过').waitFor();
  await tell(bank.world.controlUrl, 'PUT', account, { state: 'normal' });
  await button(page, '重新校验').click();
  await titled(page, '征信查询授权');
}

async function toTheOfficer({ customer, page }: Scene): Promise<void> {
  await type(page, '集团 ERP 编号', customer.person.erpNo);
  await button(page, '核对并继续').click();
  // The standard loan has pages of its own: it asks how much is wanted, and the trial counts on that.
  await titled(page, '个人与工作情况');
  await page.getByText('年化利率（单利）4.35%').waitFor();
  const { borrower } = customer;
  const at = await applicationOf(customer);
  const { version } = await borrower.api.saveAboutYou({
    params: { applicationId: at.applicationId },
    body: { version: at.version, complete: true, answers: ANSWERS.aboutYou },
  });
  assert.ok(version > at.version);
  await page.goto('/apply');
  await titled(page, '收支与借款需求');
  await type(page, '月收入（税后）', '12000');
  await type(page, '月生活支出', '4000');
  await type(page, '其他贷款月还款', '0');
  await type(page, '希望借款金额', '50050');
  await page.keyboard.press('Tab');
  await page.getByText('希望借款金额应为 100 元的整数倍').waitFor();
  await page.getByLabel('希望借款金额').fill('');
  await type(page, '希望借款金额', '50000');
  await page.getByRole('radio', { name: '12 个月' }).check({ force: true });
  // 50,000 × 0.003625 ÷ (1 − 1.003625^−12) = 4,265.50 a month.
  await page.getByText('4,265.50 元', { exact: true }).first().waitFor();
  await pick(page, '借款用途', '家庭装修');
  await button(page, '保存').click();
  await page.getByText(/已保存 \d\d:\d\d/).waitFor();
  assert.deepEqual(await barriers(page, 'standard money'), []);
  await photograph(page, 'standard-money');
  await button(page, '下一步').click();
  await submit({ customer, page });
  await titled(page, '提交成功');
  await page.getByText('申请已提交，由客户经理审批').waitFor();
  assert.equal(await fact(page, '希望借款金额'), '50,000.00 元');
  assert.deepEqual(await barriers(page, 'with an officer'), []);
  await photograph(page, 'with-an-officer');
  await page.reload();
  await button(page, '上传办理资料').click();
  await papers(page);
}

/** Type and size are told before; what is no picture and no PDF is told at once; uploaded, listed, taken back. */
async function papers(page: Page): Promise<void> {
  await titled(page, '办理资料');
  await page.getByText('每份不超过 5 MB').waitFor();
  await page.getByRole('radio', { name: '收入证明' }).check({ force: true });
  const files = page.getByLabel('选择文件');
  await files.setInputFiles({ name: '名单.zip', mimeType: 'application/zip', buffer: Buffer.from('PK') });
  await page.getByText('请选择 JPG、PNG 图片或 PDF 文件').waitFor();
  await files.setInputFiles({ name: '假的.pdf', mimeType: 'application/pdf', buffer: Buffer.from('not a pdf') });
  await page.getByText('文件不符合要求').waitFor();
  await files.setInputFiles({ name: '工资单.pdf', mimeType: 'application/pdf', buffer: aPdf() });
  await page.getByRole('heading', { name: '已上传（1 份）' }).waitFor();
  assert.deepEqual(await barriers(page, 'papers'), []);
  await photograph(page, 'papers');
  await button(page, /^移除/).click();
  const asking = sheet(page, '移除资料');
  await button(asking, '移除').click();
  await page.getByText('还没有上传资料').waitFor();
}

async function declined({ bank, customer, page }: Scene): Promise<void> {
  const application = await applicationOf(customer);
  await submit({ customer, page });
  await page.getByText('这次没有通过审批').waitFor();
  await page.getByText(/逾期/).first().waitFor();
  assert.deepEqual(await barriers(page, 'declined'), []);
  await page.getByText('起可以重新提交').waitFor();
  assert.equal(await button(page, '重新提交').count(), 0);
  await photograph(page, 'declined');
  // As the owner: the server may never change what has happened.
  await bank.world.db.transaction().execute(async (tx) => {
    await sql`set local role none`.execute(tx);
    await tx
      .updateTable('application.status_history')
      .set({ at: sql`at - interval '31 days'` })
      .where('application_id', '=', application.applicationId)
      .execute();
  });
  await page.reload();
  await button(page, '重新提交').click();
  await titled(page, '员工信息查询授权');
  assert.equal((await applicationOf(customer)).previousApplicationNo, application.applicationNo);
  assert.notEqual((await applicationOf(customer)).applicationId, application.applicationId);
}

async function stillDeciding({ customer, page }: Scene): Promise<void> {
  await submit({ customer, page });
  await page.getByText('正在审批').waitFor();
  await page.getByText('您可以离开此页').waitFor();
  assert.deepEqual(await barriers(page, 'deciding'), []);
  await page.getByRole('link', { name: '先回首页' }).click();
  await page.getByText(/申请审批中|正在核实/).waitFor();
  await page.getByRole('link', { name: '查看审批进度' }).click();
  await page.waitForURL('**/apply/decision');
}

/** Income 100,000 and debt 1,200 a month leave room for 53,800 a month, so the product's own most, 500,000, is the limit. */
async function aboveTheThreshold({ customer, page }: Scene): Promise<void> {
  const { borrower } = customer;
  await borrower.submit(await borrower.fillIn(await applicationOf(customer), { monthlyIncomeFen: 100_000_00 }));
  await page.goto('/apply');
  await page.getByText('500,000.00 元').waitFor();
  await button(page, '去借款').click();
  await type(page, '借款金额', '300100');
  await button(page, '转客户经理办理').click();
  const asking = sheet(page, '转客户经理办理');
  await asking.waitFor();
  assert.deepEqual(await barriers(page, 'asking for an officer'), []);
  assert.equal((await applicationOf(customer)).step, 'amount', 'nothing is decided by opening the question');
  await button(asking, '确认转客户经理办理').click();
  await page.getByText('您申请的金额超过线上办理的上限').waitFor();
  assert.equal(await fact(page, '借款金额'), '300,100.00 元');
}

async function submit({ customer, page }: Pick<Scene, 'customer' | 'page'>): Promise<void> {
  await titled(page, '核对申请内容');
  const code = await customer.borrower.requestCode(await applicationOf(customer));
  await page.goto('/apply/submit');
  await type(page, '短信验证码', code);
  await tapDigits(page, customer.person.transactionPassword);
}

/** The certificate is issued, the answer lost, and the inquiries stay unanswered for a while. */
async function authoritySilent({ bank, customer, page }: Scene): Promise<void> {
  const authority = { system: 'certificate-authority', fault: 'hang-up-before', times: 100 };
  await bank.world.faults([
    {
      ...authority,
      operation: 'apply',
      match: { userName: customer.person.name },
      fault: 'apply-then-hang-up',
      times: 1,
    },
    { ...authority, operation: 'query' },
  ]);
  await sign({ customer, page });
  await page.getByText('合同签署中').waitFor();
  await page.getByText('您可以离开此页').waitFor();
  assert.deepEqual(await barriers(page, 'signing'), []);
  assert.deepEqual(await sidewaysScroll(page, 'signing', 320), []);
  await photograph(page, 'signing');
  await page.getByRole('link', { name: '先回首页' }).click();
  await page.getByText('合同签署中').waitFor();
  await page.getByRole('link', { name: '查看签署进度' }).click();
  await page.goto('/apply/contract');
  await page.waitForURL('**/apply/signing');
  assert.equal(await button(page, '同意并签署合同').count(), 0, 'there is nothing to sign again');

  await bank.world.faults([]);
  await titled(page, '确认放款');
  const { contractId } = await applicationOf(customer);
  const { signing } = await customer.borrower.api.readContract({ params: { contractId: contractId ?? '' }, query: {} });
  assert.deepEqual(
    signing?.signatures.map(({ signer }) => signer),
    ['customer', 'bank'],
  );
}

async function authorityRefuses({ bank, customer, page }: Scene): Promise<void> {
  const match = { userName: customer.person.name };
  await bank.world.faults([
    { system: 'certificate-authority', operation: 'apply', match, fault: { kind: 'refuse', code: '2201' } },
  ]);
  await sign({ customer, page });
  await page.getByText('上一次签署没有完成，合同没有生效').waitFor();
  await titled(page, '借款合同');
  assert.deepEqual(await barriers(page, 'no certificate'), []);
  await photograph(page, 'signing-refused');
  // The cost statement was confirmed before and stays so; what is signed is read and agreed to again.
  await page.getByText('已确认综合融资成本明示表').waitFor();
  await readAndAgree(page, '同意并签署合同');
  const keypad = sheet(page, '输入交易密码，签署合同');
  await tapDigits(page, '111112');
  await keypad.getByText(/还可以尝试 \d 次/).waitFor();
  assert.equal((await applicationOf(customer)).step, 'contract', 'a wrong password signs nothing');
  await tapDigits(page, customer.person.transactionPassword);
  await titled(page, '确认放款');
}

/** The cost statement confirmed in another session: what the bank keeps of it is enough. */
async function sign({ customer, page }: Pick<Scene, 'customer' | 'page'>): Promise<void> {
  const { api } = customer.borrower;
  const params = { contractId: (await applicationOf(customer)).contractId ?? '' };
  const { costStatement } = await api.readContract({ params, query: {} });
  await api.confirmCostStatement({ params, body: { costStatementHash: costStatement.textHash } });
  await page.reload();
  await titled(page, '借款合同');
  await readAndAgree(page, '同意并签署合同');
  await sheet(page, '输入交易密码，签署合同').waitFor();
  await tapDigits(page, customer.person.transactionPassword);
}

/** The core takes the transfer and hangs up, and says nothing to the first inquiries either. */
async function paysAndHangsUp({ bank, customer, page }: Scene): Promise<void> {
  const { accountNo } = customer.person;
  const core = { system: 'core-banking' };
  await bank.world.faults([
    { ...core, operation: 'transfer', match: { TO_ACCT: accountNo }, fault: 'apply-then-hang-up' },
    { ...core, operation: 'transfer-query', times: 100, fault: 'hang-up-before' },
  ]);
  await button(page, '确认放款').click();
  await page.getByText('放款处理中').waitFor();
  await until('the transfer', async () => ((await bank.paidTo(customer.person)) === 1 ? true : undefined));
  assert.deepEqual(await barriers(page, 'paying'), []);
  assert.equal(await page.getByText('放款成功').count(), 0);

  await page.getByRole('link', { name: '先回首页' }).click();
  await page.getByText('放款处理中').waitFor();
  await page.goto('/apply/confirm');
  await page.waitForURL('**/apply/paying');
  await page.getByText('放款处理中').waitFor();
  assert.equal(await button(page, '确认放款').count(), 0, 'there is nothing to confirm again');

  await bank.world.faults([]);
  await page.getByText('放款成功，资金已到账').waitFor();
  assert.equal(await bank.paidTo(customer.person), 1);
  assert.equal(await bank.world.coreBalance(accountNo), OPENING_FEN + 50_000_00);
}

async function refused({ bank, customer, page }: Scene): Promise<void> {
  const { accountNo } = customer.person;
  await bank.world.faults([
    {
      ...{ system: 'core-banking', operation: 'transfer', match: { TO_ACCT: accountNo } },
      fault: { kind: 'refuse', code: '2203' },
    },
  ]);
  await button(page, '确认放款').click();
  await page.getByText('上一次放款没有成功，资金没有转出').waitFor();
  await page.getByText('您的收款账户当前不能入账').waitFor();
  await titled(page, '确认放款');
  assert.deepEqual(await barriers(page, 'refused'), []);
  assert.equal(await bank.world.coreBalance(accountNo), OPENING_FEN);
  await button(page, '确认放款').click();
  await page.getByText('放款成功，资金已到账').waitFor();
  assert.equal(await bank.world.coreBalance(accountNo), OPENING_FEN + 50_000_00);
}

async function doubleTap({ bank, customer, page }: Scene): Promise<void> {
  let asked = 0;
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/disbursement')) asked += 1;
  });
  await page.getByText('利息合计').waitFor();
  const box = await button(page, '确认放款').boundingBox();
  assert(box);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await Promise.all([page.touchscreen.tap(x, y), page.touchscreen.tap(x, y)]);
  await page.getByText('放款成功，资金已到账').waitFor();
  await page.getByText('交易流水号').waitFor();
  const serialNo = await fact(page, '交易流水号');
  await page.goBack();
  await page.goForward();
  await page.goto('/apply/confirm');
  await page.getByText('交易流水号').waitFor();
  assert.equal(await fact(page, '交易流水号'), serialNo);
  assert.equal(asked, 1);
  assert.equal(await bank.paidTo(customer.person), 1);
  assert.equal(await bank.world.coreBalance(customer.person.accountNo), OPENING_FEN + 50_000_00);
}
