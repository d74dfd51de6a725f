/**
 * The books: double entry for whoever has business facts to record; knows no loans. An entry is written once and never changed.
 * Each entry balances, its on-balance and off-balance lines each by themselves. Exact accounts (one per loan, contract…) are
 * locked in the order of their names and keep a balance and a rule; rolled accounts (the bank's hot side) only get lines, which
 * are folded later. `ref` is unique: the same fact books once. Only lending/accounting.ts builds entries. See docs/ledger.md.
 */
export { post } from './post.ts';
export { postMany } from './post-many.ts';
export { balance, controlBalance, foldRolled, trialBalance } from './balances.ts';
export { closeBooks, seal, verifyChain } from './seal.ts';
export { ledgerFindings } from './findings.store.ts';
export { entriesOf, type BookedEntry } from './entries.store.ts';
export { exportJournal } from './journal.ts';
export { accountNames, accounts, type Account } from './chart-of-accounts.ts';
export { credit, debit, type Entry } from './ledger.rules.ts';
export { BooksRefused } from './refusal.ts';
