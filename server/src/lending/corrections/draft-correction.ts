import { minus, ok, refuse, type BusinessDate, type LoanId, type Result, type StaffId } from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import type { Context } from '../../platform/context.ts';
import { accountNames } from '../../ledger/index.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { differenceBetween } from '../accounting.ts';
import {
  previewRecalculation,
  readBook,
  transactionsOf,
  type LoanTransaction,
  type RecalculationRefusal,
} from '../servicing/index.ts';
import {
  changeOf,
  effectOf,
  givenUp,
  type CorrectionId,
  type CorrectionKind,
  type Effect,
  type Wanted,
} from './corrections.rules.ts';
import { insertCorrection, openCorrectionOf } from './corrections.store.ts';

type Draft = Pick<Wanted, 'loanId' | 'kind' | 'transactionId' | 'paysOut' | 'coreNo' | 'coreSerialNo'> & {
  /** Of a refund as wanted, of money that came as the core says; of the others it follows from the loan. */
  amountFen: Wanted['amountFen'] | null;
  effectiveOn: BusinessDate | null;
};
export type Previewed = Wanted & { effect: Effect; loanVersion: number };
type NotPossible = Result<Previewed, 'not-found' | 'correction-not-possible'>;

/** What it would change, as of today; nothing is written. */
export async function previewCorrection(
  tx: Tx | Db,
  draft: Draft & { reason: string },
  today: BusinessDate,
): Promise<NotPossible> {
  const read = await readBook(tx, draft.loanId, { all: true });
  if (!read) return refuse('not-found');
  if (draft.kind === 'reversal' && !(await reversible(tx, draft.loanId, draft.transactionId ?? '')))
    return refuse('correction-not-possible', { words: WORDS['no-such-transaction'] });
  const wanted = { ...draft, amountFen: draft.amountFen ?? (0 as never), effectiveOn: draft.effectiveOn ?? today };
  const previewed = await previewRecalculation(tx, draft.loanId, changeOf(wanted, uuid(), today), today);
  if (!previewed.ok) return refuse('correction-not-possible', { words: WORDS[previewed.refusal] });
  const { value } = previewed;
  const amountFen = draft.amountFen ?? amountOf(draft.kind, value);
  if (amountFen <= 0) return refuse('correction-not-possible', { words: NOTHING_TO_DO });
  return ok({ ...wanted, amountFen, effect: effectOf(value), loanVersion: read.loan.version });
}

const MOST = 1_000;
/** Money that came may go back; a payout, or what another correction did, is undone by its own means. */
export async function reversible(tx: Tx | Db, loanId: LoanId, id: string): Promise<LoanTransaction | undefined> {
  const types = ['repayment', 'early-repayment', 'recovery'] as const;
  const { transactions } = await transactionsOf(tx, loanId, { types, page: 1, pageSize: MOST });
  return transactions.find((one) => one.id === id && one.voidedBy === null);
}

type Value = Parameters<typeof givenUp>[0];
/** Of a reversal all that had come, of a write-off all that is given up. */
const amountOf = (kind: CorrectionKind, value: Value) =>
  kind === 'write-off' ? givenUp(value) : minus(value.before.receivedFen, value.after.receivedFen);

const NOTHING_TO_DO = '没有可以更正的金额';
const WORDS: Readonly<Record<RecalculationRefusal, string>> = {
  'no-such-transaction': '这笔交易不存在，或者已经冲正，不能再冲正',
  'refund-not-covered': '退款金额超过多收的还款',
  'not-written-off': '这笔贷款没有核销，不能登记核销收回',
  'written-off': '这笔贷款已经核销',
  'day-out-of-range': '生效日不能早于放款日，也不能晚于今天',
};

type Drafted = Result<CorrectionId, 'not-found' | 'correction-not-possible' | 'correction-open' | 'core-number-used'>;

/** Kept with what it would change; nothing of the loan is touched. */
export async function draftCorrection(
  { tx, now, today }: Context,
  draft: Draft & { reason: string },
  staffId: StaffId,
): Promise<Drafted> {
  const previewed = await previewCorrection(tx, draft, today);
  if (!previewed.ok) return previewed;
  const read = await readBook(tx, draft.loanId);
  if (!read) return refuse('not-found');
  const { customerId, branchCode } = read.loan;
  const id = uuid() as CorrectionId;
  const correction = { id, customerId, branchCode, draftedBy: staffId, ...previewed.value };
  if (await insertCorrection(tx, correction, now)) return ok(id);
  return refuse((await hasOpen(tx, draft.loanId)) ? 'correction-open' : 'core-number-used');
}

const hasOpen = async (tx: Tx, loanId: LoanId): Promise<boolean> => (await openCorrectionOf(tx, loanId)) !== undefined;

/** The entry that it would make, its accounts by code and name. */
export const linesOf = (loanId: LoanId, { before, after }: Pick<Effect, 'before' | 'after'>) =>
  differenceBetween(loanId, before, after).map(({ account, debitFen, creditFen }) => {
    const [code = account] = account.split('/');
    return { code, account: accountNames.get(code) ?? code, debitFen, creditFen };
  });
