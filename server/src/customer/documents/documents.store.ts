import { addSeconds, type BusinessDate, type CustomerId, type Instant } from '@miaodai/values';
import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Side } from '../../integrations/ocr/port.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { Field, Fields, KeptReading } from './documents.rules.ts';

const DOCUMENTS = 'documents.documents';
const SIDES = 'documents.sides';
const DAY_SECONDS = 86_400;

/** The document that holds, as the customer confirmed it. */
export type IdDocument = Fields & {
  documentId: string;
  /** Set right by hand by the customer, not as they were read. */
  edited: Field[];
  /** The last day on which it is good; null for ever. */
  expiresOn: BusinessDate | null;
  confirmedAt: Instant;
};
export type Draft = { documentId: string; version: number; sides: Partial<Record<Side, KeptReading>> };

/** What a customer does with their documents comes one after the other. */
export async function lockDocumentsOf(tx: Tx, customerId: CustomerId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('documents:' || ${customerId}, 0))`.execute(tx);
}

export async function currentIdDocument(
  tx: Tx | Db,
  vault: Vault,
  customerId: CustomerId,
): Promise<IdDocument | undefined> {
  const row = await tx
    .selectFrom(DOCUMENTS)
    .select(['document_id', 'fields_cipher', 'edited', 'expires_on', 'confirmed_at'])
    .where('customer_id', '=', customerId)
    .where('state', '=', 'confirmed')
    .executeTakeFirst();
  if (!row) return undefined;
  const fields = vault.open(`${DOCUMENTS}.fields`, row.document_id, row.fields_cipher as Buffer);
  return {
    ...(JSON.parse(fields) as Fields),
    documentId: row.document_id,
    edited: row.edited as Field[],
    expiresOn: row.expires_on,
    confirmedAt: row.confirmed_at as Instant,
  };
}

/** The holder's picture on the confirmed document, as JPEG. */
export async function portraitOf(tx: Tx | Db, vault: Vault, customerId: CustomerId): Promise<Buffer | undefined> {
  const row = await tx
    .selectFrom(`${DOCUMENTS} as d`)
    .innerJoin(`${SIDES} as s`, 's.document_id', 'd.document_id')
    .select(['s.document_id', 's.portrait_cipher'])
    .where('d.customer_id', '=', customerId)
    .where('d.state', '=', 'confirmed')
    .where('s.side', '=', 'front')
    .executeTakeFirst();
  if (!row?.portrait_cipher) return undefined;
  return Buffer.from(vault.open(`${SIDES}.portrait`, `${row.document_id}/front`, row.portrait_cipher), 'base64');
}

export async function selectDraft(tx: Tx | Db, vault: Vault, customerId: CustomerId): Promise<Draft | undefined> {
  const rows = await tx
    .selectFrom(`${DOCUMENTS} as d`)
    .innerJoin(`${SIDES} as s`, 's.document_id', 'd.document_id')
    .select(['d.document_id', 'd.version', 's.side', 's.reading_cipher'])
    .where('d.customer_id', '=', customerId)
    .where('d.state', '=', 'draft')
    .execute();
  const [first] = rows;
  if (!first) return undefined;
  const sides = rows.map(({ document_id, side, reading_cipher }) => [
    side,
    JSON.parse(vault.open(`${SIDES}.reading`, `${document_id}/${side}`, reading_cipher)) as KeptReading,
  ]);
  return { documentId: first.document_id, version: first.version, sides: Object.fromEntries(sides) as Draft['sides'] };
}

type NewSide = { reading: KeptReading; picture: Uint8Array; portrait: Uint8Array | undefined };

/** Into the draft, which begins with its first side; the same side again takes the place of the one before. */
export async function upsertSide(
  tx: Tx,
  vault: Vault,
  customerId: CustomerId,
  { reading, picture, portrait }: NewSide,
  { now, keepDays }: { now: Instant; keepDays: number },
): Promise<void> {
  const { document_id: documentId } = await tx
    .insertInto(DOCUMENTS)
    .values({
      document_id: uuid(),
      customer_id: customerId,
      begun_at: now,
      keep_until: addSeconds(now, keepDays * DAY_SECONDS),
    })
    .onConflict((conflict) =>
      conflict
        .column('customer_id')
        .where('state', '=', sql.lit('draft'))
        .doUpdateSet({ version: sql`documents.version + 1`, keep_until: addSeconds(now, keepDays * DAY_SECONDS) }),
    )
    .returning('document_id')
    .executeTakeFirstOrThrow();
  const row = `${documentId}/${reading.side}`;
  const sealed = (column: string, bytes: Uint8Array) =>
    vault.seal(`${SIDES}.${column}`, row, Buffer.from(bytes).toString('base64'));
  const columns = {
    picture_cipher: sealed('picture', picture),
    portrait_cipher: portrait ? sealed('portrait', portrait) : null,
    reading_cipher: vault.seal(`${SIDES}.reading`, row, JSON.stringify(reading)),
    read_at: now,
  };
  await tx
    .insertInto(SIDES)
    .values({ document_id: documentId, side: reading.side, ...columns })
    .onConflict((conflict) => conflict.columns(['document_id', 'side']).doUpdateSet(columns))
    .execute();
}

export async function updateReading(tx: Tx, vault: Vault, documentId: string, reading: KeptReading): Promise<void> {
  const row = `${documentId}/${reading.side}`;
  await tx
    .updateTable(SIDES)
    .set({ reading_cipher: vault.seal(`${SIDES}.reading`, row, JSON.stringify(reading)) })
    .where('document_id', '=', documentId)
    .where('side', '=', reading.side)
    .execute();
}

/** The draft holds from now on, and the one before is kept as long as the law asks. */
export async function markConfirmed(
  tx: Tx,
  vault: Vault,
  confirmed: {
    customerId: CustomerId;
    documentId: string;
    fields: Fields;
    edited: Field[];
    expiresOn: BusinessDate | null;
  },
  { now, keepDays }: { now: Instant; keepDays: number },
): Promise<void> {
  const { customerId, documentId, fields, edited, expiresOn } = confirmed;
  await tx
    .updateTable(DOCUMENTS)
    .set({ state: 'replaced', keep_until: addSeconds(now, keepDays * DAY_SECONDS) })
    .where('customer_id', '=', customerId)
    .where('state', '=', 'confirmed')
    .execute();
  await tx
    .updateTable(DOCUMENTS)
    .set({
      state: 'confirmed',
      fields_cipher: vault.seal(`${DOCUMENTS}.fields`, documentId, JSON.stringify(fields)),
      edited,
      expires_on: expiresOn,
      confirmed_at: now,
      keep_until: null,
    })
    .where('document_id', '=', documentId)
    .execute();
}

/** Drafts that nobody has confirmed and documents that were replaced, when their time is over. @returns how many. */
export async function deleteDocumentsUntil(db: Db | Tx, now: Instant): Promise<number> {
  const result = await db.deleteFrom(DOCUMENTS).where('keep_until', '<=', now).executeTakeFirst();
  return Number(result.numDeletedRows);
}
