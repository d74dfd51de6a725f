import type { ApplicationId, Instant } from '@miaodai/values';
import type { Tx } from '../../platform/db/connect.ts';
import { DRAFT_STEPS } from './application.rules.ts';

const TABLE = 'application.applications';

/** Which products of which branches have drafts: each may have its own time. */
export async function draftedProducts(tx: Tx): Promise<{ productCode: string; branchCode: string }[]> {
  const rows = await tx
    .selectFrom(TABLE)
    .select(['product_code', 'branch_code'])
    .distinct()
    .where('step', 'in', [...DRAFT_STEPS])
    .execute();
  return rows.map((row) => ({ productCode: row.product_code, branchCode: row.branch_code }));
}

/** What nobody has gone on with since, the oldest first. */
export async function draftsSavedBefore(
  tx: Tx,
  { productCode, branchCode }: { productCode: string; branchCode: string },
  before: Instant,
  most: number,
): Promise<ApplicationId[]> {
  const rows = await tx
    .selectFrom(TABLE)
    .select('application_id')
    .where('product_code', '=', productCode)
    .where('branch_code', '=', branchCode)
    .where('step', 'in', [...DRAFT_STEPS])
    .where('saved_at', '<', before)
    .orderBy('saved_at')
    .limit(most)
    .execute();
  return rows.map((row) => row.application_id as ApplicationId);
}

/** What was filled in and never submitted serves nobody any more. */
export async function eraseDraft(tx: Tx, id: ApplicationId): Promise<void> {
  await tx
    .updateTable(TABLE)
    .set({ erp_no_cipher: null, answers_cipher: null, employer_name: null, hired_on: null })
    .where('application_id', '=', id)
    .execute();
}
