import {
  addDays,
  assert,
  mask,
  ok,
  refuse,
  yuanDisplay,
  type BusinessDate,
  type Refused,
  type Result,
  type StaffId,
} from '@miaodai/values';
import { readWorkingDays } from '../../bank/calendar/index.ts';
import { readText } from '../../bank/content/index.ts';
import { queueMessage } from '../../customer/messages/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { notesOf, quoteEarly, readBook, type BookOfLoan, type EarlyQuote } from '../servicing/index.ts';
import { decideRequest, lockRequests } from './early-requests.store.ts';
import type { EarlyRequest } from './early.rules.ts';

/** Who decides: what a session at the console says of its member of staff. */
export type Decider = { staffId: StaffId; branchCode: string };
type Asked = { requestId: string; version: number; note: string };
type Refusal = 'not-found' | 'step-not-allowed' | 'review-changed' | 'own-loan';
type FieldRefusal = Refused<'invalid-input'> & { fields: { path: string; message: string }[] };
type Decided<Code extends string> = Result<EarlyRequest, Code> | FieldRefusal;
/** Whether the loan is the decider's own: nobody decides on that. */
type IsOwn = (request: EarlyRequest) => Promise<boolean>;

const wrongField = (path: string, message: string): FieldRefusal => ({
  ...{ ok: false, refusal: 'invalid-input' },
  fields: [{ path, message }],
});

/** Approved, with the day on which the account is debited: what is due then, and the interest up to that day. */
export async function approveEarlyRequest(
  context: Context,
  vault: Vault,
  { debitOn, ...asked }: Asked & { debitOn: BusinessDate },
  decider: Decider,
  isOwn: IsOwn,
): Promise<Decided<Refusal | 'early-nothing-runs'>> {
  const { tx, today, now } = context;
  const locked = await lockForDecision(tx, asked, decider, isOwn);
  if (!locked.ok) return locked;
  const request = locked.value;
  if (debitOn < today) return wrongField('debitOn', '扣款日不能早于今天');
  const found = await readBook(tx, request.loanId);
  const expected = found && expectedOn(found, request, debitOn);
  if (!expected) return refuse('early-nothing-runs');
  await decideRequest(tx, request.id, { is: 'approved', debitOn, by: decider.staffId, at: now, note: asked.note });
  const note = (await notesOf(tx, vault, [request.loanId])).get(request.loanId);
  assert(note, 'a request is for a loan');
  const about = { loanId: request.loanId };
  await queueMessage(
    context,
    vault,
    { customerId: request.customerId, kind: 'early-request-approved', about },
    {
      loanNo: note.loanNo,
      debitOn,
      amount: yuanDisplay(expected.amountFen),
      accountNo: mask.accountNo(note.accountNo),
    },
  );
  return ok(request);
}

/** With a reason of the bank's list, whose words the customer reads on the page; the note stays with the bank. */
export async function declineEarlyRequest(
  context: Context,
  vault: Vault,
  { reason, ...asked }: Asked & { reason: string },
  decider: Decider,
  isOwn: IsOwn,
): Promise<Decided<Refusal>> {
  const { tx, today, now } = context;
  const locked = await lockForDecision(tx, asked, decider, isOwn);
  if (!locked.ok) return locked;
  const request = locked.value;
  const known = (await earlyDeclineReasons(tx, today)).some(({ code }) => code === reason);
  if (!known) return wrongField('reason', '请从列表中选择原因');
  await decideRequest(tx, request.id, { is: 'declined', reason, by: decider.staffId, at: now, note: asked.note });
  const to = { customerId: request.customerId, kind: 'early-request-declined', about: { loanId: request.loanId } };
  await queueMessage(context, vault, to, { loanNo: request.loanNo });
  return ok(request);
}

/** As the officer has seen it. Of another branch it is as if there were none. */
async function lockForDecision(
  tx: Tx,
  { requestId, version }: Asked,
  decider: Decider,
  isOwn: IsOwn,
): Promise<Result<EarlyRequest, Refusal>> {
  const [request] = await lockRequests(tx, [requestId]);
  if (!request || !seesRequest(decider, request)) return refuse('not-found');
  if (await isOwn(request)) return refuse('own-loan');
  if (request.state !== 'requested') return refuse('step-not-allowed');
  return request.version === version ? ok(request) : refuse('review-changed');
}

/** Officers see their branch, the head office ('*') sees all. */
export const seesRequest = ({ branchCode }: Pick<Decider, 'branchCode'>, request: Pick<EarlyRequest, 'branchCode'>) =>
  branchCode === '*' || branchCode === request.branchCode;

/** What the debit would do on a day, as the loan stands now; undefined where nothing would run any more. */
export const expectedOn = (
  { book }: Pick<BookOfLoan, 'book'>,
  { mode, principalFen }: Pick<EarlyRequest, 'mode' | 'principalFen'>,
  on: BusinessDate,
): EarlyQuote | undefined => quoteEarly(book, { on, mode, principalFen });

/** Unless the officer sets another: so that the customer has the night to bring the money. */
export async function suggestedDebitDay(tx: Tx | Db, today: BusinessDate): Promise<BusinessDate> {
  const workingDays = await readWorkingDays(tx);
  let day = addDays(today, 1);
  while (!workingDays.isWorkingDay(day)) day = addDays(day, 1);
  return day;
}

type DeclineReason = { code: string; label: string; toldAs: string };
/** Why an officer may decline: lines `code|what the officer reads|what the customer reads`. */
export async function earlyDeclineReasons(tx: Tx | Db, on: BusinessDate): Promise<DeclineReason[]> {
  const { paragraphs } = await readText(tx, 'early-decline-reasons', on);
  return paragraphs.map((line) => {
    const [code = '', label = '', toldAs = ''] = line.split('|').map((part) => part.trim());
    return { code, label, toldAs };
  });
}
