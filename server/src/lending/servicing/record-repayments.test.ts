import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import { conventionFor, DAY_COUNTS, METHODS } from '@miaodai/loan-math';
import { addDays, businessDate, fen, ratePpm, type BusinessDate, type LoanId } from '@miaodai/values';
import { aLooseDatabase } from '../../../test-kit/loose.ts';
import { accounts, balance, ledgerFindings } from '../../ledger/index.ts';
import type { LoanTerms } from './book.rules.ts';
import { readBook } from './books.store.ts';
import { bringForward, fallDueChunk } from './bring-forward.ts';
import { quoteEarly, type Mode } from './early.rules.ts';
import { accruedBefore, brought, discountDue, interestDue, openOf, positionOf } from './figures.rules.ts';
import { fold, type Fact } from './fold.rules.ts';
import type { ChangedBy, RepaymentFact } from './loan.rules.ts';
import { owedOn, runningOn } from './pay.rules.ts';
import { previewRecalculation, recalculate } from './recalculate.ts';
import { recordRepayments } from './record-repayments.ts';
import { servicedLoans } from './test-loans.ts';
import { someLoanTerms } from './test-terms.ts';
import { transactionsOf } from './transactions.store.ts';

// Repeatable: SEED=… for another life of the same loans.
let state = Number(process.env['SEED'] ?? 7) >>> 0;
function random(below: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
}
const oneOf = <T>(...of: readonly T[]): T => of[random(of.length)] as T;

type Bank = ReturnType<typeof servicedLoans>;

function someTerms(i: number): LoanTerms {
  const method = METHODS[i % METHODS.length] ?? 'equal-instalment';
  const dayCount = DAY_COUNTS[i % DAY_COUNTS.length] ?? 'monthly';
  return someLoanTerms({
    ...{ method, convention: conventionFor(dayCount), periods: 3 + random(10), graceDays: oneOf(0, 0, 3) },
    principalFen: fen(oneOf(1_000_00, 12_000_00, 98_765_43, 7)),
    annualRatePpm: ratePpm(oneOf(36_000, 72_000, 0, 150_000)),
    penaltyRatePpm: ratePpm(oneOf(0, 180_000)),
    earlyFeePpm: ratePpm(oneOf(0, 10_000)),
    disbursedOn: businessDate(oneOf('2027-12-31', '2028-01-15', '2028-01-29')),
    allocation: oneOf(['penalty', 'interest', 'principal'] as const, ['principal', 'interest', 'penalty'] as const),
  });
}

test('random lives: what is stored is the fold of the facts, and the books say the same', async (t) => {
  const bank = servicedLoans(await aLooseDatabase(t));
  const ids = await bank.lend(Array.from({ length: 16 }, (_, i) => someTerms(i)));
  for (let day = businessDate('2028-02-01'); day < '2028-12-31'; day = addDays(day, 1 + random(9))) {
    await bank.on(day, (context) => fallDueChunk(context, { on: day, cursor: null, limit: 500 }));
    const facts = (await Promise.all(ids.map((id) => randomFact(bank, id, day)))).flatMap((fact) =>
      fact && fact.amountFen > 0 ? fact : [],
    );
    await bank.on(day, (context) => recordRepayments(context, bank.vault, facts));
    for (let i = random(4); i > 0; i -= 1) await randomCorrection(bank, oneOf(...ids), day);
    await bank.on(day, (context) => bringForward(context, [oneOf(...ids)]));
    for (const id of new Set(facts.map(({ loanId }) => loanId))) await isTheFold(bank, id, day);
  }
  for (const id of ids) await isTheFold(bank, id, businessDate('2028-12-31'));
  assert.deepEqual(await ledgerFindings(bank.db), []);
  const { rows } = await sql<{ type: string; n: number }>`
    select type, count(*)::int as n from servicing.transactions group by type order by type`.execute(bank.db);
  for (const { type, n } of rows) t.diagnostic(`${type}: ${n}`);
});

async function randomFact({ db }: Bank, loanId: LoanId, day: BusinessDate): Promise<RepaymentFact | undefined> {
  if (random(3) > 0) return undefined;
  const standing = await readBook(db, loanId);
  if (standing?.loan.state !== 'active') return undefined;
  const { book } = standing;
  const on = addDays(day, random(8) === 0 ? -random(3) : 0);
  const fact = { loanId, sourceId: uuid(), on };
  const owed = owedOn(book, on).totalFen;
  const running = runningOn(book, on);
  const mode = oneOf<Mode>('lower-instalment', 'shorter-term', 'pay-off');
  const kind = random(6);
  if (kind === 0 && running) {
    const quote = quoteEarly(book, {
      on,
      mode: random(5) === 0 ? mode : 'lower-instalment',
      principalFen: fen(1 + random(2_000_00)),
    });
    if (quote)
      return {
        ...fact,
        via: 'customer',
        amountFen: quote.amountFen,
        early: { mode: quote.mode, feeFen: quote.feeFen },
      };
  }
  if (kind === 1 && running)
    return {
      ...fact,
      via: 'customer',
      amountFen: fen(owed + running.principalFen + running.interestFen - running.discountFen + random(2)),
    };
  if (owed === 0) return undefined;
  return { ...fact, via: 'debit', amountFen: kind === 2 ? fen(1 + random(owed)) : owed };
}

