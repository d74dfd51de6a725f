import type { BusinessDate, ContractId, CustomerId, Instant } from '@miaodai/values';
import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { NOTHING_BEFORE, type HashName, type Item, type Listed } from './evidence.rules.ts';

const PACKS = 'evidence.packs';
const ITEMS = 'evidence.items';

export type Head = { seq: number; packHash: string };
export type Pack = Head & {
  packId: string;
  contractId: ContractId;
  algorithm: HashName;
  index: string;
  contentHash: string;
  previousHash: string;
  sealedAt: Instant;
};
export type NewPack = Pack & { customerId: CustomerId };

/**
 * One pack at a time finds its place. Held until the transaction ends, which waits for no disk: a pack that a crash of the database takes
 * goes together with the end of its job, so it is sealed again, and payouts do not wait behind its megabyte.
 */
export async function lockChain(tx: Tx): Promise<void> {
  await sql`set local synchronous_commit = off`.execute(tx);
  await sql`select pg_advisory_xact_lock(hashtextextended('evidence:chain', 0))`.execute(tx);
}

export const chainHead = (tx: Tx | Db): Promise<Head | undefined> =>
  tx.selectFrom(PACKS).select(['seq', 'pack_hash as packHash']).orderBy('seq', 'desc').limit(1).executeTakeFirst();

export async function isSealed(tx: Tx | Db, contractId: ContractId): Promise<boolean> {
  const row = await tx.selectFrom(PACKS).select('seq').where('contract_id', '=', contractId).executeTakeFirst();
  return row !== undefined;
}

export async function insertPack(tx: Tx, vault: Vault, pack: NewPack, items: readonly Listed[]): Promise<void> {
  const { packId, previousHash } = pack;
  await tx
    .insertInto(PACKS)
    .values({
      ...{ pack_id: packId, seq: pack.seq, contract_id: pack.contractId, customer_id: pack.customerId },
      ...{ algorithm: pack.algorithm, index: pack.index, content_hash: pack.contentHash, pack_hash: pack.packHash },
      ...{ previous_hash: previousHash === NOTHING_BEFORE ? null : previousHash, sealed_at: pack.sealedAt },
    })
    .execute();
  await tx
    .insertInto(ITEMS)
    .values(
      items.map(({ no, content, ...item }) => ({
        ...{ pack_id: packId, no, kind: item.kind, label: item.label, file_name: item.fileName },
        ...{ media_type: item.mediaType, happened_at: item.happenedAt, size_bytes: item.sizeBytes, hash: item.hash },
        content_cipher: vault.seal(`${ITEMS}.content`, `${packId}/${no}`, content.toString('base64')),
      })),
    )
    .execute();
}

const selectPacks = (db: Tx | Db) =>
  db
    .selectFrom(PACKS)
    .select(['pack_id', 'seq', 'contract_id', 'algorithm', 'index', 'content_hash', 'previous_hash', 'pack_hash'])
    .select('sealed_at');
type PackRow = Awaited<ReturnType<ReturnType<typeof selectPacks>['executeTakeFirstOrThrow']>>;

export async function packOf(db: Tx | Db, contractId: ContractId): Promise<Pack | undefined> {
  const row = await selectPacks(db).where('contract_id', '=', contractId).executeTakeFirst();
  return row && readPack(row);
}

/** In their order, some at a time. */
export async function* packsFrom(db: Db, after = 0): AsyncGenerator<Pack> {
  for (let last = after; ;) {
    const rows = await selectPacks(db).where('seq', '>', last).orderBy('seq').limit(200).execute();
    for (const row of rows) yield readPack(row);
    const end = rows.at(-1);
    if (!end) return;
    last = end.seq;
  }
}

const readPack = (row: PackRow): Pack => ({
  ...{ packId: row.pack_id, seq: row.seq, contractId: row.contract_id as ContractId, index: row.index },
  ...{ algorithm: row.algorithm as HashName, contentHash: row.content_hash, packHash: row.pack_hash },
  ...{ previousHash: row.previous_hash ?? NOTHING_BEFORE, sealedAt: row.sealed_at },
});

const selectItems = (db: Tx | Db) =>
  db
    .selectFrom(ITEMS)
    .select(['no', 'kind', 'label', 'file_name', 'media_type', 'happened_at', 'size_bytes', 'hash'])
    .orderBy('no');
type ItemRow = Awaited<ReturnType<ReturnType<typeof selectItems>['executeTakeFirstOrThrow']>>;

export const itemsOf = async (db: Tx | Db, packId: string): Promise<Item[]> =>
  (await selectItems(db).where('pack_id', '=', packId).execute()).map(readItem);

/** Null where its time was over. */
export async function contentsOf(
  db: Tx | Db,
  vault: Vault,
  packId: string,
): Promise<(Item & { content: Buffer | null })[]> {
  const rows = await selectItems(db).select('content_cipher').where('pack_id', '=', packId).execute();
  return rows.map((row) => {
    const sealed = row.content_cipher;
    const open = () => vault.open(`${ITEMS}.content`, `${packId}/${row.no}`, sealed as Buffer);
    return { ...readItem(row), content: sealed && Buffer.from(open(), 'base64') };
  });
}

const readItem = (row: ItemRow): Item => ({
  ...{ no: row.no, kind: row.kind, label: row.label, fileName: row.file_name, mediaType: row.media_type },
  ...{ happenedAt: row.happened_at, sizeBytes: row.size_bytes, hash: row.hash },
});

export const eraseEvidence = async (tx: Tx, customerId: CustomerId, today: BusinessDate): Promise<void> =>
  void (await sql`select evidence.erase_of(${customerId}, ${today})`.execute(tx));

export type Anchor = Head & { token: Buffer; stampedAt: Instant };

export async function insertAnchor(tx: Tx, { seq, packHash, token, stampedAt }: Anchor): Promise<void> {
  await tx
    .insertInto('evidence.anchors')
    .values({ anchor_id: uuid(), seq, pack_hash: packHash, token, stamped_at: stampedAt })
    .execute();
}

const selectAnchors = (db: Tx | Db) =>
  db.selectFrom('evidence.anchors').select(['seq', 'pack_hash as packHash', 'token', 'stamped_at as stampedAt']);

/** The first time-stamp on the chain at or after a place. */
export const anchorAfter = (db: Tx | Db, seq: number): Promise<Anchor | undefined> =>
  selectAnchors(db).where('seq', '>=', seq).orderBy('seq').orderBy('stamped_at').limit(1).executeTakeFirst();

export const latestAnchor = (db: Tx | Db): Promise<Anchor | undefined> =>
  selectAnchors(db).orderBy('seq', 'desc').orderBy('stamped_at', 'desc').limit(1).executeTakeFirst();

export async function* allAnchors(db: Db): AsyncGenerator<Anchor> {
  for (let last = 0; ;) {
    const rows = await selectAnchors(db).where('seq', '>', last).orderBy('seq').limit(200).execute();
    yield* rows;
    const end = rows.at(-1);
    if (!end) return;
    last = end.seq;
  }
}
