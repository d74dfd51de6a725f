import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import type { Browser, Page } from 'playwright-core';
import { walkTo, type Step } from '../bad-input/walk.ts';
import { until } from '../kit/borrower.ts';
import { findings } from '../kit/findings.ts';
import { tell } from '../kit/introduce.ts';
import { aBank, applicationOf, newestCode, type Bank, type Customer } from './bank.ts';
import { submitByHand } from './form-pages.ts';
import { aDevice, button, inBrowser, openBrowser, PC, PHONE, photograph, showFace, titled, type } from './phone.ts';

type Scene = { bank: Bank; browser: Browser; customer: Customer; page: Page };

test('an instant loan that is not applied for in one go', inBrowser, async (t) => {
  const browser = await openBrowser(t);
  const bank = await aBank(t);
  const someoneAt = async (step: Step, name: string): Promise<Scene> => {
    const customer = await bank.someone(name);
    await walkTo(customer.borrower, step);
    const page = await aDevice(browser, bank.url, { ...PHONE, reducedMotion: 'reduce' }, { cookie: customer.cookie() });
    return { bank, browser, customer, page };
  };
  await t.test('left on page two, gone on with on another device: code, face, and all is there', async () =>
    onAnotherDevice(await someoneAt('about-you', '王小明')),
  );
  await t.test('in two tabs one saves, submits and chooses; the other is told and follows', async () =>
    twoTabs(await someoneAt('submit', '李晓红')),
  );
  await t.test(
    'while HR is silent the number may be sent again; silent at the decision, what it said before counts',
    async () => hrSilent(await someoneAt('identity', '张建国')),
  );
  await t.test(
    'while the bureau is silent it says so, nothing is asked for twice, and it goes on by itself',
    async () => bureauSilent(await someoneAt('submit', '孙磊')),
  );
  assert.deepEqual(await findings(bank.world), []);
});

async function onAnotherDevice({ bank, browser, customer, page: phone }: Scene): Promise<void> {
  const { mobile, loginPassword } = customer.person;
  await phone.goto('/apply');
  await type(phone, '所在部门', '生产运行部');
  await phone.getByRole('radio', { name: '租房' }).check({ force: true });
  await phone.getByText(/已保存 \d\d:\d\d/).waitFor();

  const pc = await aDevice(browser, bank.url, { ...PC, hasTouch: true, reducedMotion: 'reduce' });
  await pc.goto('/sign-in');
  await type(pc, '手机号', mobile);
  await type(pc, '登录密码', loginPassword);
  await button(pc, '登录').click();
  await titled(pc, '验证新设备');
  const code = await newestCode(customer);
  await type(pc, '短信验证码', code === '000000' ? '000001' : '000000');
  await pc
    .getByText(/短信验证码不正确/)
    .first()
    .waitFor();
  await photograph(pc, 'decision-20-wrong-code-pc');
  await pc.getByLabel('短信验证码', { exact: true }).fill('');
  await type(pc, '短信验证码', code);
  await titled(pc, '融信秒贷');

  await pc.goto('/');
  await pc.getByRole('heading', { name: '继续上次申请（已完成 1/4）' }).waitFor();
  await photograph(pc, 'decision-21-home-pc');
  await pc.getByRole('link', { name: '继续办理' }).click();
  await titled(pc, '继续申请');
  await pc.getByText('您重新登录了').waitFor();
  await showFace(pc);
  await titled(pc, '个人信息');
  assert.equal(await pc.getByLabel('所在部门', { exact: true }).inputValue(), '生产运行部');
  assert.ok(await pc.getByRole('radio', { name: '租房' }).isChecked());
  await pc.getByLabel('所在部门', { exact: true }).fill('安全环保部');
  await pc.getByRole('radio', { name: '未婚' }).check({ force: true });
  await pc.getByText(/已保存 \d\d:\d\d/).waitFor();
  await photograph(pc, 'decision-22-page-two-pc');

  // The phone was left open: it is told rather than overwriting what was saved at the PC.
  await phone.getByRole('radio', { name: '已婚' }).check({ force: true });
  await phone.getByText('内容已在其他设备上修改').waitFor();
  await photograph(phone, 'decision-23-changed-elsewhere');
  await button(phone, '载入最新内容').click();
  await phone.getByRole('radio', { name: '未婚', checked: true }).waitFor();
  assert.equal(await phone.getByLabel('所在部门', { exact: true }).inputValue(), '安全环保部');
  await pc.context().close();
  await phone.context().close();
}

