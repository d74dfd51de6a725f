import sharp from 'sharp';
import type { Grey, Region } from './picture.rules.ts';

/** Beyond this a picture is a bomb: a few kilobytes that become gigabytes. */
const MOST_PIXELS = 40_000_000;
const LEAST_SIDE = 300;
/** Text is read best where the card is so wide; more costs time and brings nothing. */
const READ = { least: 1_000, most: 1_280 };
const KEPT_SIDE = 1_600;
const LINE_HEIGHT = 80;

/** Not a picture that we take; the message says why, to programs. */
export class NotAPicture extends Error {}

/** Upright as the camera held it, without what the camera wrote into it. Raw, so that nothing is decoded twice. */
export type Picture = { pixels: Buffer; width: number; height: number };

/** @throws NotAPicture. What a file is called or says of itself counts for nothing: its first bytes and its decoding do. */
export async function openPicture(bytes: Uint8Array): Promise<Picture> {
  if (!isJpeg(bytes) && !isPng(bytes)) throw new NotAPicture('neither JPEG nor PNG');
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
      .rotate()
      .resize({ width: KEPT_SIDE, height: KEPT_SIDE, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#fff' })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    if (Math.min(info.width, info.height) < LEAST_SIDE) throw new NotAPicture('too small to be read');
    if (info.channels !== 3) throw new NotAPicture('no colours');
    return { pixels: data, width: info.width, height: info.height };
  } catch (error) {
    if (error instanceof NotAPicture) throw error;
    throw new NotAPicture('cannot be decoded', { cause: error });
  }
}

const isJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
const isPng = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(0, 8)).equals(PNG);
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

const asSharp = ({ pixels, width, height }: Picture) => sharp(pixels, { raw: { width, height, channels: 3 } });

/** @param degrees clockwise. */
export async function turned(picture: Picture, degrees: number): Promise<Picture> {
  if (degrees === 0) return picture;
  const turning = asSharp(picture).rotate(degrees, { background: '#808080' });
  const { data, info } = await turning.raw().toBuffer({ resolveWithObject: true });
  return { pixels: data, width: info.width, height: info.height };
}

export async function cropped(picture: Picture, region: Region): Promise<Picture> {
  const { data, info } = await asSharp(picture).extract(region).raw().toBuffer({ resolveWithObject: true });
  return { pixels: data, width: info.width, height: info.height };
}

/** As the reading wants it (a file of its own kind), and how much smaller or larger it became. */
export async function forReading(picture: Picture): Promise<{ file: Buffer; scale: number }> {
  const longest = Math.max(picture.width, picture.height);
  const wanted = Math.min(Math.max(longest, READ.least), READ.most);
  const scale = wanted / longest;
  const file = await asSharp(picture)
    .resize({ width: Math.round(picture.width * scale), kernel: 'cubic' })
    .png({ compressionLevel: 0 })
    .toBuffer();
  return { file, scale };
}

/** One line of text, as large as the recognition wants it, with room around. */
export const lineForReading = (line: Picture): Promise<Buffer> =>
  asSharp(line)
    .resize({ height: LINE_HEIGHT, kernel: 'cubic' })
    .extend({ top: 16, bottom: 16, left: 24, right: 24, extendWith: 'copy' })
    .png({ compressionLevel: 0 })
    .toBuffer();

/** Always equally large, so that its measures compare. */
export async function inGrey(picture: Picture): Promise<Grey> {
  const { data, info } = await asSharp(picture)
    .resize({ width: READ.least })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { pixels: data, width: info.width, height: info.height };
}

export const asJpeg = (picture: Picture, quality = 85): Promise<Buffer> =>
  asSharp(picture).jpeg({ quality }).toBuffer();
