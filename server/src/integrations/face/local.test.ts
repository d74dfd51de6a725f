import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import sharp from 'sharp';
import { film } from '../../../test-kit/faces/film.ts';
import { lookingOnce } from '../../../test-kit/faces/looking-once.ts';
import { movingHead, type MovingHead } from '../../../test-kit/faces/moving-head.ts';
import { groupPhoto, people, photoOf } from '../../../test-kit/faces/people.ts';
import { loadFaceEngine, type FaceEngine } from './engine/index.ts';
import { look } from './look.ts';
import type { FaceAction, FaceFrames } from './port.ts';

let engine: FaceEngine;
let anna: MovingHead;
let bella: MovingHead;
let reference: Buffer;
let recorded: FaceFrames;
const limits = { distance: 0.5, likeness: 0.3, liveness: 0.01 };
const CHALLENGE = ['turn-left', 'blink', 'open-mouth'] as const satisfies FaceAction[];

before(async () => {
  engine = lookingOnce(await loadFaceEngine());
  anna = await movingHead(engine, people.anna);
  bella = await movingHead(engine, people.bella);
  reference = await anna.jpeg({ yaw: 0.1 }, { brightness: 1.15, blur: 0.7, quality: 70 });
  recorded = await film(anna, CHALLENGE);
});

const judged = async (frames: FaceFrames, of: Uint8Array | undefined = reference) =>
  (await look(engine, { frames, reference: of, limits })).reason;
/** Every frame put in the place of another. */
const each = (frames: FaceFrames, change: (frame: Uint8Array, i: number) => Uint8Array): FaceFrames => ({
  neutral: change(frames.neutral, 0),
  actions: frames.actions.map((shown, a) => ({
    ...shown,
    frames: shown.frames.map((frame, i) => change(frame, 1 + a * shown.frames.length + i)),
  })),
});

test('whoever follows the challenge and is the one of the picture passes, and each action is found in its frames', async () => {
  const verdict = await look(engine, { frames: recorded, reference, limits });
  assert.equal(verdict.reason, 'passed');
  // The third of five frames is the one in which an action is done most.
  assert.deepEqual(verdict.shownIn, [2, 2, 2]);
  assert.ok((verdict.scores['fromReference1'] ?? 1) < 0.4);
  assert.ok((verdict.scores['likeness1'] ?? 0) > 0.6);
  assert.ok((verdict.scores['liveness1'] ?? 0) > limits.liveness);
});

test('somebody else who follows the challenge as well is another person', async () => {
  assert.equal(await judged(recorded, await bella.jpeg()), 'other-person');
});

test('who the second net does not know again is another person, however sure the first one is', async () => {
  const strict = { ...limits, likeness: 0.999 };
  assert.equal((await look(engine, { frames: recorded, reference, limits: strict })).reason, 'other-person');
});

test('what the bank does not take for alive is not', async () => {
  const question = { frames: recorded, reference, limits: { ...limits, liveness: 1.01 } };
  assert.equal((await look(engine, question)).reason, 'not-alive');
});

test('one who stands in for the actions only is found out', async () => {
  const helper = await film(bella, CHALLENGE);
  assert.equal(await judged({ ...helper, neutral: recorded.neutral }), 'other-person');
});

test('a photo, held still, moved about or turned like a page, is not alive', async () => {
  const still = await anna.jpeg();
  assert.equal(await judged(each(recorded, () => still)), 'not-alive', 'the very same picture');
  const shots = await Promise.all(
    Array.from({ length: 16 }, (_, i) => anna.jpeg({}, { shiftX: 3 * i - 24, shiftY: (i % 4) * 5, quality: 80 + i })),
  );
  assert.equal(await judged(each(recorded, (_, i) => shots[i] ?? still)), 'not-alive', 'moved about');
  const turned = await Promise.all(
    Array.from({ length: 16 }, (_, i) =>
      sharp(still)
        .resize(Math.round(480 * (1 - 0.45 * Math.sin((Math.PI * (i % 5)) / 4))), 640, { fit: 'fill' })
        .extend({ left: 40, right: 40, background: '#777' })
        .jpeg()
        .toBuffer(),
    ),
  );
  const paper = await judged(each(recorded, (_, i) => turned[i] ?? still));
  assert.ok(paper === 'not-alive' || paper === 'challenge-not-followed', paper);
});

test('what was recorded for another challenge does not follow this one', async () => {
  const [left, blink, mouth] = recorded.actions;
  assert.ok(left && blink && mouth);
  const renamed = (actions: FaceFrames['actions']): FaceFrames => ({ neutral: recorded.neutral, actions });
  assert.equal(
    await judged(
      renamed([
        { ...left, action: 'turn-right' },
        { ...mouth, action: 'open-mouth' },
        { ...blink, action: 'blink' },
      ]),
    ),
    'challenge-not-followed',
    'a turn to the other side',
  );
  assert.equal(
    await judged(renamed([{ ...mouth, action: 'turn-left' }, blink, { ...left, action: 'open-mouth' }])),
    'challenge-not-followed',
    'the right actions at the wrong time',
  );
});

test('nobody, several people, and pictures that are none are told apart', async () => {
  const { data } = await sharp({ create: { width: 480, height: 640, channels: 3, background: '#8aa' } })
    .jpeg()
    .toBuffer({ resolveWithObject: true });
  assert.equal(await judged({ ...recorded, neutral: data }), 'no-face');
  const group = await groupPhoto();
  assert.equal(await judged({ ...recorded, neutral: group }), 'several-faces');
  const shared = each(recorded, (frame, i) => (i === 9 ? group : frame));
  assert.equal(await judged(shared), 'several-faces', 'one who comes in for a moment');
  const cut = recorded.neutral.subarray(0, recorded.neutral.length / 2);
  assert.equal(await judged({ ...recorded, neutral: cut }), 'poor-picture', 'half a file');
  assert.equal(await judged({ ...recorded, neutral: await photoOf(people.anna) }), 'poor-picture', 'a PNG');
  assert.equal(await judged({ ...recorded, neutral: await anna.jpeg({}, { blur: 9 }) }), 'poor-picture', 'blurred');
  assert.equal(await judged({ ...recorded, neutral: await anna.jpeg({ yaw: 0.5 }) }), 'poor-picture', 'looks aside');
});

test('without a picture on file only that somebody is alive is found out; one that shows nobody is of no use', async () => {
  assert.equal((await look(engine, { frames: recorded, reference: undefined, limits })).reason, 'passed');
  const nobody = await sharp({ create: { width: 300, height: 400, channels: 3, background: '#fff' } })
    .png()
    .toBuffer();
  assert.equal(await judged(recorded, nobody), 'no-reference');
});
