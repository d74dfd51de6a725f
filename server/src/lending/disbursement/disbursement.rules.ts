import type {
  ApplicationId,
  BusinessDate,
  ContractId,
  CustomerId,
  DisbursementId,
  Fen,
  Instant,
  LoanId,
} from '@miaodai/values';

export type DisbursementState = 'requested' | 'sent' | 'paid' | 'refused';
export type Disbursement = {
  id: DisbursementId;
  contractId: ContractId;
  applicationId: ApplicationId;
  customerId: CustomerId;
  loanId: LoanId;
  transferNo: string;
  amountFen: Fen;
  limitFen: Fen;
  fromAccountNo: string;
  toAccountNo: string;
  remark: string;
  state: DisbursementState;
  requestedAt: Instant;
  paidOn: BusinessDate | null;
  coreSerialNo: string | null;
  refusalCode: string | null;
};

export const isSettled = (state: DisbursementState): boolean => state === 'paid' || state === 'refused';

/** Waiting does not cure it: under our number the core has, or may have, moved other money than we ordered. */
export const OTHER_ORDER = 'the core knows our number for another order';

/** What the core knows the transfer by: at most 32 letters and digits, no two alike. */
export const transferNoOf = (id: DisbursementId): string => `T${id.replaceAll('-', '').slice(1)}`;
