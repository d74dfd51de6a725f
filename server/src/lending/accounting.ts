import {
  minus,
  type ApplicationId,
  type BusinessDate,
  type DisbursementId,
  type Fen,
  type LoanId,
} from '@miaodai/values';
import { accounts, credit, debit, type Entry } from '../ledger/index.ts';

// What each business fact does to the books. An accountant can read this page alone. Limits are off-balance (表外): granted with
// the decision, set aside while a payout is open, gone when the loan stands in the balance sheet.

/** 授信: the customer may draw so much. */
export const limitGranted = (id: ApplicationId, limit: Fen, on: BusinessDate): Entry => ({
  ref: `limit-granted:${id}`,
  on,
  memo: '审批授信',
  lines: [debit(accounts.limitAvailable(id), limit), credit(accounts.limitGranted, limit)],
});

/** 额度调整: an officer has approved another amount than the decision had granted. */
export const limitAdjusted = (id: ApplicationId, { from, to }: { from: Fen; to: Fen }, on: BusinessDate): Entry => ({
  ref: `limit-adjusted:${id}`,
  on,
  memo: '人工审批调整额度',
  lines:
    to > from
      ? [debit(accounts.limitAvailable(id), minus(to, from)), credit(accounts.limitGranted, minus(to, from))]
      : [debit(accounts.limitGranted, minus(from, to)), credit(accounts.limitAvailable(id), minus(from, to))],
});

/** 额度释放: the customer gave the offer up. */
export const limitReleased = (id: ApplicationId, rest: Fen, on: BusinessDate): Entry => ({
  ref: `limit-released:${id}`,
  on,
  memo: '额度释放',
  lines: [debit(accounts.limitGranted, rest), credit(accounts.limitAvailable(id), rest)],
});

/** 额度占用: a payout has been confirmed and its outcome is open. */
export const payoutRequested = (
  id: DisbursementId,
  application: ApplicationId,
  amount: Fen,
  on: BusinessDate,
): Entry => ({
  ref: `payout-requested:${id}`,
  on,
  memo: '放款占用额度',
  lines: [debit(accounts.limitReserved(id), amount), credit(accounts.limitAvailable(application), amount)],
});

/** 放款拒绝: the core has finally refused; the limit is there again. */
export const payoutRefused = (
  id: DisbursementId,
  application: ApplicationId,
  amount: Fen,
  on: BusinessDate,
): Entry => ({
  ref: `payout-refused:${id}`,
  on,
  memo: '核心拒绝放款，退回额度',
  lines: [debit(accounts.limitAvailable(application), amount), credit(accounts.limitReserved(id), amount)],
});

type Payout = { id: DisbursementId; applicationId: ApplicationId; loanId: LoanId; amount: Fen; unused: Fen };

/** 放款: the core has paid. The loan is an asset now; what was set aside is used up, what was not drawn lapses. */
export const payoutPaid = ({ id, applicationId, loanId, amount, unused }: Payout, on: BusinessDate): Entry => ({
  ref: `payout-paid:${id}`,
  on,
  memo: '贷款发放',
  lines: [
    debit(accounts.loanPrincipal(loanId), amount),
    credit(accounts.coreClearing, amount),
    debit(accounts.limitGranted, amount),
    credit(accounts.limitReserved(id), amount),
    ...(unused > 0
      ? [debit(accounts.limitGranted, unused), credit(accounts.limitAvailable(applicationId), unused)]
      : []),
  ],
});
