import { z } from 'zod';
import { fenFromYuan, isBusinessDate, ratePpm, type BusinessDate, type Fen, type RatePpm } from '@miaodai/values';
import type { AccountState, Deposit } from './port.ts';

// Their words: docs/integrations/core-banking/interface.md, v3.4. Section numbers refer to it.

/** §1: yuan with exactly two decimals. */
const amount = z.string().transform((text, context): Fen => {
  const fen = /^\d{1,13}\.\d{2}$/.test(text) ? fenFromYuan(text) : undefined;
  if (fen !== undefined) return fen;
  context.addIssue({ code: 'custom', message: 'not an amount' });
  return z.NEVER;
});

/** §1: YYYYMMDD. */
const date = z.string().transform((text, context): BusinessDate => {
  const day = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
  if (isBusinessDate(day)) return day;
  context.addIssue({ code: 'custom', message: 'not a date' });
  return z.NEVER;
});

const verdict = { RET_CODE: z.string(), RET_MSG: z.string() };

/** §3 and §4: what was booked. */
const booking = {
  TRAN_NO: z.string(),
  CORE_SEQ: z.string().min(1),
  ACCT_DATE: date,
  FROM_ACCT: z.string(),
  TO_ACCT: z.string(),
  AMT: amount,
  CCY: z.string(),
};
const success = { RET_CODE: z.literal('0000'), RET_MSG: z.literal('SUCCESS') };
/** Any answer but a success. A refusal that also brings a receipt contradicts itself, and is no answer at all. */
const notDone = z
  .looseObject({ ...verdict, RET_CODE: z.string().regex(/^(?!0000$)/), TRAN_NO: z.string().optional() })
  .refine((reply) => !('CORE_SEQ' in reply))
  .transform(({ RET_CODE, RET_MSG, TRAN_NO }) => ({ RET_CODE, RET_MSG, TRAN_NO }));

export const transferReply = z.union([z.object({ ...success, ...booking }), notDone]);

export const transferQueryReply = z.union([
  z.object({ ...success, ...booking, TRAN_STS: z.literal('S') }),
  z.object({ ...success, TRAN_NO: z.string(), TRAN_STS: z.literal('F'), ORIG_CODE: z.string(), ORIG_MSG: z.string() }),
  z.object({ ...success, TRAN_NO: z.string(), TRAN_STS: z.literal('P') }),
  notDone,
]);

/** §14: each entry is read by itself, as the answer to a transfer; one that cannot be read leaves the others standing. */
export const batchDebitReply = z.union([
  z.object({ ...success, BATCH_NO: z.string(), TOTAL_CNT: z.int().min(0), LIST: z.array(z.unknown()) }),
  z.object({ ...verdict, RET_CODE: z.string().regex(/^(?!0000$)/), BATCH_NO: z.string().optional() }),
]);
export const batchDebitEntry = z.looseObject({ TRAN_NO: z.string() });

/** §5 */
export const ACCOUNT_STATES: Readonly<Record<string, AccountState>> = {
  '0': 'normal',
  '1': 'frozen',
  '2': 'closed',
  '3': 'credit-only',
  '4': 'not-active',
  '5': 'lost',
};
export const accountReply = z.union([
  z.object({
    ...success,
    ACCT_NO: z.string(),
    ACCT_STS: z.string().regex(/^[0-5]$/),
    CCY: z.string(),
    BAL: amount,
    AVAIL_BAL: amount,
  }),
  z.object({ ...verdict, RET_CODE: z.string().regex(/^(?!0000$)/), ACCT_NO: z.string().optional() }),
]);

/** §10 to §13. A refusal that also names an account, or a deposit, contradicts itself. */
const requestDone = {
  ...success,
  REQ_NO: z.string(),
  ACCT_NO: z.string().min(8),
  ACCT_STS: z.string().regex(/^[0-5]$/),
};
const requestNotDone = z
  .looseObject({ ...verdict, RET_CODE: z.string().regex(/^(?!0000$)/), REQ_NO: z.string().optional() })
  .refine((reply) => !('ACCT_NO' in reply || 'DEP_NO' in reply))
  .transform(({ RET_CODE, RET_MSG, REQ_NO }) => ({ RET_CODE, RET_MSG, REQ_NO }));
export const accountRequestReply = z.union([z.object(requestDone), requestNotDone]);
export const accountRequestQueryReply = z.union([
  z.object({ ...requestDone, REQ_STS: z.literal('S') }),
  z.object({ ...success, REQ_NO: z.string(), REQ_STS: z.literal('F'), ORIG_CODE: z.string(), ORIG_MSG: z.string() }),
  z.object({ ...success, REQ_NO: z.string(), REQ_STS: z.literal('P') }),
  requestNotDone,
]);

