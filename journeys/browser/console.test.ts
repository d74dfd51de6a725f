import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fen } from '@miaodai/values';
import { sql } from 'kysely';
import type { Browser, Page } from 'playwright-core';
import { aPdf } from '../../server/test-kit/paper.ts';
import { until } from '../kit/borrower.ts';
import { demoStaff, hire } from '../kit/staff.ts';
import { aBank, type Bank } from './bank.ts';
import { barriers, sidewaysScroll } from './look.ts';
import { aDevice, button, inBrowser, openBrowser, PC, photograph, sheet, titled } from './phone.ts';

type Scene = { bank: Bank; browser: Browser; officer: Page; queue: string[] };
type Member = (typeof demoStaff)[keyof typeof demoStaff];

test('an officer’s day at the console', inBrowser, async (t) => {
  const browser = await openBrowser(t);
  const bank = await aBank(t);
  const { officer, colleague, manager, riskEditor } = demoStaff;
  await hire(bank.world, officer, colleague, manager, riskEditor);
  const queue = [await withOfficer(bank, fen(350_000_00)), await withOfficer(bank, fen(310_000_00))];
  const scene = { bank, browser, queue, officer: await aConsole(browser, bank.url) };
  await t.test('who signs in arrives where they wanted to go', () => signInAtTheQueue(scene));
  await t.test('without a right the menu and the page are not there', () => withoutRight(scene));
  await t.test('the queue is walked and opened by keys', () => byKeys(scene));
  await t.test('beyond the authority the next level decides; a session that ends loses nothing', () =>
    nextLevel(scene),
  );
  await t.test('what was signed on paper is recorded by one and paid out by another', () => onPaper(scene));
  await t.test('a list before an empty chair stops asking, and a minute before its end the session asks', () =>
    emptyChair(scene),
  );
  await t.test('declined, with what the customer will read in view', () => declined(scene));
});

/** By the API up to the officer: an amount beyond what is paid online. */
async function withOfficer(bank: Bank, amount: ReturnType<typeof fen>): Promise<string> {
  const { borrower } = await bank.someone('李婷');
  await borrower.signIn();
  const agreed = await borrower.agree(
    await borrower.agree(await borrower.start(), 'employee-information'),
    'credit-report',
  );
  const income = { monthlyIncomeFen: 60_000_00, termMonths: 24 };
  const filled = await borrower.fillIn(await borrower.identify(await borrower.showFace(agreed)), income);
  const decided = await borrower.untilDecided(await borrower.submit(filled));
  const { step, applicationNo } = await borrower.chooseAmount(decided, amount);
  assert.equal(step, 'officer');
  return applicationNo;
}

async function aConsole(browser: Browser, url: string): Promise<Page> {
  const page = await aDevice(browser, url, { ...PC, reducedMotion: 'reduce' });
  // The policy that forbids inline scripts and styles must never be in the way: not even a warning.
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) assert.fail(message.text());
  });
  return page;
}

async function enter(page: Page, { loginName, password }: Member): Promise<void> {
  await page.getByLabel('工号').fill(loginName);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
}

const openFor = async ({ browser, bank }: Scene, member: Member, path: string): Promise<Page> => {
  const page = await aConsole(browser, bank.url);
  await page.goto(path);
  await enter(page, member);
  return page;
};

/** Nothing that keeps people out, nothing wider than 1280 pixels. */
async function inOrder(page: Page, where: string): Promise<void> {
  assert.deepEqual([...(await barriers(page, where, ['normal'])), ...(await sidewaysScroll(page, where, 1280))], []);
}

async function signInAtTheQueue({ bank, officer: page, queue }: Scene): Promise<void> {
  const answer = await page.goto('/console/work?state=open');
  assert.match(answer?.headers()['content-security-policy'] ?? '', /script-src 'self'; style-src 'self'/);
  // What is no page is none: a browser must not take HTML for a script that an older page asks for.
  assert.equal((await fetch(`${bank.url}/console/assets/gone.js`)).status, 404);
  await inOrder(page, 'signing in');
  await enter(page, { ...demoStaff.officer, password: 'nonsense' });
  await page.getByText('工号或密码不正确').waitFor();
  await inOrder(page, 'a wrong password');
  await enter(page, demoStaff.officer);
  await titled(page, '待办与审批');
  await page.getByText('测试环境').waitFor();
  await page.getByText('北京分行').first().waitFor();
  assert.match(page.url(), /\/console\/work\?state=open$/);
  assert.equal(await page.title(), '待办与审批 · 融信秒贷内管系统');
  for (const no of queue) await page.getByRole('link', { name: no }).waitFor();
  await button(page, /^待领取 2$/).waitFor();
  await inOrder(page, 'the queue');
  await page.reload();
  await titled(page, '待办与审批');
}

