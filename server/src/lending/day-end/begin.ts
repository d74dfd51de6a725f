import { dayInShanghai, secondsBetween, type BusinessDate } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { closeCase } from '../../bank/cases/index.ts';
import type { Context, InTx } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { together } from '../../platform/db/together.ts';
import {
  forgetFailures,
  insertRun,
  lockClockwork,
  nextStretch,
  readPosition,
  setRunState,
  setUntil,
} from './clockwork.store.ts';
import { daysEndUntil, STEPS } from './day-end.rules.ts';

/** No chunk takes so long, and no pause between two tries. */
const LOST_SECONDS = 90;

/** The lock, and where things stand under it. */
export const holdClockwork = (tx: Tx) => together([lockClockwork(tx), readPosition(tx)]);
export type Held = Awaited<ReturnType<typeof holdClockwork>>;

/**
 * Job, by the clock: a day that is over, by the calendar of the bank's home, begins to be ended; several that were missed are ended one
 * after the other. A run that has lost its job gets another. Called as often as one likes.
 */
export const beginWhenDue = (inTx: InTx): Promise<void> =>
  inTx(async (context, [, position]) => {
    const { tx, now, emit } = context;
    const lost = position?.state === 'running' && secondsBetween(position.touchedAt, now) > LOST_SECONDS;
    if (lost || (!position && (await beginNext(context)))) emit('day-end.step', await nextStretch(tx));
  }, holdClockwork);

/** Begins to end the bank's day, where its time has come. The caller holds the clockwork, and no run is open. */
export async function beginNext({ tx, now }: Context): Promise<boolean> {
  // Read anew: under the lock it stands still.
  const [on, { untilOn }] = await together([today(tx), lockClockwork(tx)]);
  if (on >= daysEndUntil(dayInShanghai(now), untilOn)) return false;
  await insertRun(tx, on, STEPS, now);
  return true;
}

/** A person has seen to what stopped it: on from the cursor. @returns false where nothing had stopped. */
export async function retryDayEnd({ tx, now, emit }: Context): Promise<boolean> {
  const [, position] = await holdClockwork(tx);
  if (position?.state !== 'stopped') return false;
  await together([forgetFailures(tx, position), setRunState(tx, position.runId, 'running')]);
  await closeCase(tx, 'day-end-stopped', position.runId, now);
  emit('day-end.step', await nextStretch(tx));
  return true;
}

/** In a sandbox: days are ended one after the other up to that one. @returns false where it is not ahead. */
export async function travelTo(context: Context, until: BusinessDate): Promise<boolean> {
  const { tx, emit } = context;
  const [, position] = await holdClockwork(tx);
  if (until <= (await today(tx))) return false;
  await setUntil(tx, until);
  if (!position && (await beginNext(context))) emit('day-end.step', await nextStretch(tx));
  return true;
}
