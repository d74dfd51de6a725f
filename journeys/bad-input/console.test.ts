import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { desks } from './console-desks.ts';
import { fuzzTheConsole } from './console-fuzz.ts';
import { officersJourney } from './console-journey.ts';
import { everyRole, keys, otherSites, strangers } from './console-rights.ts';
import { actsAddUp, changesAtOnce, sessionsEnd } from './console-sessions.ts';
import { unreadableWords } from './console-words.ts';

/** Run again with the printed seed: FUZZ_SEED=… */
const SEED = Number(process.env['FUZZ_SEED'] ?? randomInt(2 ** 31));

test('at the console nobody does what they may not, whatever they send; and what was done is known', async (t) => {
  const bank = await desks(t);
  await t.test('every role does what its rights say and nothing else', () => everyRole(bank));
  await t.test('without a session of staff there is nothing to be had', () => strangers(bank));
  await t.test('a page of another site cannot make a browser write here', () => otherSites(bank));
  await t.test('a write is done once under its key, and answered the same again', () => keys(bank));
  await t.test('an officer of another branch sees nothing; what officers learn is kept from everybody else', () =>
    officersJourney(bank),
  );
  await t.test('words that cannot be read are refused, wherever they stand', () => unreadableWords(bank));
  await t.test(`what is wrong is refused in words, and nothing is kept of it (seed ${SEED})`, (fuzzed) =>
    fuzzTheConsole(fuzzed, bank, SEED),
  );
  await t.test('of each write there is one act, and no more in it than who did what', () => actsAddUp(bank));
  await t.test('another role, another branch, the last day at work count at once', () => changesAtOnce(bank));
  await t.test('sessions end', () => sessionsEnd(bank));
});
