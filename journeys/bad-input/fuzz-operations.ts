import assert from 'node:assert/strict';
import type { Operation } from '@miaodai/http-api';
import fc from 'fast-check';
import type { Db } from '../../server/src/platform/db/connect.ts';
import { digests, quiet } from '../kit/untouched.ts';
import { likeSchema } from './from-schema.ts';
import { bent, nasty } from './nasty.ts';
import { readProblem, type Ask, type Said } from './visitor.ts';

const BATCH = 20;

type Fuzz = {
  db: Db;
  /** All operations of a door, but those that end the story that the others are told in. */
  operations: readonly [name: string, operation: Operation][];
  seed: number;
  requestsForEach: number;
  /** For the path, beside ids of nothing: those of what is really there. */
  ids?: readonly string[];
  /** For the body, beside what suits any door. */
  words?: readonly string[];
  /** Tables that may know of what was refused. */
  but?: readonly string[];
  send(ask: Ask, operation: Operation): Promise<Said>;
};

/** Sends each operation requests made from its own schema. @returns how often each code was answered; 'done' where it was no refusal. */
export async function fuzz({ db, operations, seed, but = [], ...how }: Fuzz): Promise<Map<string, number>> {
  const tally = new Map<string, number>();
  await quiet(db);
  let before = await digests(db, but);
  for (const [at, [name, operation]] of operations.entries()) {
    const asks = fc.sample(requestsOf(operation, how), { numRuns: how.requestsForEach, seed: seed + at });
    for (let i = 0; i < asks.length; i += BATCH) {
      // All of them come from one address, more often than the bank allows.
      await db.deleteFrom('platform.rate_limits').execute();
      const batch = asks.slice(i, i + BATCH);
      const answers = await Promise.all(batch.map((ask) => how.send(ask, operation)));
      answers.forEach((answer, n) => {
        const shown = `seed ${seed}, ${name}: ${JSON.stringify(batch[n]).slice(0, 400)} → ${answer.status} ${answer.text.slice(0, 300)}`;
        assert.ok(answer.status < 500 || answer.text.includes('outside-system-silent'), shown);
        const code = answer.status < 300 ? 'done' : String(readProblem(answer, shown)['code']);
        tally.set(code, (tally.get(code) ?? 0) + 1);
      });
      const refused = operation.method === 'GET' || answers.every(({ status }) => status >= 400);
      if (!refused) await quiet(db);
      const after = await digests(db, but);
      if (refused) assert.deepEqual(after, before, `seed ${seed}, ${name}, requests ${i} to ${i + BATCH - 1}`);
      before = after;
    }
  }
  return tally;
}

/** Bodies from the schema itself, bent or as they come; ids of nothing in the path; questions of any kind. */
function requestsOf(
  { method, path, body, query }: Operation,
  { ids = [], words = [] }: Pick<Fuzz, 'ids' | 'words'>,
): fc.Arbitrary<Ask> {
  const id = fc.oneof(
    fc.uuid(),
    fc.constantFrom('front', 'current', 'instant-loan', '622202', '%2e%2e', ...ids),
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
    ? fc.oneof(likeSchema(body, words), likeSchema(body, words).chain(bent), nasty)
    : fc.oneof(fc.constant(undefined), nasty);
  return fc.record({ paths, asked, said, key: fc.uuid() }).map((made) => ({
    method,
    path: `${made.paths}?${new URLSearchParams(made.asked as Record<string, string>).toString()}`,
    headers: { 'idempotency-key': made.key },
    ...(made.said === undefined || method === 'GET' || method === 'DELETE' ? {} : { body: made.said }),
  }));
}
