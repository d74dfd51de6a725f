import { dayInShanghai } from '@miaodai/values';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db/connect.ts';
import { isOpen, openBusinessDay } from './calendar.store.ts';

/** A bank that has had no day begins with the one that the calendar of its home shows; from then on days move at day end. */
export async function openDayByClock(db: Db, clock: Clock): Promise<void> {
  const now = clock.now();
  if (!(await isOpen(db))) await openBusinessDay(db, dayInShanghai(now), now);
}
