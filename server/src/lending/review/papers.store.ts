import type { ApplicationId, Instant, StaffId } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';

const TABLE = 'review.papers';
const PIECES = 'review.pieces';
/** As base64 and sealed some 525,000 bytes. */
const PIECE_BYTES = 384 * 1024;

export type MediaType = 'image/jpeg' | 'image/png' | 'application/pdf';
export type Paper = {
  id: string;
  applicationId: ApplicationId;
  kind: string;
  name: string;
  mediaType: MediaType;
  sizeBytes: number;
  sha256: string;
  /** 'not-scanned': the bank runs no scanner. */
  scan: 'clean' | 'not-scanned';
  /** Null: the customer. */
  uploadedBy: StaffId | null;
  uploadedAt: Instant;
  /** Belongs to the recorded contract. */
  recorded: boolean;
};

export async function insertPaper(tx: Tx, vault: Vault, paper: Paper, content: Uint8Array): Promise<void> {
  await tx
    .insertInto(TABLE)
    .values({
      paper_id: paper.id,
      application_id: paper.applicationId,
      kind: paper.kind,
      name_cipher: vault.seal(`${TABLE}.name`, paper.id, paper.name),
      media_type: paper.mediaType,
      size_bytes: paper.sizeBytes,
      sha256: paper.sha256,
      scan: paper.scan,
      uploaded_by: paper.uploadedBy,
      uploaded_at: paper.uploadedAt,
      recorded: paper.recorded,
    })
    .execute();
  for (let no = 0; no * PIECE_BYTES < content.length; no += 1) {
    const piece = Buffer.from(content.subarray(no * PIECE_BYTES, (no + 1) * PIECE_BYTES)).toString('base64');
    const sealed = vault.seal(`${PIECES}.content`, `${paper.id}/${no}`, piece);
    await tx.insertInto(PIECES).values({ paper_id: paper.id, no, content_cipher: sealed }).execute();
  }
}

const select = (tx: Tx | Db) =>
  tx
    .selectFrom(TABLE)
    .select(['paper_id', 'application_id', 'kind', 'name_cipher', 'media_type', 'size_bytes', 'sha256', 'scan'])
    .select(['uploaded_by', 'uploaded_at', 'recorded']);
type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>;

/** In the order in which they came. */
export async function papersOf(tx: Tx | Db, vault: Vault, applicationId: ApplicationId): Promise<Paper[]> {
  const rows = await select(tx)
    .where('application_id', '=', applicationId)
    .orderBy('uploaded_at')
    .orderBy('paper_id')
    .execute();
  return rows.map((row) => read(row, vault));
}

export async function findPaper(tx: Tx | Db, vault: Vault, paperId: string): Promise<Paper | undefined> {
  const row = await select(tx).where('paper_id', '=', paperId).executeTakeFirst();
  return row && read(row, vault);
}

export async function contentOf(tx: Tx | Db, vault: Vault, paperId: string): Promise<Buffer> {
  const rows = await tx
    .selectFrom(PIECES)
    .select(['no', 'content_cipher'])
    .where('paper_id', '=', paperId)
    .orderBy('no')
    .execute();
  return Buffer.concat(
    rows.map(({ no, content_cipher }) =>
      Buffer.from(vault.open(`${PIECES}.content`, `${paperId}/${no}`, content_cipher), 'base64'),
    ),
  );
}

/** With all its pieces. */
export async function deletePaper(tx: Tx, paperId: string): Promise<void> {
  await tx.deleteFrom(TABLE).where('paper_id', '=', paperId).execute();
}

export async function markRecorded(tx: Tx, paperIds: readonly string[]): Promise<void> {
  await tx.updateTable(TABLE).set({ recorded: true }).where('paper_id', 'in', paperIds).execute();
}

/** Once nothing demands them any more. */
export async function deletePapersOf(tx: Tx, applicationId: ApplicationId): Promise<void> {
  await tx.deleteFrom(TABLE).where('application_id', '=', applicationId).execute();
}

const read = (row: Row, vault: Vault): Paper => ({
  id: row.paper_id,
  applicationId: row.application_id as ApplicationId,
  kind: row.kind,
  name: vault.open(`${TABLE}.name`, row.paper_id, row.name_cipher),
  mediaType: row.media_type as MediaType,
  sizeBytes: row.size_bytes,
  sha256: row.sha256,
  scan: row.scan as Paper['scan'],
  uploadedBy: row.uploaded_by as StaffId | null,
  uploadedAt: row.uploaded_at,
  recorded: row.recorded,
});