async function randomCorrection({ db, on, vault }: Bank, loanId: LoanId, day: BusinessDate): Promise<void> {
  const { transactions } = await transactionsOf(db, loanId, { page: 1, pageSize: 200 });
  const standing = transactions.filter(
    ({ type, voidedBy }) => voidedBy === null && !['disbursement', 'reversal'].includes(type),
  );
  const sourceId = uuid();
  const last = oneOf(...standing);
  const at = addDays(day, -random(40));
  const amountFen = fen(1 + random(500_00));
  const insert = oneOf<Fact['kind']>(
    'repayment',
    'repayment',
    'refund',
    'recovery',
    ...(random(6) === 0 ? (['write-off'] as const) : []),
  );
  const change =
    last && random(2) === 0
      ? { void: last.id }
      : insert === 'repayment'
        ? { insert: { kind: insert, sourceId, on: at, amountFen, via: 'counter' as const } }
        : insert === 'write-off'
          ? { insert: { kind: insert, sourceId, on: day } }
          : { insert: { kind: insert as 'refund' | 'recovery', sourceId, on: day, amountFen } };
  const by: ChangedBy = {
    type: 'void' in change ? 'reversal' : insert,
    sourceId,
    amountFen: insert === 'write-off' ? fen(0) : amountFen,
  };
  const seen = await previewRecalculation(db, loanId, change, day);
  const done = await on(day, (context) => recalculate(context, vault, loanId, change, by));
  assert.equal(done.ok, seen.ok);
  if (done.ok && seen.ok) assert.deepEqual(done.value.after, seen.value.after);
}

/** Rows, position, figures and the books, each against a fold of what stands in the list of transactions. */
async function isTheFold({ db }: Bank, loanId: LoanId, day: BusinessDate): Promise<void> {
  const stored = await readBook(db, loanId, { all: true });
  const { transactions } = await transactionsOf(db, loanId, { page: 1, pageSize: 500 });
  assert.ok(stored);
  const standing = transactions.filter(({ voidedBy }) => voidedBy === null).toReversed();
  const facts = standing.flatMap((one): Fact[] => {
    const of = { id: one.id, on: one.effectiveOn, amountFen: one.amountFen };
    if (one.type === 'repayment') return [{ kind: one.type, ...of, via: one.via ?? 'counter' }];
    if (one.type === 'early-repayment')
      return [
        { kind: one.type, ...of, via: one.via ?? 'counter', mode: one.mode ?? 'pay-off', feeFen: one.quotedFeeFen },
      ];
    return one.type === 'disbursement' || one.type === 'reversal' ? [] : [{ kind: one.type, ...of }];
  });
  const folded = fold(stored.book.terms, [], facts);
  assert.ok(folded.ok);
  const through = stored.position.accruedOn;
  const known = stored.book.rows.filter((row) => row.dueBooked && row.dueOn > through).length;
  assert.ok(known >= 0 && through <= day);
  const book = brought(folded.value.book, through);
  assert.deepEqual(stored.book.rows, book.rows, loanId);
  const { daysPastDue: _, ...position } = positionOf(book, { accruedOn: through, daysPastDue: 0 });
  assert.deepEqual({ ...stored.position, daysPastDue: 0 }, { ...position, daysPastDue: 0 });
  for (const { id, paid } of standing) if (folded.value.paid.has(id)) assert.deepEqual(paid, folded.value.paid.get(id));
  const principal = book.rows.reduce((sum, row) => sum + row.principalFen, 0);
  assert.equal(principal, stored.book.terms.principalFen, 'all that was lent is in the plan');
  for (const { paid, amountFen, type } of standing.filter(
    ({ type }) => type === 'repayment' || type === 'early-repayment',
  ))
    assert.equal(
      paid.penaltyFen + paid.interestFen + paid.principalFen + paid.feeFen + paid.surplusFen,
      amountFen,
      type,
    );

  assert.equal(stored.loan.writtenOffFen, openOf(book.writtenOff));
  assert.equal(stored.book.surplusFen, book.surplusFen);
  assert.equal(stored.position.accruedFen, accruedBefore(book, through));
  for (const [account, figure] of [
    [accounts.loanPrincipal(loanId), stored.loan.outstandingFen],
    [accounts.interestReceivable(loanId), interestDue(book)],
    [accounts.discountInterestReceivable(loanId), discountDue(book)],
    [accounts.surplus(loanId), book.surplusFen],
    [accounts.writtenOff(loanId), openOf(book.writtenOff)],
  ] as const)
    assert.equal(await balance(db, account), figure, account);
}
