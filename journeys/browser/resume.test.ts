import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import type { Browser, Page } from 'playwright-core';
import { goOn, walkTo, type Step } from '../bad-input/walk.ts';
import { aBank, applicationOf, newestCode, type Bank, type Customer } from './bank.ts';
import { barriers } from './look.ts';
import { aDevice, button, inBrowser, openBrowser, PHONE, sheet, showFace, tapDigits, titled, type } from './phone.ts';

/** What each step opens with, in the order of the line. */
const OPENS: readonly (readonly [Step, string, string])[] = [
  ['employee-information-agreement', 'employee-information-agreement', '员工信息查询授权'],
  ['credit-report-agreement', 'credit-report-agreement', '征信查询授权'],
  ['face-check', 'face-check', '人脸识别'],
  ['identity', 'identity', '身份与员工信息'],
  ['about-you', 'about-you', '个人信息'],
  ['money', 'money', '收支与用款'],
  ['submit', 'check', '核对申请内容'],
  ['amount', 'result', '审批结果'],
  ['use-of-funds', 'use-of-funds', '贷款用途声明'],
  ['contract', 'contract', '借款合同'],
  ['confirm', 'confirm', '确认放款'],
];

test('a customer who goes astray is where the bank knows them to be', inBrowser, async (t) => {
  const browser = await openBrowser(t);
  const bank = await aBank(t);
  const someoneAt = async (step: Step) => {
    const customer = await bank.someone();
    await walkTo(customer.borrower, step);
    const page = await phoneOf(browser, bank, customer);
    return { bank, customer, page };
  };
  await t.test('a refresh resumes at every step, and the address of a later page leads back to it', async () =>
    everyStep(await someoneAt('employee-information-agreement')),
  );
  await t.test('what was typed before a webview was killed is there again', async () =>
    killed(browser, await someoneAt('about-you')),
  );
  await t.test(
    'a wrong SMS code is told by its field, a wrong password on the keypad, and Back submits no more',
    async () => wrongProofs(await someoneAt('submit')),
  );
  await t.test('a minute before a session ends the page says so, and a tap goes on', async () =>
    warned(await someoneAt('identity')),
  );
  await t.test('a session that ends asks to sign in, and goes on where it was', async () =>
    timedOut(await someoneAt('identity')),
  );
});

type Scene = { bank: Bank; customer: Customer; page: Page };

const phoneOf = (browser: Browser, { url }: Bank, customer: Customer): Promise<Page> =>
  aDevice(browser, url, { ...PHONE, reducedMotion: 'reduce' }, { cookie: customer.cookie() });

async function everyStep({ customer, page }: Scene): Promise<void> {
  for (const [step, path, title] of OPENS) {
    for (let at = await applicationOf(customer); at.step !== step;) at = await goOn(customer.borrower, at);
    await page.goto('/apply');
    await page.waitForURL(`**/apply/${path}`);
    await titled(page, title);
    await page.reload();
    await titled(page, title);
    for (const later of step === 'confirm' ? ['done', 'paying'] : ['confirm', 'done']) {
      await page.goto(`/apply/${later}`);
      await page.waitForURL(`**/apply/${path}`);
      await titled(page, title);
    }
  }
}

async function killed(browser: Browser, { bank, customer, page }: Scene): Promise<void> {
  await page.goto('/apply');
  await type(page, '所在部门', '生产运行部');
  await page.getByRole('radio', { name: '租房' }).check({ force: true });
  await page.getByText(/已保存 \d\d:\d\d/).waitFor();
  await page.context().close();
  const another = await phoneOf(browser, bank, customer);
  await another.goto('/');
  await another.getByRole('heading', { name: '继续上次申请（已完成 1/4）' }).waitFor();
  await another.getByRole('link', { name: '继续办理' }).click();
  await titled(another, '个人信息');
  assert.equal(await another.getByLabel('所在部门').inputValue(), '生产运行部');
  assert.ok(await another.getByRole('radio', { name: '租房' }).isChecked());
}

