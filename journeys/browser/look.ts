import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

const STANDARD = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** Dark changes nothing but colours, elder mode sizes and layout too. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

export type Look = 'normal' | 'dark' | 'elder';

/** What keeps people from using the page as it is shown now, in each of its looks: nothing, if all is well. */
export async function barriers(page: Page, where: string, looks: readonly Look[] = ['normal', 'dark', 'elder']) {
  const found: string[] = [];
  for (const look of looks) {
    await wear(page, look);
    const axe = new AxeBuilder({ page, ...(await axeIn(page)) })
      .options({ resultTypes: ['violations'] })
      .setLegacyMode(true);
    const { violations } = await (look === 'dark' ? axe.withRules(COLOURS) : axe.withTags(STANDARD)).analyze();
    for (const { id, nodes } of violations)
      for (const { html, failureSummary } of nodes) found.push(`${where}, ${look}: ${id} ${failureSummary} at ${html}`);
  }
  await wear(page, 'normal');
  return found;
}

/** Axe is half a megabyte, and compiling it takes longer than a look at a page: once in a document is enough. */
const axeIn = async (page: Page): Promise<{ axeSource?: string }> =>
  (await page.evaluate(() => 'axe' in window)) ? { axeSource: 'void 0' } : {};

/** As web/h5/src/shell/preferences.ts puts on what a customer has chosen. */
const wear = (page: Page, look: Look): Promise<void> =>
  page.evaluate((chosen) => {
    document.documentElement.toggleAttribute('data-elder', chosen === 'elder');
    if (chosen === 'dark') document.documentElement.setAttribute('data-theme', 'dark');
    else document.documentElement.setAttribute('data-theme', 'light');
  }, look);

/** What is wider than a screen of so many pixels, in normal size and in elder mode. */
export async function sidewaysScroll(page: Page, where: string, width: number): Promise<string[]> {
  const found: string[] = [];
  const before = page.viewportSize();
  await page.setViewportSize({ width, height: 600 });
  for (const look of ['normal', 'elder'] as const) {
    await wear(page, look);
    const wide = await page.evaluate(() => {
      const boxes = [document.documentElement, ...document.querySelectorAll('dialog, .sheet-body')];
      return Math.max(...boxes.map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth));
    });
    if (wide > 0) found.push(`${where}, ${look}: ${wide} pixels too wide for ${width}`);
  }
  await wear(page, 'normal');
  if (before) await page.setViewportSize(before);
  return found;
}
