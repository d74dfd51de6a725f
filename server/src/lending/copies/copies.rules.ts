import { mask, type BusinessDate, type ContractId, type CustomerId, type Instant } from '@miaodai/values';
import type { Text } from '../../bank/content/index.ts';

export type CopyState = 'queued' | 'accepted' | 'bounced' | 'failed';
export type CopyReason = 'no-such-address' | 'mailbox-full' | 'refused' | 'not-accepted-in-time';
export type Copy = {
  id: string;
  contractId: ContractId;
  customerId: CustomerId;
  /** Null once nothing demands it any more. */
  address: string | null;
  state: CopyState;
  reason: CopyReason | null;
  requestedOn: BusinessDate;
  requestedAt: Instant;
  settledAt: Instant | null;
  hasUnzipCode: boolean;
};

/** What the mail server knows a copy by: a repeat is the same message. */
export const messageNoOf = (copyId: string): string => `EM${copyId.replaceAll('-', '')}`;

/** The copy of a message number, where it is one of ours. */
export function copyIdOf(messageNo: string): string | undefined {
  const [, a, b, c, d, e] = /^EM([\da-f]{8})([\da-f]{4})([\da-f]{4})([\da-f]{4})([\da-f]{12})$/i.exec(messageNo) ?? [];
  return a && `${a}-${b}-${c}-${d}-${e}`.toLowerCase();
}

/** Shown once the mail was taken over: before that there is nothing to open, and a file that came back needs none. */
export const mayShowCode = ({ state, hasUnzipCode }: Copy): boolean => state === 'accepted' && hasUnzipCode;

export const maskedAddress = ({ address }: Copy): string => (address === null ? '' : mask.email(address));

/** No personal data: file names are in the clear, in the mail and in the zip's directory. */
export const fileNamesOf = (contractNo: string) => ({
  zip: `借款合同_${contractNo}.zip`,
  pdf: `借款合同_${contractNo}.pdf`,
});

/** A text of the content as a mail: the same words as text and as HTML, which loads nothing. */
export function letterOf({ title, paragraphs }: Pick<Text, 'title' | 'paragraphs'>) {
  const parts = paragraphs.map((paragraph) => `<p style="margin:0 0 1em">${escaped(paragraph)}</p>`);
  return {
    subject: title,
    text: `${paragraphs.join('\r\n\r\n')}\r\n`,
    html: [
      '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">',
      `<title>${escaped(title)}</title></head>`,
      '<body style="margin:0;padding:24px;background:#f5f6f8">',
      '<div style="max-width:36em;margin:0 auto;padding:24px;background:#fff;color:#1f2329;',
      `font:16px/1.7 sans-serif"><h1 style="margin:0 0 16px;font-size:20px">${escaped(title)}</h1>`,
      ...parts,
      '</div></body></html>',
    ].join(''),
  };
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
