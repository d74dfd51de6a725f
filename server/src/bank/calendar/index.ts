/**
 * The bank's own days. Today in the books is the latest opened business day; it moves at day end, which tests and the sandbox may
 * bring about. Until day end is built, the day follows the calendar of the bank's home.
 */
export { today } from './calendar.store.ts';
export { openDayByClock } from './open-day-by-clock.ts';
export { readWorkingDays } from './working-days.ts';
