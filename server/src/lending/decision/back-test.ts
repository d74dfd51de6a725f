import { ok, refuse, type BusinessDate, type DecisionId, type Result, type StaffId } from '@miaodai/values';
import type { Context, InTx } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db } from '../../platform/db/connect.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { createWorkerPool, type WorkerPool } from '../../platform/workers/pool.ts';
import { count, emptyTally, finished, type Answer, type Tally } from './back-test.rules.ts';
import { endBackTest, findBackTest, insertBackTest, keepProgress } from './back-test.store.ts';
import type { Batch } from './back-test.worker.ts';
import { decisionsOf, storedDecisions, type Recommendation } from './decision.store.ts';
import type { Dossier } from './dossier.rules.ts';
import { modelText } from './model-in-force.ts';
import { findModel } from './models.store.ts';

export const MOST_DECISIONS = 10_000;
/** Small enough that nobody waits behind it, large enough that the way there and back does not count. */
const BATCH = 250;

export type BackTestWorkers = WorkerPool<Batch, (Answer | null)[]>;

/** One thread is enough for ten thousand in seconds, and leaves the others to whoever waits with a page open. */
export const backTestWorkers = (): BackTestWorkers =>
  createWorkerPool({
    file: new URL('back-test.worker.ts', import.meta.url),
    name: 'back-test',
    threads: 1,
    maxWaiting: 8,
  });

export async function startBackTest(
  { tx, now, emit }: Context,
  test: { modelId: string; productCode: string | null; from: BusinessDate; to: BusinessDate },
  staffId: StaffId,
): Promise<Result<string, 'not-found' | 'back-test-running'>> {
  if (!(await findModel(tx, test.modelId))) return refuse('not-found');
  const backTestId = await insertBackTest(tx, { ...test, startedBy: staffId }, now);
  if (backTestId === undefined) return refuse('back-test-running');
  // By the queue's own worker: it may take longer than a first attempt in this process has.
  emit('model.back-test', backTestId, { afterSeconds: 0 });
  return ok(backTestId);
}

export async function cancelBackTest(
  { tx, now }: Context,
  backTestId: string,
): Promise<Result<void, 'not-found' | 'step-not-allowed'>> {
  if (!(await findBackTest(tx, backTestId))) return refuse('not-found');
  return (await endBackTest(tx, backTestId, { state: 'cancelled' }, now)) ? ok(undefined) : refuse('step-not-allowed');
}

type Needs = { db: Db; inTx: InTx; vault: Vault; backTests: BackTestWorkers };

/** Job: decides again on what was decided, in a thread of its own, and keeps what would be otherwise. Ended where it was cancelled. */
export async function runBackTest(needs: Needs, job: Job): Promise<void> {
  const { db, inTx } = needs;
  const test = await findBackTest(db, job.subject);
  const end: Parameters<typeof endBackTest>[2] | undefined =
    test?.state === 'running'
      ? await replay(needs, job.subject, test).then(
          (result) => result && { state: 'done' as const, result },
          () => ({ state: 'failed' as const }),
        )
      : undefined;
  await inTx(async ({ tx, now }) => {
    if (end) await endBackTest(tx, job.subject, end, now);
    await job.completeIn(tx);
  });
}

type Wanted = { modelId: string; productCode: string | null; from: BusinessDate; to: BusinessDate };

/** Undefined where it was cancelled. While one batch is decided on, the next is read. */
async function replay(needs: Needs, id: string, wanted: Wanted): Promise<Tally | undefined> {
  const { db } = needs;
  const content = await modelText(db, wanted.modelId);
  const ids = await decisionsOf(db, wanted, MOST_DECISIONS);
  const tally = emptyTally();
  if (!(await keepProgress(db, id, 0, ids.length))) return undefined;
  let next = prepare(needs, content, ids.slice(0, BATCH));
  for (let from = 0; from < ids.length; from += BATCH) {
    const { rows, left, answers } = await next;
    next = prepare(needs, content, ids.slice(from + BATCH, from + 2 * BATCH));
    next.catch(() => undefined); // Told when its turn has come; a cancelled one has no turn.
    tally.left += left;
    const said = await answers;
    for (const [i, row] of rows.entries()) add(tally, row, said[i] ?? null);
    if (!(await keepProgress(db, id, Math.min(from + BATCH, ids.length), ids.length))) return undefined;
  }
  return finished(tally);
}

type Prepared = { rows: Recommendation[]; left: number; answers: Promise<(Answer | null)[]> };

async function prepare(
  { db, vault, backTests }: Needs,
  content: string,
  ids: readonly DecisionId[],
): Promise<Prepared> {
  if (ids.length === 0) return { rows: [], left: 0, answers: Promise.resolve([]) };
  const all = await storedDecisions(db, vault, ids);
  const rows = all.filter(({ dossier }) => dossier !== undefined);
  const answers = backTests.run({ content, dossiers: rows.map(({ dossier }) => dossier as Dossier) });
  answers.catch(() => undefined); // Told to whoever waits for it.
  return { rows, left: all.length - rows.length, answers };
}

function add(tally: Tally, row: Recommendation, now: Answer | null): void {
  if (!now) return void (tally.failed += 1);
  const { applicationId, approved, limitFen, annualRatePpm, reasons, dossier } = row;
  const { decidedOn, application } = dossier as Dossier;
  const before = { approved, limitFen, annualRatePpm, reasons };
  count(tally, { applicationId, decidedOn, productCode: application.productCode, before, now });
}
