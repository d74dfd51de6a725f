import type { Answer, earlyRepaymentOperations } from '@miaodai/http-api';
import { problems } from '@miaodai/http-api/problems';
import { addDays, assert, mask, type BusinessDate } from '@miaodai/values';
import { branchNames } from '../../bank/branches/index.ts';
import { productNames } from '../../bank/products/index.ts';
import { memberNames } from '../../bank/staff/index.ts';
import { readContact } from '../../customer/identity/index.ts';
import { ownApplication } from '../../lending/application/index.ts';
import { ownContract } from '../../lending/contract/index.ts';
import {
  earlyDeclineReasons,
  expectedOn,
  figuresOf,
  isSettled,
  repaymentsOf,
  suggestedDebitDay,
  type EarlyFigures,
  type EarlyRequest,
  type Repayment,
} from '../../lending/repayment/index.ts';
import { notesOf, owedOn, readBook, type BookOfLoan } from '../../lending/servicing/index.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { StaffCaller } from './caller.ts';

type Operations = typeof earlyRepaymentOperations;
export type DetailView = Answer<Operations['readEarlyRepayment']>;
type ItemView = Answer<Operations['listEarlyRepayments']>['items'][number];
type Looking = { tx: Db | Tx; vault: Vault; today: BusinessDate };
/** So many attempts are shown: one for each hour of debits, and more than that. */
const MOST_ATTEMPTS = 50;

/** Rows of the list; customers' names masked. */
export async function viewItems({ tx, vault }: Looking, requests: readonly EarlyRequest[]): Promise<ItemView[]> {
  const branches = await branchNames(tx);
  const products = await productNames(tx);
  const items: ItemView[] = [];
  for (const request of requests) {
    const { name } = await readContact(tx, vault, request.customerId);
    const [latest] = await repaymentsOf(tx, { earlyRequestId: request.id }, { limit: 1 });
    const paying = request.state === 'approved' && latest !== undefined && !isSettled(latest);
    items.push({
      ...{ requestId: request.id, requestNo: request.no, loanId: request.loanId, loanNo: request.loanNo },
      productName: products.get(request.productCode) ?? request.productCode,
      ...{ branchCode: request.branchCode, branchName: branches.get(request.branchCode) ?? request.branchCode },
      customerName: name === undefined ? '' : mask.name(name),
      ...{ mode: request.mode, principalFen: request.principalFen, quotedFen: request.quoted.amountFen },
      state: paying ? 'paying' : request.state,
      ...{ debitOn: request.debitOn, requestedAt: request.requestedAt },
    });
  }
  return items;
}

/** With what a debit on the day asked about would do, or on the day that is set or suggested. */
export async function viewDetail(
  looking: Looking & { caller: StaffCaller },
  request: EarlyRequest,
  asked: BusinessDate | undefined,
): Promise<DetailView> {
  const { tx, vault, today, caller } = looking;
  const [item] = await viewItems(looking, [request]);
  const found = await readBook(tx, request.loanId);
  const note = (await notesOf(tx, vault, [request.loanId])).get(request.loanId);
  assert(item && found && note, 'a request is for a loan');
  const suggestedDebitOn = await suggestedDebitDay(tx, today);
  const on = asked ?? request.debitOn ?? suggestedDebitOn;
  const open = request.state === 'requested' || request.state === 'approved';
  const expected = open ? expectedOn(found, request, on < today ? today : on) : undefined;
  const attempts = await repaymentsOf(tx, { earlyRequestId: request.id }, { limit: MOST_ATTEMPTS });
  const reasons = await earlyDeclineReasons(tx, today);
  return {
    ...item,
    ...{ version: request.version, loan: viewLoan(found, note.accountNo, today), quoted: viewFigures(request.quoted) },
    expected: expected ? viewFigures(figuresOf(expected)) : null,
    ...{ suggestedDebitOn, earliestDebitOn: today, latestDebitOn: latestDebitDay(found, today) },
    decided: await viewDecision(tx, request),
    toldAs: toldAs(request, reasons),
    attempts: attempts.map(viewAttempt),
    declineReasons: reasons,
    may: { decide: await mayDecide(looking, request, caller) },
  };
}

