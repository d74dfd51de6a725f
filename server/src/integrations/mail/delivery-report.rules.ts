import type { FailedDelivery } from './port.ts';
import { reasonOf } from './refusal.rules.ts';

/**
 * A report of failed delivery as mail servers write it (RFC 3464: multipart/report with a part message/delivery-status). Undefined for
 * whatever else comes: a delay, a receipt, an answer of a person on holiday, what cannot be read, a mail that was none of ours.
 */
export function failedDelivery(raw: string): FailedDelivery | undefined {
  const [head, body] = split(raw.replaceAll('\r\n', '\n'));
  const type = fieldsOf(head).get('content-type') ?? '';
  const boundary = /;\s*boundary="?([^";]{1,70})"?/i.exec(type)?.[1];
  if (!/^multipart\/report\b/i.test(type) || boundary === undefined) return undefined;
  const parts = body.split(`\n--${boundary}`).slice(0, MOST_PARTS).map(partOf);
  const status = parts.find(({ type }) => type.startsWith('message/delivery-status'));
  if (!status) return undefined;
  const [ofMessage, ...ofReceivers] = status.content.slice(0, MOST_LETTERS).trim().split(/\n\n+/).map(fieldsOf);
  const failed = ofReceivers.find((fields) => fields.get('action')?.toLowerCase() === 'failed');
  const messageNo = plain(ofMessage?.get('original-envelope-id') ?? '') || returnedNo(parts);
  if (!failed || messageNo === undefined) return undefined;
  return { messageNo, reason: reasonOf(undefined, /^\d\.\d{1,3}\.\d{1,3}/.exec(failed.get('status') ?? '')?.[0]) };
}

/** A report of one mail to one receiver is far smaller. */
const [MOST_PARTS, MOST_LETTERS] = [20, 20_000];
type Part = { type: string; content: string };

/** The lines before the first empty one, and the rest. */
function split(text: string): [string, string] {
  const at = text.indexOf('\n\n');
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function partOf(text: string): Part {
  const [head, content] = split(text.replace(/^[ \t]*\n/, ''));
  return { type: (fieldsOf(head).get('content-type') ?? '').toLowerCase(), content };
}

/** By their names in small letters; a line that begins with a blank goes on with the one before. */
function fieldsOf(head: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of head
    .slice(0, MOST_LETTERS)
    .replace(/\n[ \t]+/g, ' ')
    .split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) fields.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return fields;
}

/** A server that passed no envelope id on has the mail's own head in the report. */
function returnedNo(parts: readonly Part[]): string | undefined {
  const returned = parts.find(({ type }) => /^(text\/rfc822-headers|message\/rfc822)/.test(type));
  return /^message-id:\s*<([^@<>\s]{1,64})@/im.exec(returned?.content ?? '')?.[1];
}

/** xtext (RFC 3461): +2B is a plus. */
const plain = (text: string): string =>
  text.replace(/\+([\dA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
