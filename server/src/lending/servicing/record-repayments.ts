import { v7 as uuid } from 'uuid';
import { assert, minus, ZERO, type BusinessDate, type CustomerId, type LoanId } from '@miaodai/values';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { together } from '../../platform/db/together.ts';
import { postMany, type Entry } from '../../ledger/index.ts';
import { interestChanged, repaid } from '../accounting.ts';
import type { Instalment } from './book.rules.ts';
import { lockPlans } from './books.store.ts';
import {
  deleteRows,
  insertPastPlans,
  insertRows,
  updateLoans,
  updatePositions,
  updateRows,
  type LoanAfter,
  type PastPlan,
} from './changes.store.ts';
import { brought, interestChange, positionOf, type InterestChange } from './figures.rules.ts';
import { apply, type Fact } from './fold.rules.ts';
import type { BookOfLoan, LoanTransaction, Position, Recorded, RepaymentFact } from './loan.rules.ts';
import { recalculateLocked } from './recalculate.ts';
import { insertTransactions, knownRepayments, lastDays } from './transactions.store.ts';

/**
 * The one place where money for a loan becomes a fact, with its entries: of one loan or of five hundred in the same few statements. By
 * source id; what is known already answers as it was. A fact that takes effect before another one that is known has its loan folded anew.
 */
export async function recordRepayments(
  context: Context,
  _vault: Vault,
  facts: readonly RepaymentFact[],
): Promise<Map<string, Recorded>> {
  const recorded = new Map<string, Recorded>();
  for (const round of rounds(facts)) for (const [id, one] of await recordRound(context, round)) recorded.set(id, one);
  return recorded;
}

/** A loan at most once in each; the order of a loan's facts is kept. */
function rounds(facts: readonly RepaymentFact[]): RepaymentFact[][] {
  const made: RepaymentFact[][] = [];
  const seen = new Map<LoanId, number>();
  for (const fact of facts) {
    const round = seen.get(fact.loanId) ?? 0;
    seen.set(fact.loanId, round + 1);
    (made[round] ??= []).push(fact);
  }
  return made;
}

async function recordRound(context: Context, facts: readonly RepaymentFact[]): Promise<[string, Recorded][]> {
  const { tx, today } = context;
  const ids = facts.map(({ loanId }) => loanId);
  // A debit takes what is due and no more, so the plans of hundreds need not be read to their ends.
  const near = facts.every(({ via, early }) => via === 'debit' && !early);
  const [plans, known, lasts] = await together([
    lockPlans(tx, ids, near ? { dueBy: today } : {}),
    knownRepayments(
      tx,
      facts.map(({ sourceId }) => sourceId),
    ),
    lastDays(tx, ids),
  ]);
  const recorded: [string, Recorded][] = [];
  const done: Done[] = [];
  const outOfTurn: { fact: RepaymentFact; customerId: CustomerId }[] = [];
  for (const fact of facts) {
    const plan = plans.get(fact.loanId);
    assert(plan && fact.on <= today && fact.amountFen > 0, 'money is for a loan that there is, on a day that has come');
    const before = known.get(fact.sourceId);
    if (before) recorded.push([fact.sourceId, answerOf(plan, before)]);
    else if (plan.loan.state === 'written-off' || fact.on < (lasts.get(fact.loanId) ?? fact.on))
      outOfTurn.push({ fact, customerId: plan.loan.customerId });
    else done.push(recordOne(plan, fact, today));
  }
  await save(context, done);
  for (const { fact, customerId } of outOfTurn)
    recorded.push([fact.sourceId, await recordOutOfTurn(context, fact, customerId)]);
  return [...recorded, ...done.map(({ fact, answer }): [string, Recorded] => [fact.sourceId, answer])];
}

const answerOf = ({ loan }: BookOfLoan, { paid, type }: LoanTransaction): Recorded => ({
  ...{ loanId: loan.id, customerId: loan.customerId, paid },
  ...{ replanned: type === 'early-repayment', closed: loan.state === 'closed' },
});

type Done = {
  fact: RepaymentFact;
  answer: Recorded;
  transactionId: string;
  change: InterestChange;
  after: LoanAfter;
  position: Position;
  /** Rows that stay, written anew. */
  updated: readonly Instalment[];
  /** A new plan in the place of the old one, from a number on. */
  made: readonly Instalment[];
  replaced: readonly Instalment[];
};

