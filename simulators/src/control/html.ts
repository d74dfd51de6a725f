/** Text that is HTML already. Everything else that meets a template is escaped: names and texts come from outside. */
export type Html = { readonly html: string };

export type Value = string | number | null | undefined | false | Html | readonly Value[];

export function html(parts: TemplateStringsArray, ...values: Value[]): Html {
  const made = parts.map((part, i) => part + (i < values.length ? render(values[i]) : ''));
  return trustedHtml(made.join(''));
}

/** For text that no one outside this program has written. */
export function trustedHtml(text: string): Html {
  const whole = { html: text };
  MADE.add(whole);
  return whole;
}

function render(value: Value): string {
  if (value === undefined || value === null || value === false) return '';
  if (typeof value === 'string' || typeof value === 'number') return escape(String(value));
  if (isHtml(value)) return value.html;
  return value.map(render).join('');
}

/** Only what this module made: an object parsed from JSON that has an `html` field must not pass for it. */
const isHtml = (value: Html | readonly Value[]): value is Html => MADE.has(value);
const MADE = new WeakSet<object>();
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string): string => text.replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? '');
