import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { addSeconds, businessDate, dayInShanghai, instant, type CustomerId, type Instant } from '@miaodai/values';
import { sql } from 'kysely';
import { aDatabase } from '../../../test-kit/database.ts';
import { asDocument, readText } from '../../bank/content/index.ts';
import { faceStandIn } from '../../integrations/face/stand-in.ts';
import { unknown } from '../../integrations/outcome.ts';
import type { FaceCheck, FaceReason } from '../../integrations/face/port.ts';
import type { Context } from '../../platform/context.ts';
import { vault as openVault } from '../../platform/crypto/vault.ts';
import { settings as defaults } from '../../seed/defaults.ts';
import { seedBank } from '../../seed/seed-bank.ts';
import { registerCustomer } from '../identity/index.ts';
import {
  deleteEvidenceUntil,
  lookAtFrames,
  setFaceSwitch,
  settleFaceTry,
  startFaceAttempt,
  takeFaceTry,
  useFaceProof,
  type FacePurpose,
} from './index.ts';

const MORNING = instant('2026-11-23T01:00:00Z');
const FROM = { channel: 'direct-bank', device: 'phone', ip: '127.0.0.1' };
const wang = '01890000-0000-7000-8000-000000000001' as CustomerId;
const li = '01890000-0000-7000-8000-000000000002' as CustomerId;
const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(96, 7)]);

/** A bank with two customers, and a day to go through with them. */
async function aBank(t: Parameters<typeof aDatabase>[0], changed: Partial<typeof defaults> = {}) {
  const settings = { ...defaults, ...changed };
  const { db, ownerUrl } = await aDatabase(t);
  const vault = openVault(randomBytes(32));
  await seedBank(db, businessDate('2020-01-01'));
  const person = { name: '王小明', idNumber: '110101198102030111', mobile: '13800000001' };
  await registerCustomer(db, vault, { id: wang, ...person }, MORNING);
  const other = { name: '李晓红', idNumber: '11010119850607822X', mobile: '13800000002' };
  await registerCustomer(db, vault, { id: li, ...other }, MORNING);
  const { version, textHash } = asDocument(await readText(db, 'face-check', businessDate('2026-11-23')));
  let now: Instant = MORNING;
  const within = <T>(work: (context: Context) => Promise<T>): Promise<T> =>
    db.transaction().execute((tx) => work({ tx, now, today: dayInShanghai(now), emit: () => undefined }));

  const start = (purpose: FacePurpose = 'apply', customerId = wang) =>
    within((context) =>
      startFaceAttempt(context, finds('passed'), { customerId, purpose, channel: 'direct-bank' }, settings),
    );
  type Options = { customerId?: CustomerId; engine?: FaceCheck; order?: (actions: string[]) => string[]; n?: number };
  async function submit(
    attempt: { attemptId: string; actions: string[] },
    { customerId = wang, engine = finds('passed'), order = (a) => a, n = settings.faceFramesPerAction }: Options = {},
    portrait: Uint8Array | 'none' = JPEG,
  ) {
    const frames = {
      neutral: JPEG,
      actions: order(attempt.actions).map((action) => ({
        action: action as 'blink',
        frames: Array<Buffer>(n).fill(JPEG),
      })),
    };
    const submission = { customerId, attemptId: attempt.attemptId, consent: { version, textHash }, frames };
    const taken = await within((context) => takeFaceTry(context, submission, settings, FROM));
    if (!taken.ok) return taken.refusal;
    const portraitOf = () => Promise.resolve(portrait === 'none' ? undefined : portrait);
    const finding = await lookAtFrames({ db, vault, face: engine, portraitOf }, taken.value);
    if (!finding.ok) return finding.refusal;
    await within((context) => settleFaceTry(context, vault, taken.value, finding.value));
    return finding.value.reason;
  }
  return {
    db,
    ownerUrl,
    start: async (...args: Parameters<typeof start>) => {
      const started = await start(...args);
      if (!started.ok) throw new Error(started.refusal);
      return started.value.attempt;
    },
    startRefused: async () => {
      const started = await start();
      return started.ok ? 'started' : started.refusal;
    },
    submit,
    use: async (attemptId: string, customerId = wang, purpose: FacePurpose = 'apply') => {
      const used = await within(({ tx }) => useFaceProof(tx, { attemptId, customerId, purpose }, now, settings));
      return used.ok ? 'used' : used.refusal;
    },
    pass: (seconds: number) => void (now = addSeconds(now, seconds)),
    now: () => now,
  };
}

