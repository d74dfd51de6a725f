import type { BusinessDate, Instant } from '@miaodai/values';
import type { Clock } from './clock.ts';
import type { Db, Tx } from './db/connect.ts';
import type { Emitted, Jobs } from './jobs/jobs.ts';

/** What every command is handed: a transaction, the bank's day, the moment, and a way to say what happened. */
export interface Context {
  tx: Tx;
  today: BusinessDate;
  now: Instant;
  /**
   * Says what happened, in the same transaction: what follows is done by a job, once this commits. This process makes the first
   * attempt itself at once, unless it is to wait.
   */
  emit(event: string, subject: string, options?: { afterSeconds?: number }): Promise<void>;
}

export type InTx = <T>(work: (context: Context) => Promise<T>) => Promise<T>;

/** Postgres gave one of two transactions up so that the other could go on; commands may simply be run again. */
const RETRY_CODES = new Set(['40001', '40P01']);
const MAX_TRIES = 3;

type Parts = { db: Db; clock: Clock; jobs: Jobs; today(tx: Tx): Promise<BusinessDate> };

export function transactions({ db, clock, jobs, today }: Parts): InTx {
  async function once<T>(work: (context: Context) => Promise<T>): Promise<T> {
    const emitted: Emitted[] = [];
    const result = await db.transaction().execute(async (tx) =>
      work({
        tx,
        now: clock.now(),
        today: await today(tx),
        emit: async (event, subject, options) => void emitted.push(await jobs.enqueue(tx, event, subject, options)),
      }),
    );
    jobs.startNow(emitted);
    return result;
  }
  return async (work) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await once(work);
      } catch (error) {
        if (attempt === MAX_TRIES || !RETRY_CODES.has(codeOf(error))) throw error;
      }
    }
  };
}

/** The SQLSTATE of a database error, or ''. */
export const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';
