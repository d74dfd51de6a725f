import {
  assert,
  ok,
  refuse,
  yuanDisplay,
  type ApplicationId,
  type BusinessDate,
  type CustomerId,
  type Instant,
  type Result,
} from '@miaodai/values';
import {
  asDocument,
  fillIn,
  findTextVersion,
  hashOf,
  readText,
  type Document,
  type Text,
} from '../../bank/content/index.ts';
import { readProduct, type Product } from '../../bank/products/index.ts';
import { latestConsent, recordConsent, type From } from '../../customer/consent/index.ts';
import { readCustomer } from '../../customer/identity/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { moveTo, ownApplication, type Application } from '../application/index.ts';
import { decisionOf } from '../decision/index.ts';
import { purposeLabel } from './contract.rules.ts';
import { insertContract, nextContractNo } from './contract.store.ts';
import { drawUp } from './draw-up.ts';
import { keepUseOfFunds, keptUseOfFunds } from './use-of-funds.store.ts';

type Who = { customerId: CustomerId; applicationId: ApplicationId };
type Declare = Who & { version: string; textHash: string };

/** 《贷款用途声明书》 with this application's amount and purpose in it. */
export async function useOfFundsDocument(
  context: Pick<Context, 'today'> & { tx: Tx | Db },
  vault: Vault,
  { customerId, applicationId }: Who,
): Promise<Result<Document, 'not-found' | 'step-not-allowed'>> {
  const application = await ownApplication(context.tx, vault, applicationId, customerId);
  if (!application) return refuse('not-found');
  if (application.step !== 'use-of-funds') return refuse('step-not-allowed');
  return ok(await documentFor(context, vault, application, await productOf(context, application)));
}

/** The customer declares what the money is for; with it the contract is drawn up, ready to be read. */
export async function declareUseOfFunds(
  context: Context,
  vault: Vault,
  { customerId, applicationId, version, textHash }: Declare,
  from: From,
): Promise<Result<void, 'not-found' | 'step-not-allowed' | 'agreement-outdated' | 'offer-expired'>> {
  const { tx, today, now } = context;
  const application = await ownApplication(tx, vault, applicationId, customerId, { lock: true });
  if (!application) return refuse('not-found');
  if (application.step !== 'use-of-funds') return refuse('step-not-allowed');
  const decision = await decisionOf(tx, applicationId);
  assert(decision?.approved, `${application.no} was approved`);
  if (today > decision.validUntil) return refuse('offer-expired');
  const product = await productOf(context, application);
  const document = await documentFor(context, vault, application, product);
  if (document.version !== version || document.textHash !== textHash) return refuse('agreement-outdated');

  await recordConsent(tx, { customerId, kind: 'use-of-funds', subject: applicationId, version, textHash }, from, now);
  // The rate of the decision is the rate of the contract, whatever the product costs by now.
  const offered = { ...product, annualRatePpm: decision.annualRatePpm };
  const { amountFen } = application;
  const { termMonths, purpose } = application.answers.money;
  assert(amountFen && termMonths && purpose, `${application.no} has all that a contract names`);
  const terms = { no: await nextContractNo(tx, today), principalFen: amountFen, termMonths, purpose };
  const contract = await drawUp(context, vault, application, offered, terms);
  const { validUntil, limitFen } = decision;
  const whole = { ...contract, state: 'drafted', validUntil, limitFen, signedOffline: null } as const;
  assert(!(await insertContract(tx, vault, whole, now)), `contract ${contract.no} is new`);
  await keepUseOfFunds(tx, vault, contract.id, document);
  await moveTo(context, vault, application, 'contract');
  return ok(undefined);
}

/**
 * The statement as it was declared with a contract that was drawn up on that day.
 * @throws where what is kept, or can be put together now, is not what was agreed to, by its hash.
 */
export async function declaredUseOfFunds(
  tx: Tx | Db,
  vault: Vault,
  who: Who,
  today: BusinessDate,
): Promise<Document & { declaredAt: Instant }> {
  const declared = await latestConsent(tx, who.applicationId, 'use-of-funds');
  assert(declared, `${who.applicationId}: the use of funds was declared`);
  const kept = await keptUseOfFunds(tx, vault, who.applicationId);
  const document = kept ?? (await putTogether(tx, vault, { ...who, version: declared.version, today }));
  const isDeclared = hashOf(document) === declared.textHash;
  assert(isDeclared, `${who.applicationId}: the use of funds as it was declared`);
  return { ...document, textHash: declared.textHash, declaredAt: declared.agreedAt };
}

/** Of contracts from before it was kept. */
async function putTogether(
  tx: Tx | Db,
  vault: Vault,
  { applicationId, customerId, version, today }: Who & { version: string; today: BusinessDate },
): Promise<Document> {
  const application = await ownApplication(tx, vault, applicationId, customerId);
  const text = await findTextVersion(tx, 'use-of-funds', version);
  assert(application && text, `use-of-funds ${version} of ${applicationId} is kept`);
  return filledIn(tx, vault, text, application, await productOf({ tx, today }, application));
}

const documentFor = async (
  { tx, today }: Pick<Context, 'today'> & { tx: Tx | Db },
  vault: Vault,
  application: Application,
  product: Product,
): Promise<Document> => filledIn(tx, vault, await readText(tx, 'use-of-funds', today), application, product);

async function filledIn(
  tx: Tx | Db,
  vault: Vault,
  text: Text,
  application: Application,
  product: Product,
): Promise<Document> {
  const { amountFen } = application;
  const { purpose } = application.answers.money;
  assert(amountFen && purpose, `${application.no} has an amount and a purpose`);
  const { name } = await readCustomer(tx, vault, application.customerId);
  return asDocument(
    fillIn(text, {
      customerName: name,
      applicationNo: application.no,
      principal: yuanDisplay(amountFen),
      purpose: purposeLabel(product, purpose),
      productName: product.name,
    }),
  );
}

async function productOf(
  { tx, today }: Pick<Context, 'today'> & { tx: Tx | Db },
  application: Application,
): Promise<Product> {
  const product = await readProduct(tx, application.productCode, application.branchCode, today);
  assert(product, `${application.productCode} is offered`);
  return product;
}
