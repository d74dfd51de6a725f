import { addDays, minus, plus, ZERO, type BusinessDate, type Fen } from '@miaodai/values';
import {
  owedOn,
  ownInterest,
  quoteEarly,
  runningOn,
  type EarlyQuote,
  type LoanBook,
  type Mode,
} from '../servicing/index.ts';
import type { EarlyTerms, Payable } from './early.rules.ts';

/** What the customer may pay of a loan on a day. */
export function payableOn(book: LoanBook, on: BusinessDate): Payable {
  const owed = owedOn(book, on);
  const row = runningOn(book, on);
  // What has not begun to run is not paid ahead.
  const running = row && row.fromOn <= on ? row : undefined;
  const runningFen = running
    ? plus(minus(running.principalFen, running.paidPrincipalFen), minus(ownInterest(running), running.paidInterestFen))
    : ZERO;
  return { owed, running, runningFen, aheadFen: running ? plus(owed.totalFen, runningFen) : null };
}

export type EarlyRefusal = 'early-not-yet' | 'early-nothing-runs';
/** What stands between a loan that lives and its early repayment on a day. */
export function earlyRefusal(book: LoanBook, terms: EarlyTerms, on: BusinessDate): EarlyRefusal | undefined {
  if (on < addDays(book.terms.disbursedOn, terms.fromDays)) return 'early-not-yet';
  return runningOn(book, on) ? undefined : 'early-nothing-runs';
}

const MODES: readonly Mode[] = ['shorter-term', 'lower-instalment', 'pay-off'];

/** Side by side: paying off, and where a part was named what becomes of the rest in either way. */
export function quotesOf(book: LoanBook, on: BusinessDate, principalFen: Fen | null): EarlyQuote[] {
  const left = runningOn(book, on)?.openingFen ?? ZERO;
  const modes = principalFen !== null && principalFen < left ? MODES : (['pay-off'] as const);
  return modes.flatMap((mode) => quoteEarly(book, { on, mode, principalFen: principalFen ?? left }) ?? []);
}
