/** Text that is HTML already. Everything else that meets a template is escaped: names and texts come from outside. */
export type Html = { readonly html: string };

export function html(parts: TemplateStringsArray, ...values: unknown[]): Html {
  const made = parts.map((part, i) => part + (i < values.length ? render(values[i]) : ''));
  return trustedHtml(made.join(''));
}

/** For text that no one outside this program has written. */
export function trustedHtml(text: string): Html {
  const whole = { html: text };
  MADE.add(whole);
  return whole;
}

function render(value: unknown): string {
  if (value === undefined || value === null || value === false) return '';
  if (Array.isArray(value)) return value.map(render).join('');
  // Only what this module made: an object parsed from JSON that has an `html` field must not pass for it.
  if (typeof value === 'object' && MADE.has(value)) return (value as Html).html;
  return escape(String(value));
}

const MADE = new WeakSet<object>();
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string): string => text.replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? '');