/** On the day of the last instalment nothing is left to repay early. */
const latestDebitDay = ({ loan }: BookOfLoan, today: BusinessDate): BusinessDate => {
  const last = addDays(loan.maturesOn, -1);
  return last < today ? today : last;
};

function viewLoan({ loan, book }: BookOfLoan, accountNo: string, today: BusinessDate): DetailView['loan'] {
  const { terms } = book;
  const { overdueFen, daysPastDue } = owedOn(book, today);
  return {
    ...{ principalFen: terms.principalFen, outstandingFen: loan.outstandingFen, annualRatePpm: terms.annualRatePpm },
    ...{ disbursedOn: terms.disbursedOn, maturesOn: loan.maturesOn, overdueFen, daysPastDue },
    accountNo: mask.accountNo(accountNo),
  };
}

const viewFigures = (is: EarlyFigures): DetailView['quoted'] => ({
  ...{ on: is.on, dueFen: is.dueFen, interestFen: is.ownInterestFen, feeFen: is.feeFen },
  ...{ principalFen: is.principalFen, amountFen: is.amountFen, interestSavedFen: is.interestSavedFen },
  ...{ instalmentsBefore: is.instalmentsBefore, instalmentsAfter: is.instalmentsAfter },
  ...{ nextBeforeFen: is.nextBeforeFen, nextAfterFen: is.nextAfterFen },
  ...{ endsBefore: is.endsBefore, endsAfter: is.endsAfter },
});

async function viewDecision(tx: Db | Tx, { decided }: EarlyRequest): Promise<DetailView['decided']> {
  if (!decided) return null;
  const names = await memberNames(tx, [decided.by]);
  return { by: names.get(decided.by) ?? '', at: decided.at, note: decided.note };
}

type Reasons = Awaited<ReturnType<typeof earlyDeclineReasons>>;
/** What the customer reads of where it stands. */
function toldAs({ state, debitOn, declineReason }: EarlyRequest, reasons: Reasons): string {
  switch (state) {
    case 'requested':
      return '已提交，等待审批';
    case 'approved':
      return `已通过，将于 ${debitOn} 从电子账户扣款`;
    case 'paid':
      return '已提前还款';
    case 'declined':
      return reasons.find(({ code }) => code === declineReason)?.toldAs ?? '本次提前还款申请未能通过';
    case 'cancelled':
      return '已撤销，贷款按原计划还款';
    case 'failed':
      return '扣款未成功，贷款按原计划还款';
  }
}

const viewAttempt = (repayment: Repayment): DetailView['attempts'][number] => ({
  ...{ requestNo: repayment.requestNo, amountFen: repayment.amountFen, state: repayment.state },
  ...{ coreSerialNo: repayment.coreSerialNo, reason: repayment.refusalCode },
  ...{ requestedAt: repayment.requestedAt, settledAt: repayment.settledAt },
});

async function mayDecide(looking: Looking, request: EarlyRequest, caller: StaffCaller): Promise<string | null> {
  if (request.state !== 'requested') return problems['step-not-allowed'].title;
  return (await isOwnLoan(looking, request, caller)) ? problems['own-loan'].title : null;
}

/** Nobody decides on a loan of their own: told by the staff number that the customer applied with. */
export async function isOwnLoan(
  { tx, vault }: Pick<Looking, 'tx' | 'vault'>,
  { loanId, customerId }: Pick<EarlyRequest, 'loanId' | 'customerId'>,
  { session }: StaffCaller,
): Promise<boolean> {
  const found = await readBook(tx, loanId);
  const contract = found && (await ownContract(tx, vault, found.loan.contractId, customerId));
  const application = contract && (await ownApplication(tx, vault, contract.applicationId, customerId));
  return application?.erpNo?.toLowerCase() === session.loginName.toLowerCase();
}