async function twoTabs({ bank, customer, page: one }: Scene): Promise<void> {
  const other = await one.context().newPage();
  for (const page of [one, other]) {
    await page.goto('/apply/about-you');
    await titled(page, '个人信息');
  }
  await one.bringToFront();
  await one.getByLabel('所在部门', { exact: true }).fill('安全环保部');
  await button(one, '保存并返回核对').click();
  await titled(one, '核对申请内容');
  await other.bringToFront();
  await type(other, '所在部门', '二');
  await button(other, '保存并返回核对').click();
  await button(other, '载入最新内容').click();
  await until('what the other tab saved', async () =>
    (await other.getByLabel('所在部门', { exact: true }).inputValue()) === '安全环保部' ? true : undefined,
  );

  await other.goto('/apply/submit');
  await one.bringToFront();
  await submitByHand(one, customer);
  await titled(one, '审批结果');
  // It asks for a code in vain, or has asked where the application is when it came to the front, and the button is gone: it follows.
  await other.bringToFront();
  const asked = button(other, '获取验证码').click();
  asked.catch(() => undefined);
  await titled(other, '审批结果');

  await one.goto('/apply/amount');
  await other.goto('/apply/amount');
  await one.bringToFront();
  await type(one, '借款金额', '50000');
  await button(one, '下一步').click();
  await titled(one, '贷款用途声明');
  await other.bringToFront();
  await type(other, '借款金额', '60000');
  await button(other, '下一步').click();
  await titled(other, '贷款用途声明');
  const { amountFen, step } = await applicationOf(customer);
  assert.deepEqual([amountFen, step], [50_000_00, 'use-of-funds']);
  assert.equal(await billed(bank, customer), 1);
  await one.context().close();
}

const billed = async ({ world }: Bank, { person }: Customer): Promise<number> =>
  (await tell<unknown[]>(world.controlUrl, 'GET', `/bureau-queries?idNumber=${person.idNumber}`)).length;

async function hrSilent({ bank, customer, page }: Scene): Promise<void> {
  const silence = [{ system: 'hr-system', operation: 'verify', times: 100, fault: 'hang-up-before' }];
  await bank.world.faults(silence);
  await page.goto('/apply');
  await type(page, '集团 ERP 编号', customer.person.erpNo);
  await button(page, '核对并继续').click();
  await page.getByText('相关系统暂时没有应答，请稍后重试').waitFor();
  await photograph(page, 'decision-24-hr-silent');
  await bank.world.faults([]);
  assert.equal((await applicationOf(customer)).identity.triesLeft, 5, 'silence uses up no try');
  assert.equal(await page.getByLabel('集团 ERP 编号').inputValue(), customer.person.erpNo);
  await button(page, '核对并继续').click();
  await titled(page, '个人信息');

  const { borrower } = customer;
  await borrower.fillIn(await applicationOf(customer));
  await bank.world.faults(silence);
  await page.goto('/apply');
  await submitByHand(page, customer);
  await titled(page, '审批结果');
  // As with an answer of HR: what it said of the employer when the application was routed still counts.
  await page.getByText('63,500.00 元').waitFor();
  await bank.world.faults([]);
  await page.context().close();
}

async function bureauSilent({ bank, customer, page }: Scene): Promise<void> {
  const bureau = { system: 'credit-bureau', operation: 'query' };
  // It records the query, and its answer is lost; asked again it hangs up before.
  await bank.world.faults([
    { ...bureau, times: 1, fault: 'apply-then-hang-up' },
    { ...bureau, times: 100, fault: 'hang-up-before' },
  ]);
  await page.goto('/apply');
  await submitByHand(page, customer);
  await titled(page, '审批进度');
  await page.getByText('正在核实', { exact: true }).waitFor();
  await page.getByText('您不用重新提交，也不会重复查询').waitFor();
  await photograph(page, 'decision-25-bureau-silent');
  // Impatient: away, and in again by the product's page; nothing can be submitted a second time.
  await page.getByRole('link', { name: '先回首页' }).click();
  await page.getByRole('heading', { name: '正在核实' }).waitFor();
  await page.goto('/product');
  await button(page, '继续申请').click();
  await page.getByText('正在核实', { exact: true }).waitFor();
  await page.goto('/apply/submit');
  await page.waitForURL('**/apply/decision');

  const { jobs, db } = bank.server.needs;
  await bank.world.faults([]);
  const { rows } = await sql<{ jobId: string; subject: string }>`
    select id as "jobId", data->>'subject' as subject
    from pgboss.job
    where name = 'application.submitted' and state in ('created', 'retry')`.execute(db);
  jobs.startNow(rows.map((row) => ({ ...row, queue: 'application.submitted', now: true })));
  await titled(page, '审批结果');
  await page.getByText('63,500.00 元').waitFor();
  assert.equal(await billed(bank, customer), 1);
  assert.deepEqual(
    (await applicationOf(customer)).history.map(({ status }) => status),
    ['applying', 'deciding', 'to-be-paid'],
  );
  await page.context().close();
}
