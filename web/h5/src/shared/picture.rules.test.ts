import assert from 'node:assert/strict';
import test from 'node:test';
import { fitted, greyOf, hintsOf, insideFrame, lookOf } from './picture.rules.ts';

test('a flat grey picture has no sharpness and no glare', () => {
  const grey = new Float32Array(100).fill(128);
  assert.deepEqual(lookOf(grey, 10, 10), { sharpness: 0, glare: 0, brightness: 128 });
});

test('a checkerboard of 0 and 200 is as sharp as can be: each pixel bends by four times 200', () => {
  const grey = Float32Array.from({ length: 36 }, (_, at) => (((at % 6) + Math.floor(at / 6)) % 2) * 200);
  // 16 inner pixels, half of them bend by +800 and half by −800: the variance is 800².
  assert.equal(lookOf(grey, 6, 6).sharpness, 640_000);
});

test('a quarter of blown-out pixels is glare', () => {
  const grey = Float32Array.from({ length: 16 }, (_, at) => (at < 4 ? 255 : 100));
  assert.equal(lookOf(grey, 4, 4).glare, 0.25);
  assert.match(hintsOf({ sharpness: 500, glare: 0.25, brightness: 139 }).join(), /反光/);
});

test('a dark and blurred picture is told both, a good one nothing', () => {
  assert.equal(hintsOf({ sharpness: 5, glare: 0, brightness: 30 }).length, 2);
  assert.deepEqual(hintsOf({ sharpness: 400, glare: 0.01, brightness: 150 }), []);
});

test('white is 255, whatever the alpha', () => {
  assert.deepEqual([...greyOf(new Uint8ClampedArray([255, 255, 255, 0]))].map(Math.round), [255]);
});

test('a picture is made smaller to its longer side, never larger', () => {
  assert.deepEqual(fitted(4000, 3000, 1600), { width: 1600, height: 1200 });
  assert.deepEqual(fitted(800, 600, 1600), { width: 800, height: 600 });
});

test('a frame in the middle of a cropped video is the middle of the picture', () => {
  // 1000 × 1000 of video in a box of 200 × 100: scaled by 0.2, a band of 500 is shown, 250 to 750.
  const part = insideFrame(
    { width: 1000, height: 1000 },
    { width: 200, height: 100 },
    { left: 50, top: 25, width: 100, height: 50 },
  );
  assert.deepEqual(part, { left: 250, top: 375, width: 500, height: 250 });
});
