/**
 * What a PDF may not have: JavaScript, programs that it starts, files within it, forms that are programs (XFA), media players; and
 * no encryption, since nobody could look into it. A name may be written with '#' and two hex digits for any of its letters.
 */
const FORBIDDEN: readonly (readonly [RegExp, string])[] = [
  [/\/(?:JavaScript|Rendition|RichMedia|XFA)\b/, '含有脚本或多媒体内容'],
  [/\/(?:Launch|EmbeddedFiles?|Filespec|SubmitForm|ImportData|GoToE)\b/, '含有附件或可运行的内容'],
  [/\/Encrypt\b/, '已加密或设有密码'],
];
const PACKED = /\/ObjStm\b/;
const OTHER_PACKINGS = /\/(?:ASCII85Decode|A85|ASCIIHexDecode|AHx|LZWDecode|LZW|RunLengthDecode|RL|Crypt)\b/;

/** @param text the bytes as Latin-1. @returns what is wrong, in words for whoever uploads it. */
export function pdfFlaw(text: string): string | undefined {
  if (!/^%PDF-[12]\.\d/.test(text)) return '不是 PDF 文件';
  if (!/%%EOF\s*$/.test(text.slice(-1_024))) return '文件不完整，请重新导出后上传';
  return forbiddenIn(text) ?? (packsOtherwise(text) ? '格式不受支持，请重新导出为普通 PDF' : undefined);
}

/** Of the file itself, and of what is packed within it. */
export function forbiddenIn(text: string): string | undefined {
  const plain = withoutHex(text);
  return FORBIDDEN.find(([pattern]) => pattern.test(plain))?.[1];
}

const withoutHex = (text: string): string =>
  text.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** Objects may be packed, so that names are not to be read; only what we can unpack is taken. */
const packsOtherwise = (text: string): boolean =>
  streamsOf(text).some(({ dictionary }) => PACKED.test(dictionary) && OTHER_PACKINGS.test(dictionary));

/** Where each stream of the file begins, with what stands before it. */
export function streamsOf(text: string): { dictionary: string; from: number }[] {
  return [...text.matchAll(/stream\r?\n/g)]
    .filter(({ index }) => text.slice(index - 3, index) !== 'end')
    .map(({ index, 0: word }) => ({
      dictionary: withoutHex(
        text
          .slice(Math.max(0, index - 600), index)
          .split('endobj')
          .at(-1) ?? '',
      ),
      from: index + word.length,
    }));
}