test("nobody's picture is on file: refused by default, and where the bank wants it so, the first one is kept", async (t) => {
  const strict = await aBank(t);
  const attempt = await strict.start();
  assert.equal(await strict.submit(attempt, {}, 'none'), 'no-reference');
  assert.equal(await strict.use(attempt.attemptId), 'face-not-matched');
});

test('a picture is enrolled by an attempt that passed, once, and is compared with from then on', async (t) => {
  const { db, start, submit } = await aBank(t, { faceWithoutReference: 'enrol' });
  const asked: (Uint8Array | undefined)[] = [];
  const asking = (reason: FaceReason): FaceCheck => {
    const engine = finds(reason);
    return { ...engine, check: (question) => (asked.push(question.reference), engine.check(question)) };
  };
  for (const reason of ['not-alive', 'passed', 'passed'] as const) {
    await submit(await start(), { engine: asking(reason) }, 'none');
  }
  assert.deepEqual(
    asked.map((reference) => reference && Buffer.from(reference)),
    [undefined, undefined, JPEG],
  );
  const portrait = Buffer.concat([JPEG, Buffer.of(1)]);
  await submit(await start(), { engine: asking('passed') }, portrait);
  assert.deepEqual(asked.at(-1), portrait, 'the ID card goes before what was enrolled');
  const { rows } = await sql`select from face.enrolments`.execute(db);
  assert.equal(rows.length, 1);
});

/** An engine that finds what it is told: what the engine of this house finds is tested where it is. */
const finds = (reason: FaceReason): FaceCheck => ({
  ...faceStandIn(),
  standIn: false,
  check: async ({ frames }) => ({
    is: 'done',
    value: { reason, scores: { faces: 1 }, shownIn: frames.actions.map(() => 1) },
  }),
});

test('a passed attempt is good once, for its purpose and its customer, for ten minutes', async (t) => {
  const { start, submit, use, pass } = await aBank(t);
  const attempt = await start();
  assert.equal(new Set(attempt.actions).size, 3, 'three different actions');
  assert.equal(await use(attempt.attemptId), 'face-not-matched', 'before anything was shown');
  assert.equal(await submit(attempt), 'passed');
  assert.equal(await use(attempt.attemptId, li), 'face-not-matched', "another customer's");
  assert.equal(await use(attempt.attemptId, wang, 'open-account'), 'face-not-matched', 'another purpose');
  assert.equal(await use(attempt.attemptId), 'used');
  assert.equal(await use(attempt.attemptId), 'face-not-matched', 'a second time');

  const late = await start();
  assert.equal(await submit(late), 'passed');
  pass(defaults.faceProofSeconds);
  assert.equal(await use(late.attemptId), 'face-not-matched', 'after its time');
});

test('used by two at once it is used by one', async (t) => {
  const { start, submit, use } = await aBank(t);
  const attempt = await start();
  await submit(attempt);
  const both = await Promise.all([use(attempt.attemptId), use(attempt.attemptId)]);
  assert.deepEqual(both.toSorted(), ['face-not-matched', 'used']);
});

test('an attempt that did not pass is good for nothing, and takes its frames once', async (t) => {
  const { start, submit, use } = await aBank(t);
  for (const reason of ['other-person', 'not-alive', 'challenge-not-followed', 'no-face'] as const) {
    const attempt = await start();
    assert.equal(await submit(attempt, { engine: finds(reason) }), reason);
    assert.equal(await use(attempt.attemptId), 'face-not-matched', reason);
    assert.equal(await submit(attempt), 'step-not-allowed', 'frames a second time');
  }
});

test('frames for another order than was drawn are refused, whatever they show', async (t) => {
  const { start, submit, use } = await aBank(t);
  const attempt = await start();
  assert.equal(await submit(attempt, { order: (actions) => actions.toReversed() }), 'challenge-not-followed');
  assert.equal(await use(attempt.attemptId), 'face-not-matched');
});

