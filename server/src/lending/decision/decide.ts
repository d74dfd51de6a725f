import { addDays, assert, birthOf, secondsBetween, yuanDisplay, type ApplicationId } from '@miaodai/values';
import { closeCase, openCase } from '../../bank/cases/index.ts';
import { readProduct, type Product } from '../../bank/products/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { hasConsent } from '../../customer/consent/index.ts';
import { readCustomer, type Customer } from '../../customer/identity/index.ts';
import { queueMessage } from '../../customer/messages/index.ts';
import { post } from '../../ledger/index.ts';
import type { Context, InTx } from '../../platform/context.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { limitGranted } from '../accounting.ts';
import { lockApplication, moveTo, type Application } from '../application/index.ts';
import { decideOn, type Dossier } from './decision.rules.ts';
import { openDecision, recordDecision, type Gathering } from './decision.store.ts';
import { gatherFacts, type FactNeeds, type Facts } from './gather-facts.ts';

type Needs = FactNeeds & { inTx: InTx };
type Begun = { application: Application; gathering: Gathering; customer: Customer; consentNo: string };

/** A silent source is asked again after so long. */
const ASK_AGAIN_SECONDS = 15;

/** Job: gathers what must be known and decides, in seconds; while a must-have source is silent, again later. */
export async function decide(needs: Needs, job: Job): Promise<void> {
  const begun = await begin(needs, job);
  if (!begun) return;
  const gathered = await gatherFacts(needs, {
    decisionId: begun.gathering.id,
    applicationId: begun.application.id,
    customer: begun.customer,
    consentNo: begun.consentNo,
  });
  await needs.inTx(async (context) => {
    if (gathered.complete) await settle(context, needs, begun, gathered.facts);
    else await waitForSources(context, begun, gathered.missing);
    await job.completeIn(context.tx);
  });
}

/** What the decision starts from; nothing where it has been made already. */
const begin = ({ inTx, vault }: Needs, job: Job): Promise<Begun | undefined> =>
  inTx(async ({ tx, now }) => {
    const application = await lockApplication(tx, vault, job.subject as ApplicationId);
    assert(application, 'a submitted application exists');
    const gathering = await openDecision(tx, application.id, now);
    if (gathering.decided || application.step !== 'decision') {
      await job.completeIn(tx);
      return undefined;
    }
    const consentNo = await hasConsent(tx, application.id, 'credit-report');
    assert(consentNo, `${application.no}: the credit report may be asked for`);
    const customer = await readCustomer(tx, vault, application.customerId);
    return { application, gathering, customer, consentNo };
  });

async function settle(context: Context, { vault }: Needs, begun: Begun, facts: Facts): Promise<void> {
  const { tx, today, now } = context;
  const application = await lockApplication(tx, vault, begun.application.id);
  assert(application, 'a submitted application exists');
  const product = await readProduct(tx, application.productCode, application.branchCode, today);
  assert(product, `${application.productCode} is offered`);
  const dossier = dossierOf(application, begun.customer, product, facts, context);
  const verdict = decideOn(dossier);
  const validUntil = addDays(today, product.offerValidDays);
  if (!(await recordDecision(tx, vault, begun.gathering.id, { dossier, verdict, validUntil, now }))) return;
  await closeCase(tx, 'decision-source-silent', application.id, now);

  const to = { customerId: application.customerId };
  if (!verdict.approved) {
    await moveTo(context, vault, application, 'declined');
    return queueMessage(context, vault, { ...to, kind: 'declined' }, { product: product.name });
  }
  await moveTo(context, vault, application, 'amount');
  await post(tx, limitGranted(application.id, verdict.limitFen, today));
  const values = { product: product.name, limit: yuanDisplay(verdict.limitFen), validUntil };
  return queueMessage(context, vault, { ...to, kind: 'approved' }, values);
}

async function waitForSources(context: Context, { application, gathering }: Begun, missing: string[]): Promise<void> {
  const { openDecisionCaseSeconds } = await readSettings(context.tx, context.today);
  if (secondsBetween(gathering.openedAt, context.now) >= openDecisionCaseSeconds) {
    await openCase(context.tx, 'decision-source-silent', application.id, missing.join('; '), context.now);
  }
  context.emit('application.submitted', application.id, { afterSeconds: ASK_AGAIN_SECONDS });
}

function dossierOf(
  application: Application,
  customer: Customer,
  product: Product,
  facts: Facts,
  { today }: Context,
): Dossier {
  const { monthlyIncomeFen, monthlyExpenseFen, monthlyDebtFen, termMonths } = application.answers.money;
  const complete =
    monthlyIncomeFen !== undefined &&
    monthlyExpenseFen !== undefined &&
    monthlyDebtFen !== undefined &&
    termMonths !== undefined;
  assert(complete, `${application.no} was submitted whole`);
  const { bureau, bigData } = facts;
  return {
    decidedOn: today,
    bornOn: birthOf(customer.idNumber),
    ...{ monthlyIncomeFen, monthlyExpenseFen, monthlyDebtFen, termMonths },
    bureau: {
      reportNo: bureau.reportNo,
      monthlyDebtFen: bureau.monthlyDebtFen,
      overdueCount24m: bureau.overdueCount24m,
      worstOverdueDays: bureau.worstOverdueDays,
      lenderQueries6m: bureau.lenderQueries6m,
    },
    bigData: { score: bigData.score, warnings: bigData.warnings },
    product: {
      annualRatePpm: product.annualRatePpm,
      minAmountFen: product.minAmountFen,
      maxAmountFen: product.maxAmountFen,
      amountStepFen: product.amountStepFen,
      repaymentMethod: product.repaymentMethod,
      dayCount: product.dayCount,
      limitIncomeMultiple: product.limitIncomeMultiple,
      admission: product.admission,
    },
  };
}
