/** What an outside system answered. Silence is 'unknown', and unknown is never failure: it is asked about again. */
export type Outcome<T> =
  { is: 'done'; value: T } | { is: 'refused'; code: string; reason: string } | { is: 'unknown'; cause: string };

export const done = <T>(value: T): Outcome<T> => ({ is: 'done', value });
export const refused = (code: string, reason: string): Outcome<never> => ({ is: 'refused', code, reason });
export const unknown = (cause: string): Outcome<never> => ({ is: 'unknown', cause });
