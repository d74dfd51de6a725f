import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import type { demoStaff } from '../kit/staff.ts';
import { barriers, sidewaysScroll } from './look.ts';
import { aDevice, PC, photograph } from './phone.ts';

type Member = (typeof demoStaff)[keyof typeof demoStaff];

/** Somebody at the console, on a machine of their own. */
export async function atDesk(
  browser: Browser,
  url: string,
  { loginName, password }: Member,
  path: string,
): Promise<Page> {
  const page = await aDevice(browser, url, { ...PC, reducedMotion: 'reduce' });
  // The policy that forbids inline scripts and styles must never be in the way: not even a warning.
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) assert.fail(message.text());
  });
  await page.goto(path);
  await page.getByLabel('工号').fill(loginName);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  return page;
}

/** Nothing that keeps people out, nothing wider than 1280 pixels; a photograph at both widths. */
export async function inOrder(page: Page, where: string): Promise<void> {
  assert.deepEqual([...(await barriers(page, where, ['normal'])), ...(await sidewaysScroll(page, where, 1280))], []);
  const name = `console-${where.replaceAll(' ', '-')}`;
  await photograph(page, name);
  await page.setViewportSize({ width: 1920, height: 1080 });
  await photograph(page, `${name}-wide`);
  await page.setViewportSize(PC.viewport);
}