async function wrongProofs({ customer, page }: Scene): Promise<void> {
  const { transactionPassword } = customer.person;
  let submitted = 0;
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/submission')) submitted += 1;
  });
  await page.goto('/apply/check');
  await button(page, '确认无误，去提交').click();
  await button(page, '获取验证码').click();
  const code = await newestCode(customer);
  const wrongCode = code === '000000' ? '000001' : '000000';
  const field = page.getByLabel('短信验证码', { exact: true });
  await type(page, '短信验证码', wrongCode);
  await tapDigits(page, transactionPassword);
  await page.getByRole('alert').filter({ hasText: '短信验证码不正确' }).waitFor();
  await sheet(page, '请输入交易密码').waitFor({ state: 'detached' });
  assert.equal(await field.getAttribute('aria-invalid'), 'true');
  assert.match(await describedBy(page, field), /短信验证码不正确/);
  assert.deepEqual(await barriers(page, 'wrong code'), []);

  await field.fill('');
  await type(page, '短信验证码', code);
  await tapDigits(page, [...transactionPassword].toReversed().join(''));
  const keypad = sheet(page, '请输入交易密码');
  await keypad.getByText('交易密码不正确').waitFor();
  await keypad.getByText('已输入 0 位，共 6 位').waitFor();
  assert.deepEqual(await barriers(page, 'wrong password'), []);
  await tapDigits(page, transactionPassword);
  await titled(page, '审批结果');
  assert.equal(submitted, 3);

  await page.goBack();
  await page.goForward();
  await page.goto('/apply/submit');
  await titled(page, '审批结果');
  assert.equal(submitted, 3, 'nothing was submitted again');
}

/** Sessions end after fifteen minutes without a request. */
async function warned({ page }: Scene): Promise<void> {
  await page.clock.install();
  await page.goto('/apply');
  await titled(page, '身份与员工信息');
  // Whatever the page still asks is a sign of life, and would count from after the jump.
  await page.waitForLoadState('networkidle');
  await page.clock.fastForward('14:10');
  const warning = sheet(page, '登录即将超时');
  await warning.waitFor();
  for (let i = 0; i < 3; i += 1) await page.keyboard.press('Escape');
  assert.ok(await warning.isVisible(), 'it has to be answered');
  await button(page, '继续使用').click();
  await warning.waitFor({ state: 'detached' });
  await titled(page, '身份与员工信息');

  await page.waitForLoadState('networkidle');
  await page.clock.fastForward('14:10');
  await warning.waitFor();
  // Last: axe opens a page of its own, and whoever comes back to a page has it ask the server, which is a sign of life.
  assert.deepEqual(await barriers(page, 'warned'), []);
}

async function timedOut({ bank, customer, page }: Scene): Promise<void> {
  const { mobile, loginPassword, erpNo } = customer.person;
  await page.goto('/apply');
  await type(page, '集团 ERP 编号', erpNo);
  await bank.world.db
    .updateTable('identity.sessions')
    .set({ idle_until: sql`clock_timestamp()` })
    .execute();
  await button(page, '核对并继续').click();
  await page.getByText('登录已超时').waitFor();
  await titled(page, '登录');
  assert.deepEqual(await barriers(page, 'timed out'), []);
  await type(page, '手机号', mobile);
  await type(page, '登录密码', `${loginPassword}!`);
  await button(page, '登录').click();
  await page.getByRole('alert').filter({ hasText: '手机号或登录密码不正确' }).waitFor();
  await page.getByLabel('登录密码').fill(loginPassword);
  await button(page, '登录').click();
  // Another session: the face first, then the page that was left.
  await page.waitForURL('**/apply/identity');
  await titled(page, '继续申请');
  await page.getByText('从上次离开的地方继续').waitFor();
  assert.deepEqual(await barriers(page, 'face again'), []);
  await showFace(page);
  await titled(page, '身份与员工信息');
}

/** What a screen reader says of a field after its name. */
async function describedBy(page: Page, field: ReturnType<Page['locator']>): Promise<string> {
  const id = await field.getAttribute('aria-describedby');
  return page.locator(`[id="${id}"]`).innerText();
}