test("nobody else's attempt, none after its time, none with frames missing: and these cost no try", async (t) => {
  const { db, start, submit, pass } = await aBank(t);
  const attempt = await start();
  assert.equal(await submit(attempt, { customerId: li }), 'not-found');
  assert.equal(await submit(attempt, { n: defaults.faceFramesPerAction - 1 }), 'invalid-input');
  assert.equal(await submit(attempt, { order: (actions) => actions.slice(1) }), 'invalid-input');
  pass(defaults.faceAttemptSeconds);
  assert.equal(await submit(attempt), 'face-attempt-expired');
  const { rows } = await sql`select from face.attempts where submitted_at is not null`.execute(db);
  assert.equal(rows.length, 0);
});

test('ten tries a day, also when they come at once; the next day there are ten again', async (t) => {
  const { start, startRefused, submit, pass } = await aBank(t);
  const attempts = [];
  for (let i = 0; i < defaults.faceChecksPerDay + 2; i += 1) attempts.push(await start());
  const said = await Promise.all(attempts.map((attempt) => submit(attempt, { engine: finds('no-face') })));
  assert.deepEqual(said.toSorted(), [...Array<string>(10).fill('no-face'), 'too-many-requests', 'too-many-requests']);
  assert.equal(await startRefused(), 'too-many-requests');
  assert.equal((await start('open-account')).required, true, 'another purpose has its own tries');
  // 09:00 in Shanghai: fifteen hours later the next day has begun there, one second earlier not.
  pass(15 * 3_600 - 1);
  assert.equal(await startRefused(), 'too-many-requests');
  pass(1);
  assert.equal(await startRefused(), 'started');
});

test('where the engine is too busy nobody has looked: the try is given back and the same frames may come again', async (t) => {
  const { start, submit, use } = await aBank(t);
  const attempt = await start();
  const busy: FaceCheck = { ...finds('passed'), check: () => Promise.resolve(unknown('too many wait')) };
  assert.equal(await submit(attempt, { engine: busy }), 'overloaded');
  assert.equal(await submit(attempt), 'passed');
  assert.equal(await use(attempt.attemptId), 'used');
});

test('pictures are kept as evidence, sealed, and deleted when their time is over', async (t) => {
  const { db, start, submit, now } = await aBank(t);
  const attempt = await start();
  await submit(attempt);
  const { rows } = await sql<{ shows: string; image: Buffer }>`
    select shows, image_cipher as image from face.evidence order by no`.execute(db);
  assert.deepEqual(
    rows.map(({ shows }) => shows),
    ['neutral', ...attempt.actions],
  );
  for (const { image } of rows) {
    assert.ok(!Buffer.from(image).includes(JPEG.subarray(0, 12)), 'no picture can be read from the table');
    assert.ok(!Buffer.from(image).toString('latin1').includes(JPEG.toString('base64').slice(0, 16)));
  }
  assert.equal(await deleteEvidenceUntil(db, addSeconds(now(), defaults.faceEvidenceDays * 86_400 - 1)), 0);
  assert.equal(await deleteEvidenceUntil(db, addSeconds(now(), defaults.faceEvidenceDays * 86_400)), 4);
  await assert.rejects(sql`update face.evidence set shows = 'x'`.execute(db), /permission denied/);
});

test('a switch holds from its moment for its channel and purpose, and is never overwritten', async (t) => {
  const { db, start, use, submit, now } = await aBank(t);
  const off = { purpose: 'apply', channel: 'direct-bank', required: false, setBy: 'ops', reason: 'drill' } as const;
  await setFaceSwitch(db, off, addSeconds(now(), 60));
  assert.equal((await start()).required, true, 'not yet');
  await setFaceSwitch(db, off, addSeconds(now(), -60));
  const skipped = await start();
  assert.deepEqual([skipped.required, skipped.actions], [false, []]);
  assert.equal(await submit(skipped), 'step-not-allowed', 'nothing is to be shown');
  assert.equal(await use(skipped.attemptId, li), 'face-not-matched');
  assert.equal(await use(skipped.attemptId), 'used');
  assert.equal((await start('open-account')).required, true, 'another purpose');
  await setFaceSwitch(db, { ...off, required: true, reason: 'drill is over' }, addSeconds(now(), -30));
  assert.equal((await start()).required, true);
  await assert.rejects(sql`update face.switches set required = false`.execute(db), /permission denied/);
  await assert.rejects(sql`delete from face.switches`.execute(db), /permission denied/);
});
