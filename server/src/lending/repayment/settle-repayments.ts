import { mask, minus, yuanDisplay, ZERO, type Fen, type LoanId } from '@miaodai/values';
import { queueMessages, type MessageItem } from '../../customer/messages/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { together } from '../../platform/db/together.ts';
import { notesOf, outstandingOf, recordRepayments, type Recorded, type RepaymentFact } from '../servicing/index.ts';
import { cancelRequestsOf, endRequests, lockRequests } from './early-requests.store.ts';
import { isSettled, type Repayment, type RepaymentOutcome, type Settled } from './repayment.rules.ts';
import { debitsRefusedOn, endRepayments, lockRepayments } from './repayments.store.ts';

/**
 * The one place where money becomes a fact, one or five hundred at a time: rows, the loans' facts with their entries, what the customers are
 * told. Whatever was settled before stays as it is, and is answered with `again`. Locks repayments, requests, loans, in this order.
 */
export async function settleRepayments(
  context: Context,
  vault: Vault,
  outcomes: readonly RepaymentOutcome[],
): Promise<Settled[]> {
  const { tx, now } = context;
  const found = await lockRepayments(
    tx,
    outcomes.map(({ repaymentId }) => repaymentId),
  );
  const known = outcomes.flatMap((one) => {
    const repayment = found.get(one.repaymentId);
    return repayment ? [{ ...one, repayment }] : [];
  });
  const fresh = known.filter(({ repayment }) => !isSettled(repayment));
  const requestIds = fresh.flatMap(({ repayment }) => repayment.early?.requestId ?? []);
  if (requestIds.length > 0) await lockRequests(tx, requestIds);
  const facts = fresh.flatMap(({ repayment, outcome }) =>
    outcome.is === 'booked' ? [factOf(repayment, outcome.bookedFen)] : [],
  );
  const recorded = facts.length > 0 ? await recordRepayments(context, vault, facts) : new Map<string, Recorded>();
  const settled = known.map(({ repayment, outcome }): Settled => {
    const again = isSettled(repayment);
    const { paid = null, closed = false } = (again ? undefined : recorded.get(repayment.id)) ?? {};
    return { repayment, end: outcome, again, paid, closed };
  });
  if (fresh.length > 0) await endRepayments(tx, fresh, now);
  const news = settled.filter(({ again }) => !again);
  await settleRequests(context, news);
  await tellCustomers(context, vault, news);
  return settled;
}

const factOf = (repayment: Repayment, amountFen: RepaymentFact['amountFen']): RepaymentFact => ({
  ...{ loanId: repayment.loanId, sourceId: repayment.id, on: repayment.effectiveOn, amountFen, via: repayment.via },
  ...(repayment.early ? { early: { mode: repayment.early.mode, feeFen: repayment.early.feeFen } } : {}),
});

/** What an officer has approved is over once it is paid; with the loan's end every request is. */
async function settleRequests({ tx, now }: Context, news: readonly Settled[]): Promise<void> {
  const paid = news.flatMap(({ repayment, end }) =>
    end.is === 'booked' && repayment.early?.requestId ? [repayment.early.requestId] : [],
  );
  if (paid.length > 0) await endRequests(tx, paid, 'paid', now);
  const closed = news.filter((one) => one.closed).map(({ repayment }) => repayment.loanId);
  if (closed.length > 0) await cancelRequestsOf(tx, closed, now);
}

async function tellCustomers(context: Context, vault: Vault, news: readonly Settled[]): Promise<void> {
  if (news.length === 0) return;
  const { tx } = context;
  const loanIds = news.map(({ repayment }) => repayment.loanId);
  const early = news.filter(({ repayment, end }) => repayment.early && end.is === 'booked');
  const refused = news.filter(({ repayment, end }) => repayment.via === 'debit' && end.is === 'refused');
  const [notes, balances, told] = await together([
    notesOf(tx, vault, loanIds),
    early.length === 0
      ? Promise.resolve(new Map<LoanId, Fen>())
      : outstandingOf(
          tx,
          early.map(({ repayment }) => repayment.loanId),
        ),
    debitsRefusedOn(
      tx,
      refused.map(({ repayment }) => repayment),
    ),
  ]);
  const items = news.flatMap((one): MessageItem[] => {
    const note = notes.get(one.repayment.loanId);
    if (!note) return [];
    const accountNo = mask.accountNo(note.accountNo);
    const about = { loanId: one.repayment.loanId };
    const to = { customerId: one.repayment.customerId, about };
    const balance = yuanDisplay(balances.get(one.repayment.loanId) ?? ZERO);
    const words = wordsOf(one, { ...note, accountNo, balance, toldToday: told.has(one.repayment.loanId) });
    const closing = one.closed ? [{ ...to, kind: 'loan-closed', values: { loanNo: note.loanNo } }] : [];
    return [...(words ? [{ ...to, ...words }] : []), ...closing];
  });
  await queueMessages(context, vault, items);
}

type Facts = { loanNo: string; accountNo: string; balance: string; toldToday: boolean };

/** What the customer reads; nothing where they were told the same today, or where the deposit's saga tells them more. */
function wordsOf(
  { repayment, end }: Settled,
  { loanNo, accountNo, balance, toldToday }: Facts,
): Pick<MessageItem, 'kind' | 'values'> | undefined {
  const { via, amountFen, early } = repayment;
  if (end.is === 'refused') {
    const values = { loanNo, amount: yuanDisplay(amountFen) };
    if (via === 'deposit' || (via === 'debit' && toldToday)) return undefined;
    return via === 'debit'
      ? { kind: 'debit-failed', values: { ...values, accountNo } }
      : { kind: 'repayment-refused', values };
  }
  const amount = yuanDisplay(end.bookedFen);
  if (early) return { kind: 'early-repaid', values: { loanNo, amount, balance } };
  if (via !== 'debit') return { kind: 'repaid', values: { loanNo, amount, accountNo } };
  const stillFen = minus(amountFen, end.bookedFen);
  return stillFen > 0
    ? { kind: 'debit-partial', values: { loanNo, amount, stillDue: yuanDisplay(stillFen), accountNo } }
    : { kind: 'debit-done', values: { loanNo, amount, accountNo } };
}
