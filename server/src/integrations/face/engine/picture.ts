import sharp from 'sharp';

/** RGB, a byte each. */
export type Picture = { data: Uint8Array; width: number; height: number };
export type Point = { x: number; y: number; z: number };

/** What is larger shows nothing more of a face. */
const SIDE = 640;
/** A picture may say that it is enormous: then it is not decoded at all. */
const MAX_PIXELS = 20_000_000;

sharp.cache(false);
sharp.concurrency(1);

/** Undefined where the bytes are no whole picture of a kind that we take, whatever they call themselves. */
export async function decode(bytes: Uint8Array, kinds: readonly ('jpeg' | 'png')[]): Promise<Picture | undefined> {
  try {
    const image = sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error', animated: false });
    const { format } = await image.metadata();
    if (!kinds.includes(format as 'jpeg')) return undefined;
    const { data, info } = await image
      .rotate()
      .resize({ width: SIDE, height: SIDE, fit: 'inside', withoutEnlargement: true })
      .flatten()
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    return info.channels === 3 ? { data, width: info.width, height: info.height } : undefined;
  } catch {
    // Broken, or no picture: the caller says so.
    return undefined;
  }
}
