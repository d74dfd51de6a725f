import assert from 'node:assert/strict';
import { test } from 'node:test';
import { businessDate } from '@miaodai/values';
import { readRosterFile, TEMPLATE, writeRosterFile } from './roster-file.ts';

const BRANCHES = new Map([
  ...[
    ['*', '*'],
    ['总行', '*'],
    ['BJ01', 'BJ01'],
    ['北京分行', 'BJ01'],
  ],
] as [string, string][]);
const HEADER = '单位代码,单位名称,等级,服务分行,白名单起,白名单止';
const GOOD = 'KS01,勘探公司,A,BJ01,2020-01-01,';

/** The file of the first test as tables on Chinese Windows save it. */
const PLAIN_IN_GBK =
  'taXOu7T6wusstaXOu8P7s8Ystci8tiy3/s7xt9bQ0Cyw18P7taXG8Cyw18P7taXWuQpLUzAxLCK/scy9LCIi0rsiIrmry74iLEEs' +
  'QkowMSwyMDIwLTAxLTAxLDIwMjYtMTItMzEKS1MwNSzO79K1uavLvixDLNfc0NAsLAo=';

const read = (text: string | Uint8Array) =>
  readRosterFile(typeof text === 'string' ? Buffer.from(text) : text, BRANCHES);
/** What is said of a file with these lines below the header: line, column, reason. */
function faultsOf(...lines: string[]) {
  const found = read([HEADER, ...lines].join('\n'));
  assert.ok('faults' in found, 'refused');
  return found.faults.map(({ line, column, reason }) => `${line} ${column ?? ''}: ${reason}`);
}
function employersOf(text: string | Uint8Array) {
  const found = read(text);
  assert.ok('employers' in found, JSON.stringify(found));
  return found.employers;
}

test('a file is read however tables write it: mark, line ends, quotes, order of columns, dates, GBK', () => {
  const expected = [
    {
      ...{ code: 'KS01', name: '勘探,"一"公司', grade: 'A', branchCode: 'BJ01' },
      ...{ whitelistedFrom: '2020-01-01', whitelistedTo: '2026-12-31' },
    },
    { code: 'KS05', name: '物业公司', grade: 'C', branchCode: '*', whitelistedFrom: null, whitelistedTo: null },
  ];
  const plain = `${HEADER}\nKS01,"勘探,""一""公司",A,BJ01,2020-01-01,2026-12-31\nKS05,物业公司,C,总行,,\n`;
  assert.deepEqual(employersOf(plain), expected);
  assert.deepEqual(employersOf(`\uFEFF${plain.replaceAll('\n', '\r\n')}`), expected);
  assert.deepEqual(employersOf(plain.replaceAll('\n', '\r')), expected);
  assert.deepEqual(employersOf(plain.replace('BJ01', ' 北京分行 ').replace('2020-01-01', '2020/1/1')), expected);
  assert.deepEqual(employersOf(plain.replace('2026-12-31', '20261231')), expected);
  assert.deepEqual(employersOf(`\n${plain.replaceAll('\n', '\n,,,,,\n\n')}`), expected);
  const turned =
    '等级,白名单止,单位名称,单位代码,服务分行,白名单起\n' +
    'A,2026-12-31,"勘探,""一""公司",KS01,BJ01,2020-01-01\nC,,物业公司,KS05,总行,\n';
  assert.deepEqual(employersOf(turned), expected);
  assert.deepEqual(employersOf(Buffer.from(PLAIN_IN_GBK, 'base64')), expected);
});