async function withoutRight(scene: Scene): Promise<void> {
  const page = await openFor(scene, demoStaff.riskEditor, '/console/work');
  await page.getByText('您没有办理此项业务的权限').waitFor();
  assert.equal(await page.getByRole('menuitem', { name: '待办与审批' }).count(), 0);
  await page.goto('/console/nowhere');
  await titled(page, '没有这个页面');
  await page.context().close();
}

async function byKeys({ officer: page, queue: [first = ''] }: Scene): Promise<void> {
  await page.getByRole('link', { name: first }).waitFor();
  await page.keyboard.press('?');
  await sheet(page, '快捷键').waitFor();
  await page.keyboard.press('Escape');
  await sheet(page, '快捷键').waitFor({ state: 'hidden' });
  await page.keyboard.press('/');
  await page.keyboard.type(first.slice(-6));
  await page.keyboard.press('Enter');
  await page.getByText(`申请编号：${first.slice(-6)}`).waitFor();
  await page.getByText('共 1 条').waitFor();
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await titled(page, `申请 ${first}`);
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1', 'a new page is read from its title');
}

async function nextLevel(scene: Scene): Promise<void> {
  const { officer: page, bank, queue } = scene;
  await button(page, '领取后办理').click();
  await page.getByText('由您办理').waitFor();
  await page.getByText('您的授权（1 级）').waitFor();
  // 24 months at 3.6 % a year on 350,000: 15,136.49 a month by the annuity formula.
  await page.getByText('15,136.49 元').waitFor();
  await page.getByText('金额超出您的授权').waitFor();
  await page.getByLabel('审批意见').fill('收入稳定，建议同意');
  await inOrder(page, 'approving');
  await photograph(page, 'console-approval');

  await bank.world.db
    .updateTable('staff.sessions')
    .set({ ended_at: sql`now()` })
    .execute();
  await button(page, '同意并转 2 级审批').press('Enter');
  await sheet(page, '确认同意这笔贷款？').waitFor();
  // The focus may pass by the browser's own bar, never by the page behind.
  const behind = () => page.evaluate(() => document.activeElement?.closest('#app')?.id);
  for (let i = 0; i < 4; i += 1) {
    await page.keyboard.press('Tab');
    assert.equal(await behind(), undefined);
  }
  await page.keyboard.press('Escape');
  await sheet(page, '确认同意这笔贷款？').waitFor({ state: 'hidden' });
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), '同意并转 2 级审批');
  await button(page, '同意并转 2 级审批').click();
  await button(sheet(page, '确认同意这笔贷款？'), '确认同意').click();
  const again = sheet(page, '登录已超时，请重新登录');
  await again.waitFor();
  await again.getByLabel('密码', { exact: true }).fill(demoStaff.officer.password);
  await button(again, '登录').click();
  await again.waitFor({ state: 'hidden' });
  assert.equal(await page.getByLabel('审批意见').inputValue(), '收入稳定，建议同意');
  await button(page, '同意并转 2 级审批').click();
  await button(sheet(page, '确认同意这笔贷款？'), '确认同意').click();
  await page.getByText('意见已记录，转 2 级审批').waitFor();

  const manager = await openFor(scene, demoStaff.manager, '/console/work');
  await manager.getByRole('link', { name: queue[0] ?? '' }).click();
  await button(manager, '领取后办理').click();
  await manager.getByText('收入稳定，建议同意').waitFor();
  await manager.getByLabel('审批意见').fill('同意');
  await button(manager, '同意').click();
  await button(sheet(manager, '确认同意这笔贷款？'), '确认同意').click();
  await manager.getByText('待登记合同').first().waitFor();
  await manager.context().close();
}

