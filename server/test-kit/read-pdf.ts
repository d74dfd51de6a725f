import { execFileSync } from 'node:child_process';
import { debianTools } from './debian-tools.ts';

/** poppler's own programs: what they read and draw, our libraries had no part in. */
export const poppler = (): { skip?: string } =>
  debianTools({ pdftotext: 'poppler-utils', pdftoppm: 'poppler-utils', qpdf: 'qpdf' });

const UTF8 = { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' };
const output = (program: string, args: string[], input: Buffer): Buffer =>
  execFileSync(program, args, { input, env: UTF8, maxBuffer: 1 << 28 });

/** As it stands on the pages, columns beside each other. */
export const textOf = (pdf: Buffer): string => output('pdftotext', ['-layout', '-', '-'], pdf).toString('utf8');

export type Word = { page: number; text: string; left: number; right: number; top: number; bottom: number };

/** Every word with its place, in points from the upper left corner. */
export function wordsOf(pdf: Buffer): Word[] {
  const page = (text: string, n: number) =>
    [...text.matchAll(/<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)<\/word>/g)].map(
      ([, left, top, right, bottom, word = '']) => ({
        page: n,
        text: word,
        ...{ left: Number(left), right: Number(right), top: Number(top), bottom: Number(bottom) },
      }),
    );
  return output('pdftotext', ['-bbox', '-', '-'], pdf).toString('utf8').split('<page ').slice(1).flatMap(page);
}

export type Drawn = { width: number; height: number; /** 0 is black; row after row. */ grey: Buffer };

/** A page, counted from one, as a picture of so many dots an inch. */
export function drawn(pdf: Buffer, page: number, dpi: number): Drawn {
  const args = ['-gray', '-r', String(dpi), '-f', String(page), '-l', String(page), '-', '-'];
  const pgm = output('pdftoppm', args.slice(0, -1), pdf);
  const [head = '', width, height] = /^P5\s(\d+)\s(\d+)\s255\s/.exec(pgm.toString('latin1', 0, 40)) ?? [];
  return { width: Number(width), height: Number(height), grey: pgm.subarray(head.length) };
}

/** How much of a piece of the page, in points, is dark: 0 to 1. */
export function ink({ width, grey }: Drawn, dpi: number, at: Omit<Word, 'page' | 'text'>): number {
  const [left, right, top, bottom] = [at.left, at.right, at.top, at.bottom].map((points) =>
    Math.round((points * dpi) / 72),
  ) as [number, number, number, number];
  let dark = 0;
  for (let y = top; y < bottom; y += 1)
    for (let x = left; x < right; x += 1) if ((grey[y * width + x] ?? 255) < 128) dark += 1;
  return dark / ((right - left) * (bottom - top));
}
