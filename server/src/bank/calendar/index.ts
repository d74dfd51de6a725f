/**
 * The bank's own days. Today in the books is the latest opened business day. The calendar of the bank's home opens the very first one;
 * from then on the day moves at day end (lending/day-end.ts), which tests and the sandbox may bring about.
 */
export { openBusinessDay, today } from './calendar.store.ts';
export { openDayByClock } from './open-day-by-clock.ts';
export { readWorkingDays } from './working-days.ts';
export type { WorkingDays } from './working-days.rules.ts';
