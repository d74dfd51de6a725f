import { emailField } from '@miaodai/http-api/fields';

/** What is wrong with an address, as CON-3 words it; undefined where it is right. */
export function addressError(address: string): string | undefined {
  const text = address.trim();
  return text.length <= emailField.maxLength && emailField.pattern.test(text) ? undefined : emailField.error;
}

const MAILBOXES = ['qq.com', '163.com', '126.com', '139.com', 'sina.com', 'outlook.com'];

/** Whole addresses for what is typed so far; none once a domain of one's own is there, or the address is whole. */
export function completions(address: string): string[] {
  const [local = '', domain, ...more] = address.trim().split('@');
  if (local === '' || more.length > 0) return [];
  return MAILBOXES.filter((name) => name.startsWith(domain ?? '') && name !== domain).map((name) => `${local}@${name}`);
}

/** How long until the records are asked for again: while one is on its way, more seldom with every answer, and at last no more. */
export function pauseMs(copies: readonly { state: string }[], answers: number): number | false {
  if (!copies.some(({ state }) => state === 'queued')) return false;
  if (answers < 30) return 2_000;
  return answers < 90 ? 10_000 : false;
}
