import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goodFrames, judge, type Recording, type Seen } from './face.rules.ts';
import type { FaceAction } from './port.ts';

const limits = { distance: 0.5, likeness: 0.3, liveness: 0.01 };
const AHEAD = { nose: 0.5, eyes: 0.3, mouth: 0.1, width: 200, brightness: 120, sharpness: 60 };
let taken = 0;
const seen = (measures: Partial<typeof AHEAD> = {}, more: Partial<Seen> = {}): Seen => ({
  ...{
    faces: 1,
    measures: { ...AHEAD, ...measures },
    toNeutral: 0.2,
    toReference: 0.2,
    fingerprint: `${(taken += 1)}`,
  },
  ...more,
});
const DONE: Readonly<Record<FaceAction, Partial<typeof AHEAD>>> = {
  'turn-left': { nose: 0.65 },
  'turn-right': { nose: 0.35 },
  blink: { eyes: 0.2 },
  'open-mouth': { mouth: 0.3 },
};
const acted = (action: FaceAction) => ({ action, frames: [seen(), seen(DONE[action]), seen()] });
/** Nobody but the three best frames is looked at closely: here the first one and two that are nearest to it. */
function recording(close: Partial<Seen>[], reference: Recording['reference'] = 'there'): Recording {
  const actions = [acted('turn-left'), acted('blink'), acted('open-mouth')];
  const neutral = seen({}, { toNeutral: 0, ...close[0] });
  for (const [i, shown] of actions.slice(0, 2).entries())
    shown.frames[0] = seen({}, { toNeutral: 0.1, ...close[i + 1] });
  return { neutral, actions, reference };
}
const alike = { toReference: 0.2, likeness: 0.8, liveness: 0.9 };

test('both nets must know two of the three best frames again', () => {
  const reason = (...close: Partial<Seen>[]) => judge(recording(close), limits).reason;
  assert.equal(reason(alike, alike, alike), 'passed');
  const [far, unlike] = [
    { ...alike, toReference: 0.51 },
    { ...alike, likeness: 0.29 },
  ];
  assert.equal(reason({ ...alike, toReference: 0.5, likeness: 0.3 }, alike, alike), 'passed', 'the limits themselves');
  assert.equal(reason(far, alike, alike), 'passed', 'two are enough');
  assert.equal(reason(unlike, alike, alike), 'passed', 'two are enough');
  assert.equal(reason(far, unlike, alike), 'other-person', 'each net doubts another frame');
  assert.equal(reason(unlike, unlike, unlike), 'other-person', 'the first net alone does not do');
  assert.equal(reason(far, far, far), 'other-person', 'nor does the second');
  const { likeness: _, ...unasked } = alike;
  assert.equal(reason(unasked, unasked, unasked), 'other-person', 'nobody asked the second net');
});

test('where most of the best frames look like a picture of a picture, nobody is alive; with or without a reference', () => {
  const [flat, living] = [
    { ...alike, liveness: 0.009 },
    { ...alike, liveness: 0.01 },
  ];
  assert.equal(judge(recording([flat, flat, living]), limits).reason, 'not-alive');
  assert.equal(judge(recording([flat, flat, living], 'none'), limits).reason, 'not-alive');
  assert.equal(judge(recording([flat, living, living]), limits).reason, 'passed');
});

test('what the nets said is kept with the scores', () => {
  const { scores } = judge(recording([alike, { ...alike, likeness: 0.71234 }, alike]), limits);
  assert.equal(scores['likeness2'], 0.712);
  assert.equal(scores['liveness1'], 0.9);
  assert.equal(goodFrames(recording([alike, alike, alike])).length, 3);
});

test('eyes are judged by how open they are when nobody blinks, and where nobody measured them no blink is seen', () => {
  const blink = (neutral: number, closed: number | undefined) => {
    const one = recording([alike, alike, alike]);
    const open = { ...AHEAD, eyes: neutral };
    one.neutral.measures = open;
    one.actions[1] = {
      action: 'blink',
      frames: [seen(open), { ...seen(), measures: { ...AHEAD, eyes: closed } }, seen(open)],
    };
    return judge(one, limits).reason;
  };
  assert.equal(blink(0.2, 0.16), 'passed', 'narrow eyes');
  assert.equal(blink(0.2, 0.165), 'challenge-not-followed');
  assert.equal(blink(0.4, 0.32), 'passed', 'wide ones');
  assert.equal(blink(0.4, undefined), 'challenge-not-followed');
});
