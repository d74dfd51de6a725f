import { addDays, addSeconds, type Instant, type LoanId } from '@miaodai/values';
import { openBusinessDay } from '../bank/calendar/index.ts';
import { readSettings } from '../bank/settings/index.ts';
import type { CoreBanking } from '../integrations/core-banking/port.ts';
import { closeBooks } from '../ledger/index.ts';
import type { Context } from '../platform/context.ts';
import type { Vault } from '../platform/crypto/vault.ts';
import type { Db } from '../platform/db/connect.ts';
import type { Handler } from '../platform/jobs/jobs.ts';
import {
  asking,
  daysLeft,
  lookAtJournal,
  recordCompared,
  runDayEnd,
  type At,
  type Chunk,
  type DayEndStep,
  type Engine,
} from './day-end/index.ts';
import { remindChunk } from './reminders/index.ts';
import { collectChunk, collectEarlyChunk, countOpenBatches } from './repayment/index.ts';
import {
  accrueChunk,
  ageChunk,
  countDue,
  countFallingDue,
  countPositions,
  fallDueChunk,
  provePlansChunk,
  proveServicing,
} from './servicing/index.ts';
import { askAllAgain } from './take-up-again.ts';

type Needs = { db: Db; vault: Vault; coreBanking: Pick<CoreBanking, 'journal'> };

/** The one job of day end: it goes on chunk by chunk. */
export function dayEndJobs(needs: Needs & Omit<Engine, 'steps'>): Record<string, Handler> {
  const engine = { ...needs, steps: dayEndSteps(needs) };
  return { 'day-end.step': (job) => runDayEnd(engine, job) };
}

/** Loans of one transaction: small enough that a customer who pays meanwhile hardly waits. */
const LOANS = 2_000;
/** Where each loan is made anew in memory, and its accounts are locked with it. */
const FALLING = 100;
/** Where a message goes out. */
const FEWER = 500;
const LOOK_AGAIN_MS = 50;

/** What is done at the end of a day, from top to bottom. The bank's day is still the one that ends; at the end the next one opens. */
export const dayEndSteps = (needs: Needs): readonly DayEndStep[] => [
  // 1. What is open at other systems is asked about.
  {
    name: 'settle-unknown',
    total: () => Promise.resolve(null),
    chunk: (context, at) => askAllAgain(context, { ...at, limit: FEWER }),
  },
  // 2. The core's journal, up to the day before, is laid beside our payouts and repayments.
  asking({
    name: 'reconcile',
    total: async (tx, on) => (await daysLeft(tx, { on, cursor: null })).length,
    look: (at) => lookAtJournal(needs, at),
    chunk: recordCompared,
  }),
  // 3. Instalments that fall due today: their interest is owed from now on.
  {
    name: 'fall-due',
    total: countFallingDue,
    chunk: (context, { on, cursor }) => fallDueChunk(context, { on, cursor: cursor as LoanId | null, limit: FALLING }),
  },
  // 4. What all loans have earned by the end of the day.
  { name: 'accrue', total: countPositions, chunk: (context, at) => accrueChunk(context, { ...at, limit: LOANS }) },
  // 5. What is due or overdue is debited: approved early repayments first, for they take what is due as well.
  { name: 'collect', total: countDue, chunk: (context, at) => collect(context, needs.vault, at) },
  // 6. How late loans are as the next day begins, and of which class.
  { name: 'age', total: countPositions, chunk: (context, at) => ageChunk(context, { ...at, limit: LOANS }) },
  // 7. Who is to pay soon, or should have paid, is told.
  {
    name: 'remind',
    total: () => Promise.resolve(null),
    chunk: (context, at) => remindChunk(context, needs.vault, { ...at, limit: FEWER }),
  },
  // 8. The books and servicing say the same, in all and loan by loan.
  asking({
    name: 'prove',
    total: countPositions,
    look: async ({ cursor }) => (cursor === null ? proveServicing(needs.db) : []),
    chunk: async (context, at, sums) => {
      const plans = await provePlansChunk(context, { ...at, limit: LOANS });
      return { ...plans, findings: [...sums, ...plans.findings] };
    },
  }),
  // 9. The day before is closed for good, a day behind the customers; the next one opens.
  { name: 'open-next-day', total: () => Promise.resolve(1), chunk: openNextDay },
];

/** `early:` and `due:` with a cursor of their own, then `wait:` with the moment from which on it waits. */
async function collect(context: Context, vault: Vault, { runId, on, cursor }: At): Promise<Chunk> {
  const { tx, now } = context;
  const [part, after] = partOf(cursor);
  if (part === 'early') {
    const { done, cursor: next } = await collectEarlyChunk(context, vault, { on, cursor: after, limit: FEWER });
    return { done, cursor: next === null ? 'due:' : `early:${next}` };
  }
  if (part === 'due') {
    const { done, cursor: next } = await collectChunk(context, vault, {
      runId,
      on,
      cursor: after as LoanId | null,
      limit: FEWER,
    });
    if (next !== null) return { done, cursor: `due:${next}` };
    return { done, cursor: (await countOpenBatches(tx, runId)) === 0 ? null : `wait:${now}` };
  }
  const { dayEndWaitSeconds } = await readSettings(tx, on);
  const tooLong = addSeconds(after as Instant, dayEndWaitSeconds) <= now;
  // What is still open then goes on by itself, and counts as of this day whenever it is known.
  if (tooLong || (await countOpenBatches(tx, runId)) === 0) return { done: 0, cursor: null };
  return { done: 0, cursor, pauseMs: LOOK_AGAIN_MS };
}

function partOf(cursor: string | null): ['early' | 'due' | 'wait', string | null] {
  const [, part = 'early', after = ''] = /^(early|due|wait):(.*)$/.exec(cursor ?? 'early:') ?? [];
  return [part as 'early' | 'due' | 'wait', after === '' ? null : after];
}

async function openNextDay({ tx, now }: Context, { on }: At): Promise<Chunk> {
  await closeBooks(tx, addDays(on, -1));
  await openBusinessDay(tx, addDays(on, 1), now);
  return { done: 1, cursor: null };
}
