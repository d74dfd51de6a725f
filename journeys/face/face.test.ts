import assert from 'node:assert/strict';
import { test } from 'node:test';
import { businessDate } from '@miaodai/values';
import { setFrom } from '../../server/src/seed/seed-bank.ts';
import { aDoor } from '../bad-input/door.ts';
import { assertProblem, type Visitor } from '../bad-input/visitor.ts';
import { walkTo } from '../bad-input/walk.ts';
import { blankFrames, passFace } from '../kit/face.ts';
import { facesOf } from '../kit/moving-face.ts';
import { aPerson } from '../kit/persons.ts';
import { untouched } from '../kit/untouched.ts';
import { aWorld, serve } from '../kit/world.ts';

const wang = aPerson(1, '王小明');
const li = aPerson(2, '李晓红');

const consentOf = async ({ borrower }: Visitor) => {
  const { version, textHash } = await borrower.api.readAgreement({ params: { kind: 'face-check' } });
  return { version, textHash };
};

test('an application takes a face check of its own customer, for this purpose, once', async (t) => {
  const { visitors } = await aDoor(t, wang, li);
  const [visitor, stranger] = visitors;
  await stranger.borrower.signIn();
  const at = await walkTo(visitor.borrower, 'face-check');
  const consent = await consentOf(visitor);
  const check = (faceAttemptId: string) =>
    visitor.send({
      method: 'POST',
      path: `/api/customer/applications/${at.applicationId}/face-checks`,
      body: { ...consent, faceAttemptId },
    });
  const started = await visitor.borrower.api.startFaceAttempt({ body: { purpose: 'apply' } });
  assert.equal(started.standIn, true, 'the page must say that nobody looks');
  assertProblem(await check(started.attemptId), 'face-not-matched', 'nothing was shown');
  const theirs = await passFace(stranger.borrower.api, 'apply');
  assertProblem(await check(theirs), 'face-not-matched', "another customer's face check");
  const opening = await passFace(visitor.borrower.api, 'open-account');
  assertProblem(await check(opening), 'face-not-matched', 'one for opening an account');
  const ours = await passFace(visitor.borrower.api, 'apply');
  const said = await check(ours);
  assert.equal(said.status, 200, said.text);
  assert.equal((JSON.parse(said.text) as { standIn: boolean }).standIn, true);

  await visitor.borrower.api.withdrawApplication({ params: { applicationId: at.applicationId } });
  const next = await walkTo(visitor.borrower, 'face-check');
  const again = { ...consent, faceAttemptId: ours };
  const path = `/api/customer/applications/${next.applicationId}/face-checks`;
  assertProblem(await visitor.send({ method: 'POST', path, body: again }), 'face-not-matched', 'used before');
});

test('frames that are none, too large, of somebody else or under another text are refused and cost nothing', async (t) => {
  const { world, visitors } = await aDoor(t, wang, li);
  const [visitor, stranger] = visitors;
  await visitor.borrower.signIn();
  await stranger.borrower.signIn();
  const attempt = await visitor.borrower.api.startFaceAttempt({ body: { purpose: 'apply' } });
  const path = `/api/customer/face-attempts/${attempt.attemptId}/frames`;
  const body = { consent: await consentOf(visitor), ...blankFrames(attempt) };
  const ask = (changed: object) => ({ method: 'POST', path, body: { ...body, ...changed } });
  const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47]), Buffer.alloc(96)]).toString('base64');

  await untouched(world.db, 'frames in bad order', async () => {
    for (const neutral of ['', 'x', 'not base64 at all, but long enough to be some, if it were any', png]) {
      assertProblem(await visitor.send(ask({ neutral })), 'invalid-input', neutral.slice(0, 20));
    }
    assertProblem(await visitor.send(ask({ neutral: 'A'.repeat(400_004) })), 'invalid-input', 'a frame too large');
    assertProblem(await visitor.send(ask({ actions: [] })), 'invalid-input', 'no actions');
    assertProblem(await visitor.send(ask({ actions: body.actions.slice(1) })), 'invalid-input', 'one too few');
    const huge = { ...ask({}), raw: Buffer.alloc(6 * 1024 * 1024 + 1, 32), body: undefined };
    assertProblem(await visitor.send(huge), 'payload-too-large');
    const outdated = { ...body.consent, textHash: 'ab'.repeat(32) };
    assertProblem(await visitor.send(ask({ consent: outdated })), 'agreement-outdated');
    assertProblem(await stranger.send(ask({})), 'not-found', "somebody else's attempt");
  });
  const passed = await visitor.send(ask({}));
  assert.equal(passed.status, 200, passed.text);
});

test('a server that looks: the first face is enrolled, the same one passes again, another one does not', async (t) => {
  const [anna, bella] = await facesOf('anna', 'bella');
  const world = await aWorld(t);
  await world.settle(wang);
  await setFrom(world.db, businessDate('2020-01-02'), { faceWithoutReference: 'enrol' });
  world.env['FACE_ENGINE'] = 'local';
  const server = await serve(t, world);
  const borrower = server.borrower(wang);
  await borrower.signIn();
  const { api } = borrower;
  const show = async (face: typeof anna) => {
    const attempt = await api.startFaceAttempt({ body: { purpose: 'apply' } });
    assert.equal(attempt.standIn, false);
    const { version, textHash } = await api.readAgreement({ params: { kind: 'face-check' } });
    const body = { consent: { version, textHash }, ...(await face(attempt)) };
    return api.submitFaceFrames({ params: { attemptId: attempt.attemptId }, body });
  };
  const first = await show(anna);
  assert.deepEqual([first.reason, first.enrolled, first.triesLeft], ['passed', true, 9]);
  const other = await show(bella);
  assert.deepEqual([other.reason, other.enrolled, other.triesLeft], ['other-person', false, 8]);
  assert.match(other.explanation, /\p{Script=Han}/u);
  assert.deepEqual((await show(anna)).reason, 'passed');
});
