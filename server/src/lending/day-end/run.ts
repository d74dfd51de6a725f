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
/** What had no more to do than this may be followed by the next in the same transaction. */
const FEW = 50;
/** By it a finding is known among cases. */
const FINDINGS = '0c8e5f7a-52a4-4a5e-9d0e-6b6b3c1f7d11';

/**
 * Job: moves the end of days on, chunk by chunk and day by day, each chunk in one transaction with its cursor; steps that have next to
 * nothing to do share one. Whoever holds the clockwork's row moves it; a job of an earlier stretch has nothing to do, so that two nodes
 * never do the same twice.
 */
export async function runDayEnd(engine: Engine, job: Job): Promise<void> {
  const { db, inTx } = engine;
  const going: Going = { job, looked: undefined, began: undefined, at: undefined, alone: false };
  let outside: BusinessDate | undefined;
  for (let position: Position | undefined = await readPosition(db); position?.state === 'running';) {
    const stands: Position = position;
    try {
      going.at = stands;
      outside = await moveAlong(engine, stands.on, outside);
      going.looked = await stepOf(engine, stands).look?.(placeOf(stands));
      const moved = await inTx((context, held) => advance(engine, context, going, stands, held), holdClockwork);
      if (moved === 'handed-over') return;
      if (moved === 'not-mine') break;
      if (moved.pauseMs !== undefined) await new Promise((resolve) => setTimeout(resolve, moved.pauseMs));
      position = moved.position;
      if (!position) await moveAlong(engine, addDays(stands.on, 1), outside);
    } catch (error) {
      // Which step it was is known for certain where it is tried by itself.
      if (going.alone || going.at === stands) return fail(engine, job, stands, error);
      going.alone = true;
    }
  }
  await inTx(({ tx }) => job.completeIn(tx));
}

type Going = {
  job: Job;
  /** What the step has asked before the transaction. */
  looked: unknown;
  began: Instant | undefined;
  at: Position | undefined;
  /** One step in a transaction. */
  alone: boolean;
};
type Went = 'not-mine' | 'handed-over' | { position: Position | undefined; pauseMs: number | undefined };

async function advance(engine: Engine, context: Context, going: Going, stands: Position, held: Held): Promise<Went> {
  const now = mine(going.job, held);
  if (now?.state !== 'running') return 'not-mine';
  // Another node has been quicker: on from where it stands.
  if (!samePlace(now, stands)) return { position: now, pauseMs: undefined };
  assert(context.today === stands.on, `the day that is ended is the bank's: ${stands.on}`);
  going.began ??= context.now;
  let position: Position | undefined = stands;
  let chunk: Chunk;
  do {
    going.at = position;
    chunk = await doChunk(engine, context, position, position === stands ? going.looked : undefined);
    const before: Position = position;
    position = await readPosition(context.tx);
    if (!position && (await endRun(context.tx, before.runId, context.now))) {
      await beginNext(context);
      return goOn(context, going, await readPosition(context.tx), undefined);
    }
  } while (position && !going.alone && isShort(chunk) && !stepOf(engine, position).look);
  return goOn(context, going, position, chunk.pauseMs);
}

/** What waits for others must commit first, and what was much is worth a commit. */
const isShort = ({ done, pauseMs }: Chunk): boolean => done <= FEW && pauseMs === undefined;

async function doChunk(engine: Engine, context: Context, position: Position, looked: unknown): Promise<Chunk> {
  const { tx, now } = context;
  const step = stepOf(engine, position);
  const total = position.began ? null : await step.total(tx, position.on);
  const chunk = await step.chunk(context, placeOf(position), looked);
  await moveStep(tx, position, { ...chunk, total }, now);
  if (chunk.findings?.length) await tell(context, position, chunk.findings);
  return chunk;
}

async function goOn(
  context: Context,
  { job, began }: Going,
  position: Position | undefined,
  pauseMs: number | undefined,
): Promise<Went> {
  const isLong = began !== undefined && secondsBetween(began, context.now) >= STRETCH_SECONDS;
  return position && isLong ? handOver(context, job, {}) : { position, pauseMs };
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
