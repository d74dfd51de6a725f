/** What can be told of a photograph before it is sent: whether it is sharp, whether it shines, whether it is dark. */
export type Look = { sharpness: number; glare: number; brightness: number };

/** Brightness of a pixel as the eye weighs its colours, 0 to 255, from red, green, blue and alpha in a row. */
export function greyOf(pixels: Uint8ClampedArray): Float32Array {
  const grey = new Float32Array(pixels.length / 4);
  for (let at = 0; at < grey.length; at += 1) {
    const [r = 0, g = 0, b = 0] = [pixels[at * 4], pixels[at * 4 + 1], pixels[at * 4 + 2]];
    grey[at] = 0.299 * r + 0.587 * g + 0.114 * b;
  }
  return grey;
}

const GLARE_FROM = 250;

/** Sharpness: how much the brightness bends from pixel to pixel (variance of the Laplacian); glare: the share of blown-out pixels. */
export function lookOf(grey: Float32Array, width: number, height: number): Look {
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let y = 1; y < height - 1; y += 1)
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      const bend =
        4 * value(grey, at) -
        value(grey, at - 1) -
        value(grey, at + 1) -
        value(grey, at - width) -
        value(grey, at + width);
      sum += bend;
      squares += bend * bend;
      count += 1;
    }
  let light = 0;
  let blown = 0;
  for (const level of grey) {
    light += level;
    if (level >= GLARE_FROM) blown += 1;
  }
  const mean = count > 0 ? sum / count : 0;
  const pixels = Math.max(1, grey.length);
  return {
    sharpness: count > 0 ? squares / count - mean * mean : 0,
    glare: blown / pixels,
    brightness: light / pixels,
  };
}

const value = (grey: Float32Array, at: number): number => grey[at] ?? 0;

/** The cards of the test kit at 480 pixels of width: clean 2000 and more, blurred on purpose 420 to 490, unreadable below 200. */
const BLURRED_BELOW = 300;
/** At most 0.045 with the light of the test kit; a lamp in the card covers far more. */
const GLARE_ABOVE = 0.1;
const DARK_BELOW = 60;

/** What to do better, in words; nothing, if the picture will do. */
export function hintsOf({ sharpness, glare, brightness }: Look): string[] {
  return [
    brightness < DARK_BELOW && '照片偏暗，请到光线充足的地方重拍',
    glare > GLARE_ABOVE && '照片有反光，请换个角度，避开灯光直射',
    sharpness < BLURRED_BELOW && '照片不够清晰，请拿稳手机，对焦后重拍',
  ].filter((hint) => hint !== false);
}

/** The size of a picture with its longer side at most so long; never enlarged. */
export function fitted(width: number, height: number, longest: number): { width: number; height: number } {
  const scale = Math.min(1, longest / Math.max(width, height, 1));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** The part of a video's picture that stands inside a frame on the screen, the video filling its box (object-fit: cover). */
export function insideFrame(
  video: { width: number; height: number },
  box: { width: number; height: number },
  frame: { left: number; top: number; width: number; height: number },
): { left: number; top: number; width: number; height: number } {
  const scale = Math.max(box.width / video.width, box.height / video.height);
  const left = (video.width - box.width / scale) / 2 + frame.left / scale;
  const top = (video.height - box.height / scale) / 2 + frame.top / scale;
  const clamp = (low: number, n: number, high: number): number => Math.min(high, Math.max(low, Math.round(n)));
  const from = { left: clamp(0, left, video.width - 1), top: clamp(0, top, video.height - 1) };
  return {
    ...from,
    width: clamp(1, frame.width / scale, video.width - from.left),
    height: clamp(1, frame.height / scale, video.height - from.top),
  };
}
