import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { BusinessDate, Instant } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { Finding, Position, StepName } from './day-end.rules.ts';

export type Clockwork = { stretch: number; untilOn: BusinessDate | null };

export async function readClockwork(db: Db | Tx): Promise<Clockwork> {
  const row = await db.selectFrom('day_end.clockwork').select(['stretch', 'until_on']).executeTakeFirstOrThrow();
  return { stretch: row.stretch, untilOn: row.until_on };
}

/** One at a time moves the bank's days; whoever waits here sees what the one before has done. */
export async function lockClockwork(tx: Tx): Promise<Clockwork> {
  const row = await tx
    .selectFrom('day_end.clockwork')
    .select(['stretch', 'until_on'])
    .forUpdate()
    .executeTakeFirstOrThrow();
  return { stretch: row.stretch, untilOn: row.until_on };
}

/** The number of the stretch that begins: jobs of those before have nothing to do any more. */
export async function nextStretch(tx: Tx): Promise<string> {
  const { stretch } = await tx
    .updateTable('day_end.clockwork')
    .set(({ eb }) => ({ stretch: eb('stretch', '+', 1) }))
    .returning('stretch')
    .executeTakeFirstOrThrow();
  return String(stretch);
}

export const setUntil = (tx: Tx, untilOn: BusinessDate) =>
  tx.updateTable('day_end.clockwork').set({ until_on: untilOn }).execute();

/** Undefined where no day is being ended. A run whose steps are all done has ended in the same commit as its last one. */
export async function readPosition(db: Tx | Db): Promise<(Position & { touchedAt: Instant }) | undefined> {
  const { rows } = await sql<Position & { touchedAt: Instant }>`
    select run.run_id as "runId",
           run.business_on as "on",
           run.state,
           step.step_no as "stepNo",
           step.step,
           step.state = 'running' as began,
           step.cursor,
           step.failures,
           greatest(run.began_at, step.touched_at) as "touchedAt"
    from day_end.runs run
    join day_end.steps step on step.run_id = run.run_id and step.state <> 'done'
    where run.state <> 'done'
    order by step.step_no
    limit 1`.execute(db);
  return rows[0];
}

export async function insertRun(tx: Tx, on: BusinessDate, steps: readonly StepName[], now: Instant): Promise<void> {
  await sql`
    with run as (
      insert into day_end.runs (run_id, business_on, state, began_at)
      values (${uuid()}, ${on}, 'running', ${now})
      returning run_id
    )
    insert into day_end.steps (run_id, step_no, step)
    select run_id, step_no, step
    from run, unnest(${[...steps]}::text[]) with ordinality as listed (step, step_no)`.execute(tx);
}

type Moved = { done: number; cursor: string | null; total: number | null };

/** One chunk further; without a cursor the step is done. */
export async function moveStep(
  tx: Tx,
  { runId, stepNo }: Position,
  { done, cursor, total }: Moved,
  now: Instant,
): Promise<void> {
  const state = cursor === null ? 'done' : 'running';
  await sql`
    update day_end.steps
    set state = ${state},
        cursor = ${cursor},
        done = done + ${done},
        total = coalesce(total, ${total}),
        began_at = coalesce(began_at, ${now}),
        touched_at = ${now},
        ended_at = ${cursor === null ? now : null},
        failures = 0,
        error = null
    where run_id = ${runId}
      and step_no = ${stepNo}`.execute(tx);
}

export const failStep = (tx: Tx, { runId, stepNo, failures }: Position, error: string, now: Instant) =>
  tx
    .updateTable('day_end.steps')
    .set({ failures: failures + 1, error, touched_at: now })
    .where('run_id', '=', runId)
    .where('step_no', '=', stepNo)
    .execute();

export const setRunState = (tx: Tx, runId: string, state: Position['state']) =>
  tx.updateTable('day_end.runs').set({ state }).where('run_id', '=', runId).execute();

/** Ended once none of its steps is left. @returns whether it has. */
export async function endRun(tx: Tx, runId: string, now: Instant): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update day_end.runs
    set state = 'done', ended_at = ${now}
    where run_id = ${runId}
      and not exists (select from day_end.steps where run_id = ${runId} and state <> 'done')`.execute(tx);
  return numAffectedRows === 1n;
}

/** Tried anew from its cursor, its failures forgotten. */
export const forgetFailures = (tx: Tx, { runId, stepNo }: Position) =>
  tx
    .updateTable('day_end.steps')
    .set({ failures: 0, error: null })
    .where('run_id', '=', runId)
    .where('step_no', '=', stepNo)
    .execute();

export const insertFindings = (
  tx: Tx,
  { runId, step }: Position,
  findings: readonly Finding[],
  now: Instant,
): Promise<unknown> =>
  tx
    .insertInto('day_end.findings')
    .values(findings.map(({ words }) => ({ finding_id: uuid(), run_id: runId, step, words, found_at: now })))
    .execute();
