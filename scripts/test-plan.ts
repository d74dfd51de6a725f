// Which test file runs when. Tests wait a lot, for jobs, timers and browsers, so more of them run at once than there are
// processors; three kinds are kept apart, so that seldom two browsers fight for the same processors.

/** Files of one kind, each a list of its own in the order in which they are to run. */
export type Plan = Record<Kind, string[]>;
type Kind = 'browser' | 'journey' | 'other';

/** The longest runs begin first: one that begins last keeps everybody waiting. Seconds matter little, the order does. */
const LONG: readonly string[] = [
  'journeys/browser/access.test.ts',
  'journeys/browser/access-account.test.ts',
  'journeys/exactly-once/kill-points.test.ts',
  'journeys/stories/lives.test.ts',
  'journeys/bad-input/console.test.ts',
  'journeys/repayment/kill-points.test.ts',
  'journeys/day-end/kill-points.test.ts',
  'journeys/browser/outcomes.test.ts',
  'journeys/browser/resume.test.ts',
  'journeys/browser/decision-officer.test.ts',
  'journeys/browser/decision-line.test.ts',
  'journeys/exactly-once/saga.property.test.ts',
  'journeys/transfers/kill-points.test.ts',
  'journeys/signing/kill-points.test.ts',
  'journeys/signing/faults.test.ts',
  'journeys/exactly-once/core-faults.test.ts',
  'journeys/browser/security.test.ts',
  'journeys/exactly-once/two-nodes.test.ts',
  'journeys/account/killed.test.ts',
  'journeys/account/opening.test.ts',
  'journeys/exactly-once/killed-twice.test.ts',
  'server/src/ledger/cheating.test.ts',
  'server/src/integrations/ocr/adapter.test.ts',
  'server/src/platform/jobs/jobs.test.ts',
];

const kindOf = (file: string): Kind => {
  if (file.startsWith('journeys/browser/')) return 'browser';
  return file.startsWith('journeys/') ? 'journey' : 'other';
};

export function planOf(files: readonly string[]): Plan {
  const plan: Plan = { browser: [], journey: [], other: [] };
  const long = LONG.filter((file) => files.includes(file));
  for (const file of [...long, ...files.filter((one) => !long.includes(one))]) plan[kindOf(file)].push(file);
  return plan;
}

/** What each of the workers takes first; it helps the others once its own list is empty. */
const PREFERENCES: readonly (readonly Kind[])[] = [
  ['browser', 'journey', 'other'],
  ['journey', 'browser', 'other'],
  ['other', 'journey', 'browser'],
];

/** @param processors of this machine. @returns for each worker how it takes its next file from the plan. */
export function workersFor(processors: number, plan: Plan): (() => string | undefined)[] {
  const count = Math.min(Math.max(processors + 1, 2), 8);
  return Array.from({ length: count }, (_, i) => () => {
    const preferred = PREFERENCES[i % PREFERENCES.length] ?? [];
    const kind = preferred.find((one) => plan[one].length > 0);
    return kind && plan[kind].shift();
  });
}

/** A file that hangs must not keep CI for long; one on a busy machine must not be taken for it. */
export const limitSecondsOf = (file: string): number => (kindOf(file) === 'other' ? 240 : 420);

/**
 * Servers, browsers and their clocks share the processors with other work: a journey that fails is run once more, and is told of as
 * unsteady even where it passes then. Nothing else is.
 */
export const mayRunAgain = (file: string): boolean => kindOf(file) !== 'other';
