/** Why terms, flows or a question about them cannot be worked with. A closed list: screens and callers may read it. */
export type LoanMathCode =
  | 'unknown-method'
  | 'unknown-convention'
  | 'principal-out-of-range'
  | 'rate-out-of-range'
  | 'periods-out-of-range'
  | 'not-a-date'
  | 'date-out-of-range'
  | 'due-day-out-of-range'
  | 'first-due-not-after-payout'
  | 'first-due-off-due-day'
  | 'before-payout'
  | 'paid-out-of-range'
  | 'amount-out-of-range'
  | 'no-flows'
  | 'no-sign-change'
  | 'no-rate'
  | 'rate-above-maximum';

/** Thrown by this package and by nothing else; `path` names the value at fault, as in 'dueDay' or 'flows[2].on'. */
export class LoanMathError extends RangeError {
  readonly code: LoanMathCode;
  readonly path: string;

  constructor(code: LoanMathCode, path: string, message: string) {
    super(message);
    this.name = 'LoanMathError';
    this.code = code;
    this.path = path;
  }
}

/** @throws LoanMathError unless the condition holds. */
export function demand(condition: boolean, code: LoanMathCode, path: string, message: string): asserts condition {
  if (!condition) throw new LoanMathError(code, path, message);
}
