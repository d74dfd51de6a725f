import assert from 'node:assert/strict';
import { test } from 'node:test';
import { businessDate, fen, type Fen } from '@miaodai/values';
import fc from 'fast-check';
import { CHART } from './chart-of-accounts.ts';
import {
  accounts,
  balance,
  BooksRefused,
  credit,
  debit,
  foldRolled,
  ledgerFindings,
  postMany,
  trialBalance,
} from './index.ts';
import type { Account, Entry } from './index.ts';
import { someBooks } from '../../test-kit/books.ts';

const MAIN = [
  accounts.loanPrincipal('a'),
  accounts.loanPrincipal('b'),
  accounts.interestReceivable('a'),
  accounts.coreClearing,
  accounts.interestIncome,
];
const MEMO = [accounts.limitGranted, accounts.limitAvailable('c'), accounts.limitReserved('d')];

const amount = fc.integer({ min: 1, max: 1_000_000_00 }).map(fen);
const transferWithin = (book: readonly Account[]) =>
  fc.record({ to: fc.constantFrom(...book), from: fc.constantFrom(...book), amount });
type Move = { to: Account; from: Account; amount: Fen };
const move: fc.Arbitrary<Move> = fc.oneof(transferWithin(MAIN), transferWithin(MEMO));
const entry: fc.Arbitrary<Entry> = fc.record({
  ref: fc.integer({ min: 1, max: 40 }).map((n) => `fact:${n}`),
  on: fc.constantFrom(businessDate('2026-11-23'), businessDate('2026-11-24')),
  memo: fc.constantFrom('放款', '还款; | (x)', 'a fact'),
  lines: fc
    .array(move, { minLength: 1, maxLength: 3 })
    .map((moves) => moves.flatMap(({ to, from, amount: sum }) => [debit(to, sum), credit(from, sum)])),
});
const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('post' as const), entry }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('post many' as const), entries: fc.array(entry, { maxLength: 8 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('fold' as const) }) },
);

/** The books as a page of arithmetic: what every read must agree with. */
function aModel() {
  const known = new Map<string, string>();
  const sums = new Map<string, number>();
  const content = ({ ref, on, memo, lines }: Entry) =>
    JSON.stringify([
      ref,
      on,
      memo,
      lines.map((line) => `${line.account} ${line.debitFen} ${line.creditFen}`).toSorted(),
    ]);
  return {
    sums,
    post(made: Entry): string {
      const before = known.get(made.ref);
      if (before !== undefined) return before === content(made) ? 'known' : 'content-differs';
      const after = new Map(sums);
      for (const { account, debitFen, creditFen } of made.lines) {
        after.set(account, (after.get(account) ?? 0) + debitFen - creditFen);
      }
      // All exact accounts of the chart stand on the debit side and never go below zero.
      if ([...after].some(([account, sum]) => account.includes('/') && sum < 0)) return 'below-zero';
      known.set(made.ref, content(made));
      for (const [account, sum] of after) sums.set(account, sum);
      return 'posted';
    },
  };
}

test('random entries, one by one and in bulk, with repeats and folds between: every read agrees with the model', async (t) => {
  const { db, book, asOwner } = await someBooks(t);
  const plan = fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
    await asOwner(`truncate ledger.entries, ledger.lines, ledger.exact_accounts, ledger.folded`);
    const model = aModel();
    for (const made of steps) {
      if (made.do === 'fold') await foldRolled(db);
      else if (made.do === 'post') assert.equal(await outcomeOf(book(made.entry)), model.post(made.entry));
      else {
        const results = await db.transaction().execute((tx) => postMany(tx, made.entries));
        assert.deepEqual(
          results.map((result) => (result.outcome === 'refused' ? result.refusal.code : result.outcome)),
          made.entries.map(model.post),
        );
      }
    }
    for (const account of [...MAIN, ...MEMO]) {
      const normal = CHART.find(({ code }) => account.startsWith(code))?.normalSide === 'debit' ? 1 : -1;
      assert.equal(await balance(db, account), normal * (model.sums.get(account) ?? 0) + 0);
    }
    const trial = await trialBalance(db);
    assert.equal(trial.mainTotal.debitFen, trial.mainTotal.creditFen);
    assert.equal(trial.memoTotal.debitFen, trial.memoTotal.creditFen);
    for (const line of trial.lines) {
      const expected = [...model.sums]
        .filter(([account]) => account.startsWith(line.code))
        .reduce((sum, [, n]) => sum + n, 0);
      assert.equal(line.debitFen - line.creditFen, expected);
    }
    assert.deepEqual(await ledgerFindings(db), []);
  });
  await fc.assert(plan, { numRuns: 25 });
});

const outcomeOf = (posting: Promise<string>): Promise<string> =>
  posting.catch((error: unknown) => {
    if (error instanceof BooksRefused) return error.code;
    throw error;
  });
