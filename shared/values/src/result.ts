/** A business answer: yes with a value, or a refusal with a code from a closed list that someone may read. */
export type Result<T, Code extends string> = { ok: true; value: T } | Refused<Code>;
export type Refused<Code extends string> = { ok: false; refusal: Code; detail?: Record<string, string | number> };

export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });

/** `detail` fills the wording of the message (which limit was broken, how many tries are left). */
export const refuse = <Code extends string>(refusal: Code, detail?: Record<string, string | number>): Refused<Code> =>
  detail === undefined ? { ok: false, refusal } : { ok: false, refusal, detail };

/** States what must be true. A failure is a bug: the transaction rolls back and someone is called. */
export function assert(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${what}`);
}
