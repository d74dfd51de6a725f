import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { BlobReader, TextWriter, ZipReader } from '@zip.js/zip.js';
import { fen } from '@miaodai/values';
import { readCsv } from '../../../test-kit/read-csv.ts';
import { createTableFiles, type Table } from './index.ts';

const files = createTableFiles();
after(files.stop);

const TABLE: Table = {
  name: '还款计划',
  columns: [
    { title: '期次', kind: 'count', width: 8 },
    { title: '还款日', kind: 'day', width: 12 },
    { title: '应还（元）', kind: 'money', width: 16 },
    { title: '说明', kind: 'text', width: 30 },
  ],
  rows: [
    [1, '2026-12-23', fen(4_291_86), '待还'],
    [2, '2028-02-29', fen(1_234_567_05), '=HYPERLINK("http://x","点我")'],
    [null, '2027-01-31', fen(5), '逗号, "引号"\n换行'],
  ],
  totals: [null, '合计', fen(1_238_858_96), null],
};

test('another reader of CSV finds the same cells, Chinese and all, and no formula', async () => {
  const file = await files.make('csv', TABLE);
  assert.deepEqual([...file.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
  assert.ok(file.toString().includes('\r\n'));
  assert.deepEqual(readCsv(file), [
    ['期次', '还款日', '应还（元）', '说明'],
    ['1', '2026-12-23', '4291.86', '待还'],
    ['2', '2028-02-29', '1234567.05', '\'=HYPERLINK("http://x","点我")'],
    ['', '2027-01-31', '0.05', '逗号, "引号"\n换行'],
    ['', '合计', '1238858.96', ''],
  ]);
});

test('a workbook holds amounts as numbers of two decimals and days as days, and text that is no formula', async () => {
  const file = await files.make('xlsx', TABLE);
  const zip = new ZipReader(new BlobReader(new Blob([new Uint8Array(file)])));
  const texts = new Map<string, string>();
  for (const entry of await zip.getEntries())
    if (!entry.directory) texts.set(entry.filename, await entry.getData(new TextWriter()));
  await zip.close();
  const sheet = texts.get('xl/worksheets/sheet1.xml') ?? '';
  const shared = [...(texts.get('xl/sharedStrings.xml') ?? '').matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map(
    ([, text]) => text,
  );
  const formats = texts.get('xl/styles.xml') ?? '';
  assert.match(formats, /#,##0\.00/);
  assert.match(formats, /yyyy-mm-dd/);
  assert.doesNotMatch(sheet, /<f>/);
  const cell = (at: string): string =>
    new RegExp(`<c r="${at}"[^>]*>(?:<is>)?.*?<v>([^<]*)</v>`).exec(sheet)?.[1] ?? '';
  // 23 December 2026 is the 46,379th day that Excel counts, 29 February 2028 the 46,812th.
  assert.deepEqual(
    [cell('A2'), cell('B2'), cell('C2'), cell('B3'), cell('C3')],
    ['1', '46379', '4291.86', '46812', '1234567.05'],
  );
  assert.equal(cell('C5'), '1238858.96');
  assert.ok(
    shared.includes('=HYPERLINK(&quot;http://x&quot;,&quot;点我&quot;)') ||
      shared.some((text) => text?.startsWith('=HYPERLINK')),
  );
  assert.match(texts.get('xl/workbook.xml') ?? '', /还款计划/);
});
