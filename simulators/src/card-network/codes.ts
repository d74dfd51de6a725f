import type { Dialect } from '../dialect.ts';

/** Response codes of the interface document, with their texts. */
export const RESP_DESC: Readonly<Record<string, string>> = {
  '00': 'Approved',
  '05': 'Do not honour: elements do not match',
  '09': 'Request in progress',
  '13': 'Invalid amount',
  '14': 'Invalid card number',
  '25': 'Unable to locate record',
  '30': 'Format error',
  '41': 'Lost card',
  '51': 'Not sufficient funds',
  '57': 'Transaction not permitted to cardholder',
  '62': 'Restricted card',
  '91': 'Issuer not available',
  '94': 'Duplicate transmission',
  '96': 'System malfunction',
};

/** Codes under which a payment is refused for ever; the network keeps the refusal under the number. */
export const FINAL_REFUSALS: ReadonlySet<string> = new Set(['13', '14', '41', '51', '57', '62']);

export const cardDialect: Dialect = {
  code: 'resp_code',
  ok: '00',
  malformed: '30',
  failed: '96',
  text: 'resp_desc',
  texts: RESP_DESC,
  amount: 'amt',
  currency: 'ccy',
  account: 'pan',
};

export const under = (code: string, fields: object = {}): object => ({
  resp_code: code,
  resp_desc: RESP_DESC[code] ?? 'Declined',
  ...fields,
});
