import { sql } from 'kysely';
import type { BusinessDate, Instant, LoanId } from '@miaodai/values';
import type { Tx } from '../../platform/db/connect.ts';
import type { DebitBatch } from './debit.rules.ts';

const TABLE = 'repayment.debit_batches';

export async function insertBatch(
  tx: Tx,
  batch: DebitBatch & { runId: string; items: number },
  madeAt: Instant,
): Promise<void> {
  const { id, batchNo, runId, on, items, state } = batch;
  await tx
    .insertInto(TABLE)
    .values({ batch_id: id, batch_no: batchNo, run_id: runId, debit_on: on, items, state, made_at: madeAt })
    .execute();
}

/** Locked, so that two attempts settle its items one after the other. */
export async function lockBatch(tx: Tx, id: string): Promise<DebitBatch & { madeAt: Instant }> {
  const row = await tx
    .selectFrom(TABLE)
    .select(['batch_id', 'batch_no', 'debit_on', 'state', 'made_at'])
    .where('batch_id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return {
    ...{ id: row.batch_id, batchNo: row.batch_no, on: row.debit_on satisfies BusinessDate },
    ...{ state: row.state as DebitBatch['state'], madeAt: row.made_at },
  };
}

/** It is left out where all of it goes out with the batch, because others came first. */
export async function settleBatch(tx: Tx, id: string, settledAt: Instant): Promise<void> {
  await tx
    .updateTable(TABLE)
    .set({ state: 'settled' satisfies DebitBatch['state'], settled_at: settledAt })
    .where('batch_id', '=', id)
    .where('state', '=', 'open' satisfies DebitBatch['state'])
    .execute();
}

/**
 * Of these loans, those that were debited in this run already. Only the latest attempt is looked at: a loan that is overdue for long has
 * hundreds of them.
 */
export async function triedIn(tx: Tx, runId: string, loanIds: readonly LoanId[]): Promise<Set<LoanId>> {
  const { rows } = await sql<{ loanId: LoanId }>`
    select asked.id as "loanId"
    from unnest(${[...loanIds]}::uuid[]) as asked (id)
    cross join lateral (
      select batch_id
      from repayment.repayments
      where loan_id = asked.id
      order by requested_at desc
      limit 1
    ) latest
    join repayment.debit_batches batch using (batch_id)
    where batch.run_id = ${runId}`.execute(tx);
  return new Set(rows.map(({ loanId }) => loanId));
}
