import { assert, ok, refuse, type ApplicationId, type CustomerId, type Result } from '@miaodai/values';
import { checkAmount, readProduct, type Product } from '../../bank/products/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import {
  mayEditAboutYou,
  mayEditMoney,
  missingAboutYou,
  missingMoney,
  type Answers,
  type Application,
} from './application.rules.ts';
import { ownApplication, updateApplication } from './application.store.ts';
import { moveTo } from './move-to.ts';

type Save = { customerId: CustomerId; applicationId: ApplicationId; version: number; complete: boolean };
type SaveRefusal = 'not-found' | 'step-not-allowed' | 'draft-changed' | 'answers-incomplete' | 'invalid-input';

/** Page two. What is saved is added to what was saved; with `complete` the page must be whole, and the next one opens. */
export async function saveAboutYou(
  context: Context,
  vault: Vault,
  save: Save & { answers: Answers['aboutYou'] },
): Promise<Result<void, SaveRefusal>> {
  const application = await ownApplication(context.tx, vault, save.applicationId, save.customerId, { lock: true });
  if (!application) return refuse('not-found');
  if (!mayEditAboutYou(application.step)) return refuse('step-not-allowed');
  if (application.version !== save.version) return refuse('draft-changed');
  const answers = { ...application.answers, aboutYou: { ...application.answers.aboutYou, ...save.answers } };
  if (save.complete && missingAboutYou(answers).length > 0) return refuse('answers-incomplete');

  const goesOn = save.complete && application.step === 'about-you';
  return keep(context, vault, application, answers, goesOn ? 'money' : undefined);
}

/**
 * Page three, in the same way. Term and purpose are among those that the product offers to this branch's customers; how much is wanted
 * is asked for with the standard loan only.
 */
export async function saveMoney(
  context: Context,
  vault: Vault,
  save: Save & { answers: Answers['money'] },
): Promise<Result<void, SaveRefusal>> {
  const application = await ownApplication(context.tx, vault, save.applicationId, save.customerId, { lock: true });
  if (!application) return refuse('not-found');
  if (!mayEditMoney(application.step)) return refuse('step-not-allowed');
  if (application.version !== save.version) return refuse('draft-changed');
  const product = await readProduct(context.tx, application.productCode, application.branchCode, context.today);
  assert(product, `${application.productCode} is offered`);
  const wrong = notOffered(product, save.answers);
  if (wrong) return refuse('invalid-input', { field: wrong });
  const answers = { ...application.answers, money: { ...application.answers.money, ...save.answers } };
  if (save.complete && missingMoney(answers, application.route).length > 0) return refuse('answers-incomplete');

  const goesOn = save.complete && application.step === 'money';
  return keep(context, vault, application, answers, goesOn ? 'submit' : undefined);
}

function notOffered(
  product: Product,
  { termMonths, purpose, wantedFen }: Answers['money'],
): keyof Answers['money'] | undefined {
  if (termMonths !== undefined && !product.termsMonths.includes(termMonths)) return 'termMonths';
  if (purpose !== undefined && !product.purposes.some(({ code }) => code === purpose)) return 'purpose';
  if (wantedFen === undefined) return undefined;
  const mayBe = product.route === 'standard' && checkAmount(product, wantedFen, product.maxAmountFen).ok;
  return mayBe ? undefined : 'wantedFen';
}

async function keep(
  context: Context,
  vault: Vault,
  application: Application,
  answers: Answers,
  next: 'money' | 'submit' | undefined,
): Promise<Result<void, never>> {
  if (next) await moveTo(context, vault, application, next, { answers });
  else await updateApplication(context.tx, vault, application.id, { answers }, context.now);
  return ok(undefined);
}
