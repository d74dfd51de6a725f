import { addDays, type BusinessDate } from '@miaodai/values';

export type DayOverride = { day: BusinessDate; working: boolean };
type Published = { isWorking(day: BusinessDate): boolean; knows(year: string): boolean };

export interface WorkingDays {
  isWorkingDay(day: BusinessDate): boolean;
  /** The nth working day before a day; the day itself does not count. With n = 0 the day itself. */
  before(day: BusinessDate, n: number): BusinessDate;
  /** Years that were asked about and whose holidays nobody has said yet: there Monday to Friday were taken for working days. */
  guessedYears(): string[];
}

/** The published list, with what the bank has set beside it going first. */
export function workingDaysBy(published: Published, overrides: readonly DayOverride[]): WorkingDays {
  const set = new Map(overrides.map(({ day, working }) => [day, working]));
  const entered = new Set(overrides.map(({ day }) => yearOf(day)));
  const guessed = new Set<string>();

  function isWorkingDay(day: BusinessDate): boolean {
    const year = yearOf(day);
    if (!entered.has(year) && !published.knows(year)) guessed.add(year);
    return set.get(day) ?? published.isWorking(day);
  }
  return {
    isWorkingDay,
    before(day, n) {
      let found = day;
      for (let left = n; left > 0;) {
        found = addDays(found, -1);
        if (isWorkingDay(found)) left -= 1;
      }
      return found;
    },
    guessedYears: () => [...guessed].toSorted(),
  };
}

const yearOf = (day: BusinessDate): string => day.slice(0, 4);
