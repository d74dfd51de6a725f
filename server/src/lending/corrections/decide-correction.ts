import { assert, mask, ok, refuse, yuanDisplay, type Result, type StaffId } from '@miaodai/values';
import { judge, moves, writersOf } from '../../bank/four-eyes/index.ts';
import { readProduct } from '../../bank/products/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { queueMessage } from '../../customer/messages/index.ts';
import { intendCall } from '../../integrations/external-calls/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { together } from '../../platform/db/together.ts';
import { lockBooks, recalculate, type LockedLoan } from '../servicing/index.ts';
import { changedBy, changeOf, refundNoOf, type Correction, type CorrectionId } from './corrections.rules.ts';
import { lockCorrection, updateCorrection, type Changed } from './corrections.store.ts';

type Moved = Result<void, 'not-found' | 'step-not-allowed'>;

export async function submitCorrection({ tx, now }: Context, id: CorrectionId, staffId: StaffId): Promise<Moved> {
  const correction = await lockCorrection(tx, id);
  if (!correction) return refuse('not-found');
  if (correction.state !== 'draft') return refuse('step-not-allowed');
  await updateCorrection(tx, id, moves.submitted(staffId, now));
  return ok(undefined);
}

/** A draft that nobody wants any more: it was never another person's to judge. */
export async function withdrawCorrection({ tx }: Context, id: CorrectionId): Promise<Moved> {
  const correction = await lockCorrection(tx, id);
  if (!correction) return refuse('not-found');
  if (correction.state !== 'draft') return refuse('step-not-allowed');
  await updateCorrection(tx, id, { state: 'withdrawn' });
  return ok(undefined);
}

export async function returnCorrection(
  { tx, now }: Context,
  { id, reason }: { id: CorrectionId; reason: string },
  staffId: StaffId,
): Promise<Moved | Result<void, 'same-person'>> {
  const correction = await lockCorrection(tx, id);
  if (!correction) return refuse('not-found');
  const judged = judge(writersOf(correction), staffId);
  if (!judged.ok) return judged;
  await updateCorrection(tx, id, moves.returned(staffId, now, reason));
  return ok(undefined);
}

/**
 * By another person than wrote it, on the loan as it was previewed. What leaves as money only begins here: the fact is recorded when the
 * core has paid. Everything else is a fact at once. Locks the correction, then the loan.
 */
export async function approveCorrection(
  context: Context,
  vault: Vault,
  id: CorrectionId,
  staffId: StaffId,
): Promise<Moved | Result<void, 'same-person' | 'correction-stale' | 'correction-not-possible'>> {
  const { tx, now } = context;
  const correction = await lockCorrection(tx, id);
  if (!correction) return refuse('not-found');
  const judged = judge(writersOf(correction), staffId);
  if (!judged.ok) return judged;
  const locked = (await lockBooks(tx, vault, [correction.loanId])).get(correction.loanId);
  assert(locked, `${id} is about a loan`);
  if (locked.loan.version !== correction.loanVersion) return refuse('correction-stale');
  const approved = { ...moves.published(staffId, now), state: 'approved' };
  if (correction.paysOut) {
    await beginRefund(context, vault, correction, locked, approved);
    return ok(undefined);
  }
  const recorded = await recordCorrection(context, vault, correction, approved);
  return recorded ? ok(undefined) : refuse('correction-not-possible');
}

/** Intent, number and job commit together; sendRefund follows. */
async function beginRefund(
  { tx, today, emit }: Context,
  vault: Vault,
  { id, amountFen }: Correction,
  { loan, accountNo }: LockedLoan,
  approved: Changed,
): Promise<void> {
  const product = await readProduct(tx, loan.productCode, loan.branchCode, today);
  assert(product, `${loan.productCode} is offered`);
  const requestNo = refundNoOf(id);
  emit('refund.requested', id);
  await together([
    updateCorrection(tx, id, { ...approved, request_no: requestNo, from_account_no: product.fundingAccountNo }),
    intendCall(tx, {
      ...{ requestNo, system: 'core-banking', operation: 'refund', subject: id },
      requestHash: vault.index('transfer', `${accountNo}:${amountFen}`).toString('hex'),
    }),
  ]);
}

/** The one place where a correction becomes a fact of the loan, and the customer is told. False, and nothing written, where it cannot be. */
export async function recordCorrection(
  context: Context,
  vault: Vault,
  correction: Correction,
  learnt: Changed,
): Promise<boolean> {
  const { tx, today, now } = context;
  const { id, loanId } = correction;
  const change = changeOf(correction, id, today);
  const done = await recalculate(context, vault, loanId, change, changedBy(correction, id));
  if (!done.ok) return false;
  await updateCorrection(tx, id, {
    ...{ ...learnt, state: 'done', settled_at: now },
    ...('insert' in change ? { effective_on: change.insert.on } : {}),
  });
  await tellCustomer(context, vault, correction);
  return true;
}

async function tellCustomer(context: Context, vault: Vault, correction: Correction): Promise<void> {
  const { tx, today } = context;
  const { kind, loanId, customerId, amountFen, effectiveOn } = correction;
  // What the bank gives up in its own books is no news for who still owes it.
  if (kind === 'write-off' || kind === 'recovery') return;
  const locked = (await lockBooks(tx, vault, [loanId])).get(loanId);
  assert(locked, 'a corrected loan is there');
  const { servicePhone: phone } = await readSettings(tx, today);
  const about = { loanNo: locked.loan.no, amount: yuanDisplay(amountFen) };
  if (kind === 'reversal')
    await queueMessage(context, vault, { customerId, kind: 'repayment-reversed' }, { ...about, phone });
  else if (kind === 'refund')
    await queueMessage(...([context, vault, { customerId, kind: 'refund-done' }] as const), {
      ...about,
      accountNo: mask.accountNo(locked.accountNo),
    });
  else
    await queueMessage(...([context, vault, { customerId, kind: 'repayment-recorded' }] as const), {
      ...about,
      paidOn: effectiveOn,
    });
}
