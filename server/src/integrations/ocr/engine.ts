import { nameIn, parseBack, parseFront, sideOf, surelyNamed, type Parsed } from './id-card.rules.ts';
import { asJpeg, cropped, forReading, inGrey, lineForReading, openPicture, turned, type Picture } from './picture.ts';
import { flawsOf, measure, nameRegion, portraitRegion } from './picture.rules.ts';
import type { IdCardReading, Side } from './port.ts';
import { rowsOf, sizeOf, tiltOf, type Line, type Row } from './rows.rules.ts';

/** Detection and recognition of Chinese text, PP-OCRv4 on onnxruntime, on one core and without a network. */
type TextEngine = { detect(file: Buffer): Promise<Line[]> };
type Found = { fields: Record<string, string>; confidence: Record<string, number>; anchors: Parsed<Side>['anchors'] };
type Look = { picture: Picture; rows: Row[]; lines: Line[]; parsed: Found; score: number };

/** So sure of every field: no need to look a second time. */
const SURE = 0.9;
/** Turned by less the rows are told apart as they are. */
const STRAIGHT = (2.5 * Math.PI) / 180;
const MUST: Readonly<Record<Side, readonly string[]>> = { front: ['name', 'idNumber'], back: ['validFrom', 'validTo'] };

export async function createEngine() {
  // Imported here: a linter that follows imports stumbles over a file of its dependencies that is not UTF-8.
  const { default: Ocr } = await import('@gutenye/ocr-node');
  const engine = (await Ocr.create({ onnxOptions: { intraOpNumThreads: 1, interOpNumThreads: 1 } })) as TextEngine;

  async function look(picture: Picture, side: Side): Promise<Look> {
    const { file, scale } = await forReading(picture);
    const lines = (await engine.detect(file)).filter(({ box }) => box !== undefined);
    for (const { box } of lines)
      for (const corner of box as number[][]) corner.forEach((at, i) => (corner[i] = at / scale));
    const rows = rowsOf(lines);
    const parsed: Found = side === 'front' ? parseFront(rows) : parseBack(rows);
    const confidence = Object.values(parsed.confidence);
    const score = confidence.reduce((sum, each) => sum + each, 0) / confidence.length;
    return { picture, lines, rows, parsed, score };
  }

  /** As it is; where that tells little, upside down or on its side; where the card lies askew, straight. */
  async function bestLook(picture: Picture, side: Side): Promise<Look> {
    let best = await look(picture, side);
    if (!liesOnItsSide(best.lines) && isSettled(best, side)) return straightened(best, side);
    for (const degrees of turnsAfter(best, side)) {
      const next = await look(await turned(picture, degrees), side);
      if (liesOnItsSide(next.lines)) continue;
      if (next.score > best.score || isSettled(next, side) || liesOnItsSide(best.lines)) best = next;
      if (isSettled(best, side)) break;
    }
    return straightened(best, side);
  }

  async function straightened(first: Look, side: Side): Promise<Look> {
    const tilt = tiltOf(first.lines);
    const sure = Object.values(first.parsed.confidence).every((each) => each >= SURE);
    if (sure || Math.abs(tilt) < STRAIGHT) return first;
    const second = await look(await turned(first.picture, (-tilt * 180) / Math.PI), side);
    return second.score > first.score ? second : first;
  }

  /**
   * A rare letter is left out, or taken for a likeness, and the engine's mean over the whole row hides it: looked at alone, the name
   * often tells something else.
   */
  async function lookAtName({ picture, parsed }: Look): Promise<void> {
    const { name: row } = parsed.anchors;
    const name = parsed.fields['name'] ?? '';
    if (!row?.text.startsWith('姓名') || name === '') return;
    const lines = await engine.detect(await lineForReading(await cropped(picture, nameRegion(row, picture))));
    const again = {
      text: nameIn(lines.map(({ text }) => text).join('')),
      confidence: Math.min(...lines.map(({ mean }) => mean)),
    };
    parsed.confidence['name'] = surelyNamed(name, parsed.confidence['name'] ?? 0, again);
  }

  return {
    async read<S extends Side>(bytes: Uint8Array, side: S): Promise<IdCardReading<S>> {
      const opened = await openPicture(bytes);
      const best = await bestLook(opened, side);
      if (side === 'front') await lookAtName(best);
      return (await asReading(opened, best, side)) as unknown as IdCardReading<S>;
    },
  };
}

/** What was found, what is wrong with the picture as it came, and the picture as it is kept. */
async function asReading(opened: Picture, { picture, rows, parsed }: Look, side: Side) {
  const measured = { width: opened.width, ...measure(await inGrey(opened)) };
  const ok = isReadable({ parsed }, side);
  const shown = sideOf(rows);
  const flaws = flawsOf(measured);
  if (!ok && shown !== side) flaws.unshift(shown ? 'wrong-side' : 'no-card');
  const { width, sharpness, glare } = measured;
  const face = side === 'front' ? await cropped(picture, portraitRegion(parsed.anchors, picture)) : undefined;
  return {
    side,
    ...{ fields: parsed.fields, confidence: parsed.confidence },
    quality: { ok, flaws, width, sharpness, glare },
    ...{ picture: await asJpeg(picture), portrait: face && (await asJpeg(face, 92)) },
  };
}

/** What nobody can do without was found, whatever it says. */
const isReadable = ({ parsed }: { parsed: Found }, side: Side): boolean =>
  MUST[side].every((name) => parsed.fields[name] !== '');

/** Readable, or readably the other side. */
const isSettled = (look: Look, side: Side): boolean => isReadable(look, side) || sideOf(look.rows) !== undefined;

/** Letters are at most twice as high as wide: a line that leaves them less room stands upright, maybe several beside each other. */
function liesOnItsSide(lines: readonly Line[]): boolean {
  const upright = lines.filter(({ text, box }) => sizeOf(box).height * text.length > 5 * sizeOf(box).width).length;
  return upright > lines.length / 2;
}

/** The engine itself turns single lines that stand upright, one way: what it can read of them tells which way it is. */
function turnsAfter(look: Look, side: Side): number[] {
  if (!liesOnItsSide(look.lines)) return [180, 90, 270];
  return isSettled(look, side) ? [270, 90] : [90, 270];
}
