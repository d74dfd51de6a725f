import { createHash } from 'node:crypto';
import type { CustomerId } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';

/** What came of attempts, and the hashes of the pictures as far as they are kept: the pictures themselves stay where they are. */
export async function faceEvidence(
  tx: Tx | Db,
  vault: Vault,
  { customerId, attemptIds }: { customerId: CustomerId; attemptIds: readonly string[] },
) {
  if (attemptIds.length === 0) return [];
  const attempts = await tx
    .selectFrom('face.attempts')
    .select(['attempt_id as attemptId', 'purpose', 'channel', 'required', 'stand_in as standIn', 'actions'])
    .select(['frames_per_action as framesPerAction', 'started_at as startedAt', 'submitted_at as submittedAt'])
    .select(['decided_at as decidedAt', 'reason', 'scores', 'used_at as usedAt'])
    .where('customer_id', '=', customerId)
    .where('attempt_id', 'in', [...attemptIds])
    .orderBy('started_at')
    .execute();
  const pictures = await tx
    .selectFrom('face.evidence')
    .select(['attempt_id', 'no', 'shows', 'image_cipher', 'keep_until as keepUntil'])
    .where('attempt_id', 'in', [...attemptIds])
    .orderBy('attempt_id')
    .orderBy('no')
    .execute();
  const hashed = pictures.map(({ attempt_id, no, shows, image_cipher, keepUntil }) => {
    const image = Buffer.from(vault.open('face.evidence.image', `${attempt_id}/${no}`, image_cipher), 'base64');
    const sha256 = createHash('sha256').update(image).digest('hex');
    return { attemptId: attempt_id, no, shows, sha256, sizeBytes: image.length, keepUntil };
  });
  return attempts.map((attempt) => ({
    ...attempt,
    pictures: hashed
      .filter(({ attemptId }) => attemptId === attempt.attemptId)
      .map(({ no, shows, sha256, sizeBytes, keepUntil }) => ({ no, shows, sha256, sizeBytes, keepUntil })),
  }));
}
