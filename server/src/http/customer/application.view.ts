import type { applicationSchema } from '@miaodai/http-api';
import { mask, type Instant } from '@miaodai/values';
import type { z } from 'zod';
import { today } from '../../bank/calendar/index.ts';
import { readText } from '../../bank/content/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { accountNoOf } from '../../customer/account/index.ts';
import { readCustomer } from '../../customer/identity/index.ts';
import { mustShowFaceAgain, toldStatusOf, type Application } from '../../lending/application/index.ts';
import { contractOf } from '../../lending/contract/index.ts';
import { decisionOf, type Decision } from '../../lending/decision/index.ts';
import { disbursementsOf } from '../../lending/disbursement/index.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { together } from '../../platform/db/together.ts';
import { viewNotEligible } from './not-eligible.view.ts';
import { viewCourse } from './course.view.ts';
import { viewOfficer } from './officer.view.ts';

export type ApplicationView = z.output<typeof applicationSchema>;

/** An application as the customer sees it, put together from its stages; persons' data masked. */
export async function viewApplication(
  { tx, now, sessionId }: { tx: Db | Tx; now: Instant; sessionId: string },
  vault: Vault,
  application: Application,
): Promise<ApplicationView> {
  const settings = await readSettings(tx, await today(tx));
  const customer = await readCustomer(tx, vault, application.customerId);
  const accountNo = await accountNoOf(tx, vault, application.customerId);
  const decision = await decisionOf(tx, application.id);
  const contract = await contractOf(tx, vault, application.id);
  const [disbursement] = contract ? await disbursementsOf(tx, vault, contract.id) : [];
  const triesLeft = Math.max(0, settings.identityTriesPerApplication - application.identityTries);
  return {
    applicationId: application.id,
    applicationNo: application.no,
    productCode: application.productCode,
    step: application.step,
    status: toldStatusOf(application.step),
    ...(await viewCourse({ tx, now }, application)),
    faceAgain: await mustShowFaceAgain(tx, application, sessionId),
    version: application.version,
    savedAt: application.savedAt,
    route: application.route,
    identity: {
      name: mask.name(customer.name),
      idNumber: mask.idNumber(customer.idNumber),
      erpNo: application.erpNo,
      employerName: application.employerName,
      triesLeft,
      notEligible: await viewNotEligible(tx, application, triesLeft, settings),
    },
    aboutYou: application.answers.aboutYou,
    money: application.answers.money,
    accountNo: mask.accountNo(accountNo ?? ''),
    decision: decision ? await viewDecision(tx, decision) : null,
    amountFen: application.amountFen,
    review: await viewOfficer(tx, vault, application, await today(tx), settings),
    contractId: contract?.id ?? null,
    disbursementId: disbursement?.id ?? null,
    loanId: application.step === 'done' && disbursement ? disbursement.loanId : null,
  };
}

async function viewDecision(tx: Db | Tx, decision: Decision): Promise<NonNullable<ApplicationView['decision']>> {
  const on = await today(tx);
  const words = await together(decision.reasons.map((reason) => readText(tx, `declined:${reason}`, on)));
  return {
    approved: decision.approved,
    limitFen: decision.limitFen,
    annualRatePpm: decision.annualRatePpm,
    validUntil: decision.validUntil,
    reasons: words.map((text) => text.paragraphs.join('')),
    decidedAt: decision.decidedAt,
  };
}
