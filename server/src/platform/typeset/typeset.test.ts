import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { drawn, ink, poppler, textOf, wordsOf } from '../../../test-kit/read-pdf.ts';
import { createTypesetter } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'templates-'));
const template = (name: string, source: string) => writeFileSync(join(folder, `${name}.typ`), source);
template(
  'note',
  `#let d = json(bytes(sys.inputs.data))
  #set document(title: d.title, date: datetime(year: 2026, month: 11, day: 23))
  #set text(font: "Noto Sans SC", size: 10.5pt, lang: "zh", region: "cn", fallback: false)
  = #d.title
  #for line in d.lines [#line #parbreak()]
  #json(bytes(sys.inputs.absent)).join(" ")`,
);
template('broken', '#let d = (\n');
template('asks-more', '#json(bytes(sys.inputs.data)).nothing.at(0)');
template('tells', '#panic(json(bytes(sys.inputs.data)).lines.at(0))');

const typesetter = createTypesetter({ templates: folder });
after(async () => {
  await typesetter.stop();
  rmSync(folder, { recursive: true });
});
const note = (...lines: string[]) => typesetter.pdf('note', { title: '合同', lines });

test('the same data make the same bytes, in whichever process', async () => {
  const one = await note('王小明', '¥50,000.00');
  assert.deepEqual(await note('王小明', '¥50,000.00'), one);
  assert.notDeepEqual(await note('王小明', '¥50,000.01'), one);
  const other = createTypesetter({ templates: folder });
  assert.deepEqual(await other.pdf('note', { title: '合同', lines: ['王小明', '¥50,000.00'] }), one);
  await other.stop();
});

test('what is said to be PDF/A-2b has what can be seen of it: fonts, colours, language, and nothing that acts', async () => {
  const pdf = await note('王小明');
  const whole = plain(pdf);
  assert.match(whole, /<pdfaid:part>2<\/pdfaid:part>/);
  assert.match(whole, /<pdfaid:conformance>B<\/pdfaid:conformance>/);
  assert.match(whole, /\/OutputIntents/);
  assert.match(whole, /\/S\s*\/GTS_PDFA1/);
  assert.match(whole, /\/Lang\s*\(zh-CN\)/);
  assert.match(whole, /\/MarkInfo\s*<<\s*\/Marked true/);
  assert.match(whole, /\/FontFile2/);
  assert.doesNotMatch(whole, /\/Encrypt\b|\/JavaScript\b|\/JS\b|\/Launch\b|\/EmbeddedFile\b|\/URI\b/);
});

test('a name is a name, whatever it looks like', { ...poppler() }, async () => {
  const names = [
    '#strong[x]',
    '$1$',
    '*a* _b_ `c`',
    '\\u{41} @ref <label>',
    '= 标题',
    '#import "/etc/passwd"',
    '欧阳·阿凡提',
  ];
  const text = textOf(await note(...names));
  for (const name of names) assert.ok(text.includes(name), `${name} in ${text}`);
});

test(
  'a character that cannot be shown is written as its code and listed, never left out',
  { ...poppler() },
  async () => {
    // 𫚖 is in the font; U+2E9F5 is in no font of ours; then one of a bank's own, a blank of no width, a turn of direction, a control.
    const text = textOf(await note('王𫚖', '张\u{2E9F5}', '李\uE000', '赵\u200B', '\u202E钱', '孙\u0007'));
    assert.match(text, /王𫚖/);
    for (const [name, code] of [
      ...([
        ['张', '2E9F5'],
        ['李', 'E000'],
        ['赵', '200B'],
        ['孙', '0007'],
      ] as const),
    ])
      assert.ok(text.includes(`${name}〔U+${code}〕`), `${code} in ${text}`);
    assert.ok(text.includes('〔U+202E〕钱'));
    assert.match(text, /U\+2E9F5 U\+E000 U\+200B U\+202E U\+0007/);
    assert.doesNotMatch(textOf(await note('王𫚖')), /U\+/);
  },
);

test('every character that can be read is also drawn', { ...poppler() }, async () => {
  const line = '贷款人同意向借款人发放个人消费贷款并按约定用途使用贷款资金龘齉𫚖';
  const pdf = await note(line);
  const dpi = 144;
  const page = drawn(pdf, 1, dpi);
  const word = wordsOf(pdf).find(({ text }) => text.includes('贷款人'));
  assert.ok(word);
  assert.equal(word.text, line);
  const width = (word.right - word.left) / [...line].length;
  for (const [n, character] of [...line].entries()) {
    const left = word.left + n * width;
    assert.ok(ink(page, dpi, { ...word, left, right: left + width }) > 0.04, `${character} is drawn`);
  }
});

test('a template that is wrong, or data that it does not fit, is told without telling the data', async () => {
  const data = { title: '合同', lines: ['王小明 110101199001011234'] };
  await assert.rejects(typesetter.pdf('broken', data), /template broken cannot be set: unclosed delimiter/);
  await assert.rejects(typesetter.pdf('asks-more', data), /template asks-more cannot be set: .*"nothing"/);
  await assert.rejects(typesetter.pdf('note', { title: '合同' }), /template note cannot be set: .*"lines"/);
  await assert.rejects(typesetter.pdf('absent', data), /template absent cannot be set/);
  for (const name of ['../note', 'a.b', '', 'Note', '/etc/passwd'])
    await assert.rejects(typesetter.pdf(name, data), /no template has such a name/);
  await assert.rejects(typesetter.pdf('tells', data), (error) => {
    assert.match(String(error), /template tells cannot be set/);
    assert.doesNotMatch(String(error), /王|110101/);
    return true;
  });
  assert.ok((await note('还在')).length > 0, 'the next one is set');
});

test('a long text becomes a long paper, one beyond all measure is refused', async () => {
  const long = Array.from({ length: 200 }, () => '贷款人同意向借款人发放个人消费贷款。'.repeat(100).slice(0, 1_000));
  const pdf = await note(...long);
  assert.ok(pdf.length > 100_000);
  const beyond = Array.from({ length: 500 }, () => '长'.repeat(4_000));
  await assert.rejects(note(...beyond), /characters are too many/);
});

test('independent readers find nothing wrong with it', { ...poppler() }, async () => {
  const file = join(folder, 'checked.pdf');
  writeFileSync(file, await note('王小明', '¥50,000.00'));
  const { status, stdout } = spawnSync('qpdf', ['--check', file], { encoding: 'utf8' });
  assert.equal(status, 0, stdout);
  const fonts = spawnSync('pdffonts', [file], { encoding: 'utf8' }).stdout.split('\n').slice(2).filter(Boolean);
  assert.equal(fonts.length, 2);
  for (const font of fonts) assert.match(font, /^[A-Z]{6}\+NotoSansSC\S* +CID TrueType +Identity-H +yes yes yes/);
  assert.ok(
    readdirSync(folder).every((name) => /\.(typ|pdf)$/.test(name)),
    'nothing is left on the disk',
  );
  assert.equal(readFileSync(file).subarray(0, 5).toString(), '%PDF-');
});

/** Everything in it that is not picture or font, streams unpacked. */
function plain(pdf: Buffer): string {
  const raw = pdf.toString('latin1');
  const streams = [...raw.matchAll(/stream\r?\n/g)].map(({ index, 0: mark }) => {
    const from = index + mark.length;
    const packed = pdf.subarray(from, pdf.indexOf('endstream', from));
    try {
      return inflateSync(packed).toString('latin1');
    } catch {
      return '';
    }
  });
  return [raw, ...streams.filter((text) => text.length < 200_000)].join('\n');
}
