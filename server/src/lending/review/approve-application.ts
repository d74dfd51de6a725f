import {
  addDays,
  assert,
  fen,
  ok,
  refuse,
  yuanDisplay,
  type ApplicationId,
  type BusinessDate,
  type Fen,
  type RatePpm,
} from '@miaodai/values';
import { branchName } from '../../bank/branches/index.ts';
import { checkAmount, readProduct, type AmountRefusal, type Product } from '../../bank/products/index.ts';
import { authoritiesFor } from '../../bank/staff/index.ts';
import { queueMessage } from '../../customer/messages/index.ts';
import { accounts, balance, post } from '../../ledger/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { limitAdjusted, limitGranted } from '../accounting.ts';
import { moveTo, type Application } from '../application/index.ts';
import { decisionOf } from '../decision/index.ts';
import { insertEvent } from './events.store.ts';
import { lockInHand, type HandRefusal } from './lock-for-work.ts';
import { wantedOf, whoApproves, wrongField, type Decided, type Officer, type Terms } from './review.rules.ts';
import { updateReview } from './review.store.ts';

type Input = { applicationId: ApplicationId; version: number; note: string } & Terms;
type Refusal = HandRefusal | 'above-authority' | AmountRefusal | 'rate-above-offered';

/**
 * Within the officer's authority the application is approved: the limit is booked, and the contract can be signed. Beyond it the
 * opinion is kept, and the lowest level that may approve such terms decides (DEC-3). A lock and the version see to one decision.
 */
export async function approveApplication(
  context: Context,
  vault: Vault,
  { applicationId, version, note, ...terms }: Input,
  officer: Officer,
): Promise<Decided<'approved' | 'escalated', Refusal>> {
  const { tx, today, now } = context;
  const locked = await lockInHand(context, vault, { applicationId, version }, officer);
  if (!locked.ok) return locked;
  const { application } = locked.value;
  const product = await readProduct(tx, application.productCode, application.branchCode, today);
  assert(product, `${application.productCode} is offered`);
  const allowed = withinProduct(product, application, await rateShown(tx, applicationId, product), terms);
  if (!allowed.ok) return allowed;
  const authorities = await authoritiesFor(tx, application.productCode, application.branchCode, today);
  const level = whoApproves(authorities, officer.level, terms);
  if (level === undefined) return refuse('above-authority', { words: '没有任何级别可以批准这样的金额、利率和期限' });
  if (level !== officer.level) {
    await updateReview(tx, vault, applicationId, { state: 'open', level, holder: null });
    await insertEvent(tx, vault, applicationId, { event: 'escalated', by: officer.staffId, note, terms }, now);
    return ok('escalated');
  }

  const validUntil = addDays(today, product.offerValidDays);
  await updateReview(tx, vault, applicationId, {
    ...{ state: 'to-sign', holder: null, terms: { ...terms, validUntil } },
    decided: { by: officer.staffId, at: now },
  });
  await insertEvent(tx, vault, applicationId, { event: 'approved', by: officer.staffId, note, terms }, now);
  await bookLimit(tx, applicationId, terms.amountFen, today);
  const { amountFen, termMonths } = terms;
  await moveTo(context, vault, application, 'offline-contract', { amountFen, termMonths });
  await queueMessage(
    context,
    vault,
    { customerId: application.customerId, kind: 'officer-approved' },
    {
      ...{ product: product.name, amount: yuanDisplay(amountFen), validUntil },
      branch: await branchName(tx, application.branchCode),
    },
  );
  return ok('approved');
}

/** What nobody may approve, whatever their level: more than the product gives or the customer asked for, or dearer than was shown. */
function withinProduct(
  product: Product,
  application: Application,
  shown: RatePpm,
  terms: Terms,
): Decided<unknown, AmountRefusal | 'rate-above-offered'> {
  const amount = checkAmount(product, terms.amountFen, wantedOf(application) ?? product.maxAmountFen);
  if (!amount.ok) return amount;
  if (terms.annualRatePpm > shown) return refuse('rate-above-offered');
  return product.termsMonths.includes(terms.termMonths)
    ? amount
    : wrongField('termMonths', `可选期限：${product.termsMonths.join('、')} 个月`);
}

/** What the customer has been told that it costs: by the decision where they got one, else by the product's page. */
export const rateShown = async (tx: Tx | Db, id: ApplicationId, product: Product): Promise<RatePpm> =>
  (await decisionOf(tx, id))?.annualRatePpm ?? product.annualRatePpm;

/** The instant loan's limit was granted with its decision, and becomes what the officer has approved. */
async function bookLimit(tx: Tx, id: ApplicationId, approved: Fen, on: BusinessDate): Promise<void> {
  const booked = await balance(tx, accounts.limitAvailable(id));
  if (booked === 0) await post(tx, limitGranted(id, approved, on));
  else if (booked !== approved) await post(tx, limitAdjusted(id, { from: fen(booked), to: approved }, on));
}
