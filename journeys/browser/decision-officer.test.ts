import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fen } from '@miaodai/values';
import { sql } from 'kysely';
import type { Browser, Locator, Page } from 'playwright-core';
import { aPdf } from '../../server/test-kit/paper.ts';
import { goOn, walkTo, type Step } from '../bad-input/walk.ts';
import { until } from '../kit/borrower.ts';
import { findings } from '../kit/findings.ts';
import { Clerk, demoStaff, hire } from '../kit/staff.ts';
import { aBank, applicationOf, type Bank, type Customer } from './bank.ts';
import { atDesk } from './desk.ts';
import { barriers } from './look.ts';
import { fillAboutYou, fillMoney, submitByHand } from './form-pages.ts';
import {
  aDevice,
  button,
  fact,
  inBrowser,
  openBrowser,
  PC,
  PHONE,
  photograph,
  pick,
  sheet,
  titled,
  type,
} from './phone.ts';

/** One officer and one colleague are at their desks all day; the colleague's and the manager's other acts go by the API. */
type Scene = {
  bank: Bank;
  browser: Browser;
  officer: Page;
  colleague: Page;
  clerks: Record<'colleague' | 'manager', Clerk>;
};
const STANDARD = { employerCode: 'KS05', erpDigit: 6 } as const;

test('a loan that an officer decides, from the phone to the desk and back', inBrowser, async (t) => {
  const browser = await openBrowser(t);
  const bank = await aBank(t);
  const { officer, colleague, manager } = demoStaff;
  await hire(bank.world, officer, colleague, manager);
  const clerks = { colleague: new Clerk(bank.url, colleague), manager: new Clerk(bank.url, manager) };
  for (const clerk of Object.values(clerks)) await clerk.signIn();
  const open = (who: typeof officer) => atDesk(browser, bank.url, who, '/console/work');
  const scene = { bank, browser, clerks, officer: await open(officer), colleague: await open(colleague) };
  await t.test('standard loan approved: a number mistyped, papers asked for, less than was wished for', () =>
    approved(scene),
  );
  await t.test('more than is paid online: an officer, a paper contract, another officer, the money', () =>
    aboveThreshold(scene),
  );
  await t.test('standard loan declined, told why and from when on; then brought along and submitted once more', () =>
    declinedAndAgain(scene),
  );
  assert.deepEqual(await findings(bank.world), []);
});

/** Somebody at a step, looking at its page. */
async function someoneAt({ bank, browser }: Scene, step: Step, name: string, traits = {}, device = PHONE) {
  const customer = await bank.someone(name, traits);
  await walkTo(customer.borrower, step);
  return { customer, page: await onDevice(browser, bank, customer, device) };
}

async function onDevice(
  browser: Browser,
  bank: Bank,
  customer: Customer,
  device: Parameters<typeof aDevice>[2] = PHONE,
) {
  const page = await aDevice(browser, bank.url, { ...device, reducedMotion: 'reduce' }, { cookie: customer.cookie() });
  await page.goto('/apply');
  return page;
}

const noOf = async (customer: Customer): Promise<string> => (await applicationOf(customer)).applicationNo;
const statuses = async (customer: Customer) => (await applicationOf(customer)).history.map(({ status }) => status);

/** The officer opens an application from the queue and takes it. */
async function take(page: Page, customer: Customer): Promise<void> {
  await page.goto('/console/work');
  await page.getByRole('link', { name: await noOf(customer) }).click();
  await button(page, '领取后办理').click();
  await page.getByText('由您办理').waitFor();
}

/** It stayed in the officer's hands while the customer looked for papers. */
async function openMine(page: Page, customer: Customer): Promise<void> {
  await page.goto('/console/work');
  await page.getByRole('link', { name: await noOf(customer) }).click();
  await page.getByText('由您办理').waitFor();
}

