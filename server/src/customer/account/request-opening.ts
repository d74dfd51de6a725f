import { ok, refuse, type CustomerId, type Result } from '@miaodai/values';
import { asDocument, readText } from '../../bank/content/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { recordConsent, type From } from '../consent/index.ts';
import { useFaceProof } from '../face/index.ts';
import { isSettled, type AccountOrder, type AccountRequest } from './account.rules.ts';
import { accountNoOf } from './account.store.ts';
import { askTheCore } from './request-account.ts';
import { latestRequest, lockAccountOf } from './requests.store.ts';

/** Agreed to separately: the account's terms, and the use of the card. */
const AGREEMENTS = ['account-agreement', 'card-binding'] as const;
type Agreement = { kind: (typeof AGREEMENTS)[number]; version: string; textHash: string };
type Input = {
  customerId: CustomerId;
  /** Who the person is and which card is theirs has been checked before. */
  order: Omit<Extract<AccountOrder, { kind: 'open' }>, 'kind'>;
  agreements: readonly Agreement[];
  faceAttemptId: string;
};
type Refusal = 'account-exists' | 'agreement-outdated' | 'face-not-matched';

/** Asks for an account. Asked again while the core has not answered, it is the same request; where there is an account, it is refused. */
export async function requestOpening(
  context: Context,
  vault: Vault,
  { customerId, order, agreements, faceAttemptId }: Input,
  from: From,
  rule: { faceProofSeconds: number },
): Promise<Result<AccountRequest, Refusal>> {
  const { tx, now } = context;
  await lockAccountOf(tx, customerId);
  // The request first: once that is settled, its account is there to be seen.
  const latest = await latestRequest(tx, vault, customerId);
  if (latest && !isSettled(latest)) return ok(latest);
  if (await accountNoOf(tx, vault, customerId)) return refuse('account-exists');
  if (!(await areInForce(context, agreements))) return refuse('agreement-outdated');
  const face = await useFaceProof(tx, { attemptId: faceAttemptId, customerId, purpose: 'open-account' }, now, rule);
  if (!face.ok) return face;
  const request = await askTheCore(context, vault, customerId, { kind: 'open', ...order });
  for (const agreement of agreements) {
    await recordConsent(tx, { customerId, subject: request.id, ...agreement }, from, now);
  }
  return ok(request);
}

async function areInForce({ tx, today }: Context, agreements: readonly Agreement[]): Promise<boolean> {
  for (const kind of AGREEMENTS) {
    const agreed = agreements.find((one) => one.kind === kind);
    const text = asDocument(await readText(tx, kind, today));
    if (agreed?.version !== text.version || agreed.textHash !== text.textHash) return false;
  }
  return true;
}
