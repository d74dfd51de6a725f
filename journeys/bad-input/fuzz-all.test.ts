import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { customerOperations, type Operation } from '@miaodai/http-api';
import { aPerson } from '../kit/persons.ts';
import { aDoor } from './door.ts';
import { fuzz } from './fuzz-operations.ts';
import { send } from './visitor.ts';

/** Run again with the printed seed: FUZZ_SEED=… */
const SEED = Number(process.env['FUZZ_SEED'] ?? randomInt(2 ** 31));
/** What ends the story that the others are told in. */
const LEFT_OUT = new Set(['signOut']);
const operations = Object.entries<Operation>(customerOperations).filter(([name]) => !LEFT_OUT.has(name));

test(`every operation, by requests made from its own schema, refuses what is wrong in words, and keeps nothing of it (seed ${SEED})`, async (t) => {
  const { world, url, visitors } = await aDoor(t, aPerson(1, '王小明'));
  const [visitor] = visitors;
  await visitor.borrower.signIn();
  const tally = await fuzz({
    ...{ db: world.db, operations, seed: SEED, requestsForEach: 40 },
    send: (ask, { who }) => (who === 'public' ? send(url, ask) : visitor.send(ask)),
  });
  const sent = [...tally.values()].reduce((sum, n) => sum + n, 0);
  t.diagnostic(`seed ${SEED}: ${sent} requests: ${JSON.stringify(Object.fromEntries(tally))}`);
  assert.ok(sent > 2_000, `${sent} requests`);
  assert.ok((tally.get('invalid-input') ?? 0) > 500);
  assert.equal((await visitor.send({ method: 'GET', path: '/api/customer/session' })).status, 200, 'still signed in');
});
