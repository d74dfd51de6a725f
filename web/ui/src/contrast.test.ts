import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

type Colours = Readonly<Record<string, string>>;

const css = ['tokens', 'theme-dark', 'theme-host', 'theme-elder']
  .map((name) => readFileSync(new URL(`./${name}.css`, import.meta.url), 'utf8'))
  .join('\n')
  .replace(/\/\*[^]*?\*\//g, '');

/** The colours that one selector sets, wherever it stands. */
function set(selector: string): Colours {
  const blocks = [...css.matchAll(/([^{}]+)\{([^{}]*)\}/g)].filter(([, head]) => head?.trim() === selector);
  assert.notEqual(blocks.length, 0, selector);
  const lines = blocks.flatMap(([, , body = '']) => [...body.matchAll(/--([\w-]+):\s*(#\w+);/g)]);
  return Object.fromEntries(lines.map(([, name = '', value = '']) => [name, value]));
}

const HOST = ":root[data-host='staff-app']";
const DARK = "[data-theme='dark']";
const own = set(':root');
const dark = { ...own, ...set(`:root${DARK}`) };
const themes: Readonly<Record<string, Colours>> = {
  ...{ own, dark, elder: { ...own, ...set(':root[data-elder]') } },
  'elder, dark': { ...dark, ...set(`:root[data-elder]${DARK}`) },
  host: { ...own, ...set(HOST) },
  'host, dark': { ...dark, ...set(HOST), ...set(`${HOST}${DARK}`) },
};

const GROUNDS = ['bg', 'card', 'sunken'];
const pairs: readonly (readonly [text: string, grounds: readonly string[]])[] = [
  ['ink', [...GROUNDS, 'primary-soft', 'danger-soft', 'success-soft', 'warn-soft']],
  ['ink-2', [...GROUNDS, 'line']],
  ['ink-3', GROUNDS],
  ['primary', [...GROUNDS, 'primary-soft', 'warn-soft']],
  ['on-primary', ['primary', 'primary-pressed']],
  ['danger', [...GROUNDS, 'danger-soft']],
  ['success', [...GROUNDS, 'success-soft']],
  ['warn', [...GROUNDS, 'warn-soft']],
  ...['hero-ink', 'hero-soft', 'hero-accent'].map((text) => [text, ['hero-from', 'hero-to']] as const),
];

for (const [theme, colours] of Object.entries(themes))
  test(`words can be read in the colours of the theme: ${theme}`, () => {
    const faint = pairs.flatMap(([text, grounds]) =>
      grounds
        .map((ground) => ({ text, ground, ratio: contrast(colours[text] ?? '', colours[ground] ?? '') }))
        .filter(({ ratio }) => !(ratio >= 4.5)),
    );
    assert.deepEqual(faint, []);
  });

test('what the system chooses and what the customer chooses is the same dark', () => {
  assert.deepEqual(set(":root:not([data-theme='light'])"), set(`:root${DARK}`));
  assert.deepEqual(set(`${HOST}:not([data-theme='light'])`), set(`${HOST}${DARK}`));
});

/** By WCAG 2.2: (lighter + 0.05) / (darker + 0.05). */
function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const digits = colour.slice(1);
  const whole = digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits;
  const [red = NaN, green = NaN, blue = NaN] = (whole.match(/../g) ?? []).map((byte) => {
    const share = parseInt(byte, 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
