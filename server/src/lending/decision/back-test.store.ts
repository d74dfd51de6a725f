import type { BusinessDate, Instant, StaffId } from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { Tally } from './back-test.rules.ts';

const TABLE = 'decision.back_tests';

export type BackTestState = 'running' | 'done' | 'cancelled' | 'failed';
export type BackTest = {
  backTestId: string;
  modelId: string;
  productCode: string | null;
  from: BusinessDate;
  to: BusinessDate;
  state: BackTestState;
  done: number;
  total: number;
  startedBy: StaffId;
  startedAt: Instant;
  finishedAt: Instant | null;
};

/** Undefined where one of this model is under way. */
export async function insertBackTest(
  tx: Tx,
  test: Pick<BackTest, 'modelId' | 'productCode' | 'from' | 'to' | 'startedBy'>,
  now: Instant,
): Promise<string | undefined> {
  const row = await tx
    .insertInto(TABLE)
    .values({
      ...{ back_test_id: uuid(), model_id: test.modelId, product_code: test.productCode },
      ...{ from_on: test.from, to_on: test.to, state: 'running', started_by: test.startedBy, started_at: now },
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('back_test_id')
    .executeTakeFirst();
  return row?.back_test_id;
}

const select = (tx: Tx | Db) =>
  tx
    .selectFrom(TABLE)
    .select(['back_test_id', 'model_id', 'product_code', 'from_on', 'to_on', 'state', 'done', 'total'])
    .select(['started_by', 'started_at', 'finished_at']);
type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>;

const read = (row: Row): BackTest => ({
  ...{ backTestId: row.back_test_id, modelId: row.model_id, productCode: row.product_code },
  ...{ from: row.from_on, to: row.to_on, state: row.state as BackTestState, done: row.done, total: row.total },
  ...{ startedBy: row.started_by as StaffId, startedAt: row.started_at, finishedAt: row.finished_at },
});

export async function findBackTest(tx: Tx | Db, backTestId: string): Promise<BackTest | undefined> {
  const row = await select(tx).where('back_test_id', '=', backTestId).executeTakeFirst();
  return row && read(row);
}

export async function backTestsOf(tx: Tx | Db, modelId: string): Promise<BackTest[]> {
  const rows = await select(tx).where('model_id', '=', modelId).orderBy('started_at', 'desc').limit(20).execute();
  return rows.map(read);
}

export async function resultOf(tx: Tx | Db, backTestId: string): Promise<Tally | null> {
  const row = await tx.selectFrom(TABLE).select('result').where('back_test_id', '=', backTestId).executeTakeFirst();
  return (row?.result ?? null) as Tally | null;
}

/** How far it is. @returns false where it was cancelled in the meantime. */
export async function keepProgress(db: Db, backTestId: string, done: number, total: number): Promise<boolean> {
  const row = await db
    .updateTable(TABLE)
    .set({ done, total })
    .where('back_test_id', '=', backTestId)
    .where('state', '=', 'running')
    .returning('back_test_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Whatever ends it first stands. @returns false where it had ended. */
export async function endBackTest(
  tx: Tx,
  backTestId: string,
  { state, result }: { state: 'cancelled' | 'failed'; result?: never } | { state: 'done'; result: Tally },
  now: Instant,
): Promise<boolean> {
  const row = await tx
    .updateTable(TABLE)
    .set({ state, finished_at: now, ...(result ? { result: JSON.stringify(result) } : {}) })
    .where('back_test_id', '=', backTestId)
    .where('state', '=', 'running')
    .returning('back_test_id')
    .executeTakeFirst();
  return row !== undefined;
}
