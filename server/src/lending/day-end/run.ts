import { assert, addDays, secondsBetween, type BusinessDate, type Instant } from '@miaodai/values';
import { v5 as uuidOf } from 'uuid';
import { openCase } from '../../bank/cases/index.ts';
import type { Context, InTx } from '../../platform/context.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import type { Log } from '../../platform/telemetry/log.ts';
import { beginNext, holdClockwork, type Held } from './begin.ts';
import {
  endRun,
  failStep,
  insertFindings,
  moveStep,
  nextStretch,
  readPosition,
  setRunState,
} from './clockwork.store.ts';
import { afterFailure, samePlace, type Finding, type Position, type StepName } from './day-end.rules.ts';

export type At = { runId: string; on: BusinessDate; cursor: string | null };
export type Chunk = {
  /** How many things it has dealt with. */
  done: number;
  /** Where the next chunk begins; null: the step is done. */
  cursor: string | null;
  /** What waits for others looks again so soon. */
  pauseMs?: number;
  findings?: readonly Finding[];
};

/** A step of day end. A chunk is one transaction, which also moves the cursor: killed anywhere, it has happened once or not at all. */
export type DayEndStep = {
  name: StepName;
  /** How much there is to do, for the bar; null where nobody can say before. */
  total(tx: Tx, on: BusinessDate): Promise<number | null>;
  chunk(context: Context, at: At): Promise<Chunk>;
};
/** One that asks others first, with no transaction open; asked twice for the same place, it must not matter. */
export type AskingStep<Looked> = Omit<DayEndStep, 'chunk'> & {
  look(at: At): Promise<Looked>;
  chunk(context: Context, at: At, looked: Looked): Promise<Chunk>;
};
type AnyStep = DayEndStep & {
  look?(at: At): Promise<unknown>;
  chunk(c: Context, at: At, looked?: unknown): Promise<Chunk>;
};
/** Hands what `look` has found to `chunk`. */
export const asking = <Looked>(step: AskingStep<Looked>): DayEndStep => step as unknown as DayEndStep;

export type Engine = {
  db: Db;
  inTx: InTx;
  log: Log;
  steps: readonly DayEndStep[];
  /** In a sandbox whose days go ahead of the calendar: the other systems' day goes along. */
  moveOutside?: ((day: BusinessDate) => Promise<void>) | undefined;
};

/** So long one job goes on by itself; the next begins at once in the same process, or where that is gone, elsewhere. */
const STRETCH_SECONDS = 4;
/** By it a finding is known among cases. */
const FINDINGS = '0c8e5f7a-52a4-4a5e-9d0e-6b6b3c1f7d11';

/**
 * Job: moves the end of days on, chunk by chunk and day by day, each chunk in a transaction of its own. Whoever holds the clockwork's row
 * moves it; a job of an earlier stretch has nothing to do, so that two nodes never do the same twice.
 */
export async function runDayEnd(engine: Engine, job: Job): Promise<void> {
  const { db, inTx } = engine;
  let began: Instant | undefined;
  let outside: BusinessDate | undefined;
  for (let position: Position | undefined = await readPosition(db); position?.state === 'running';) {
    const stands: Position = position;
    try {
      outside = await moveAlong(engine, stands.on, outside);
      const step = stepOf(engine, stands);
      const looked = await step.look?.(placeOf(stands));
      const moved = await inTx(
        (context, held) => advance(engine, context, { job, stands, looked, began: (began ??= context.now) }, held),
        holdClockwork,
      );
      if (moved === 'handed-over') return;
      if (moved === 'not-mine') break;
      if (moved.pauseMs !== undefined) await new Promise((resolve) => setTimeout(resolve, moved.pauseMs));
      position = moved.position;
      if (!position) await moveAlong(engine, addDays(stands.on, 1), outside);
    } catch (error) {
      return fail(engine, job, stands, error);
    }
  }
  await inTx(({ tx }) => job.completeIn(tx));
}

type Going = { job: Job; stands: Position; looked: unknown; began: Instant };
type Went = 'not-mine' | 'handed-over' | { position: Position | undefined; pauseMs: number | undefined };

async function advance(engine: Engine, context: Context, going: Going, held: Held): Promise<Went> {
  const { tx } = context;
  const { job, stands } = going;
  const now = mine(job, held);
  if (now?.state !== 'running') return 'not-mine';
  // Another node has been quicker: on from where it stands.
  if (!samePlace(now, stands)) return { position: now, pauseMs: undefined };
  assert(context.today === now.on, `the day that is ended is the bank's: ${now.on}`);
  const step = stepOf(engine, now);
  const total = now.began ? null : await step.total(tx, now.on);
  const chunk = await step.chunk(context, placeOf(now), going.looked);
  await moveStep(tx, now, { ...chunk, total }, context.now);
  if (chunk.findings?.length) await tell(context, now, chunk.findings);
  if (chunk.cursor === null && (await endRun(tx, now.runId, context.now))) await beginNext(context);
  if (secondsBetween(going.began, context.now) >= STRETCH_SECONDS) return handOver(context, job, {});
  return { position: await readPosition(tx), pauseMs: chunk.pauseMs };
}

const placeOf = ({ runId, on, cursor }: Position): At => ({ runId, on, cursor });

/** Where the end of days stands, for the job of the stretch at work. */
const mine = (job: Job, [{ stretch }, position]: Held): Position | undefined =>
  String(stretch) === job.subject ? position : undefined;

async function handOver(context: Context, job: Job, later: { afterSeconds?: number }): Promise<'handed-over'> {
  context.emit('day-end.step', await nextStretch(context.tx), later);
  await job.completeIn(context.tx);
  return 'handed-over';
}

const stepOf = ({ steps }: Engine, { step: name }: Position): AnyStep => {
  const step = steps.find((one) => one.name === name);
  assert(step, `a step of this version: ${name}`);
  return step;
};

/** Each finding is a case once, however many nights it is found. */
async function tell({ tx, now }: Context, position: Position, findings: readonly Finding[]): Promise<void> {
  await insertFindings(tx, position, findings, now);
  for (const { key, words } of findings) await openCase(tx, 'day-end-finding', uuidOf(key, FINDINGS), words, now);
}

/** Tried again after a growing pause, in the end by a person: the day stays open, and customers go on in it. */
const fail = (engine: Engine, job: Job, stands: Position, error: unknown): Promise<void> =>
  engine.inTx(async (context, held) => {
    const { tx } = context;
    const now = mine(job, held);
    if (!now || !samePlace(now, stands)) return job.completeIn(tx);
    engine.log.error({ err: error, day: now.on, step: now.step }, 'a step of day end failed');
    await failStep(tx, now, wordsOf(error), context.now);
    const next = afterFailure(now.failures + 1);
    if (next !== 'stop') return void (await handOver(context, job, next));
    await setRunState(tx, now.runId, 'stopped');
    await openCase(
      tx,
      'day-end-stopped',
      now.runId,
      `${now.on} 日终在步骤 ${now.step} 停止，请处理后重试`,
      context.now,
    );
    return job.completeIn(tx);
  }, holdClockwork);

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 500);

/** Days that the calendar has not reached are dreamt of: the simulators dream along. */
async function moveAlong(
  { moveOutside }: Engine,
  day: BusinessDate,
  known: BusinessDate | undefined,
): Promise<BusinessDate | undefined> {
  if (moveOutside && day !== known) await moveOutside(day);
  return day;
}
