import { createHash } from 'node:crypto';
import type { CustomerId } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { KeptReading } from './documents.rules.ts';
import { currentIdDocument } from './documents.store.ts';

/** The card that holds, what was read of each side, and the hashes of its pictures, which stay where they are. */
export async function documentEvidence(tx: Tx | Db, vault: Vault, customerId: CustomerId) {
  const document = await currentIdDocument(tx, vault, customerId);
  if (!document) return undefined;
  const { documentId } = document;
  const sides = await tx
    .selectFrom('documents.sides')
    .select(['side', 'picture_cipher', 'reading_cipher', 'read_at as readAt'])
    .where('document_id', '=', documentId)
    .orderBy('side', 'desc')
    .execute();
  const open = (column: string, side: string, sealed: Buffer) =>
    vault.open(`documents.sides.${column}`, `${documentId}/${side}`, sealed);
  return {
    ...document,
    sides: sides.map(({ side, picture_cipher, reading_cipher, readAt }) => {
      const picture = Buffer.from(open('picture', side, picture_cipher), 'base64');
      return {
        ...{ side, readAt, sizeBytes: picture.length },
        pictureSha256: createHash('sha256').update(picture).digest('hex'),
        reading: JSON.parse(open('reading', side, reading_cipher)) as KeptReading,
      };
    }),
  };
}
