import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Locator, type Page } from 'playwright-core';
import { findChromium } from '../../scripts/chromium.ts';
import { root } from '../../scripts/root.ts';

type Cleanup = { after(work: () => Promise<void>): void };

const found = await findChromium().then(
  (program) => ({ program, missing: undefined }),
  (cause: Error) => ({ program: undefined, missing: cause.message }),
);

/** Options of every test that needs a browser: where there is none, it is skipped and says what is missing. */
export const inBrowser = found.missing === undefined ? {} : { skip: found.missing };

/** A camera with a moving test picture, which every page may use without being asked. */
const CAMERA = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

export async function openBrowser(t: Cleanup): Promise<Browser> {
  assert(found.program);
  const args = [...found.program.args, ...CAMERA];
  const browser = await chromium.launch({ ...found.program, args, headless: true });
  t.after(() => browser.close());
  return browser;
}

const PLACE = { locale: 'zh-CN', timezoneId: 'Asia/Shanghai', serviceWorkers: 'block' } as const;
export const PHONE = {
  ...PLACE,
  ...{ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
} as const satisfies BrowserContextOptions;
export const PC = { ...PLACE, viewport: { width: 1280, height: 800 } } as const satisfies BrowserContextOptions;

/** Who holds the phone: signed in by these cookies, with these looks chosen. */
export type Holder = { cookie?: string; elder?: boolean; dark?: boolean };

/** A page on a device of its own. The address it begins with is not opened yet. */
export async function aDevice(browser: Browser, url: string, device: BrowserContextOptions, holder: Holder = {}) {
  const kept = {
    ...(holder.cookie ? { 'miaodai.signed-in': '1' } : {}),
    ...(holder.elder ? { 'miaodai.elder': '1' } : {}),
    ...(holder.dark ? { 'miaodai.theme': 'dark' } : {}),
  };
  const localStorage = Object.entries(kept).map(([name, value]) => ({ name, value }));
  const context = await browser.newContext({
    ...device,
    baseURL: url,
    storageState: { cookies: [], origins: [{ origin: url, localStorage }] },
  });
  for (const cookie of holder.cookie?.split('; ') ?? []) {
    const [name = '', value = ''] = cookie.split('=');
    await context.addCookies([{ name, value, url, httpOnly: true }]);
  }
  // Only a page that is stuck takes so long, even where other tests keep the machine busy.
  context.setDefaultTimeout(40_000);
  return context.newPage();
}

/** The page with this title is there. */
export const titled = (page: Page, title: string): Promise<void> =>
  page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();

export const button = (within: Page | Locator, name: string | RegExp): Locator =>
  within.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name });

export const sheet = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('dialog', typeof name === 'string' ? { name, exact: true } : { name });

/** What stands beside a name in a list of facts. */
export const fact = async (within: Page | Locator, name: string): Promise<string> => {
  const value = within.locator(`dl.facts > div:has(dt:text-is("${name}")) > dd`);
  return (await value.first().innerText()).trim();
};

/** Types as a hand does, letter by letter, into the field with this label. */
export async function type(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  await field.click();
  await field.pressSequentially(text, { delay: 12 });
}

/** Chooses from the wheel that a picker opens on a phone. */
export async function pick(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('button', { name: label }).click();
  const wheel = sheet(page, label);
  const entry = wheel.getByRole('option', { name: option, exact: true });
  await entry.click();
  await wheel.locator('[role=option][aria-selected=true]', { hasText: option }).waitFor();
  await button(wheel, '确定').click();
  await wheel.waitFor({ state: 'detached' });
}

/** Scrolls by hand until the text's end has been in view. */
export async function readToTheEnd(page: Page, waiting: Locator): Promise<void> {
  await page.mouse.move(195, 420);
  while (/请读到末尾/.test(await waiting.innerText())) await page.mouse.wheel(0, 500);
}

/** Reads a text, ticks its box and agrees by the button that says so. */
export async function readAndAgree(page: Page, action: string): Promise<void> {
  const foot = page.locator('.foot .button').first();
  await foot.waitFor();
  await readToTheEnd(page, foot);
  await button(page, '请勾选后继续').waitFor();
  await page.getByRole('checkbox').click();
  await button(page, action).click();
}

/** Taps the digits on the bank's own keypad, wherever they lie this time. */
export async function tapDigits(page: Page, digits: string): Promise<void> {
  const keys = page.getByRole('group', { name: '安全键盘' });
  for (const digit of digits) await button(keys, digit).tap();
}

/** Keeps what the page looks like among the test's artefacts. */
export async function photograph(page: Page, name: string): Promise<void> {
  const folder = join(root, '.artefacts', 'journey');
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
}

/** Agrees to the face check and does it before the camera, where a stand-in looks. */
export async function showFace(page: Page): Promise<void> {
  await page.getByRole('checkbox').click();
  await button(page, '开始识别').click();
  await page.getByText('演示环境的代用识别').waitFor();
  await button(page, '准备好了，开始').click();
}
