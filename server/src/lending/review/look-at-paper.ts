import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { ok, refuse, type Result } from '@miaodai/values';
import sharp from 'sharp';
import type { MediaType } from './papers.store.ts';
import { forbiddenIn, pdfFlaw, streamsOf } from './pdf.rules.ts';

/** Beyond this a picture is a bomb: a few kilobytes that become gigabytes. */
const MOST_PIXELS = 60_000_000;
/** Of what is packed within a PDF; and so many pieces of it. */
const MOST_UNPACKED = 64 * 1024 * 1024;
const MOST_STREAMS = 4_000;
const unpack = promisify(inflate);

/** What a file really is, and whether it is one that we take. Its name and what it says of itself count for nothing. */
export async function lookAtPaper(content: Uint8Array): Promise<Result<MediaType, 'file-refused'>> {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (bytes.subarray(0, 5).equals(Buffer.from('%PDF-'))) return lookAtPdf(bytes);
  const type = bytes.subarray(0, 3).equals(JPEG)
    ? 'image/jpeg'
    : bytes.subarray(0, 8).equals(PNG)
      ? 'image/png'
      : undefined;
  if (!type) return refuse('file-refused', { words: '只接受 JPG、PNG 图片和 PDF 文件' });
  try {
    // All of it is decoded, though nothing of that is kept.
    await sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
      .resize(64, 64, { fit: 'inside' })
      .raw()
      .toBuffer();
  } catch {
    return refuse('file-refused', { words: '图片已损坏或过大，请重新拍摄' });
  }
  return ok(type);
}

const JPEG = Buffer.of(0xff, 0xd8, 0xff);
const PNG = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

async function lookAtPdf(bytes: Buffer): Promise<Result<MediaType, 'file-refused'>> {
  const text = bytes.toString('latin1');
  const flaw = pdfFlaw(text) ?? (await flawWithin(bytes, text));
  return flaw === undefined ? ok('application/pdf') : refuse('file-refused', { words: `PDF ${flaw}` });
}

/** What is packed is unpacked and looked at the same way; off the event loop. */
async function flawWithin(bytes: Buffer, text: string): Promise<string | undefined> {
  const streams = streamsOf(text);
  if (streams.length > MOST_STREAMS) return '内容过于复杂，请拆分后上传';
  let left = MOST_UNPACKED;
  for (const { from, dictionary } of streams) {
    // Pictures and fonts hold no objects; the rest is small.
    if (/\/(?:Image|FontFile\d?|Length1)\b/.test(dictionary) && !/\/ObjStm\b/.test(dictionary)) continue;
    if (!/\/(?:FlateDecode|Fl)\b/.test(dictionary)) continue;
    let unpacked: Buffer;
    try {
      unpacked = await unpack(bytes.subarray(from), { maxOutputLength: left });
    } catch (error) {
      if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') return '内容过于复杂，请拆分后上传';
      continue;
    }
    left -= unpacked.length;
    const flaw = forbiddenIn(unpacked.toString('latin1'));
    if (flaw) return flaw;
  }
  return undefined;
}
