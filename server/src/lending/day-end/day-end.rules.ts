import type { BusinessDate } from '@miaodai/values';

/** The steps of a day end, in their order; what each does is in lending/day-end.ts. */
export const STEPS = [
  ...(['settle-unknown', 'reconcile', 'fall-due', 'accrue', 'collect'] as const),
  ...(['age', 'remind', 'prove', 'open-next-day'] as const),
] as const;
export type StepName = (typeof STEPS)[number];

/** What is wrong and waits for a person. The key says which wrong it is: found again the next night it is the same. */
export type Finding = { key: string; words: string };

/** Where the end of days stands: which day is being ended, at which step, and how far that has come. */
export type Position = {
  runId: string;
  on: BusinessDate;
  state: 'running' | 'stopped';
  stepNo: number;
  step: StepName;
  began: boolean;
  cursor: string | null;
  failures: number;
};

export const samePlace = (a: Position, b: Position): boolean =>
  a.runId === b.runId && a.stepNo === b.stepNo && a.cursor === b.cursor && a.began === b.began;

/** So often in a row a step is tried; then the run stops and a person is told. */
const MOST_FAILURES = 5;
/** After so many failures in a row: the pause before the next try, or the end of trying. */
export const afterFailure = (failures: number): { afterSeconds: number } | 'stop' =>
  failures >= MOST_FAILURES ? 'stop' : { afterSeconds: 2 ** failures };

/** The day up to which days are ended: as far as the calendar of the bank's home has come, and further where somebody wishes. */
export const daysEndUntil = (calendar: BusinessDate, wished: BusinessDate | null): BusinessDate =>
  wished !== null && wished > calendar ? wished : calendar;
