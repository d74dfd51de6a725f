import { ok, refuse, type ApplicationId, type CustomerId, type Result } from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import { HEAD_OFFICE } from '../../bank/branches/index.ts';
import { readProduct } from '../../bank/products/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { insertApplication, nextApplicationNo, openApplicationOf } from './application.store.ts';

/** Takes up the customer's open application for a product, or starts one. */
export async function startApplication(
  { tx, today, now }: Context,
  vault: Vault,
  { customerId, productCode, channel }: { customerId: CustomerId; productCode: string; channel: string },
): Promise<Result<ApplicationId, 'not-found'>> {
  const product = await readProduct(tx, productCode, HEAD_OFFICE, today);
  if (!product) return refuse('not-found');
  const open = await openApplicationOf(tx, vault, customerId, productCode);
  if (open) return ok(open.id);

  const id = uuid() as ApplicationId;
  const no = await nextApplicationNo(tx, today);
  const step = 'employee-information-agreement';
  const application = { id, no, customerId, productCode, branchCode: HEAD_OFFICE, step } as const;
  if (await insertApplication(tx, application, channel, now)) return ok(id);
  // Another device was faster: theirs is the one.
  const theirs = await openApplicationOf(tx, vault, customerId, productCode);
  return theirs ? ok(theirs.id) : refuse('not-found');
}
