import { sql } from 'kysely';
import type { BusinessDate, ContractId, CustomerId, Instant } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { someAtATime } from '../../platform/db/some-at-a-time.ts';
import type { Copy, CopyReason, CopyState } from './copies.rules.ts';

const TABLE = 'copies.copies';
const ADDRESS = `${TABLE}.address`;
const CODE = `${TABLE}.unzip_code`;

const select = (tx: Tx | Db) =>
  tx
    .selectFrom(TABLE)
    .select(['copy_id', 'contract_id', 'customer_id', 'address_cipher', 'state', 'reason', 'requested_on'])
    .select(['requested_at', 'settled_at'])
    .select(({ eb }) => eb('unzip_code_cipher', 'is not', null).as('has_code'));
type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>;

const read = (vault: Vault, row: Row): Copy => ({
  id: row.copy_id,
  contractId: row.contract_id as ContractId,
  customerId: row.customer_id as CustomerId,
  address: row.address_cipher && vault.open(ADDRESS, row.copy_id, row.address_cipher),
  state: row.state as CopyState,
  reason: row.reason as CopyReason | null,
  requestedOn: row.requested_on,
  requestedAt: row.requested_at,
  settledAt: row.settled_at,
  hasUnzipCode: Boolean(row.has_code),
});

/** Two requests at once take their turns: neither goes past the day's limit. */
export async function lockCopiesOf(tx: Tx, customerId: CustomerId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('copies:' || ${customerId}, 0))`.execute(tx);
}

export async function countCopiesOn(tx: Tx | Db, customerId: CustomerId, day: BusinessDate): Promise<number> {
  const row = await tx
    .selectFrom(TABLE)
    .select(({ fn }) => fn.countAll<number>().as('copies'))
    .where('customer_id', '=', customerId)
    .where('requested_on', '=', day)
    .executeTakeFirstOrThrow();
  return row.copies;
}

export async function insertCopy(
  tx: Tx,
  vault: Vault,
  copy: Pick<Copy, 'id' | 'contractId' | 'customerId' | 'requestedOn' | 'requestedAt'> & {
    address: string;
    unzipCode: string;
  },
): Promise<void> {
  await tx
    .insertInto(TABLE)
    .values({
      copy_id: copy.id,
      contract_id: copy.contractId,
      customer_id: copy.customerId,
      address_cipher: vault.seal(ADDRESS, copy.id, copy.address),
      unzip_code_cipher: vault.seal(CODE, copy.id, copy.unzipCode),
      requested_on: copy.requestedOn,
      requested_at: copy.requestedAt,
    })
    .execute();
}

/** The newest first. Somebody else's are as if they did not exist. */
export async function copiesOf(
  tx: Tx | Db,
  vault: Vault,
  customerId: CustomerId,
  contractId?: ContractId,
): Promise<Copy[]> {
  let query = select(tx).where('customer_id', '=', customerId);
  if (contractId !== undefined) query = query.where('contract_id', '=', contractId);
  const rows = await query.orderBy('requested_at', 'desc').orderBy('copy_id', 'desc').execute();
  return rows.map((row) => read(vault, row));
}

export async function findCopy(tx: Tx | Db, vault: Vault, copyId: string): Promise<Copy | undefined> {
  const row = await select(tx).where('copy_id', '=', copyId).executeTakeFirst();
  return row && read(vault, row);
}

/** Locked, so that what became of it is settled by one at a time. */
export async function lockCopy(tx: Tx, vault: Vault, copyId: string): Promise<Copy | undefined> {
  const row = await select(tx).where('copy_id', '=', copyId).forUpdate().executeTakeFirst();
  return row && read(vault, row);
}

export async function unzipCodeOf(tx: Tx | Db, vault: Vault, copyId: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom(TABLE)
    .select('unzip_code_cipher')
    .where('copy_id', '=', copyId)
    .executeTakeFirstOrThrow();
  return row.unzip_code_cipher ? vault.open(CODE, copyId, row.unzip_code_cipher) : undefined;
}

export async function settleAs(
  tx: Tx,
  copyId: string,
  settled: { state: 'accepted'; reason: null } | { state: 'bounced' | 'failed'; reason: CopyReason },
  now: Instant,
): Promise<void> {
  await tx
    .updateTable(TABLE)
    .set({ ...settled, settled_at: now })
    .where('copy_id', '=', copyId)
    .execute();
}

/** Codes of mails that were asked for before that time. @returns how many. */
export const forgetOldUnzipCodes = (db: Db, before: Instant): Promise<number> =>
  someAtATime(async (limit) => {
    const { numAffectedRows } = await sql`
      update copies.copies
      set unzip_code_cipher = null
      where copy_id in (select copy_id
                        from copies.copies
                        where requested_at < ${before} and unzip_code_cipher is not null and state <> 'queued'
                        limit ${limit})`.execute(db);
    return Number(numAffectedRows);
  });

/** When a customer leaves: what opens the files goes at once, but for a mail that is on its way. */
export async function forgetUnzipCodesOf(tx: Tx, customerId: CustomerId): Promise<void> {
  await tx
    .updateTable(TABLE)
    .set({ unzip_code_cipher: null })
    .where('customer_id', '=', customerId)
    .where('state', '<>', 'queued')
    .execute();
}

/** Once nothing demands it any more: that it was sent stays, where to goes. */
export async function eraseCopies(tx: Tx, customerId: CustomerId): Promise<void> {
  await tx
    .updateTable(TABLE)
    .set({ address_cipher: null, unzip_code_cipher: null })
    .where('customer_id', '=', customerId)
    .execute();
}
