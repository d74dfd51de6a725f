import sharp from 'sharp';
import { chance, type Chance } from './chance.ts';
import { bringFont } from './font.ts';
import type { CardHolder } from './person.ts';

/** As large as a card is at 300 dots an inch. */
export const WIDTH = 1012;
export const HEIGHT = 638;
/** Where the picture of the holder is, in pixels of the card. */
export const PORTRAIT = { left: 664, top: 86, width: 280, height: 350 };

const FONT = bringFont();
const LABEL = '#2a5a9c';
const INK = '#16161a';

/** A card without a background, as PNG. @param portrait any picture of a face; a silhouette where there is none. */
export async function drawFront(holder: CardHolder, portrait?: Buffer): Promise<Buffer> {
  const [year, month, day] = holder.birthDate.split('-').map(Number);
  const address = wrap(holder.address, 12);
  const svg = card(chance(Number(holder.idNumber.slice(6, 14))), 200, [
    ...[label('姓名', 64, 108), value(holder.name, 170, 110, 42)],
    ...[label('性别', 64, 184), value(holder.sex === 'male' ? '男' : '女', 170, 184)],
    ...[label('民族', 270, 184), value(holder.ethnicity, 376, 184)],
    ...[label('出生', 64, 260), value(String(year), 170, 260), label('年', 262, 260), value(String(month), 314, 260)],
    ...[label('月', 366, 260), value(String(day), 416, 260), label('日', 468, 260)],
    label('住址', 64, 340),
    ...address.map((line, i) => value(line, 170, 340 + 48 * i)),
    label('公民身份号码', 64, 570),
    ...[...holder.idNumber].map((digit, i) => value(digit, 330 + 32 * i, 572, 44)),
    portrait ? '' : SILHOUETTE,
  ]);
  const drawn = sharp(Buffer.from(svg));
  if (!portrait) return drawn.png().toBuffer();
  const { left, top, width, height } = PORTRAIT;
  const fitted = await sharp(portrait).resize(width, height, { fit: 'cover' }).toBuffer();
  return drawn
    .composite([{ input: fitted, left, top }])
    .png()
    .toBuffer();
}

export async function drawBack(holder: CardHolder): Promise<Buffer> {
  const spaced = (text: string, y: number, size: number, step: number) =>
    [...text].map((letter, i) => value(letter, 300 + step * i, y, size));
  const valid = `${dots(holder.validFrom)}-${dots(holder.validTo)}`;
  const svg = card(chance(Number(holder.idNumber.slice(6, 14)) + 1), 20, [
    '<circle cx="136" cy="150" r="74" fill="#c8322d"/><circle cx="136" cy="140" r="30" fill="#e8c23a"/>',
    ...spaced('中华人民共和国', 140, 58, 92),
    ...spaced('居民身份证', 260, 84, 128),
    ...[label('签发机关', 230, 480, INK), value(holder.issuer, 400, 480)],
    ...[label('有效期限', 230, 560, INK), value(valid, 400, 560)],
  ]);
  return sharp(Buffer.from(svg)).png().toBuffer();
}

const dots = (day: string): string => day.replaceAll('-', '.');

const label = (text: string, x: number, y: number, fill = LABEL): string =>
  `<text x="${x}" y="${y}" font-size="32" fill="${fill}">${text}</text>`;
const value = (text: string, x: number, y: number, size = 36): string =>
  `<text x="${x}" y="${y}" font-size="${size}" font-weight="500" fill="${INK}">${text}</text>`;

/** Two digits are as wide as one Chinese letter. */
function wrap(text: string, letters: number): string[] {
  const lines = [''];
  let used = 0;
  for (const letter of text) {
    const width = /[\dA-Z]/.test(letter) ? 0.57 : 1;
    if (used + width > letters) {
      lines.push('');
      used = 0;
    }
    lines[lines.length - 1] += letter;
    used += width;
  }
  return lines;
}

/** The frame of every card: rounded, tinted, with the fine waves that make copying hard. */
function card(by: Chance, hue: number, inside: string[]): string {
  const waves = Array.from({ length: 46 }, (_, k) => {
    const [height, length, phase] = [18 + by.next() * 18, 60 + by.next() * 60, by.next() * 6.3];
    const points = Array.from({ length: 170 }, (__, i) => {
      const x = i * 6;
      return `${x},${(k * 14 + height * Math.sin(x / length + phase)).toFixed(1)}`;
    });
    const colour = `hsl(${(hue + (k % 3) * 40 + 320) % 360},45%,72%)`;
    return `<polyline points="${points.join(' ')}" fill="none" stroke="${colour}" stroke-opacity=".35"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" font-family="${FONT}">
    <clipPath id="card"><rect width="${WIDTH}" height="${HEIGHT}" rx="36"/></clipPath>
    <g clip-path="url(#card)"><rect width="${WIDTH}" height="${HEIGHT}" fill="hsl(${hue},45%,93%)"/>${waves.join('')}</g>
    ${inside.join('')}
  </svg>`;
}

const SILHOUETTE = `<rect x="664" y="86" width="280" height="350" fill="#c9d4dd"/>
  <circle cx="804" cy="220" r="70" fill="#8794a3"/><path d="M684 420 a120 110 0 0 1 240 0 z" fill="#8794a3"/>`;
