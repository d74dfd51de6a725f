/** Why the books took no entry. Each is a bug of the caller, but 'below-zero', which a race for one limit may meet too. */
export type RefusalCode =
  | 'content-differs'
  | 'closed-day'
  | 'unbalanced'
  | 'unknown-account'
  | 'bad-amount'
  | 'below-zero'
  | 'bad-text'
  | 'wrong-database-state';

/** Thrown, so that the business fact rolls back with its entry. */
export class BooksRefused extends Error {
  override readonly name = 'BooksRefused';
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string, options?: ErrorOptions) {
    super(`${code}: ${message}`, options);
    this.code = code;
  }
}

/** The database's refusal in our words, or undefined where the error is of another kind (a lost connection, a deadlock). */
export function refusalOf(error: unknown): BooksRefused | undefined {
  if (error instanceof BooksRefused) return error;
  const { code, constraint, message } = error as { code?: string; constraint?: string; message?: string };
  const refusal = STATES[code ?? ''] ?? (code === '23514' ? CONSTRAINTS[constraint ?? ''] : undefined);
  return refusal && new BooksRefused(refusal, message ?? '', { cause: error });
}

// SQLSTATEs raised by the functions of migration 0002.
const STATES: Record<string, RefusalCode> = {
  LB001: 'content-differs',
  LB002: 'closed-day',
  LB003: 'unbalanced',
  LB004: 'unknown-account',
  LB005: 'bad-amount',
  LB006: 'below-zero',
  LB009: 'wrong-database-state',
  '22003': 'bad-amount', // Beyond bigint.
};

const CONSTRAINTS: Record<string, RefusalCode> = {
  not_below_zero: 'below-zero',
  balance_is_safe: 'bad-amount',
  one_side_only: 'bad-amount',
  amounts_are_safe: 'bad-amount',
  ref_form: 'bad-text',
  memo_form: 'bad-text',
};
