import { fitted, greyOf, hintsOf, lookOf } from './picture.rules.ts';

/** A JPEG as the API takes it, and as the page shows it: pages may show data: pictures only. */
export type Picture = { base64: string; dataUrl: string; hints: string[]; bytes: number };

type Source = { image: CanvasImageSource; width: number; height: number };
type Part = { left: number; top: number; width: number; height: number };

const LONGEST = 1600;
const MOST_BYTES = 950_000;
/** Wide enough for the strokes of small characters, small enough to be looked at in a few milliseconds. */
const LOOK_WIDTH = 480;

/** A file of the album as a picture. @throws where the browser cannot read it as a picture. */
export async function pictureOfFile(file: Blob): Promise<Picture> {
  const url = await new Promise<string>((done, failed) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => done(reader.result as string));
    reader.addEventListener('error', () => failed(new Error('unreadable file')));
    reader.readAsDataURL(file);
  });
  const image = await new Promise<HTMLImageElement>((done, failed) => {
    const element = new Image();
    element.addEventListener('load', () => done(element));
    element.addEventListener('error', () => failed(new Error('no picture')));
    element.src = url;
  });
  return documentPicture({ image, width: image.naturalWidth, height: image.naturalHeight });
}

/** What the camera shows inside the frame, as a picture. */
export const pictureOfVideo = (video: HTMLVideoElement, part: Part): Picture =>
  documentPicture({ image: video, width: video.videoWidth, height: video.videoHeight }, part);

function documentPicture(source: Source, part: Part = whole(source)): Picture {
  const small = fitted(part.width, part.height, LOOK_WIDTH);
  const look = draw(source, part, small).getContext('2d') as CanvasRenderingContext2D;
  const pixels = look.getImageData(0, 0, small.width, small.height).data;
  const hints = hintsOf(lookOf(greyOf(pixels), small.width, small.height));
  const canvas = draw(source, part, fitted(part.width, part.height, LONGEST));
  // Most cards fit at the first quality; a picture full of grain needs a lower one.
  for (const quality of [0.88, 0.75, 0.6, 0.45]) {
    const picture = jpeg(canvas, quality);
    if (picture.bytes <= MOST_BYTES || quality === 0.45) return { ...picture, hints };
  }
  throw new Error('unreachable');
}

const FACE_LONGEST = 640;

/** One frame of a face: not mirrored, as the camera sees it. */
export function frameOfVideo(video: HTMLVideoElement): string {
  const source = { image: video, width: video.videoWidth, height: video.videoHeight };
  return jpeg(draw(source, whole(source), fitted(source.width, source.height, FACE_LONGEST)), 0.86).base64;
}

const whole = ({ width, height }: { width: number; height: number }): Part => ({ left: 0, top: 0, width, height });

function draw({ image }: Source, part: Part, size: { width: number; height: number }): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = size.width;
  canvas.height = size.height;
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  // A transparent picture would turn black.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, size.width, size.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, part.left, part.top, part.width, part.height, 0, 0, size.width, size.height);
  return canvas;
}

function jpeg(canvas: HTMLCanvasElement, quality: number): Omit<Picture, 'hints'> {
  const dataUrl = canvas.toDataURL('image/jpeg', quality);
  const base64 = dataUrl.slice(dataUrl.indexOf(',') + 1);
  return { base64, dataUrl, bytes: Math.round((base64.length * 3) / 4) };
}
