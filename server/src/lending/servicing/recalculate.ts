import { v7 as uuid } from 'uuid';
import { ZERO, type BusinessDate, type LoanId, type Result } from '@miaodai/values';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { together } from '../../platform/db/together.ts';
import { post } from '../../ledger/index.ts';
import { recalculated } from '../accounting.ts';
import type { Instalment, LoanBook } from './book.rules.ts';
import { lockPlans, readBook } from './books.store.ts';
import {
  deleteRows,
  insertPastPlans,
  insertRows,
  updateLoans,
  updatePositions,
  type LoanAfter,
} from './changes.store.ts';
import type { Fact } from './fold.rules.ts';
import type {
  BookOfLoan,
  Change,
  ChangedBy,
  LoanTransaction,
  Recalculation,
  RecalculationRefusal,
} from './loan.rules.ts';
import { NOTHING, type Paid } from './pay.rules.ts';
import { refold, type Refolded } from './recalculation.rules.ts';
import { allTransactions, insertTransactions, updatePaid, voidTransaction } from './transactions.store.ts';

/**
 * Folds a loan anew from its first day with a fact taken back or put in, and books the difference as one entry
 * `recalculated:<by.sourceId>`. Of a reversal `by` becomes a transaction of its own; of an inserted fact it is that fact's.
 */
export const recalculate = (
  context: Context,
  _vault: Vault,
  loanId: LoanId,
  change: Change,
  by: ChangedBy,
): Promise<Result<Recalculation, RecalculationRefusal>> => recalculateLocked(context, loanId, change, by);

/** The same without writing, as of a day. */
export async function previewRecalculation(
  db: Db | Tx,
  loanId: LoanId,
  change: Change,
  today: BusinessDate,
): Promise<Result<Recalculation, RecalculationRefusal>> {
  const plan = await readBook(db, loanId, { all: true });
  if (!plan) throw new Error(`no loan ${loanId}`);
  return refold({ plan, transactions: await allTransactions(db, loanId) }, change, uuid(), today);
}

export async function recalculateLocked(
  context: Context,
  loanId: LoanId,
  change: Change,
  by: ChangedBy,
): Promise<Result<Refolded, RecalculationRefusal>> {
  const { tx, today } = context;
  const [plans, transactions] = await together([lockPlans(tx, [loanId], { all: true }), allTransactions(tx, loanId)]);
  const plan = plans.get(loanId);
  if (!plan) throw new Error(`no loan ${loanId}`);
  const newId = uuid();
  const refolded = refold({ plan, transactions }, change, newId, today);
  if (refolded.ok) await write(context, plan, change, by, { ...refolded.value, newId });
  return refolded;
}

type Written = Refolded & { newId: string };

async function write(context: Context, plan: BookOfLoan, change: Change, by: ChangedBy, written: Written) {
  const { tx, today } = context;
  const loanId = plan.loan.id;
  const { before, after, bookBefore, bookAfter, position, newId } = written;
  const entry = recalculated({ sourceId: by.sourceId, type: by.type, loanId }, { before, after }, today);
  const rows = bookAfter.rows.map((row) => ({ loanId, ...row }));
  const pastPlan = { loanId, endedOn: today, transactionId: newId, rows: bookBefore.rows };
  await together([
    deleteRows(tx, [{ loanId, no: 0 }]),
    insertRows(tx, rows),
    updatePositions(tx, [{ loanId, ...position }]),
    updateLoans(tx, [loanAfter(plan, written, today)]),
    insertTransactions(tx, [{ loanId, ...transactionOf(by, written, today) }], context),
    updatePaid(tx, movedOf(written)),
    ...('void' in change ? [voidTransaction(tx, change.void, newId)] : []),
    ...(samePlan(bookBefore, bookAfter) ? [] : [insertPastPlans(tx, [pastPlan])]),
    ...(entry.lines.length > 0 ? [post(tx, entry)] : []),
  ]);
}

const movedOf = ({ paid }: Written): { id: string; paid: Paid }[] =>
  paid
    .filter(({ before, after }) => (Object.keys(before) as (keyof Paid)[]).some((part) => before[part] !== after[part]))
    .map(({ transactionId, after }) => ({ id: transactionId, paid: after }));

function loanAfter({ loan }: BookOfLoan, { after, bookAfter }: Written, today: BusinessDate): LoanAfter {
  const left = bookAfter.rows.filter((row) => row.settledOn === null);
  const state = bookAfter.writtenOff ? 'written-off' : left.length === 0 ? 'closed' : 'active';
  return {
    ...{ loanId: loan.id, state, outstandingFen: after.principalFen, surplusFen: after.surplusFen },
    ...{ writtenOffFen: after.writtenOffFen, maturesOn: left.at(-1)?.dueOn ?? loan.maturesOn },
    closedOn: state === 'closed' ? (lastSettled(bookAfter) ?? today) : null,
  };
}

const lastSettled = ({ rows }: LoanBook): BusinessDate | undefined =>
  rows
    .flatMap(({ settledOn }) => settledOn ?? [])
    .toSorted()
    .at(-1);

function transactionOf(
  by: ChangedBy,
  { inserted, newId }: Written,
  today: BusinessDate,
): Omit<LoanTransaction, 'recordedOn' | 'voidedBy'> {
  const fact: Fact | undefined = inserted?.fact;
  const early = fact?.kind === 'early-repayment' ? fact : undefined;
  return {
    ...{ id: newId, type: fact?.kind ?? by.type, sourceId: by.sourceId, amountFen: by.amountFen },
    ...{ effectiveOn: fact?.on ?? today, via: fact && 'via' in fact ? fact.via : null },
    ...{ mode: early?.mode ?? null, quotedFeeFen: early?.feeFen ?? ZERO, paid: inserted?.paid ?? NOTHING },
  };
}

/** What is paid aside. */
const samePlan = (a: LoanBook, b: LoanBook): boolean =>
  JSON.stringify(planOf(a.rows)) === JSON.stringify(planOf(b.rows));
const planOf = (rows: readonly Instalment[]) =>
  rows.map(({ no, dueOn, principalFen, interestFen, discountFen }) => [
    no,
    dueOn,
    principalFen,
    interestFen,
    discountFen,
  ]);