async function approved(scene: Scene): Promise<void> {
  const { bank, officer } = scene;
  const { customer, page } = await someoneAt(scene, 'identity', '周婷', STANDARD);
  const { erpNo } = customer.person;
  await type(page, '集团 ERP 编号', `${erpNo.slice(0, -1)}9`);
  await button(page, '核对并继续').click();
  await page.getByText('还可以再试 4 次').waitFor();
  await page.getByLabel('集团 ERP 编号').fill('');
  await type(page, '集团 ERP 编号', erpNo);
  await button(page, '核对并继续').click();

  await fillInWithMistakes(page);
  await submitByHand(page, customer);
  await titled(page, '提交成功');
  assert.equal(await fact(page, '希望借款金额'), '80,000.00 元');
  await photograph(page, 'decision-02-submitted');

  await take(officer, customer);
  await officer.getByText('补充资料', { exact: true }).click();
  await officer.getByLabel('收入证明').check();
  await officer.getByLabel('给客户的说明').fill('请补充近三个月的工资流水');
  await button(officer, '通知客户补充').click();
  await officer.getByText('已通知客户补充资料，客户上传后可以继续办理。').waitFor();
  await supply(page);

  await openMine(officer, customer);
  await officer.getByText('工资流水.pdf').waitFor();
  await officer.getByText('周*').first().waitFor();
  await officer.getByLabel('审批金额').fill('60000');
  await officer.getByLabel('审批意见').fill('收入稳定，按六万元同意');
  await photograph(officer, 'decision-03-desk');
  await button(officer, '同意').click();
  await button(sheet(officer, '确认同意这笔贷款？'), '确认同意').click();
  await officer.getByRole('heading', { name: '登记线下合同' }).waitFor();
  await page.goto('/');
  await page.getByRole('heading', { name: '审批通过，待签约' }).waitFor();
  await page.getByRole('link', { name: '查看怎么签约' }).click();
  await titled(page, '审批通过');
  assert.equal(await fact(page, '批准金额'), '60,000.00 元');
  assert.equal(await fact(page, '签约网点'), '北京分行');
  assert.deepEqual(await barriers(page, 'approved'), []);
  await photograph(page, 'decision-04-approved');

  await signedAt(scene, customer, 'BJ-2026-0001');
  await paidOut(scene, customer, /^确认向 周\* 放款 60,000 元？$/);
  await page.reload();
  await page.getByText('放款成功，资金已到账').waitFor();
  await page.getByText('60,000.00 元').waitFor();
  assert.equal(await bank.paidTo(customer.person), 1);
  assert.deepEqual(await statuses(customer), ['applying', 'deciding', 'to-be-paid', 'paid']);
  await page.context().close();
}

async function fillInWithMistakes(page: Page): Promise<void> {
  await titled(page, '个人与工作情况');
  // A page with gaps does not go on: each gap is told by its field.
  await button(page, '下一步').click();
  await page.getByText('请选择婚姻状况').waitFor();
  await fillAboutYou(page, '东城区');
  await page.getByText('请填写到门牌号，至少 8 个字').last().waitFor();
  await photograph(page, 'decision-01-too-short');
  await page.getByLabel('常住地址', { exact: true }).fill('');
  await type(page, '常住地址', '北京市东城区安定路 1 号院 2 号楼 303 室');
  await button(page, '下一步').click();
  await titled(page, '收支与借款需求');
  await fillMoney(page);
  // The standard loan's least is 1,000 yuan: ten thousands were meant, yuan are asked for.
  await type(page, '希望借款金额', '8');
  await pick(page, '借款用途', '家庭装修');
  await button(page, '下一步').click();
  await page.locator('[aria-invalid=true]').waitFor();
  await page.getByLabel('希望借款金额').fill('');
  await type(page, '希望借款金额', '80000');
  await button(page, '下一步').click();
}

/** Told on the home page; the kind that was asked for is chosen already; a file of another kind is refused at once. */
async function supply(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('heading', { name: '请补充办理资料' }).waitFor();
  await page.getByRole('link', { name: '查看需要什么' }).click();
  await page.getByText('请补充近三个月的工资流水').waitFor();
  assert.deepEqual(await barriers(page, 'papers asked for'), []);
  await photograph(page, 'decision-05-papers-asked-for');
  await button(page, '去补充资料').click();
  await titled(page, '办理资料');
  assert.ok(await page.getByRole('radio', { name: '收入证明' }).isChecked());
  const files = page.getByLabel('选择文件');
  await files.setInputFiles({ name: '工资流水.xlsx', mimeType: 'application/vnd.ms-excel', buffer: Buffer.from('PK') });
  await page.getByText('请选择 JPG、PNG 图片或 PDF 文件').waitFor();
  await files.setInputFiles({ name: '工资流水.pdf', mimeType: 'application/pdf', buffer: aPdf() });
  await page.getByRole('heading', { name: '已上传（1 份）' }).waitFor();
  await page.goto('/apply');
  await page.getByText('申请已提交，由客户经理审批').waitFor();
  await button(page, '查看已上传的资料（1 份）').waitFor();
}