test('every bad line is told with its number, its column and the reason, all in one go', () => {
  const lines = [
    GOOD,
    ',无代码公司,A,BJ01,,',
    'ks02,小写公司,A,BJ01,,',
    'K,一位公司,A,BJ01,,',
    'KS03,,A,BJ01,,',
    `KS04,${'长'.repeat(61)},A,BJ01,,`,
    'KS05,等级公司,D,BJ01,,',
    'KS06,无等级公司,,BJ01,,',
    'KS07,上海公司,A,SH01,,',
    'KS08,无分行公司,A,,,',
    'KS09,日期公司,A,BJ01,2026-02-30,',
    'KS10,日期公司,A,BJ01,不限,31/12/2026',
    'KS11,倒置公司,A,BJ01,2026-02-02,2026-02-01',
    'KS12,无起公司,A,BJ01,,2026-02-01',
    'KS01,重复公司,A,BJ01,,',
    'KS13,少列公司,A,BJ01,',
    'KS14,多列,公司,A,BJ01,,',
    'KS15,"=HYPERLINK(""x"")",A,BJ01,,',
    'KS16,+公司,A,BJ01,,',
    'KS17,-公司,A,BJ01,,',
    'KS18,@公司,A,BJ01,,',
    'KS19,零宽\u200B公司,A,BJ01,,',
    '',
    'KS20,"两行\n公司",A,BJ01,,',
    'KS07,再重复公司,X,BJ01,,',
  ];
  assert.deepEqual(faultsOf(...lines), [
    '3 单位代码: 没有填写',
    '4 单位代码: 应为 2 至 16 位大写字母或数字',
    '5 单位代码: 应为 2 至 16 位大写字母或数字',
    '6 单位名称: 没有填写',
    '7 单位名称: 最多 60 个字',
    '8 等级: 应为 A、B 或 C',
    '9 等级: 应为 A、B 或 C',
    '10 服务分行: 没有“SH01”这家分行',
    '11 服务分行: 没有填写；由总行服务的请填“总行”',
    '12 白名单起: 不是日期，应如 2026-01-31',
    '13 白名单起: 不是日期，应如 2026-01-31',
    '13 白名单止: 不是日期，应如 2026-01-31',
    '14 白名单止: 早于白名单起 2026-02-02',
    '15 白名单起: 填了白名单止，也要填白名单起',
    '16 单位代码: 与第 2 行的单位代码重复',
    '17 : 应有 6 列，实际有 5 列；内容里有逗号时请加双引号',
    '18 : 应有 6 列，实际有 7 列；内容里有逗号时请加双引号',
    '19 单位名称: 以“=”开头，像是公式，请改为文字',
    '20 单位名称: 以“+”开头，像是公式，请改为文字',
    '21 单位名称: 以“-”开头，像是公式，请改为文字',
    '22 单位名称: 以“@”开头，像是公式，请改为文字',
    '23 单位名称: 含有不可见字符或乱码',
    '25 单位名称: 单元格内不能换行',
    '27 等级: 应为 A、B 或 C',
    '27 单位代码: 与第 10 行的单位代码重复',
  ]);
});

test('quotes that do not match are told for each line, and the other lines are still looked at', () => {
  assert.deepEqual(faultsOf(GOOD, 'KS02,"管道公司,A,BJ01,,', 'KS03,炼化公司,E,BJ01,,', 'KS04,"研究"院,A,BJ01,,'), [
    '3 : 双引号不成对；单元格内也不能换行',
    '4 等级: 应为 A、B 或 C',
    '5 : 双引号不成对；单元格内也不能换行',
  ]);
});

test('a file that is no roster is told so by its header, its bytes or its size', () => {
  const only = (text: string | Uint8Array) => {
    const found = read(text);
    assert.ok('faults' in found);
    return found.faults.map(({ column, reason }) => `${column ?? ''}: ${reason}`);
  };
  assert.deepEqual(only(''), [': 文件是空的']);
  assert.deepEqual(only('\uFEFF\r\n'), [': 文件是空的']);
  assert.deepEqual(only(HEADER), [': 名册里没有单位']);
  const unreadable = ': 不是文本文件，或编码无法识别：请存为 CSV（UTF-8 或 GBK）';
  assert.deepEqual(only(Buffer.from(`${HEADER}\n${GOOD}`, 'utf16le')), [unreadable]);
  assert.deepEqual(only(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0xff, 0xff])), [unreadable]);
  assert.deepEqual(only('代码,单位名称,等级,等级,服务分行,白名单起\n'), [
    ': 第一行应是表头，各列以逗号分隔，请使用下载的模板',
    ': 不认识的列“代码”',
    '等级: 这一列出现了两次',
    '单位代码: 缺少这一列',
    '白名单止: 缺少这一列',
  ]);
  const line = (_: unknown, i: number) => `C${String(i).padStart(5, '0')},公司,A,BJ01,,`;
  assert.equal(employersOf([HEADER, ...Array.from({ length: 5_000 }, line)].join('\n')).length, 5_000);
  assert.deepEqual(only([HEADER, ...Array.from({ length: 5_001 }, line)].join('\n')), [
    ': 名册最多 5000 家单位，实际有 5001 家',
  ]);
  assert.deepEqual(only(`${HEADER}\n${'"\n'.repeat(10_001)}`), [': 文件超过 10000 行；名册最多 5000 家单位']);
});

test('of very many faults the first are told, and how many there are', () => {
  const found = read([HEADER, ...Array.from({ length: 300 }, (_, i) => `A${i},公司,Z,BJ01,,`)].join('\n'));
  // Codes of two letters and digits from A0 to A299 are in order: one fault a line.
  assert.ok('faults' in found);
  assert.deepEqual([found.count, found.faults.length, found.faults.at(-1)?.line], [300, 200, 201]);
});

test('what is written can be read again, and opens as it should in a table', () => {
  const names = new Map([
    ['*', '总行'],
    ['BJ01', '北京分行'],
  ]);
  const employers = [
    ...TEMPLATE,
    {
      ...({ code: 'KS09', name: '甲 "乙", 丙', grade: 'C', branchCode: 'BJ01' } as const),
      ...{ whitelistedFrom: businessDate('2026-01-01'), whitelistedTo: businessDate('2026-06-30') },
    },
  ];
  const text = writeRosterFile(employers, names);
  assert.ok(text.startsWith(`\uFEFF${HEADER}\r\n`));
  assert.deepEqual(employersOf(text), employers);
});
