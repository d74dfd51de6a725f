import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import sharp from 'sharp';
import { chance } from '../../../test-kit/id-cards/chance.ts';
import { drawBack, drawFront } from '../../../test-kit/id-cards/draw.ts';
import { aCardHolder } from '../../../test-kit/id-cards/person.ts';
import { photograph } from '../../../test-kit/id-cards/photograph.ts';
import { localIdCardReader } from './adapter.ts';

const { reader, stop } = localIdCardReader({ threads: 1, maxWaiting: 8 });
after(stop);

const by = chance(20261123);
const holder = aCardHolder(by);
const front = await photograph(await drawFront(holder), 'medium', by);
const back = await photograph(await drawBack(holder), 'medium', by);

async function read<S extends 'front' | 'back'>(image: Uint8Array, side: S) {
  const outcome = await reader.read(image, side);
  assert.ok(outcome.is === 'done', JSON.stringify(outcome));
  return outcome.value;
}

test('both sides of a card are read, and every field is what the card says', async () => {
  const { name, sex, ethnicity, birthDate, address, idNumber, issuer, validFrom, validTo } = holder;
  const seen = await read(front, 'front');
  assert.deepEqual(seen.fields, { name, sex, ethnicity, birthDate, address, idNumber });
  assert.ok(seen.quality.ok && seen.quality.flaws.length === 0, JSON.stringify(seen.quality));
  for (const [field, sure] of Object.entries(seen.confidence)) assert.ok(sure > 0.9, `${field}: ${sure}`);
  assert.deepEqual((await read(back, 'back')).fields, { issuer, validFrom, validTo });
});

test('a picture that lies on its side is turned, and kept as it was turned', async () => {
  for (const degrees of [90, 180]) {
    const { fields, picture } = await read(await sharp(front).rotate(degrees).jpeg().toBuffer(), 'front');
    assert.equal(fields.idNumber, holder.idNumber, `${degrees}°`);
    const { width, height, exif } = await sharp(picture).metadata();
    assert.ok(width !== undefined && height !== undefined && width > height && !exif);
  }
});

test('what the camera wrote into the file is obeyed where it says how it was held, and dropped', async () => {
  const held = sharp(front)
    .rotate(90)
    .withExif({ IFD0: { Artist: 'somebody' } })
    .withMetadata({ orientation: 8 });
  const { fields, picture } = await read(await held.jpeg().toBuffer(), 'front');
  assert.equal(fields.idNumber, holder.idNumber);
  assert.equal((await sharp(picture).metadata()).exif, undefined);
});

test("the holder's picture is cut out with some room around it", async () => {
  const face = await sharp({ create: { width: 280, height: 350, channels: 3, background: '#c00000' } })
    .png()
    .toBuffer();
  const { portrait } = await read(await photograph(await drawFront(holder, face), 'clean', chance(5)), 'front');
  const { dominant } = await sharp(portrait).stats();
  assert.ok(dominant.r > 150 && dominant.g < 40, JSON.stringify(dominant));
});

test('the other side, no card at all, and too little light are told apart', async () => {
  const other = await read(back, 'front');
  assert.deepEqual([other.quality.ok, other.quality.flaws], [false, ['wrong-side']]);
  const wall = await sharp({ create: { width: 800, height: 600, channels: 3, background: '#333' } })
    .jpeg()
    .toBuffer();
  const { quality } = await read(wall, 'back');
  assert.deepEqual([quality.ok, quality.flaws], [false, ['no-card', 'blurred', 'dark']]);
});

test('what is no picture is refused for what it is, whatever it says of itself', async () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="900" height="600"></svg>');
  const gif = await sharp({ create: { width: 400, height: 400, channels: 3, background: 'red' } })
    .gif()
    .toBuffer();
  const tiny = await sharp({ create: { width: 200, height: 400, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  for (const [image, reason] of [
    [svg, /neither/],
    [gif, /neither/],
    [Buffer.from([0xff, 0xd8, 0xff, 0, 1, 2]), /decoded/],
    [front.subarray(0, front.length >> 1), /decoded/],
    [tiny, /too small/],
    [bomb(), /decoded/],
  ] as const) {
    const outcome = await reader.read(image, 'front');
    assert.ok(outcome.is === 'refused' && reason.test(outcome.reason), JSON.stringify(outcome));
  }
});

/** A PNG that claims to be 60,000 pixels wide and high. */
function bomb(): Buffer {
  const header = Buffer.alloc(33);
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(header);
  header.writeUInt32BE(60_000, 16);
  header.writeUInt32BE(60_000, 20);
  header.set([8, 2], 24);
  return header;
}