/** By the API: how it is recorded by hand is told of the other loan. */
async function signedAt({ clerks }: Scene, customer: Customer, contractNo: string): Promise<void> {
  const { api } = clerks.colleague;
  const params = { applicationId: (await applicationOf(customer)).applicationId };
  const scan = async (kind: string) => {
    const body = { kind, name: `${kind}.pdf`, base64: aPdf().toString('base64') };
    return api.uploadReviewPaper({ params, body });
  };
  const first = await scan('signed-contract');
  const { paperId, review } = await scan('signed-use-of-funds');
  const today = (await api.readStaffSession({})).businessDay;
  const days = { signedOn: today, useOfFundsSignedOn: today };
  const numbers = { contractNo, useOfFundsNo: contractNo.replace('BJ', 'YT') };
  const scans = [first.paperId, paperId];
  await api.recordOfflineContract({ params, body: { ...days, ...numbers, scans, version: review.version } });
}

async function paidOut({ officer }: Pick<Scene, 'officer'>, customer: Customer, question: RegExp): Promise<void> {
  await officer.goto('/console/work?state=to-check');
  await officer.getByRole('link', { name: await noOf(customer) }).click();
  await button(officer, '复核并放款').click();
  await button(sheet(officer, question), '确认放款').click();
  await officer.getByText('放款成功').waitFor();
}

/** Income 60,000 less 1,200 of debt leaves room for 31,800 a month: more than the product's most, 500,000, costs over 24 months. */
async function aboveThreshold(scene: Scene): Promise<void> {
  const { bank, browser, officer, colleague, clerks } = scene;
  const customer = await bank.someone('赵敏');
  const { borrower, person } = customer;
  const money = { monthlyIncomeFen: 60_000_00, termMonths: 24 };
  await borrower.submit(await borrower.fillIn(await walkTo(borrower, 'about-you'), money));
  const page = await onDevice(browser, bank, customer);
  await page.getByText('500,000.00 元').waitFor();
  await button(page, '去借款').click();
  await type(page, '借款金额', '310050');
  await button(page, /下一步|转客户经理办理/).click();
  await page.getByText('借款金额应为 100 元的整数倍').waitFor();
  await page.getByLabel('借款金额').fill('');
  await type(page, '借款金额', '310000');
  await button(page, '转客户经理办理').click();
  await button(sheet(page, '转客户经理办理'), '返回修改金额').click();
  await button(page, '转客户经理办理').click();
  await button(sheet(page, '转客户经理办理'), '确认转客户经理办理').click();
  await titled(page, '提交成功');

  await take(officer, customer);
  await officer.getByText('金额超出您的授权').waitFor();
  await officer.getByLabel('审批意见').fill('收入稳定，建议同意');
  await button(officer, '同意并转 2 级审批').click();
  await button(sheet(officer, '确认同意这笔贷款？'), '确认同意').click();
  await officer.getByText('意见已记录，转 2 级审批').waitFor();
  const params = { applicationId: (await applicationOf(customer)).applicationId };
  const { version } = await clerks.manager.api.claimReview({ params });
  const terms = { amountFen: fen(310_000_00), annualRatePpm: 36_000, termMonths: 24, note: '同意' };
  await clerks.manager.api.approveApplication({ params, body: { ...terms, version } });
  await page.reload();
  await titled(page, '审批通过');
  await until('the text', async () =>
    (await borrower.texts()).find(({ text }) => /310,000\.00 元.*北京分行签署合同/.test(text)),
  );

  await officer.reload();
  await recordByHand(officer);
  await paidOut({ officer: colleague }, customer, /^确认向 赵\* 放款 310,000 元？$/);
  await page.reload();
  await page.getByText('放款成功，资金已到账').waitFor();
  await photograph(page, 'decision-06-paid');
  assert.equal(await bank.paidTo(person), 1);
  assert.equal(await bank.world.coreBalance(person.accountNo), 1_234_56 + 310_000_00);
  await page.goto('/loans');
  await page.getByText('剩余本金 310,000.00 元').waitFor();
  await photograph(page, 'decision-07-loans');
  // Twice «to be paid»: the limit was there to be drawn on, then the officer had agreed.
  assert.deepEqual(await statuses(customer), ['applying', 'deciding', 'to-be-paid', 'deciding', 'to-be-paid', 'paid']);
  await page.context().close();
}

