import type { BusinessDate, Instant } from '@miaodai/values';
import type { Clock } from './clock.ts';
import type { Db, Tx } from './db/connect.ts';
import { codeOf, inTransaction, together } from './db/together.ts';
import type { Emitted, Jobs } from './jobs/jobs.ts';

/** What every command is handed: a transaction, the bank's day, the moment, and a way to say what happened. */
export interface Context {
  tx: Tx;
  today: BusinessDate;
  now: Instant;
  /**
   * Says what happened, in the same transaction: what follows is done by a job, once this commits. This process makes the first
   * attempt itself at once, unless it is to wait. Nobody need wait here: the commit does, and fails where this did.
   */
  emit(event: string, subject: string, options?: { afterSeconds?: number }): void;
}

export interface InTx {
  <T>(work: (context: Context) => Promise<T>): Promise<T>;
  /** What can be asked without the context is asked in one go with it, and handed to the work. */
  <T, Asked>(work: (context: Context, asked: Asked) => Promise<T>, first: (tx: Tx) => Promise<Asked>): Promise<T>;
}

/** Postgres gave one of two transactions up so that the other could go on; commands may simply be run again. */
const RETRY_CODES = new Set(['40001', '40P01']);
const MAX_TRIES = 3;

type Parts = { db: Db; clock: Clock; jobs: Jobs; today(tx: Tx): Promise<BusinessDate> };

export function transactions({ db, clock, jobs, today }: Parts): InTx {
  async function once<T, Asked>(
    work: (context: Context, asked: Asked) => Promise<T>,
    first?: (tx: Tx) => Promise<Asked>,
  ): Promise<T> {
    const { result, emitted } = await inTransaction(db, async (tx) => {
      const enqueued: Promise<Emitted>[] = [];
      const emit: Context['emit'] = (event, subject, options) => {
        const job = jobs.enqueue(tx, event, subject, options);
        job.catch(() => undefined); // Told below.
        enqueued.push(job);
      };
      try {
        const [day, asked] = await together([today(tx), first?.(tx) as Promise<Asked>]);
        const result = await work({ tx, now: clock.now(), today: day, emit }, asked);
        return { result, emitted: await together(enqueued) };
      } catch (error) {
        // What was emitted may be the cause; and nothing may be sent behind the rollback.
        await together([Promise.reject(error as Error), ...enqueued]);
        throw error;
      }
    });
    jobs.startNow(emitted);
    return result;
  }
  return async <T, Asked>(
    work: (context: Context, asked: Asked) => Promise<T>,
    first?: (tx: Tx) => Promise<Asked>,
  ): Promise<T> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await once(work, first);
      } catch (error) {
        if (attempt === MAX_TRIES || !RETRY_CODES.has(codeOf(error))) throw error;
      }
    }
  };
}
