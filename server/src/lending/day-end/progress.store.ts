import { sql } from 'kysely';
import type { BusinessDate, Instant } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { together } from '../../platform/db/together.ts';
import type { StepName } from './day-end.rules.ts';

type StepProgress = {
  step: StepName;
  state: 'waiting' | 'running' | 'done';
  done: number;
  total: number | null;
  beganAt: Instant | null;
  endedAt: Instant | null;
  failures: number;
  error: string | null;
};
type DayEndRun = {
  runId: string;
  on: BusinessDate;
  state: 'running' | 'stopped' | 'done';
  beganAt: Instant;
  endedAt: Instant | null;
  findings: number;
};

/** The latest days first. */
export async function readRuns(
  db: Db,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ runs: DayEndRun[]; total: number }> {
  const found = await sql<DayEndRun>`
    select run_id as "runId", business_on as "on", state, began_at as "beganAt", ended_at as "endedAt",
           (select count(*)::int from day_end.findings where findings.run_id = runs.run_id) as findings
    from day_end.runs
    order by business_on desc
    limit ${limit}
    offset ${offset}`.execute(db);
  const { total } = await db
    .selectFrom('day_end.runs')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return { runs: found.rows, total };
}

/** The steps of one day with what was found; of the latest where none is named. */
export async function readRun(
  db: Db | Tx,
  on?: BusinessDate,
): Promise<(DayEndRun & { steps: StepProgress[]; found: { step: StepName; words: string }[] }) | undefined> {
  const { rows } = await sql<DayEndRun & { steps: StepProgress[] }>`
    select run_id as "runId", business_on as "on", state, began_at as "beganAt", ended_at as "endedAt", 0 as findings
    from day_end.runs
    where ${on ?? null}::date is null or business_on = ${on ?? null}
    order by business_on desc
    limit 1`.execute(db);
  const [run] = rows;
  if (!run) return undefined;
  const [steps, found] = await together([
    sql<StepProgress>`
      select step, state, done, total, began_at as "beganAt", ended_at as "endedAt", failures, error
      from day_end.steps
      where run_id = ${run.runId}
      order by step_no`.execute(db),
    sql<{ step: StepName; words: string }>`
      select step, words
      from day_end.findings
      where run_id = ${run.runId}
      order by finding_id
      limit 200`.execute(db),
  ]);
  return { ...run, findings: found.rows.length, steps: steps.rows, found: found.rows };
}
