import {
  addDays,
  dayInShanghai,
  daysBetween,
  instant,
  secondsBetween,
  type BusinessDate,
  type Instant,
} from '@miaodai/values';
import type { WorkingDays } from '../../bank/calendar/index.ts';
import type { BookOfLoan } from '../servicing/index.ts';

/** So many days before an instalment falls due, and after it did, while it is not paid. */
export type ReminderDays = { before: readonly number[]; late: readonly number[] };
/** `subject`: the number of the instalment, or the id of a request. Told once for all of these. */
export type Reminder = { kind: 'due' | 'overdue' | 'early'; subject: string; days: number };

/** What a loan's customer is told on a day: of the instalment to come, and of the oldest that is late. */
export function remindersFor({ loan, position }: BookOfLoan, on: BusinessDate, days: ReminderDays): Reminder[] {
  const { running, next } = position;
  if (loan.state !== 'active' || !next) return [];
  const reminders: Reminder[] = [];
  const late = daysBetween(next.dueOn, on);
  if (days.late.includes(late)) reminders.push({ kind: 'overdue', subject: String(next.no), days: late });
  // What is paid ahead is not asked for.
  const left = running && next.no <= running.no ? daysBetween(on, running.dueOn) : undefined;
  if (running && left !== undefined && days.before.includes(left))
    reminders.push({ kind: 'due', subject: String(running.no), days: left });
  return reminders;
}

/** Once for a request, however many working days before. */
export const earlyReminder = (requestId: string): Reminder => ({ kind: 'early', subject: requestId, days: 0 });

/** Holidays are never longer: so far ahead every day is looked at whose reminder may be due. */
const LONGEST_HOLIDAYS = 15;

/** The days of debit of which a day is the nth working day before, or later: whoever was approved too late for it is reminded at once. */
export function debitDaysToRemind(on: BusinessDate, n: number, workingDays: WorkingDays): BusinessDate[] {
  const ahead = Array.from({ length: n * 2 + LONGEST_HOLIDAYS }, (_, i) => addDays(on, i + 1));
  return ahead.filter((day) => workingDays.before(day, n) <= on);
}

/** Nobody is woken: on the day itself texts wait for that hour. Where the bank's days run ahead of the calendar, or behind, nothing waits. */
export function sendingOptions(day: BusinessDate, now: Instant, hour: number): { afterSeconds?: number } {
  const seconds = secondsBetween(now, instant(`${day}T${String(hour).padStart(2, '0')}:00:00+08:00`));
  return dayInShanghai(now) === day && seconds > 0 ? { afterSeconds: Math.ceil(seconds) } : {};
}
