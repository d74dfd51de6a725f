import chineseDays from 'chinese-days';
import type { BusinessDate } from '@miaodai/values';

// With slashes it is read as a day here; with dashes as midnight in UTC, which is the day before where clocks are behind.
const detailOf = (day: string) => chineseDays.getDayDetail(day.replaceAll('-', '/'));

/** Whether the State Council's list of holidays says that it is a day of work; of years in `isPublished`, else by the weekday. */
export const isWorkingByList = (day: BusinessDate): boolean => detailOf(day).work;

/** Whether the library has the year's list: every list names National Day. */
export const isPublished = (year: string): boolean => detailOf(`${year}-10-01`).name.includes('国庆');
