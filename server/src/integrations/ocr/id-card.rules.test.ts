import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseBack, parseFront, sideOf, surelyNamed } from './id-card.rules.ts';
import { rowsOf, tiltOf, type Line } from './rows.rules.ts';

/** Pieces of text as they lie on a card of 1000 × 630, each as wide as its letters need. */
const piece = (text: string, x: number, y: number, { mean = 0.99, width = 40 * [...text].length } = {}): Line => ({
  text,
  mean,
  box: [
    [x, y],
    [x + width, y],
    [x + width, y + 40],
    [x, y + 40],
  ],
});
const FRONT = [
  piece('姓名', 64, 80, { width: 70 }),
  piece('王小明', 170, 80, { width: 126 }),
  piece('性别', 64, 155),
  piece('男', 170, 155),
  piece('民族汉', 270, 155),
  piece('出生1981年2月3日', 64, 230),
  piece('住址', 64, 310),
  piece('北京市东城区东四十条1号', 170, 310),
  piece('2单元301室', 170, 360),
  piece('公民身份号码', 64, 545, { width: 220 }),
  // 11010119810203011 has the weighted sum 7+9+0+5+0+4+2+9+48+3+0+18+0+15+0+4+2 = 126; 126 mod 11 = 5, check letter 7.
  piece('110101198102030117', 330, 545, { width: 576 }),
];
const with_ = (changed: Record<string, string>): Line[] =>
  FRONT.map((line) => ({ ...line, text: changed[line.text] ?? line.text }));

test('a front is read field by field, an address over as many rows as it has', () => {
  const { fields, confidence } = parseFront(rowsOf(FRONT));
  assert.deepEqual(fields, {
    name: '王小明',
    sex: 'male',
    ethnicity: '汉',
    birthDate: '1981-02-03',
    address: '北京市东城区东四十条1号2单元301室',
    idNumber: '110101198102030117',
  });
  for (const [field, sure] of Object.entries(confidence)) assert.equal(sure, 0.99, field);
});

test('a card that lies askew has the same rows', () => {
  const turn = ([x = 0, y = 0]: readonly number[]) => [
    x * Math.cos(0.14) - y * Math.sin(0.14),
    x * Math.sin(0.14) + y * Math.cos(0.14),
  ];
  const askew = FRONT.map((line) => ({ ...line, box: line.box.map(turn) }));
  assert.ok(Math.abs(tiltOf(askew) - 0.14) < 1e-9);
  assert.deepEqual(parseFront(rowsOf(askew)).fields, parseFront(rowsOf(FRONT)).fields);
});

test('letters in the number are read as the digits that they look like', () => {
  const { fields } = parseFront(rowsOf(with_({ '110101198102030117': 'l1O1O119810203O117' })));
  assert.equal(fields.idNumber, '110101198102030117');
});

test('a number with a wrong check letter is shown, but not believed', () => {
  const read = parseFront(rowsOf(with_({ '110101198102030117': '110101198102030118' })));
  assert.equal(read.fields.idNumber, '110101198102030118');
  assert.equal(read.confidence.idNumber, 0.3);
});

test('a digit of the birthday misread in the number is set right by the day itself, where the check letter then agrees', () => {
  const read = parseFront(rowsOf(with_({ '110101198102030117': '110101198702030117' })));
  assert.equal(read.fields.idNumber, '110101198102030117');
});

test('where day or sex contradict a number that is right, the number has it, and nobody is sure', () => {
  const read = parseFront(rowsOf(with_({ 出生1981年2月3日: '出生1987年2月3日', 男: '女' })));
  assert.deepEqual([read.fields.birthDate, read.confidence.birthDate], ['1981-02-03', 0.6]);
  assert.deepEqual([read.fields.sex, read.confidence.sex], ['male', 0.6]);
});

test('a name that takes more room than its letters has one that could not be read', () => {
  const gap = FRONT.map((line) => (line.text === '王小明' ? { ...line, text: '王明' } : line));
  assert.equal(parseFront(rowsOf(gap)).confidence.name, 0.3);
});

test('a name is sure where a second look at it alone tells the same without hesitating', () => {
  const again = (text: string, confidence: number) => surelyNamed('王小明', 0.99, { text, confidence });
  assert.equal(again('王小明', 0.988), 0.988);
  assert.equal(again('王小明', 0.98), 0.6);
  assert.equal(again('王小朋', 0.999), 0.6);
  assert.equal(again('', Infinity), 0.99, 'nothing was seen, nothing is told');
  assert.equal(surelyNamed('王小明', 0.3, { text: '王小明', confidence: 0.99 }), 0.3);
});

test('an ethnicity that there is not is not believed; what was not found is empty and has no confidence', () => {
  assert.equal(parseFront(rowsOf(with_({ 民族汉: '民族议' }))).confidence.ethnicity, 0.3);
  const nothing = parseFront(rowsOf([piece('一张白纸', 10, 10)]));
  assert.equal(nothing.fields.idNumber, '');
  assert.equal(nothing.confidence.idNumber, 0);
});

const back = (valid: string, issuer = '签发机关北京市公安局东城分局') =>
  parseBack(rowsOf([piece('中华人民共和国', 300, 90), piece(issuer, 230, 450), piece(valid, 230, 530)]));

test('a back is read: issuer and term, also one without end', () => {
  assert.deepEqual(back('有效期限2016.05.18-2036.05.18').fields, {
    issuer: '北京市公安局东城分局',
    validFrom: '2016-05-18',
    validTo: '2036-05-18',
  });
  assert.deepEqual(back('有效期限2020.05.18-长期').fields.validTo, '长期');
  assert.equal(back('有效期限2020.05.18-长期').confidence.validTo, 0.99);
});

test('a term that no card has is not believed, a day that there is not is none', () => {
  assert.equal(back('有效期限2016.05.18-2037.05.18').confidence.validTo, 0.3);
  assert.equal(back('有效期限2016.02.31-2036.05.18').fields.validFrom, '');
  assert.equal(back('有效期限2016.05.18-2036.05.18', '签发机关北京市').confidence.issuer, 0.3);
});

test('the words tell which side it is, or that it is none', () => {
  assert.equal(sideOf(rowsOf(FRONT)), 'front');
  assert.equal(sideOf(rowsOf([piece('中华人民共和国', 300, 90)])), 'back');
  assert.equal(sideOf(rowsOf([piece('今日特价', 300, 90)])), undefined);
});
