import type { Tx } from '../platform/db/connect.ts';
import { assertPostable, type Entry } from './ledger.rules.ts';
import { callPost, type Posted } from './ledger.store.ts';
import { refusalOf } from './refusal.ts';

/**
 * Books an entry once, in the caller's transaction: the fact and its books commit together. Exact accounts stay locked until it
 * commits; a transaction that posts several entries posts them in the order of their accounts, or with postMany.
 * @returns 'known' where this very entry is in the books already.
 * @throws BooksRefused: unbalanced, a closed day, another content under this ref, an account below its rule.
 */
export async function post(tx: Tx, entry: Entry): Promise<Posted> {
  assertPostable(entry);
  try {
    return await callPost(tx, entry);
  } catch (error) {
    throw refusalOf(error) ?? error;
  }
}
