import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { customerOperations, type Operation } from '@miaodai/http-api';
import fc from 'fast-check';
import { aPerson } from '../kit/persons.ts';
import { digests, quiet } from '../kit/untouched.ts';
import { aDoor } from './door.ts';
import { likeSchema } from './from-schema.ts';
import { bent, nasty } from './nasty.ts';
import { readProblem, send, type Ask } from './visitor.ts';

/** Run again with the printed seed: FUZZ_SEED=… */
const SEED = Number(process.env['FUZZ_SEED'] ?? randomInt(2 ** 31));
const REQUESTS_FOR_EACH = 40;
const BATCH = 20;
/** What ends the story that the others are told in. */
const LEFT_OUT = new Set(['signOut']);

/** Bodies from the schema itself, bent or as they come; ids of nothing in the path; questions of any kind. */
function requestsOf(operation: Operation): fc.Arbitrary<Ask> {
  const { method, path, body, query } = operation;
  const id = fc.oneof(
    fc.uuid(),
    fc.constantFrom('front', 'current', 'instant-loan', '622202', '%2e%2e'),
    fc.string({ maxLength: 20 }),
  );
  const paths = id.map((text) => path.replace(/\{\w+\}/g, () => encodeURIComponent(text)));
  const names = query ? Object.keys(query.shape) : ['x'];
  // Nobody waits here.
  const asked = fc.record(
    Object.fromEntries(
      names.map((name) => [name, name === 'waitMs' ? fc.constantFrom('', '1e9', '-1') : fc.string({ maxLength: 12 })]),
    ),
    { requiredKeys: [] },
  );
  const said = body
    ? fc.oneof(likeSchema(body), likeSchema(body).chain(bent), nasty)
    : fc.oneof(fc.constant(undefined), nasty);
  return fc.record({ paths, asked, said, key: fc.uuid() }).map((made) => ({
    method,
    path: `${made.paths}?${new URLSearchParams(made.asked as Record<string, string>).toString()}`,
    headers: { 'idempotency-key': made.key },
    ...(made.said === undefined || method === 'GET' || method === 'DELETE' ? {} : { body: made.said }),
  }));
}

const perOperation = Object.entries<Operation>(customerOperations).filter(([name]) => !LEFT_OUT.has(name));

test(`every operation, by requests made from its own schema, refuses what is wrong in words, and keeps nothing of it (seed ${SEED})`, async (t) => {
  const { world, url, visitors } = await aDoor(t, aPerson(1, '王小明'));
  const [visitor] = visitors;
  await visitor.borrower.signIn();
  await quiet(world.db);
  const tally = new Map<string, number>();
  let sent = 0;
  let before = await digests(world.db);
  for (const [at, [name, operation]] of perOperation.entries()) {
    const asks = fc.sample(requestsOf(operation), { numRuns: REQUESTS_FOR_EACH, seed: SEED + at });
    for (let i = 0; i < asks.length; i += BATCH) {
      // All of them come from one address, more often than the bank allows.
      await world.db.deleteFrom('platform.rate_limits').execute();
      const batch = asks.slice(i, i + BATCH);
      const answers = await Promise.all(
        batch.map((ask) => (operation.who === 'public' ? send(url, ask) : visitor.send(ask))),
      );
      sent += answers.length;
      answers.forEach((answer, n) => {
        const shown = `seed ${SEED}, ${name}: ${JSON.stringify(batch[n]).slice(0, 400)} → ${answer.status} ${answer.text.slice(0, 300)}`;
        assert.ok(answer.status < 500 || answer.text.includes('outside-system-silent'), shown);
        const code = answer.status < 300 ? 'done' : String(readProblem(answer, shown)['code']);
        tally.set(code, (tally.get(code) ?? 0) + 1);
      });
      const refused = operation.method === 'GET' || answers.every(({ status }) => status >= 400);
      if (!refused) await quiet(world.db);
      const after = await digests(world.db);
      if (refused) assert.deepEqual(after, before, `seed ${SEED}, ${name}, requests ${i} to ${i + BATCH - 1}`);
      before = after;
    }
  }
  t.diagnostic(`seed ${SEED}: ${sent} requests: ${JSON.stringify(Object.fromEntries(tally))}`);
  assert.ok(sent > 2_000, `${sent} requests`);
  assert.ok((tally.get('invalid-input') ?? 0) > 500);
  assert.equal((await visitor.send({ method: 'GET', path: '/api/customer/session' })).status, 200, 'still signed in');
});
