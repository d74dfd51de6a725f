import type { BusinessDate, Fen, RatePpm } from '@miaodai/values';
import type { Outcome } from '../outcome.ts';

/**
 * States of an electronic account at the core: normal, frozen 冻结, closed 销户, credit-only 只收不付, not active 未激活,
 * reported lost 挂失.
 */
export type AccountState = 'normal' | 'frozen' | 'closed' | 'credit-only' | 'not-active' | 'lost';
export type CoreAccount = { accountNo: string; state: AccountState; balanceFen: Fen; availableFen: Fen };

export type TransferOrder = {
  /** Our number, at most 32 letters and digits. The core knows a transfer by it, for ever. */
  requestNo: string;
  fromAccountNo: string;
  toAccountNo: string;
  amountFen: Fen;
  /** What the customer reads in the account's movements. */
  remark: string;
};
export type TransferReceipt = {
  requestNo: string;
  coreSerialNo: string;
  bookedOn: BusinessDate;
  amountFen: Fen;
  toAccountNo: string;
};

/** `absent` is not final: a request may still be on its way. Sending it again under the same number is always safe. */
export type TransferInquiry =
  { state: 'booked'; receipt: TransferReceipt } | { state: 'processing' } | { state: 'absent' };

export type DebitItem = {
  /** Our number, as a transfer's; the core knows the item by it, whichever batch it came in. */
  requestNo: string;
  fromAccountNo: string;
  amountFen: Fen;
  /** The least that may be taken: amountFen is all or nothing. */
  leastFen: Fen;
  remark: string;
};
/** At most 500 items. */
export type DebitBatch = { batchNo: string; toAccountNo: string; items: readonly DebitItem[] };
/** The receipt is over what was really taken. 'processing' is everything that is not known to be final. */
export type DebitResult = { requestNo: string } & (
  { is: 'booked'; receipt: TransferReceipt } | { is: 'refused'; code: string } | { is: 'processing' }
);

/** A class II account for a person, bound to a card of their own. Our number, at most 32 letters and digits, for ever. */
export type OpeningOrder = { requestNo: string; name: string; idNumber: string; mobile: string; cardNo: string };
export type ActivationOrder = { requestNo: string; accountNo: string; address: string };
export type StateOrder = { requestNo: string; accountNo: string; to: 'normal' | 'frozen' | 'lost' };
/** What a request about an account led to. */
export type AccountReceipt = { requestNo: string; accountNo: string; state: AccountState };
/** `absent` is not final, as with transfers. */
export type AccountInquiry = { state: 'done'; receipt: AccountReceipt } | { state: 'processing' } | { state: 'absent' };

export type Deposit = {
  depositNo: string;
  principalFen: Fen;
  annualRatePpm: RatePpm;
  maturesOn: BusinessDate;
  state: 'pledged' | 'free' | 'redeemed';
  pledgedForLoanNo: string | null;
  /** What the core would pay for it today, interest included, and what at maturity. */
  paysTodayFen: Fen;
  paysAtMaturityFen: Fen;
};
/** Our number, in one row with those of requests about an account. */
export type DepositOrder = { requestNo: string; accountNo: string; depositNo: string };
/** Pledged, or to be pledged, for that loan note. */
export type PledgeOrder = DepositOrder & { loanNo: string };
export type DepositReceipt = {
  requestNo: string;
  depositNo: string;
  state: Deposit['state'];
  /** Paid to the account, where it was redeemed. */
  paidFen: Fen;
};
/** `absent` is not final, as with transfers. */
export type DepositInquiry = { state: 'done'; receipt: DepositReceipt } | { state: 'processing' } | { state: 'absent' };

export type JournalLine = {
  requestNo: string;
  coreSerialNo: string;
  fromAccountNo: string;
  toAccountNo: string;
  amountFen: Fen;
  bookedOn: BusinessDate;
};

/** Of one account, newest first. */
export type MovementsQuery = { accountNo: string; from: BusinessDate; to: BusinessDate; page: number };
export type Movement = {
  coreSerialNo: string;
  requestNo: string;
  bookedOn: BusinessDate;
  direction: 'in' | 'out';
  amountFen: Fen;
  balanceFen: Fen;
  otherAccountNo: string;
  remark: string;
};
export type MovementsPage = { page: number; pages: number; total: number; movements: Movement[] };

/** What we ask of the core banking system, in our words. */
export interface CoreBanking {
  /** A look; may be repeated freely. */
  movements(query: MovementsQuery): Promise<Outcome<MovementsPage>>;
  /** A look; may be repeated freely. Refused with code 'no-such-account' where the core does not know the number. */
  account(accountNo: string): Promise<Outcome<CoreAccount>>;
  /** Idempotent on requestNo: asked twice, money moves once and the first receipt comes back. */
  transfer(order: TransferOrder): Promise<Outcome<TransferReceipt>>;
  /** A look by our own number; refused only where the core has finally refused that transfer. */
  findTransfer(requestNo: string): Promise<Outcome<TransferInquiry>>;
  /**
   * Idempotent on each item's requestNo, in whichever batch it comes: money moves once and the first result comes back.
   * One result per item, in their order; what contradicts the order is 'processing', never booked.
   */
  debitBatch(batch: DebitBatch): Promise<Outcome<DebitResult[]>>;
  /** Idempotent on requestNo, like the next two: asked twice, one account is opened, and the first answer comes back. */
  openAccount(order: OpeningOrder): Promise<Outcome<AccountReceipt>>;
  activate(order: ActivationOrder): Promise<Outcome<AccountReceipt>>;
  /** At the holder's wish. Refused with 'state-not-allowed', or 'not-ours-to-release' where others have frozen it. */
  changeState(order: StateOrder): Promise<Outcome<AccountReceipt>>;
  /** A look by our own number of the three above; refused only where the core has finally refused that request. */
  findAccountRequest(requestNo: string): Promise<Outcome<AccountInquiry>>;
  /** A look; may be repeated freely. Refused with code 'no-such-account' where the core does not know the number. */
  deposits(accountNo: string): Promise<Outcome<Deposit[]>>;
  /** Idempotent on requestNo, like the next two: the pledge for a loan note is lifted. */
  releaseDeposit(order: PledgeOrder): Promise<Outcome<DepositReceipt>>;
  /** Principal and interest go to the account. Refused with 'deposit-pledged' while it is pledged. */
  redeemDeposit(order: DepositOrder): Promise<Outcome<DepositReceipt>>;
  /** The way back from a release; one that is pledged for that loan already stays so. */
  pledgeDeposit(order: PledgeOrder): Promise<Outcome<DepositReceipt>>;
  /** A look by our own number of the three above; refused only where the core has finally refused that request. */
  findDepositRequest(requestNo: string): Promise<Outcome<DepositInquiry>>;
  /** Every transfer and batch debit under our numbers that the core booked on that day; may be repeated freely. */
  journal(on: BusinessDate): Promise<Outcome<JournalLine[]>>;
}
