import type { Db, Tx } from '../../platform/db/connect.ts';
import { dayOverrides } from './calendar.store.ts';
import { isPublished, isWorkingByList } from './published-holidays.ts';
import { workingDaysBy, type WorkingDays } from './working-days.rules.ts';

/** On which days banks work: read once, asked as often as need be. Whoever acts by it says where it was guessed (`guessedYears`). */
export const readWorkingDays = async (tx: Tx | Db): Promise<WorkingDays> =>
  workingDaysBy({ isWorking: isWorkingByList, knows: isPublished }, await dayOverrides(tx));
