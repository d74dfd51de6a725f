import type { BusinessDate } from '@miaodai/values';
import type { Db } from '../platform/db/connect.ts';
import { journalHeader, journalText } from './journal.rules.ts';
import { readEntries } from './journal.store.ts';

/** The books as text in hledger's journal format, piece by piece; both days are included. */
export async function* exportJournal(
  db: Db,
  days: { from?: BusinessDate; to?: BusinessDate } = {},
): AsyncGenerator<string> {
  yield journalHeader();
  for await (const entries of readEntries(db, days.from, days.to)) yield entries.map(journalText).join('');
}