function recordOne(plan: BookOfLoan, fact: RepaymentFact, today: BusinessDate): Done {
  const { loan, book } = plan;
  const { book: applied, paid, replanned } = apply(book, factOf(fact, fact.sourceId));
  const after = brought(applied, today);
  const through = today > plan.position.accruedOn ? today : plan.position.accruedOn;
  const position = positionOf(after, { ...plan.position, accruedOn: through });
  const left = after.rows.filter((row) => row.settledOn === null);
  const closed = left.length === 0;
  // Only what is not settled was read: an early repayment's row in it has just been made.
  const newFrom = replanned ? (after.rows.find((row) => row.kind === 'early')?.no ?? Infinity) : Infinity;
  const stood = new Map(book.rows.map((row) => [row.no, row]));
  const stays = after.rows.filter((row) => row.no < newFrom);
  return {
    ...{ fact, transactionId: uuid(), position },
    answer: { loanId: loan.id, customerId: loan.customerId, paid, replanned, closed },
    change: interestChange(
      { book, accruedFen: plan.position.accruedFen },
      { book: after, accruedFen: position.accruedFen },
      paid,
    ),
    after: {
      ...{ loanId: loan.id, state: closed ? 'closed' : 'active', closedOn: closed ? (loan.closedOn ?? fact.on) : null },
      ...{ outstandingFen: minus(loan.outstandingFen, paid.principalFen), writtenOffFen: loan.writtenOffFen },
      ...{ surplusFen: after.surplusFen, maturesOn: maturityOf(loan.maturesOn, left, replanned) },
    },
    updated: stays.filter((row) => !same(row, stood.get(row.no))),
    made: after.rows.filter((row) => row.no >= newFrom),
    replaced: book.rows.filter((row) => row.no >= newFrom),
  };
}

/** A plan that was made anew may end earlier; one of which nothing is left ends as it was. */
const maturityOf = (was: BusinessDate, left: readonly Instalment[], replanned: boolean): BusinessDate =>
  (replanned ? left.at(-1)?.dueOn : undefined) ?? was;

const same = (a: Instalment, b: Instalment | undefined): boolean =>
  b !== undefined && Object.entries(a).every(([name, value]) => b[name as keyof Instalment] === value);

const factOf = (
  { on, amountFen, via, early }: RepaymentFact,
  id: string,
): Fact & { kind: 'repayment' | 'early-repayment' } =>
  early
    ? { kind: 'early-repayment', id, on, amountFen, via, mode: early.mode, feeFen: early.feeFen }
    : { kind: 'repayment', id, on, amountFen, via };

async function save(context: Context, done: readonly Done[]): Promise<void> {
  const { tx } = context;
  if (done.length === 0) return;
  const replanned = done.filter(({ made }) => made.length > 0);
  const rowsOf = (rows: 'updated' | 'made') =>
    done.flatMap((one) => one[rows].map((row) => ({ loanId: one.answer.loanId, ...row })));
  await together([
    updateRows(tx, rowsOf('updated')),
    deleteRows(
      tx,
      replanned.map(({ answer, made }) => ({ loanId: answer.loanId, no: made[0]?.no ?? 0 })),
    ),
    insertRows(tx, rowsOf('made')),
    updatePositions(
      tx,
      done.map(({ answer, position }) => ({ loanId: answer.loanId, ...position })),
    ),
    updateLoans(
      tx,
      done.map(({ after }) => after),
    ),
    insertTransactions(tx, done.map(transactionOf), context),
    insertPastPlans(tx, replanned.map(pastPlanOf)),
    postAll(
      context,
      done.flatMap((one) => entriesOf(one, context.today)),
    ),
  ]);
}

function entriesOf({ fact, change, answer }: Done, today: BusinessDate): Entry[] {
  const { loanId, paid } = answer;
  const interest = interestChanged({ ref: `interest:${fact.sourceId}`, loanId, ...change }, today);
  return [
    ...(interest ? [interest] : []),
    repaid({ id: fact.sourceId, loanId, amountFen: fact.amountFen, paid }, today),
  ];
}

/** All or nothing: an entry that the books refuse is a fault of ours. */
export async function postAll({ tx }: Pick<Context, 'tx'>, entries: readonly Entry[]): Promise<void> {
  for (const result of await postMany(tx, entries)) if (result.outcome === 'refused') throw result.refusal;
}

const transactionOf = ({ fact, answer, transactionId }: Done) => ({
  ...{ id: transactionId, loanId: answer.loanId, type: factOf(fact, '').kind, sourceId: fact.sourceId, via: fact.via },
  ...{ effectiveOn: fact.on, amountFen: fact.amountFen, mode: fact.early?.mode ?? null },
  ...{ quotedFeeFen: fact.early?.feeFen ?? ZERO, paid: answer.paid },
});

const pastPlanOf = ({ fact, answer, transactionId, replaced }: Done): PastPlan => ({
  ...{ loanId: answer.loanId, endedOn: fact.on, transactionId, rows: replaced },
});

async function recordOutOfTurn(context: Context, fact: RepaymentFact, customerId: CustomerId): Promise<Recorded> {
  const { sourceId } = fact;
  const { id: _, ...insert } = factOf(fact, sourceId);
  const by = { type: insert.kind, sourceId, amountFen: fact.amountFen };
  const recalculated = await recalculateLocked(context, fact.loanId, { insert: { ...insert, sourceId } }, by);
  assert(recalculated.ok, 'money that was taken can be booked');
  const { bookAfter, inserted } = recalculated.value;
  assert(inserted, 'the fact is among those that were folded');
  return {
    ...{ loanId: fact.loanId, customerId, paid: inserted.paid, replanned: insert.kind === 'early-repayment' },
    closed: !bookAfter.writtenOff && bookAfter.rows.every((row) => row.settledOn !== null),
  };
}
