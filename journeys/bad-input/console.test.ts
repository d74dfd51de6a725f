import { test } from 'node:test';
import { desks } from './console-desks.ts';
import { officersJourney } from './console-journey.ts';
import { everyRole, keys, otherSites, strangers } from './console-rights.ts';

test('at the console nobody does what they may not, whatever they send; and what was done is known', async (t) => {
  const bank = await desks(t);
  await t.test('every role does what its rights say and nothing else', () => everyRole(bank));
  await t.test('without a session of staff there is nothing to be had', () => strangers(bank));
  await t.test('a page of another site cannot make a browser write here', () => otherSites(bank));
  await t.test('a write is done once under its key, and answered the same again', () => keys(bank));
  await t.test('an officer of another branch sees nothing; what officers learn is kept from everybody else', () =>
    officersJourney(bank),
  );
});
