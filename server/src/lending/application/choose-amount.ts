import {
  assert,
  ok,
  refuse,
  type ApplicationId,
  type BusinessDate,
  type CustomerId,
  type Fen,
  type Result,
} from '@miaodai/values';
import { checkAmount, readProduct, type AmountRefusal } from '../../bank/products/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { ownApplication } from './application.store.ts';
import { moveTo } from './move-to.ts';

type Input = { customerId: CustomerId; applicationId: ApplicationId; amountFen: Fen };
/** What was approved; the decision is a later stage, so who calls brings it along. */
type Offer = { limitFen: Fen; validUntil: BusinessDate };

/** How much is wanted, within the approved limit: online up to the product's threshold, by an officer above it (DEC-2). */
export async function chooseAmount(
  context: Context,
  vault: Vault,
  { customerId, applicationId, amountFen }: Input,
  offer: Offer | undefined,
): Promise<Result<void, 'not-found' | 'step-not-allowed' | 'offer-expired' | AmountRefusal>> {
  const application = await ownApplication(context.tx, vault, applicationId, customerId, { lock: true });
  if (!application) return refuse('not-found');
  if (application.step !== 'amount' || !offer) return refuse('step-not-allowed');
  if (context.today > offer.validUntil) return refuse('offer-expired');
  const product = await readProduct(context.tx, application.productCode, application.branchCode, context.today);
  assert(product, `${application.productCode} is offered`);
  const amount = checkAmount(product, amountFen, offer.limitFen);
  if (!amount.ok) return amount;

  const next = amountFen <= product.onlineThresholdFen ? 'use-of-funds' : 'officer';
  await moveTo(context, vault, application, next, { amountFen });
  return ok(undefined);
}
