import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { customerOperations, type Operation } from '@miaodai/http-api';
import fc from 'fast-check';
import { aPerson } from '../kit/persons.ts';
import { digests, quiet } from '../kit/untouched.ts';
import { aDoor } from './door.ts';
import { bent, nasty } from './nasty.ts';
import { readProblem, type Ask } from './visitor.ts';
import { textsFor, walkTo, writes, type Step } from './walk.ts';

/** Run again with the printed seed: FUZZ_SEED=… */
const SEED = Number(process.env['FUZZ_SEED'] ?? randomInt(2 ** 31));
const REQUESTS_AT_EACH_STEP = 500;

const key = fc.oneof(
  { weight: 8, arbitrary: fc.uuid() },
  { weight: 1, arbitrary: fc.constantFrom('key-used-again-1', 'key-used-again-2') },
  { weight: 1, arbitrary: fc.constantFrom('', 'k', 'k'.repeat(70), 'a key') },
);

/** Where a path names something, something else. */
const path = (good: string): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constant(good) },
    { weight: 1, arbitrary: fc.uuid().map((id) => good.replace(/[0-9a-f-]{36}/, id)) },
    {
      weight: 1,
      arbitrary: fc
        .string({ maxLength: 40 })
        .map((text) => good.replace(/[0-9a-f-]{36}|instant-loan/, encodeURIComponent(text))),
    },
  );

const request = ({ method, path: good, body }: Ask): fc.Arbitrary<Ask> =>
  fc
    .record({ path: path(good), key, body: body === undefined ? fc.oneof(nasty, fc.constant(undefined)) : bent(body) })
    .map((made) => ({
      method,
      path: made.path,
      headers: { 'idempotency-key': made.key },
      ...(made.body === undefined || method === 'GET' ? {} : { body: made.body }),
    }));

/** Reads with their ids and questions bent. */
const reads = Object.values<Operation>(customerOperations)
  .filter(({ method }) => method === 'GET')
  .map(({ path: template, query }) => {
    const values = fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.integer().map(String),
      fc.constantFrom('', '1e9', 'NaN', '-1', '12', '5000000'),
    );
    const names = query ? Object.keys(query.shape) : ['x'];
    // Nobody waits here: only how the answer is asked for is tried.
    const asked = fc.record(Object.fromEntries(names.map((name) => [name, values])), { requiredKeys: [] });
    return fc
      .tuple(fc.oneof(fc.uuid(), fc.string({ maxLength: 30 }), fc.constantFrom('instant-loan', 'current')), asked)
      .map(([id, question]): Ask => {
        const to = template.replace(/\{\w+\}/g, () => encodeURIComponent(id));
        return { method: 'GET', path: `${to}?${new URLSearchParams(question as Record<string, string>).toString()}` };
      });
  });

test(`thousands of bent requests get an answer of the closed list, and none of the refused leaves a trace (seed ${SEED})`, async (t) => {
  const { world, visitors } = await aDoor(t, aPerson(1, '王小明'));
  const [visitor] = visitors;
  const tally = new Map<string, number>();
  const steps: Step[] = ['identity', 'money', 'amount', 'use-of-funds', 'confirm'];
  for (const step of steps) {
    const at = await walkTo(visitor.borrower, step);
    // What would move the application on is left out: this is about refusals, and the story must go on.
    const {
      startApplication: _,
      withdrawApplication: __,
      confirmDisbursement,
      ...asks
    } = writes(at, await textsFor(visitor.borrower));
    const bentKeys = {
      ...confirmDisbursement,
      path: confirmDisbursement.path.replace(/[0-9a-f-]{36}/, at.applicationId),
    };
    const one = fc.oneof(...[...Object.values(asks), bentKeys].map(request), ...reads);
    const requests = fc.sample(one, { numRuns: REQUESTS_AT_EACH_STEP, seed: SEED + steps.indexOf(step) });
    await quiet(world.db);
    let before = await digests(world.db);
    for (let i = 0; i < requests.length; i += 25) {
      const batch = requests.slice(i, i + 25);
      const said = await Promise.all(batch.map((ask) => visitor.send(ask)));
      said.forEach((answer, n) => {
        const shown = `seed ${SEED}: ${JSON.stringify(batch[n]).slice(0, 300)} → ${answer.status} ${answer.text.slice(0, 200)}`;
        assert.ok(answer.status < 500, shown);
        const code = answer.status < 300 ? 'done' : String(readProblem(answer, shown)['code']);
        tally.set(code, (tally.get(code) ?? 0) + 1);
      });
      const after = await digests(world.db);
      // Drafts may be saved by what happens to be right; then, and only then, something has changed.
      if (said.every(({ status }, n) => status >= 400 || batch[n]?.method === 'GET')) {
        assert.deepEqual(after, before, `seed ${SEED}, ${step}, requests ${i} to ${i + 24}`);
      }
      before = after;
    }
  }
  t.diagnostic(`seed ${SEED}: ${JSON.stringify(Object.fromEntries(tally))}`);
  assert.ok((tally.get('invalid-input') ?? 0) > 500);
});
