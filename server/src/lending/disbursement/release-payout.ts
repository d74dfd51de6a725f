import { assert, ok, refuse, type ApplicationId, type Result } from '@miaodai/values';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { contractOf } from '../contract/index.ts';
import { lockForWork, payoutReleased, type Officer } from '../review/index.ts';
import { requestDisbursement } from './request-disbursement.ts';

/** The payout of a contract signed on paper, released by somebody else than who recorded it: four eyes on what moves money. */
export async function releasePayout(
  context: Context,
  vault: Vault,
  { applicationId, version }: { applicationId: ApplicationId; version: number },
  officer: Officer,
): Promise<Result<void, 'not-found' | 'step-not-allowed' | 'review-changed' | 'same-person' | 'offer-expired'>> {
  const locked = await lockForWork(context, vault, applicationId, officer);
  if (!locked.ok) return locked;
  const { review } = locked.value;
  if (review.state !== 'to-check') return refuse('step-not-allowed');
  if (review.recorded?.by === officer.staffId) return refuse('same-person', { words: '登记合同的人不能放款' });
  if (review.version !== version) return refuse('review-changed');
  const contract = await contractOf(context.tx, vault, applicationId);
  assert(contract?.signedOffline, `${review.applicationNo}: its contract was recorded`);

  const requested = await requestDisbursement(context, vault, contract, 'offline-contract');
  if (!requested.ok) return requested;
  await payoutReleased(context, vault, applicationId, { by: officer.staffId });
  return ok(undefined);
}
