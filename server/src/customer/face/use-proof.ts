import { addSeconds, ok, refuse, type CustomerId, type Instant, type Result } from '@miaodai/values';
import type { Tx } from '../../platform/db/connect.ts';
import type { FacePurpose } from './face.rules.ts';
import { markUsed } from './face.store.ts';

/** Takes a passed attempt for what it was passed for: once, by its customer, within its time. Call it last, when nothing else refuses. */
export async function useFaceProof(
  tx: Tx,
  who: { attemptId: string; customerId: CustomerId; purpose: FacePurpose },
  now: Instant,
  { faceProofSeconds }: { faceProofSeconds: number },
): Promise<Result<{ standIn: boolean }, 'face-not-matched'>> {
  const used = await markUsed(tx, who, { now, decidedSince: addSeconds(now, -faceProofSeconds) });
  return used ? ok(used) : refuse('face-not-matched');
}