/** §15: percent a year with four decimals, which is parts per million. */
const percent = z.string().transform((text, context): RatePpm => {
  const ppm = Number(text.replace('.', ''));
  if (/^\d{1,3}\.\d{4}$/.test(text) && ppm <= 1_000_000) return ratePpm(ppm);
  context.addIssue({ code: 'custom', message: 'not a rate' });
  return z.NEVER;
});

/** §15 */
export const DEPOSIT_STATES: Readonly<Record<string, Deposit['state']>> = { P: 'pledged', F: 'free', R: 'redeemed' };
const depositState = z.enum(['P', 'F', 'R']);
export const depositListReply = z.union([
  z.object({
    ...success,
    ACCT_NO: z.string(),
    LIST: z.array(
      z.object({
        ...{ DEP_NO: z.string().min(1), AMT: amount, RATE: percent, MATURES: date, DEP_STS: depositState },
        ...{ LOAN_NO: z.string(), EARLY_AMT: amount, MATUR_AMT: amount, CCY: z.string() },
      }),
    ),
  }),
  z.object({ ...verdict, RET_CODE: z.string().regex(/^(?!0000$)/), ACCT_NO: z.string().optional() }),
]);

/** §16 */
const depositDone = {
  ...{ ...success, REQ_NO: z.string(), DEP_NO: z.string(), DEP_STS: depositState, PAID_AMT: amount, CCY: z.string() },
};
export const depositReply = z.union([z.object(depositDone), requestNotDone]);
export const depositQueryReply = z.union([
  z.object({ ...depositDone, REQ_STS: z.literal('S') }),
  z.object({ ...success, REQ_NO: z.string(), REQ_STS: z.literal('F'), ORIG_CODE: z.string(), ORIG_MSG: z.string() }),
  z.object({ ...success, REQ_NO: z.string(), REQ_STS: z.literal('P') }),
  requestNotDone,
]);

/** §7 */
export const journalReply = z.union([
  z.object({
    ...success,
    ACCT_DATE: date,
    PAGE_NO: z.int(),
    PAGE_CNT: z.int().min(0),
    TOTAL_CNT: z.int().min(0),
    LIST: z.array(z.object(booking)),
  }),
  notDone,
]);

/** §9 */
export const movementsReply = z.union([
  z.object({
    ...success,
    ACCT_NO: z.string(),
    PAGE_NO: z.int(),
    PAGE_CNT: z.int().min(0),
    TOTAL_CNT: z.int().min(0),
    LIST: z.array(
      z.object({
        ...{ CORE_SEQ: z.string().min(1), TRAN_NO: z.string(), ACCT_DATE: date, DC: z.enum(['D', 'C']) },
        ...{ AMT: amount, BAL: amount, OTHER_ACCT: z.string(), RMK: z.string() },
      }),
    ),
  }),
  z.object({ ...verdict, RET_CODE: z.string().regex(/^(?!0000$)/), ACCT_NO: z.string().optional() }),
]);

/** §2: refusals of a transfer that are final, in our words. Every other code is not, whatever it looks like. */
export const FINAL_REFUSALS: Readonly<Record<string, string>> = {
  '2101': 'payer-not-found',
  '2102': 'payer-closed',
  '2103': 'payer-frozen',
  '2104': 'payer-credit-only',
  '2105': 'payer-not-active',
  '2106': 'insufficient-funds',
  '2107': 'payer-lost',
  '2201': 'payee-not-found',
  '2202': 'payee-closed',
  '2203': 'payee-frozen',
  '2205': 'payee-not-active',
  '2301': 'number-used-otherwise',
  '2302': 'amount-out-of-range',
  '2303': 'same-account',
};

/** §2: final refusals of a request about an account. */
export const FINAL_ACCOUNT_REFUSALS: Readonly<Record<string, string>> = {
  '2501': 'has-account',
  '2502': 'number-used-otherwise',
  '2503': 'person-not-accepted',
  '2511': 'no-such-account',
  '2512': 'not-to-be-activated',
  '2522': 'state-not-allowed',
  '2523': 'not-ours-to-release',
};

/** §2: final refusals of a request about a deposit. */
export const FINAL_DEPOSIT_REFUSALS: Readonly<Record<string, string>> = {
  '2502': 'number-used-otherwise',
  '2531': 'no-such-deposit',
  '2532': 'deposit-not-pledged',
  '2533': 'deposit-pledged',
  '2534': 'deposit-redeemed',
  '2535': 'account-cannot-receive',
};
