import type { applicationSchema } from '@miaodai/http-api';
import { mask, type BusinessDate, type Instant } from '@miaodai/values';
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
  const [on, customer, accountNo, decision, contract, course, faceAgain] = await together([
    today(tx),
    readCustomer(tx, vault, application.customerId),
    accountNoOf(tx, vault, application.customerId),
    decisionOf(tx, application.id),
    contractOf(tx, vault, application.id),
    viewCourse({ tx, now }, application),
    mustShowFaceAgain(tx, application, sessionId),
  ]);
  const settings = await readSettings(tx, on);
  const triesLeft = Math.max(0, settings.identityTriesPerApplication - application.identityTries);
  const [notEligible, decided, review, disbursements] = await together([
    viewNotEligible(tx, application, triesLeft, settings),
    decision ? viewDecision(tx, decision, on) : Promise.resolve(null),
    viewOfficer(tx, vault, application, on, settings),
    contract ? disbursementsOf(tx, vault, contract.id) : Promise.resolve([]),
  ]);
  const [disbursement] = disbursements;
  return {
    applicationId: application.id,
    applicationNo: application.no,
    productCode: application.productCode,
    step: application.step,
    status: toldStatusOf(application.step),
    ...course,
    faceAgain,
    version: application.version,
    savedAt: application.savedAt,
    route: application.route,
    identity: {
      name: mask.name(customer.name),
      idNumber: mask.idNumber(customer.idNumber),
      erpNo: application.erpNo,
      employerName: application.employerName,
      triesLeft,
      notEligible,
    },
    aboutYou: application.answers.aboutYou,
    money: application.answers.money,
    accountNo: mask.accountNo(accountNo ?? ''),
    decision: decided,
    amountFen: application.amountFen,
    review,
    contractId: contract?.id ?? null,
    disbursementId: disbursement?.id ?? null,
    loanId: application.step === 'done' && disbursement ? disbursement.loanId : null,
  };
}

async function viewDecision(
  tx: Db | Tx,
  decision: Decision,
  on: BusinessDate,
): Promise<NonNullable<ApplicationView['decision']>> {
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
