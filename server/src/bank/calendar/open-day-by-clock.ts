import { dayInShanghai } from '@miaodai/values';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db/connect.ts';
import { openBusinessDay } from './calendar.store.ts';

/** Opens the day that the calendar shows, at start and at midnight of the bank's home. */
export const openDayByClock = (db: Db, clock: Clock): Promise<void> => {
  const now = clock.now();
  return openBusinessDay(db, dayInShanghai(now), now);
};
