/**
 * Where antd and its icons would put <style> elements, which the content policy forbids, sheets made by script are adopted instead.
 * Stands in for @rc-component/util's dynamicCSS and the icons' cssUtils (vite.config.ts): their names, kept as they are.
 */
type Options = { mark?: string; priority?: number };
type Adopted = { key: string; priority: number; css: string; sheet: CSSStyleSheet };

const adopted: Adopted[] = [];

export function updateCSS(css: string, key: string, { mark, priority = 0 }: Options = {}) {
  // What antd makes is a layer of its own, so that our rules win however they are written; a lock of the page's scroll is none.
  const text = mark || key.startsWith('@') ? `@layer antd{${css}}` : css;
  const name = `${mark ?? ''}|${key}`;
  const before = adopted.find((one) => one.key === name);
  if (!before) adopt({ key: name, priority, css: text, sheet: new CSSStyleSheet() });
  else if (before.css !== text) {
    before.css = text;
    before.sheet.replaceSync(text);
  }
  return { setAttribute: () => undefined };
}

export function removeCSS(key: string, { mark }: Options = {}): void {
  const index = adopted.findIndex((one) => one.key === `${mark ?? ''}|${key}`);
  if (index < 0) return;
  adopted.splice(index, 1);
  document.adoptedStyleSheets = adopted.map(({ sheet }) => sheet);
}

function adopt(one: Adopted): void {
  one.sheet.replaceSync(one.css);
  const after = adopted.findIndex(({ priority }) => priority > one.priority);
  adopted.splice(after < 0 ? adopted.length : after, 0, one);
  document.adoptedStyleSheets = adopted.map(({ sheet }) => sheet);
}

export const injectCSS = (css: string, options: Options = {}) => updateCSS(css, css, options);
export const clearContainerCache = (): void => undefined;
export const getShadowRoot = (): null => null;
export const warningOnce = (): void => undefined;
