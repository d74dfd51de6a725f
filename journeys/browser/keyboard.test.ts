import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import type { Browser, Locator, Page } from 'playwright-core';
import { walkTo } from '../bad-input/walk.ts';
import { aBank, applicationOf, type Bank } from './bank.ts';
import { aDevice, button, inBrowser, openBrowser, PC, PHONE, readToTheEnd, sheet, titled } from './phone.ts';

test('the line by keyboard, and its texts by the clock', inBrowser, async (t) => {
  const browser = await openBrowser(t);
  const bank = await aBank(t, 5);
  const scene = { bank, browser };
  await t.test('signing in and proving who one is need no more than a keyboard', () => byKeyboard(scene));
  await t.test('a wheel is turned by the arrow keys, and its sheet gives the focus back', () => wheelByKeyboard(scene));
  await t.test('an agreement waits for five seconds and for its end, and then for the tick', () => fiveSeconds(scene));
});

type Scene = { bank: Bank; browser: Browser };

async function byKeyboard({ bank, browser }: Scene): Promise<void> {
  const customer = await bank.someone();
  const { mobile, loginPassword, erpNo } = customer.person;
  await walkTo(customer.borrower, 'face-check');
  const page = await aDevice(browser, bank.url, PC);
  await page.goto('/sign-in?to=/apply');
  await titled(page, '登录');
  await tabTo(page, page.getByLabel('手机号'));
  await page.keyboard.type(mobile);
  await tabTo(page, page.getByLabel('登录密码'));
  await page.keyboard.type(loginPassword);
  const code = await customer.borrower.codeFrom(() => page.keyboard.press('Enter'));
  await titled(page, '验证新设备');
  await tabTo(page, page.getByLabel('短信验证码'));
  await page.keyboard.type(code);

  await titled(page, '人脸识别');
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1', 'a new page is read from its title');
  const consent = page.getByRole('button', { name: /^阅读《/ });
  await tabTo(page, consent);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Tab');
  assert.ok(await page.evaluate(() => document.activeElement?.closest('dialog')), 'the focus stays in the sheet');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.ok(await hasFocus(consent), 'the focus is back where the sheet was opened');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Space');
  await tabTo(page, button(page, '开始识别'));
  await page.keyboard.press('Enter');
  await page.getByText('把脸放进圆圈里').waitFor();
  await tabTo(page, button(page, '准备好了，开始'));
  await page.keyboard.press('Enter');

  await titled(page, '身份与员工信息');
  await tabTo(page, page.getByLabel('集团 ERP 编号'));
  await page.keyboard.type(erpNo);
  await page.keyboard.press('Enter');
  await titled(page, '个人信息');
  assert.equal((await applicationOf(customer)).step, 'about-you');
}

async function fiveSeconds({ bank, browser }: Scene): Promise<void> {
  const customer = await bank.someone();
  await walkTo(customer.borrower, 'employee-information-agreement');
  const page = await aDevice(browser, bank.url, PHONE, { cookie: customer.cookie() });
  await page.goto('/apply');
  const agree = page.locator('.foot .button').first();
  const openedAt = performance.now();
  await page.getByText('请读到末尾').waitFor();
  await agree.click({ force: true });
  assert.equal(await agree.getAttribute('aria-disabled'), 'true');
  assert.ok(await page.getByRole('checkbox').isDisabled());

  await readToTheEnd(page, agree);
  const end = page.locator('article p').last();
  const [endBox, footBox] = [await end.boundingBox(), await page.locator('.foot').boundingBox()];
  assert(endBox && footBox);
  assert.ok(endBox.y + endBox.height <= footBox.y + 3, 'the last line stands above the foot');
  await page.getByText(/请阅读 \d 秒/).waitFor();
  assert.ok(await page.getByRole('checkbox').isDisabled());
  await button(page, '请勾选后继续').waitFor();
  // Opened a moment before it was looked at.
  assert.ok(performance.now() - openedAt > 4_000, 'not before the time is over');
  await agree.click({ force: true });
  await titled(page, '员工信息查询授权');
  await page.getByRole('checkbox').click();
  await shortAndFree(bank, 'credit-report');
  await button(page, '同意并继续').click();
  await titled(page, '征信查询授权');
  // Nobody has scrolled: this text asks for its second only.
  await button(page, '请勾选后继续').waitFor();
  await page.getByRole('checkbox').click();
  await button(page, '同意并继续').waitFor();
}

/** As staff may publish it: a second to read, its end need not be reached. */
const shortAndFree = ({ world }: Bank, kind: string) =>
  world.db.transaction().execute(async (tx) => {
    await sql`set local role none`.execute(tx);
    const rule = { reading_seconds: 1, must_reach_end: false };
    await tx.updateTable('content.texts').set(rule).where('kind', '=', kind).execute();
  });

async function wheelByKeyboard({ bank, browser }: Scene): Promise<void> {
  const customer = await bank.someone();
  await walkTo(customer.borrower, 'about-you');
  const page = await aDevice(browser, bank.url, PHONE, { cookie: customer.cookie() });
  await page.goto('/apply');
  const picker = page.getByRole('button', { name: '最高学历' });
  await tabTo(page, picker);
  await page.keyboard.press('Enter');
  const wheel = sheet(page, '最高学历');
  await tabTo(page, wheel.getByRole('listbox'));
  for (let turns = 0; turns < 3; turns += 1) await page.keyboard.press('ArrowDown');
  await tabTo(page, button(wheel, '确定'));
  await page.keyboard.press('Enter');
  await wheel.waitFor({ state: 'detached' });
  assert.ok(await hasFocus(picker));
  assert.match(await picker.innerText(), /本科/);
}

const hasFocus = (it: Locator): Promise<boolean> => it.evaluate((element) => element === document.activeElement);

/** Presses Tab until it has the focus; each stop on the way is seen to have one. */
async function tabTo(page: Page, it: Locator): Promise<void> {
  await it.waitFor();
  for (let presses = 0; presses < 25; presses += 1) {
    await page.keyboard.press('Tab');
    const { where, seen } = await page.evaluate(focusShown);
    assert.ok(seen, `the focus on ${where} cannot be seen`);
    if (await hasFocus(it)) return;
  }
  assert.fail('Tab does not lead there');
}

/** Runs in the page: the element that has the focus, or the box around it, looks otherwise than without. */
function focusShown(): { where: string; seen: boolean } {
  const at = document.activeElement;
  if (!(at instanceof HTMLElement) || at === document.body) return { where: 'nothing', seen: true };
  const looks = () =>
    [at, at.parentElement, at.nextElementSibling].map((box) => {
      if (!box) return '';
      const { outline, boxShadow, borderColor, backgroundColor } = getComputedStyle(box);
      return [outline, boxShadow, borderColor, backgroundColor].join();
    });
  const focused = looks().join();
  at.blur();
  const seen = looks().join() !== focused;
  at.focus();
  return { where: at.outerHTML.slice(0, 120), seen };
}
