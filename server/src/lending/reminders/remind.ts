import { addDays, mask, yuanDisplay, type BusinessDate, type LoanId } from '@miaodai/values';
import { v5 as uuidOf } from 'uuid';
import { readWorkingDays } from '../../bank/calendar/index.ts';
import { closeCase, openCase } from '../../bank/cases/index.ts';
import { parameterEverywhere, type Everywhere } from '../../bank/products/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { queueMessages, type MessageItem } from '../../customer/messages/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { together } from '../../platform/db/together.ts';
import { approvedEarlyDue, expectedOn, loansWithOpen, type EarlyRequest } from '../repayment/index.ts';
import { loansToRemind, notesOf, owedOn, readBook, readBooks, type BookOfLoan } from '../servicing/index.ts';
import { debitDaysToRemind, earlyReminder, remindersFor, sendingOptions, type Reminder } from './reminders.rules.ts';
import { insertReminders } from './reminders.store.ts';

type Chunk = { on: BusinessDate; cursor: string | null; limit: number };
type Done = { done: number; cursor: string | null };

/**
 * Step of day end: the next customers are told what falls due, what is late, and what is debited early. `on` is the day that ends: days are
 * counted from the one after it, which begins when they read it. Texts, rows and the caller's cursor commit together.
 * @returns how many were told; `cursor` null: those were all.
 */
export async function remindChunk(context: Context, vault: Vault, { on, cursor, limit }: Chunk): Promise<Done> {
  const day = addDays(on, 1);
  const [stage, after] = cursor === null ? ['loans', null] : (cursor.split('/') as [string, string]);
  if (stage === 'early') return remindEarly(context, vault, { day, after: after === '' ? null : after, limit });
  const { done, last } = await remindLoans(context, vault, { day, after: after as LoanId | null, limit });
  return { done, cursor: last === undefined ? 'early/' : `loans/${last}` };
}

type Place<Id> = { day: BusinessDate; after: Id | null; limit: number };

async function remindLoans(context: Context, vault: Vault, { day, after, limit }: Place<LoanId>) {
  const { tx, now } = context;
  const [before, late, settings] = await together([
    parameterEverywhere(tx, 'reminderDays', day),
    parameterEverywhere(tx, 'overdueReminderDays', day),
    readSettings(tx, day),
  ]);
  const dueOn = every(before).map((days) => addDays(day, days));
  const lateSince = every(late).map((days) => addDays(day, -days));
  const ids = await loansToRemind(tx, { dueOn, lateSince }, { after, limit });
  const [books, notes, open] = await together([
    readBooks(tx, ids, { dueBy: addDays(day, Math.max(0, ...every(before))) }),
    notesOf(tx, vault, ids),
    loansWithOpen(tx, ids),
  ]);
  const reminders = [...books.values()]
    // Where a debit or a payment is under way nobody is asked to pay again before it is known.
    .filter(({ loan }) => !open.has(loan.id))
    .flatMap((found) => {
      const { productCode, branchCode, id } = found.loan;
      const days = { before: before.of(productCode, branchCode) ?? [], late: late.of(productCode, branchCode) ?? [] };
      return remindersFor(found, day, days).map((reminder) => ({ loanId: id, found, ...reminder }));
    });
  const fresh = await insertReminders(tx, reminders, day, now);
  const phone = settings.servicePhone;
  const items = fresh.map(({ found, ...reminder }) =>
    textOf(found, reminder, { day, phone, accountNo: mask.accountNo(notes.get(found.loan.id)?.accountNo ?? '') }),
  );
  await queueMessages(context, vault, items, sendingOptions(day, now, settings.reminderHour));
  return { done: items.length, last: ids.length < limit ? undefined : ids.at(-1) };
}

const every = (days: Everywhere<readonly number[]>): number[] => [...new Set(days.values().flat())];