/** With the number of another loan's contract at first. */
async function recordByHand(officer: Page): Promise<void> {
  await officer.getByRole('heading', { name: '登记线下合同' }).waitFor();
  const act = officer.getByRole('complementary', { name: '办理' });
  for (const [at, name] of ['借款合同签署件', '贷款用途声明签署件'].entries()) {
    await act.getByLabel('资料类型').click();
    await officer.locator('.ant-select-item-option', { hasText: name }).click();
    const scan = { name: `${name}.pdf`, mimeType: 'application/pdf', buffer: aPdf() };
    await act.getByLabel('上传扫描件的文件').setInputFiles(scan);
    await act.locator('.scans li[data-there=true]').nth(at).waitFor();
  }
  await act.getByLabel('合同编号').fill('BJ-2026-0001');
  await act.getByLabel('用途声明编号').fill('YT-2026-0002');
  const today = await officer.locator('.top-fact b').innerText();
  for (const at of [0, 1]) {
    await act.getByLabel('签订日期').nth(at).fill(today);
    await officer.keyboard.press('Enter');
  }
  await button(act, '登记合同').click();
  await act.getByText('该合同编号已登记过，请核对').waitFor();
  await inView(act.getByText('该合同编号已登记过，请核对'));
  await photograph(officer, 'decision-08-number-taken');
  await act.getByLabel('合同编号').fill('BJ-2026-0002');
  await button(act, '登记合同').click();
  await officer.getByText('待复核放款').first().waitFor();
}

/** Seen without scrolling, and not behind the button that stays at the bottom. */
const inView = (words: Locator): Promise<true> =>
  until('words in view', async () => {
    const there = await words.evaluate((element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      const found = document.elementFromPoint(left + width / 2, top + height / 2);
      return found === element || element.contains(found);
    });
    return there || undefined;
  });

async function declinedAndAgain(scene: Scene): Promise<void> {
  const { bank, browser, officer } = scene;
  const customer = await bank.someone('郑洁', STANDARD);
  await walkTo(customer.borrower, 'officer');
  const first = await applicationOf(customer);
  const page = await onDevice(browser, bank, customer, { ...PC, hasTouch: true });
  await take(officer, customer);
  await officer.getByText('拒绝', { exact: true }).first().click();
  await officer.locator('button.submit', { hasText: '拒绝' }).click();
  await officer.getByText('请选择拒绝原因').waitFor();
  await officer.getByText('请填写内部说明').waitFor();
  await officer.getByLabel('拒绝原因').click();
  await officer.locator('.ant-select-item-option').first().click();
  const words = officer.locator('.preview:visible p');
  await officer.getByLabel('内部说明').fill('同名另一笔逾期，已电话核实');
  const told = await words.innerText();
  await officer.locator('button.submit', { hasText: '拒绝' }).click();
  await button(sheet(officer, '确认拒绝这笔申请？'), '确认拒绝').click();
  await officer.getByText('已拒绝').first().waitFor();

  // In the words that the officer has seen, and none of what is told inside the house.
  await page.reload();
  await page.getByText('这次没有通过审批').waitFor();
  await page.getByText(told).waitFor();
  assert.equal(await page.getByText('已电话核实').count(), 0);
  await page.getByText('起可以重新提交').waitFor();
  await photograph(page, 'decision-09-declined-pc');
  await aMonthLater(bank, first.applicationId);
  await page.reload();
  await button(page, '重新提交').click();
  await titled(page, '员工信息查询授权');
  await submittedAgain(scene, customer, page, first.applicationNo);
}

/** As the owner: the server may never change what has happened. */
const aMonthLater = ({ world }: Bank, applicationId: string) =>
  world.db.transaction().execute(async (tx) => {
    await sql`set local role none`.execute(tx);
    await tx
      .updateTable('application.status_history')
      .set({ at: sql`at - interval '31 days'` })
      .where('application_id', '=', applicationId)
      .execute();
  });

/** What was filled in is there again; both authorisations and the face were given anew. */
async function submittedAgain({ officer }: Scene, customer: Customer, page: Page, before: string): Promise<void> {
  for (let at = await applicationOf(customer); at.step !== 'identity';) at = await goOn(customer.borrower, at);
  await page.goto('/apply');
  await type(page, '集团 ERP 编号', customer.person.erpNo);
  await button(page, '核对并继续').click();
  await titled(page, '个人与工作情况');
  await page.getByText(`已带出上次申请（${before}）`).waitFor();
  assert.equal(await page.getByLabel('所在部门', { exact: true }).inputValue(), '生产运行部');
  await button(page, '下一步').click();
  await titled(page, '收支与借款需求');
  assert.equal(await page.getByLabel('月收入（税后）', { exact: true }).inputValue(), '12,000');
  // How much is wanted is asked for anew.
  await button(page, '下一步').click();
  await page.getByText('请填写希望借款金额').waitFor();
  await type(page, '希望借款金额', '50000');
  await button(page, '下一步').click();
  await submitByHand(page, customer);
  await titled(page, '提交成功');
  const again = await applicationOf(customer);
  assert.deepEqual([again.previousApplicationNo, again.amountFen, again.step], [before, 50_000_00, 'officer']);
  await officer.goto('/console/work');
  await officer.getByRole('link', { name: again.applicationNo }).click();
  await officer.getByText(before).first().waitFor();
  await photograph(officer, 'decision-10-once-more');
}
