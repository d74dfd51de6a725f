import { dayInShanghai } from '@miaodai/values';
import { openBusinessDay } from '../../server/src/bank/calendar/index.ts';
import type { Clock } from '../../server/src/platform/clock.ts';
import type { Db } from '../../server/src/platform/db/connect.ts';

/** The bank's day becomes the one that a moved clock shows, without the ends of the days between: where no loan lives, nothing is missed. */
export const skipToTheDayOf = (db: Db, clock: Clock): Promise<void> =>
  openBusinessDay(db, dayInShanghai(clock.now()), clock.now());
