import { addDays, assert, secondsBetween, yuanDisplay, type ApplicationId, type BusinessDate } from '@miaodai/values';
import { closeCase, openCase } from '../../bank/cases/index.ts';
import { gradeOn } from '../../bank/employers/index.ts';
import { readProduct, type Product } from '../../bank/products/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { hasConsent } from '../../customer/consent/index.ts';
import { readCustomer, type Customer } from '../../customer/identity/index.ts';
import { queueMessage } from '../../customer/messages/index.ts';
import { post } from '../../ledger/index.ts';
import type { Context, InTx } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { together } from '../../platform/db/together.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { limitGranted } from '../accounting.ts';
import { lockApplication, moveTo, pastApplications, type Application } from '../application/index.ts';
import { assemble, lackingOf, missingOf, reasonOf } from './assemble.rules.ts';
import { openDecision, recordDecision, type Gathering } from './decision.store.ts';
import type { Dossier } from './dossier.rules.ts';
import { decideOn, ModelFailed } from './engine.ts';
import { gatherFacts, stopAsking, type FactNeeds, type Facts } from './gather-facts.ts';
import { modelInForce, type ModelInForce } from './model-in-force.ts';
import type { Verdict } from './verdict.rules.ts';

type PastLoans = Pick<Dossier['history'], 'openLoans' | 'outstandingFen' | 'overdueDays'>;
type Needs = FactNeeds & {
  inTx: InTx;
  /** What the customer owes us: a later stage knows. */
  pastLoans(tx: Tx, customerId: Customer['id'], on: BusinessDate): Promise<PastLoans>;
};
type Begun = {
  application: Application;
  gathering: Gathering;
  customer: Customer;
  consentNo: string;
  product: Product;
  model: ModelInForce;
  history: Dossier['history'];
  employerGrade: string;
  today: BusinessDate;
};

/** A silent source is asked again after so long. */
const ASK_AGAIN_SECONDS = 15;

/** Job: gathers what must be known and decides, in seconds; while a must-have source is silent, again later. */
export async function decide(needs: Needs, job: Job): Promise<void> {
  const begun = await begin(needs, job);
  if (!begun) return;
  const { application, customer, product } = begun;
  const facts = await gatherFacts(needs, {
    ...{ decisionId: begun.gathering.id, applicationId: application.id, customer, consentNo: begun.consentNo },
    ...{ erpNo: application.erpNo ?? '', sources: product.sources },
  });
  const made = lackingOf(facts, product).length === 0 ? await judge(begun, facts) : undefined;
  await needs.inTx(async (context) => {
    if (!made) await wait(context, begun, 'decision-source-silent', reasonOf(facts));
    else if (made instanceof ModelFailed) await wait(context, begun, 'decision-model-failed', made.message);
    else await settle(context, needs, begun, { ...made, facts });
    await job.completeIn(context.tx);
  });
}

/** What the decision starts from; nothing where it has been made already. */
const begin = ({ inTx, vault, pastLoans }: Needs, job: Job): Promise<Begun | undefined> =>
  inTx(async ({ tx, now, today }) => {
    const application = await lockApplication(tx, vault, job.subject as ApplicationId);
    assert(application, 'a submitted application exists');
    const { id, customerId, productCode, branchCode, employerCode } = application;
    const [gathering, consentNo, customer, product, model, asked, owed, employerGrade] = await together([
      openDecision(tx, id, now),
      hasConsent(tx, id, 'credit-report'),
      readCustomer(tx, vault, customerId),
      readProduct(tx, productCode, branchCode, today),
      modelInForce(tx, productCode, today),
      pastApplications(tx, customerId, id),
      pastLoans(tx, customerId, today),
      gradeOn(tx, employerCode ?? '', today),
    ]);
    if (gathering.decided || application.step !== 'decision') {
      await job.completeIn(tx);
      return undefined;
    }
    assert(consentNo, `${application.no}: the credit report may be asked for`);
    assert(product, `${productCode} is offered`);
    const history = { ...asked, ...owed };
    return { application, gathering, customer, consentNo, product, model, history, employerGrade, today };
  });

async function judge(begun: Begun, facts: Facts): Promise<{ dossier: Dossier; verdict: Verdict } | ModelFailed> {
  const dossier = assemble({ ...begun, idNumber: begun.customer.idNumber }, facts);
  try {
    return { dossier, verdict: await decideOn(begun.model.content, dossier) };
  } catch (error) {
    if (!(error instanceof ModelFailed)) throw error;
    return new ModelFailed(`决策模型第 ${begun.model.versionNo} 版无法判断：${error.message}`);
  }
}

async function settle(
  context: Context,
  { vault }: Needs,
  { application: { id, route }, gathering, product, model }: Begun,
  { dossier, verdict, facts }: { dossier: Dossier; verdict: Verdict; facts: Facts },
): Promise<void> {
  const { tx, today, now } = context;
  const missing = missingOf(facts);
  const validUntil = addDays(today, product.offerValidDays);
  const byMachine = route === 'instant' || (product.autoDecline && !verdict.approved);
  const made = { dossier, verdict, model, missing, validUntil, now, recommended: !byMachine };
  const [application, recorded] = await together([
    lockApplication(tx, vault, id),
    recordDecision(tx, vault, gathering.id, made),
  ]);
  assert(application, 'a submitted application exists');
  if (!recorded) return;
  await together([
    closeCase(tx, 'decision-source-silent', id, now),
    closeCase(tx, 'decision-model-failed', id, now),
    stopAsking(
      tx,
      gathering.id,
      missing.map(({ source }) => source),
    ),
    byMachine
      ? tell(context, { vault }, application, { product, verdict, validUntil })
      : moveTo(context, vault, application, 'officer'),
  ]);
}

async function tell(
  context: Context,
  { vault }: Pick<Needs, 'vault'>,
  application: Application,
  { product, verdict, validUntil }: { product: Product; verdict: Verdict; validUntil: BusinessDate },
): Promise<void> {
  const to = { customerId: application.customerId };
  if (!verdict.approved) {
    await together([
      moveTo(context, vault, application, 'declined'),
      queueMessage(context, vault, { ...to, kind: 'declined' }, { product: product.name }),
    ]);
    return;
  }
  const values = { product: product.name, limit: yuanDisplay(verdict.limitFen), validUntil };
  await together([
    moveTo(context, vault, application, 'amount'),
    post(context.tx, limitGranted(application.id, verdict.limitFen, context.today)),
    queueMessage(context, vault, { ...to, kind: 'approved' }, values),
  ]);
}

/** The application stays where it is, the customer reads so, and in time a person is told with all that is known. */
async function wait(
  context: Context,
  { application, gathering }: Begun,
  kind: 'decision-source-silent' | 'decision-model-failed',
  reason: string,
): Promise<void> {
  const { openDecisionCaseSeconds } = await readSettings(context.tx, context.today);
  const late = secondsBetween(gathering.openedAt, context.now) >= openDecisionCaseSeconds;
  // What a model cannot judge it cannot judge in ten minutes either.
  if (late || kind === 'decision-model-failed') {
    await openCase(context.tx, kind, application.id, reason, context.now);
  }
  context.emit('application.submitted', application.id, { afterSeconds: ASK_AGAIN_SECONDS });
}
