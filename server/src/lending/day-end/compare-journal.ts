import { addDays, type BusinessDate } from '@miaodai/values';
import { v5 as uuidOf } from 'uuid';
import { closeCase, openCase } from '../../bank/cases/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import type { CoreBanking } from '../../integrations/core-banking/port.ts';
import { done, type Outcome } from '../../integrations/outcome.ts';
import type { Context } from '../../platform/context.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { payoutsByNumber, payoutsPaidOn } from '../disbursement/index.ts';
import { repaymentsBookedOn, repaymentsByNumber } from '../repayment/index.ts';
import { daysToCompare, insertDifferences, recordComparison, type Difference } from './comparisons.store.ts';
import { compareLine, wordsOf, type JournalLine, type Ours } from './journal.rules.ts';
import type { At, Chunk } from './run.ts';

/** Lines are looked up so many at a time. */
const CHUNK = 500;
/** So many cases of one day, and the next says that there are more: a journal that is wrong altogether would flood people. */
const MOST_DIFFERENCES = 200;
/** By it the day that could not be compared is known among cases. */
const DAYS = '7d0c5a9e-1f43-4a0c-8a55-d2b1c3a7e864';

type Compared = { lines: number; open: number; differences: Difference[] };
/** Of the next day to compare; without one there is none left. */
export type Looked = { day: BusinessDate; isLast: boolean; compared: Outcome<Compared> } | undefined;

/** Which of these numbers are a loan's: whoever else compares the core's journal leaves them to us. */
export async function numbersOfLoans(db: Db, requestNos: readonly string[]): Promise<Set<string>> {
  return new Set((await oursByNumber(db, requestNos)).keys());
}

/** Days that are over for certain at the core as well: up to the one before that which ends. */
export async function daysLeft(db: Db | Tx, { on, cursor }: Omit<At, 'runId'>): Promise<BusinessDate[]> {
  const { compareDaysBack } = await readSettings(db, on);
  const first = addDays(on, -compareDaysBack - 1);
  return daysToCompare(db, { after: cursor !== null && cursor > first ? (cursor as BusinessDate) : first, before: on });
}

/** Lays a day of the core's journal beside our payouts and repayments; nothing is written. */
export async function lookAtJournal(
  needs: { db: Db; coreBanking: Pick<CoreBanking, 'journal'> },
  at: At,
): Promise<Looked> {
  const [day, ...later] = await daysLeft(needs.db, at);
  if (day === undefined) return undefined;
  const journal = await needs.coreBanking.journal(day);
  const compared = journal.is === 'done' ? done(await compareDay(needs.db, day, journal.value)) : journal;
  return { day, isLast: later.length === 0, compared };
}

async function compareDay(db: Db, day: BusinessDate, lines: readonly JournalLine[]): Promise<Compared> {
  const seen = new Set<string>();
  const differences: Difference[] = [];
  let open = 0;
  for (let at = 0; at < lines.length; at += CHUNK) {
    const some = lines.slice(at, at + CHUNK);
    const ours = await oursByNumber(
      db,
      some.map(({ requestNo }) => requestNo),
    );
    for (const line of some) {
      const known = ours.get(line.requestNo);
      if (!known) continue;
      const kind = compareLine(line, known, seen.has(line.requestNo));
      seen.add(line.requestNo);
      if (kind === 'open') open += 1;
      else if (kind) differences.push({ kind, requestNo: line.requestNo, serialNo: line.coreSerialNo });
    }
  }
  for (const booked of [repaymentsBookedOn, payoutsPaidOn])
    differences.push(...(await missingThere((after) => booked(db, day, { after, limit: CHUNK }), seen)));
  return { lines: lines.length, open, differences };
}

async function oursByNumber(db: Db, requestNos: readonly string[]): Promise<Map<string, Ours>> {
  const found = await Promise.all([repaymentsByNumber(db, requestNos), payoutsByNumber(db, requestNos)]);
  return new Map(found.flat().map(({ requestNo, ...ours }) => [requestNo, ours]));
}

async function missingThere(
  read: (after: string) => Promise<{ requestNo: string; serialNo: string }[]>,
  seen: ReadonlySet<string>,
): Promise<Difference[]> {
  const found: Difference[] = [];
  for (let after = ''; ;) {
    const ours = await read(after);
    for (const one of ours) if (!seen.has(one.requestNo)) found.push({ kind: 'missing-there', ...one });
    const last = ours.at(-1);
    if (!last || ours.length < CHUNK) return found;
    after = last.requestNo;
  }
}

/** What was found becomes differences of that day, each told once. A day that the core does not show holds nobody up: it is asked for again. */
export async function recordCompared({ tx, now }: Context, { on }: At, looked: Looked): Promise<Chunk> {
  if (!looked) return { done: 0, cursor: null };
  const { day, isLast, compared } = looked;
  const cursor = isLast ? null : day;
  const dayCase = uuidOf(day, DAYS);
  if (compared.is !== 'done') {
    const { compareLateDays } = await readSettings(tx, on);
    const cause = compared.is === 'unknown' ? compared.cause : compared.code;
    const words = `${day} 核心的流水一直没有取到，贷款未能对账：${cause}`;
    if (day <= addDays(on, -compareLateDays)) await openCase(tx, 'journal-not-compared', dayCase, words, now);
    return { done: 1, cursor };
  }
  const { differences, ...figures } = compared.value;
  const told = differences.slice(0, MOST_DIFFERENCES);
  if (differences.length > told.length) told.push({ kind: 'too-many', requestNo: '', serialNo: '' });
  const fresh = await insertDifferences(tx, day, told, now);
  await recordComparison(tx, day, figures, now);
  await closeCase(tx, 'journal-not-compared', dayCase, now);
  return {
    ...{ done: 1, cursor },
    findings: fresh.map(({ id, ...difference }) => ({ key: id, words: wordsOf(day, difference) })),
  };
}
