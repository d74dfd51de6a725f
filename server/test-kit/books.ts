import { ZERO, businessDate, fen, fenFromYuan } from '@miaodai/values';
import pg from 'pg';
import { aDatabase } from './database.ts';
import { accounts, credit, debit, post, type Account, type Entry } from '../src/ledger/index.ts';

export const MONDAY = businessDate('2026-11-23');
export const TUESDAY = businessDate('2026-11-24');

/** Ten thousand yuan paid out to one loan, unless said otherwise. */
export function payout(ref: string, { loan = 'loan-1', yuan = 10_000, on = MONDAY } = {}): Entry {
  const amount = fenFromYuan(String(yuan)) ?? ZERO;
  return {
    ref,
    on,
    memo: '放款',
    lines: [debit(accounts.loanPrincipal(loan), amount), credit(accounts.coreClearing, amount)],
  };
}

export const transfer = (ref: string, from: Account, to: Account, amountFen: number): Entry => ({
  ref,
  on: MONDAY,
  memo: 'from one to another',
  lines: [debit(to, fen(amountFen)), credit(from, fen(amountFen))],
});

/** Books on a fresh database: `book` posts in a transaction of its own, `asOwner` goes behind the grants. */
export async function someBooks(t: Parameters<typeof aDatabase>[0]) {
  const made = await aDatabase(t);
  return {
    ...made,
    book: (entry: Entry) => made.db.transaction().execute((tx) => post(tx, entry)),
    async asOwner(statement: string): Promise<unknown[]> {
      const owner = new pg.Client({ connectionString: made.ownerUrl });
      await owner.connect();
      try {
        return (await owner.query<object>(statement)).rows;
      } finally {
        await owner.end();
      }
    },
  };
}
