/**
 * What moves the end of days on: runs → steps → chunks. One day is ended at a time, each after the one before; a chunk is one transaction that
 * also moves its step's cursor, under the lock of one row (`clockwork`), so that any node may go on where another was killed and nothing
 * happens twice. running → done; running → stopped (a step failed again and again) → running, once a person has seen to it. The day moves
 * with the last step. Which steps there are is read in lending/day-end.ts. More: docs/day-end.md.
 */
export { beginWhenDue, retryDayEnd, travelTo } from './begin.ts';
export { daysLeft, lookAtJournal, numbersOfLoans, recordCompared } from './compare-journal.ts';
export { asking, runDayEnd, type At, type Chunk, type DayEndStep, type Engine } from './run.ts';
export { readClockwork } from './clockwork.store.ts';
export { readRun, readRuns } from './progress.store.ts';