async function onPaper(scene: Scene): Promise<void> {
  const { officer: page, queue } = scene;
  await page.reload();
  await page.getByRole('heading', { name: '登记线下合同' }).waitFor();
  const act = page.getByRole('complementary', { name: '办理' });
  assert.ok(await button(act, '登记合同').isDisabled());
  for (const [name, at] of [
    ['借款合同签署件', 0],
    ['贷款用途声明签署件', 1],
  ] as const) {
    await act.getByLabel('资料类型').click();
    await page.locator('.ant-select-item-option', { hasText: name }).click();
    const scan = { name: `${name}.pdf`, mimeType: 'application/pdf', buffer: aPdf() };
    await act.getByLabel('上传扫描件的文件').setInputFiles(scan);
    await act.locator('.scans li[data-there=true]').nth(at).waitFor();
  }
  await act.getByLabel('合同编号').fill('BJ-2026-0001');
  await act.getByLabel('用途声明编号').fill('YT-2026-0001');
  const today = await page.locator('.top-fact b').innerText();
  for (const at of [0, 1]) {
    await act.getByLabel('签订日期').nth(at).fill(today);
    await page.keyboard.press('Enter');
  }
  await inOrder(page, 'recording');
  await button(act, '登记合同').click();
  await page.getByText('待复核放款').first().waitFor();
  // Who has recorded it reads why the button is not there.
  await act.getByText(/不能复核自己/).waitFor();
  assert.equal(await button(act, '复核并放款').count(), 0);
  await button(page, /^查看 借款合同签署件/).click();
  await page.locator('object[aria-label=借款合同签署件]').waitFor();
  await page.keyboard.press('Escape');

  const other = await openFor(scene, demoStaff.colleague, '/console/work?state=to-check');
  await other.getByRole('link', { name: queue[0] ?? '' }).click();
  await button(other, '复核并放款').click();
  await button(sheet(other, /^确认向 李\* 放款 350,000 元？$/), '确认放款').click();
  await other.getByText('放款成功').waitFor();
  await photograph(other, 'console-paid');
  await inOrder(other, 'paid');
  await other.context().close();
}

/** By the page's own clock, half a minute at a time; what was asked in it is answered before the next. */
async function emptyChair({ browser, bank }: Scene): Promise<void> {
  const page = await aConsole(browser, bank.url);
  let asked = 0;
  let open = 0;
  const isList = (url: string) => new URL(url).pathname === '/api/console/work';
  page.on('request', (request) => {
    if (isList(request.url())) asked += 1;
    open += 1;
  });
  const ended = () => void (open -= 1);
  page.on('requestfinished', ended);
  page.on('requestfailed', ended);
  await page.clock.install();
  await page.goto('/console/work');
  await enter(page, demoStaff.colleague);
  await page.getByText(/^共 \d+ 条$/).waitFor();
  const pass = async (minutes: number) => {
    for (let half = 0; half < 2 * minutes; half += 1) {
      await page.clock.runFor(30_000);
      await until('what was asked to be answered', async () => (open === 0 ? true : undefined));
      // What the answer changes is on the page.
      await page.evaluate(() => new Promise(requestAnimationFrame).then(() => undefined));
    }
  };
  const alive = asked;
  await pass(2.5);
  assert.ok(asked >= alive + 3, `${asked - alive} times`);
  const quiet = asked;
  const warning = sheet(page, '登录即将超时');
  await pass(10);
  assert.equal(asked, quiet, 'nobody is there');
  assert.equal(await warning.count(), 0);
  await pass(4);
  await warning.getByText(/\d+ 秒后自动退出/).waitFor();
  await inOrder(page, 'warned');
  await button(warning, '继续使用').click();
  await warning.waitFor({ state: 'hidden' });
  await pass(1.5);
  assert.ok(asked > quiet, 'somebody is there again');
  await pass(17);
  await sheet(page, '登录已超时，请重新登录').waitFor();
  await page.context().close();
}

async function declined({ officer: page, queue }: Scene): Promise<void> {
  await page.goto('/console/work');
  await page.getByRole('link', { name: queue[1] ?? '' }).click();
  await button(page, '领取后办理').click();
  await page.getByText('补充资料', { exact: true }).click();
  await page.getByLabel('收入证明').check();
  await page.getByLabel('给客户的说明').fill('请补充近三个月工资流水');
  await page.getByText('收入证明。请补充近三个月工资流水').waitFor();
  await inOrder(page, 'asking for papers');
  await page.getByText('拒绝', { exact: true }).first().click();
  await page.getByLabel('拒绝原因').click();
  await page.locator('.ant-select-item-option').first().click();
  assert.notEqual(await page.locator('.preview p').nth(0).innerText(), '填写后在这里预览');
  await page.getByLabel('内部说明').fill('资料与申请不符');
  await inOrder(page, 'declining');
  await page.locator('button.submit', { hasText: '拒绝' }).click();
  await button(sheet(page, '确认拒绝这笔申请？'), '确认拒绝').click();
  await page.getByText('已拒绝').first().waitFor();
  await button(page, '下一件待办').click();
  await page.getByText('没有待领取的申请了').waitFor();
  await button(page, /孙丽/).click();
  await page.getByRole('menuitem', { name: '退出登录' }).click();
  await titled(page, '内管系统');
}
