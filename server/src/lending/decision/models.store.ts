import type { BusinessDate, Instant, StaffId } from '@miaodai/values';
import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import { handledOf, type Handled } from '../../bank/four-eyes/index.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';

const TABLE = 'decision.models';

export type ModelState = 'draft' | 'submitted' | 'published' | 'returned';
export type ModelRow = Handled & {
  modelId: string;
  versionNo: number;
  productCode: string | null;
  contentHash: string;
  state: ModelState;
  note: string;
  effectiveFrom: BusinessDate | null;
};

/** Numbers are given in turn: whoever else drafts waits. */
export async function insertModel(
  tx: Tx,
  model: { productCode: string | null; content: string; contentHash: string; note: string; draftedBy: StaffId },
  now: Instant,
): Promise<string> {
  await sql`select pg_advisory_xact_lock(hashtext('decision.models'))`.execute(tx);
  const modelId = uuid();
  await tx
    .insertInto(TABLE)
    .values(({ selectFrom, fn }) => ({
      model_id: modelId,
      version_no: selectFrom(TABLE).select(sql<number>`coalesce(${fn.max('version_no')}, 0) + 1`.as('next')),
      product_code: model.productCode,
      content: model.content,
      content_hash: model.contentHash,
      state: 'draft',
      note: model.note,
      drafted_by: model.draftedBy,
      drafted_at: now,
    }))
    .execute();
  return modelId;
}

const select = (tx: Tx | Db) =>
  tx
    .selectFrom(TABLE)
    .select(['model_id', 'version_no', 'product_code', 'content_hash', 'state', 'note', 'effective_from', 'drafted_by'])
    .select(['drafted_at', 'submitted_by', 'submitted_at', 'published_by', 'published_at', 'returned_by'])
    .select(['returned_at', 'return_reason']);
type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>;

const read = (row: Row): ModelRow => ({
  modelId: row.model_id,
  versionNo: row.version_no,
  productCode: row.product_code,
  contentHash: row.content_hash,
  state: row.state as ModelState,
  note: row.note,
  effectiveFrom: row.effective_from,
  ...handledOf(row),
});

/** The newest version first. */
export async function listModels(tx: Tx | Db, productCode: string | undefined): Promise<ModelRow[]> {
  let query = select(tx).orderBy('version_no', 'desc').limit(200);
  if (productCode !== undefined) {
    query = query.where((where) =>
      where.or([where('product_code', '=', productCode), where('product_code', 'is', null)]),
    );
  }
  return (await query.execute()).map(read);
}

/** Locked where it is about to be moved: two who publish at once are one who is told that it is done. */
export async function findModel(tx: Tx | Db, modelId: string, { lock = false } = {}): Promise<ModelRow | undefined> {
  const query = select(tx).where('model_id', '=', modelId);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  return row && read(row);
}

export async function contentOf(tx: Tx | Db, modelId: string): Promise<string> {
  const { content } = await tx
    .selectFrom(TABLE)
    .select('content')
    .where('model_id', '=', modelId)
    .executeTakeFirstOrThrow();
  return content;
}

/** Which version decides on a product that day: of its own the latest, else of those for all. */
export async function inForce(
  tx: Tx | Db,
  productCode: string,
  on: BusinessDate,
): Promise<{ modelId: string; versionNo: number } | undefined> {
  const { rows } = await sql<{ modelId: string; versionNo: number }>`
    select model_id as "modelId", version_no as "versionNo"
    from decision.models
    where state = 'published'
      and effective_from <= ${on}
      and (product_code = ${productCode} or product_code is null)
    order by product_code is null, effective_from desc, version_no desc
    limit 1`.execute(tx);
  return rows[0];
}

type Change = Partial<{
  state: ModelState;
  effective_from: BusinessDate;
  submitted_by: StaffId;
  submitted_at: Instant;
  published_by: StaffId;
  published_at: Instant;
  returned_by: StaffId;
  returned_at: Instant;
  return_reason: string;
}>;

export async function updateModel(tx: Tx, modelId: string, change: Change): Promise<void> {
  await tx.updateTable(TABLE).set(change).where('model_id', '=', modelId).execute();
}
