import { ok, refuse, type ApplicationId, type BusinessDate, type CustomerId, type Result } from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import { HEAD_OFFICE } from '../../bank/branches/index.ts';
import { readProduct } from '../../bank/products/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import {
  insertApplication,
  latestApplication,
  nextApplicationNo,
  openApplicationOf,
  openRoutedApplication,
  updateApplication,
} from './application.store.ts';
import { waitAfterDecline } from './wait-after-decline.ts';

/**
 * Takes up the customer's open application for a product, or the one that was routed from it to the other, or starts one. Whoever was declined starts again after the product's wait: the
 * new application knows the old one, and what was filled in then is there to be looked through; the agreements are agreed to anew.
 */
export async function startApplication(
  context: Context,
  vault: Vault,
  { customerId, productCode, channel }: { customerId: CustomerId; productCode: string; channel: string },
): Promise<Result<ApplicationId, 'not-found' | 'resubmit-too-early'>> {
  const { tx, today, now } = context;
  const product = await readProduct(tx, productCode, HEAD_OFFICE, today);
  if (!product) return refuse('not-found');
  const open =
    (await openApplicationOf(tx, vault, customerId, productCode)) ??
    (await openRoutedApplication(tx, vault, customerId));
  if (open) return ok(open.id);
  const wait = await waitAfterDecline(context, vault, customerId);
  if (wait?.mustWait) return refuse('resubmit-too-early', { words: wordsUntil(wait.from) });

  const id = uuid() as ApplicationId;
  const no = await nextApplicationNo(tx, today);
  const latest = wait && (await latestApplication(tx, vault, customerId));
  const previous = latest?.step === 'declined' ? latest : undefined;
  const application = {
    ...{ id, no, previousId: previous?.id ?? null, customerId, productCode, branchCode: HEAD_OFFICE },
    step: 'employee-information-agreement' as const,
  };
  if (await insertApplication(tx, application, channel, now)) {
    // How much was wanted is asked for anew: which product it will be is not known yet.
    const { wantedFen: _, ...money } = previous?.answers.money ?? {};
    const answers = previous && { aboutYou: previous.answers.aboutYou, money };
    if (answers) await updateApplication(tx, vault, id, { answers }, now);
    return ok(id);
  }
  // Another device was faster: theirs is the one.
  const theirs = await openApplicationOf(tx, vault, customerId, productCode);
  return theirs ? ok(theirs.id) : refuse('not-found');
}

const wordsUntil = (day: BusinessDate): string => {
  const [year, month, date] = day.split('-').map(Number);
  return `您可以从${year}年${month}月${date}日起重新提交，上次填写的内容会带出来`;
};