function textOf(
  { loan, position, book }: BookOfLoan,
  { kind, days }: Reminder,
  { day, phone, accountNo }: { day: BusinessDate; phone: string; accountNo: string },
): MessageItem {
  const to = { customerId: loan.customerId, about: { loanId: loan.id } };
  const words = { loanNo: loan.no, accountNo };
  if (kind === 'overdue') {
    const amount = yuanDisplay(owedOn(book, day).totalFen);
    return { ...to, kind: 'overdue', values: { ...words, days: String(days), amount, phone } };
  }
  const dueOn = position.running?.dueOn ?? day;
  // All that is debited then: what is late comes first.
  const values = { ...words, dueOn, amount: yuanDisplay(owedOn(book, dueOn).totalFen) };
  return days === 0 ? { ...to, kind: 'due-today', values } : { ...to, kind: 'due-soon', values };
}

async function remindEarly(context: Context, vault: Vault, { day, after, limit }: Place<string>): Promise<Done> {
  const { tx, now } = context;
  const [terms, workingDays, { reminderHour }] = await together([
    parameterEverywhere(tx, 'earlyRepayment', day),
    readWorkingDays(tx),
    readSettings(tx, day),
  ]);
  const daysOf = new Map(
    terms.values().map(({ reminderWorkingDays: n }) => [n, new Set(debitDaysToRemind(day, n, workingDays))]),
  );
  const days = [...new Set([...daysOf.values()].flatMap((some) => [...some]))].toSorted();
  if (after === null) await tellOfGuesses(context, day, workingDays.guessedYears());
  const requests = await approvedEarlyDue(tx, { days, after, limit });
  const due = requests.filter(({ productCode, branchCode, debitOn }) => {
    const n = terms.of(productCode, branchCode)?.reminderWorkingDays;
    return debitOn !== null && n !== undefined && daysOf.get(n)?.has(debitOn);
  });
  const fresh = await insertReminders(
    tx,
    due.map((request) => ({ loanId: request.loanId, ...earlyReminder(request.id), request })),
    day,
    now,
  );
  const items = await earlyTexts(
    context,
    vault,
    fresh.map(({ request }) => request),
  );
  await queueMessages(context, vault, items, sendingOptions(day, now, reminderHour));
  return { done: items.length, cursor: requests.length < limit ? null : `early/${requests.at(-1)?.id ?? ''}` };
}

/** Officers approve a few a day: their loans are read one by one, with the whole plan. */
async function earlyTexts({ tx }: Context, vault: Vault, requests: readonly EarlyRequest[]): Promise<MessageItem[]> {
  const loanIds = requests.map(({ loanId }) => loanId);
  const [notes, books] = await together([
    notesOf(tx, vault, loanIds),
    together(loanIds.map((loanId) => readBook(tx, loanId))),
  ]);
  return requests.flatMap((request, i): MessageItem[] => {
    const { loanId, customerId, loanNo, debitOn } = request;
    const found = books[i];
    const expected = found && debitOn ? expectedOn(found, request, debitOn) : undefined;
    // Where nothing runs any more on that day there is nothing to repay early.
    if (!debitOn || !expected) return [];
    const accountNo = mask.accountNo(notes.get(loanId)?.accountNo ?? '');
    const values = { loanNo, debitOn, amount: yuanDisplay(expected.amountFen), accountNo };
    return [{ customerId, kind: 'early-due-soon', values, about: { loanId } }];
  });
}

/** A person enters the holidays of a year that the library does not know; until then weekdays stand for working days. */
async function tellOfGuesses({ tx, now }: Context, day: BusinessDate, guessed: readonly string[]): Promise<void> {
  const year = day.slice(0, 4);
  const reason = '节假日安排尚未收录，暂按周一至周五计算工作日';
  await together([
    ...guessed.map((one) => openCase(tx, 'holidays-not-known', caseOf(one), `${one} 年${reason}`, now)),
    ...(guessed.includes(year) ? [] : [closeCase(tx, 'holidays-not-known', caseOf(year), now)]),
  ]);
}

/** A case is about something with an id, which a year has not. */
const caseOf = (year: string): string => uuidOf(`holidays ${year}`, HOLIDAYS);
const HOLIDAYS = '01890000-0000-7000-8000-0000000000ca';
