import type { Db } from './db.ts';
import type { Message } from './message.ts';
import type { System } from './systems.ts';

/** Every call that came in, for testers and for tests that count. */
export type CallLog = {
  /** Notes the arrival; the returned function notes what was answered, once it is. */
  arrived: (call: Arrival) => (answer: string) => void;
  /** Resolves when everything noted so far can be read. */
  settled: () => Promise<void>;
};
export type Arrival = {
  system: System;
  operation: string;
  number: string;
  message: Message;
  fault: string | undefined;
};

const KEPT = 20_000;
const PRUNE_EVERY = 1000;

export function openCallLog(db: Db): CallLog {
  const pending = new Set<Promise<unknown>>();
  let arrivals = 0;
  const track = (write: Promise<unknown>) => {
    // Losing a line of this log while the database is away must not take the program down.
    const quiet = write.catch(() => undefined).finally(() => pending.delete(quiet));
    pending.add(quiet);
  };
  return {
    arrived: (call) => {
      const startedAt = performance.now();
      const inserted = insertCall(db, call);
      track(inserted);
      if (++arrivals % PRUNE_EVERY === 0) track(prune(db));
      return (answer) => track(inserted.then((id) => updateCall(db, id, answer, performance.now() - startedAt)));
    },
    settled: async () => {
      await Promise.all(pending);
    },
  };
}

async function insertCall(db: Db, call: Arrival): Promise<number> {
  const [row] = await db.query<{ id: number }>(
    `insert into sim_control.calls (system, operation, number, message, fault)
     values ($1, $2, $3, $4, $5)
     returning id`,
    [call.system, call.operation, call.number, JSON.stringify(call.message), call.fault ?? null],
  );
  return row?.id ?? 0;
}

const updateCall = (db: Db, id: number, answer: string, tookMs: number) =>
  db.query('update sim_control.calls set answer = $2, took_ms = $3 where id = $1', [
    id,
    answer.slice(0, 2000).replaceAll('\0', ''),
    Math.round(tookMs),
  ]);

const prune = (db: Db) =>
  db.query(`delete from sim_control.calls where id <= (select max(id) - ${KEPT} from sim_control.calls)`);
