/**
 * The API as data: every operation once, with its schemas, for the server's routes, the typed client and openapi.json.
 * Nothing here but './client', './fields' and './problems' may reach the browser as code; the rest reaches it as types.
 */
import { accountOperations } from './customer/account.ts';
import { accountCareOperations } from './customer/account-care.ts';
import { applicationOperations } from './customer/application.ts';
import { calculatorOperations } from './customer/calculators.ts';
import { contractOperations } from './customer/contract.ts';
import { copyOperations } from './customer/copies.ts';
import { credentialOperations } from './customer/credentials.ts';
import { depositOperations } from './customer/deposits.ts';
import { documentOperations } from './customer/documents.ts';
import { messageOperations } from './customer/messages.ts';
import { paperOperations } from './customer/papers.ts';
import { gateOperations } from './customer/gates.ts';
import { faceOperations } from './customer/face.ts';
import { loanOperations } from './customer/loan.ts';
import { privacyOperations } from './customer/privacy.ts';
import { productOperations } from './customer/product.ts';
import { registrationOperations } from './customer/registration.ts';
import { repaymentOperations } from './customer/repayments.ts';
import { securityOperations } from './customer/security.ts';
import { sessionOperations } from './customer/session.ts';
import { transferOperations } from './customer/transfers.ts';
import { verificationOperations } from './customer/verification.ts';
import { contractConsoleOperations } from './console/contracts.ts';
import { correctionOperations } from './console/corrections.ts';
import { dayEndOperations } from './console/day-end.ts';
import { discountOperations } from './console/discounts.ts';
import { earlyRepaymentOperations } from './console/early-repayments.ts';
import { employerOperations } from './console/employers.ts';
import { loanConsoleOperations } from './console/loans.ts';
import { modelOperations } from './console/models.ts';
import { reviewOperations } from './console/reviews.ts';
import { staffSessionOperations } from './console/session.ts';
import { textOperations } from './console/texts.ts';
import { workOperations } from './console/work.ts';

export const customerOperations = {
  ...sessionOperations,
  ...registrationOperations,
  ...securityOperations,
  ...productOperations,
  ...credentialOperations,
  ...applicationOperations,
  ...contractOperations,
  ...loanOperations,
  ...repaymentOperations,
  ...faceOperations,
  ...privacyOperations,
  ...accountOperations,
  ...gateOperations,
  ...documentOperations,
  ...transferOperations,
  ...accountCareOperations,
  ...paperOperations,
  ...messageOperations,
  ...copyOperations,
  ...verificationOperations,
  ...calculatorOperations,
  ...depositOperations,
};
export type CustomerOperations = typeof customerOperations;

export const consoleOperations = {
  ...staffSessionOperations,
  ...workOperations,
  ...reviewOperations,
  ...earlyRepaymentOperations,
  ...modelOperations,
  ...employerOperations,
  ...textOperations,
  ...contractConsoleOperations,
  ...loanConsoleOperations,
  ...correctionOperations,
  ...discountOperations,
  ...dayEndOperations,
};
export type ConsoleOperations = typeof consoleOperations;

export type { accountOperations } from './customer/account.ts';
export type { accountCareOperations } from './customer/account-care.ts';
export type { applicationOperations } from './customer/application.ts';
export type { calculatorOperations } from './customer/calculators.ts';
export type { contractOperations } from './customer/contract.ts';
export type { copyOperations } from './customer/copies.ts';
export type { verificationOperations } from './customer/verification.ts';
export type { contractConsoleOperations } from './console/contracts.ts';
export type { correctionOperations } from './console/corrections.ts';
export type { discountOperations } from './console/discounts.ts';
export type { loanConsoleOperations } from './console/loans.ts';
export type { credentialOperations } from './customer/credentials.ts';
export type { depositOperations } from './customer/deposits.ts';
export type { documentOperations } from './customer/documents.ts';
export type { messageOperations } from './customer/messages.ts';
export type { paperOperations } from './customer/papers.ts';
export type { gateOperations } from './customer/gates.ts';
export type { faceOperations } from './customer/face.ts';
export type { loanOperations } from './customer/loan.ts';
export type { privacyOperations } from './customer/privacy.ts';
export type { productOperations } from './customer/product.ts';
export type { repaymentOperations } from './customer/repayments.ts';
export type { registrationOperations } from './customer/registration.ts';
export type { securityOperations } from './customer/security.ts';
export type { sessionOperations } from './customer/session.ts';
export type { transferOperations } from './customer/transfers.ts';
export type { dayEndOperations } from './console/day-end.ts';
export type { earlyRepaymentOperations } from './console/early-repayments.ts';
export type { employerOperations } from './console/employers.ts';
export type { modelOperations } from './console/models.ts';
export type { reviewOperations } from './console/reviews.ts';
export type { staffSessionOperations } from './console/session.ts';
export type { textOperations } from './console/texts.ts';
export type { workOperations } from './console/work.ts';
export * from './operation.ts';
export * from './problems.ts';
export * from './rights.ts';
export {
  aboutYouSchema,
  moneyAnswersSchema,
  applicationSchema,
  stepSchema,
  statusSchema,
} from './customer/application.ts';
