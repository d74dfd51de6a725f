import { birthOf, idNumberCheckLetter, isBusinessDate, isIdNumber, sexOf } from '@miaodai/values';
import type { IdCardFields, Side } from './port.ts';
import type { Row } from './rows.rules.ts';

type Field<S extends Side> = keyof IdCardFields[S] & string;
export type Parsed<S extends Side> = {
  fields: IdCardFields[S];
  confidence: Record<Field<S>, number>;
  /** Rows that tell where on the card we are, by what they hold. */
  anchors: { name?: Row; idNumber?: Row };
};

/** Read, but not in a form that it could have. */
const IMPLAUSIBLE = 0.3;
/** Two readings of one fact contradict each other; the one with a check letter is taken. */
const CONTRADICTED = 0.6;
/** With the bench's cards: names that were read right have 0.989 and more, likenesses of rare letters 0.979 and less. */
const NAME_READ_RIGHT = 0.985;

/** The front of an identity card (GA 490): each fact beside its label, the number at the bottom. */
export function parseFront(rows: readonly Row[]): Parsed<'front'> {
  const nameRow = rows.find(({ text }) => /姓名|^姓|^名/.test(text));
  const sexRow = rows.find(({ text }) => /性别|民族/.test(text));
  const birthAt = rows.findIndex(({ text }) => /\d{4}年.*月|出生/.test(text));
  const numbered = findIdNumber(rows);
  const name = nameIn(nameRow?.text ?? '');
  const ethnicity = letters(/族(.+)$/.exec(sexRow?.text ?? '')?.[1] ?? '');
  const address = addressOf(rows, birthAt, numbered.at);
  const birth = agreeing(birthDateIn(rows[birthAt]?.text), rows[birthAt]?.confidence, numbered.text, birthOf);
  const sex = agreeing(sexIn(sexRow?.text), sexRow?.confidence, numbered.text, sexOf);
  const idNumber = repaired(numbered.text, birth.value);
  return {
    fields: { name, sex: sex.value as '', ethnicity, birthDate: birth.value, address: address.text, idNumber },
    confidence: {
      name: trust(
        nameRow?.confidence,
        /^[\p{Script=Han}·]{2,20}$/u.test(name) && !hasGap(name, nameRow, rows[numbered.at]),
      ),
      sex: sex.confidence,
      ethnicity: trust(sexRow?.confidence, ETHNICITIES.has(ethnicity)),
      birthDate: birth.confidence,
      address: trust(address.confidence, [...address.text].length >= 6),
      idNumber: trust(rows[numbered.at]?.confidence, isIdNumber(idNumber)),
    },
    anchors: {
      ...(nameRow && { name: nameRow }),
      ...(isIdNumber(idNumber) && { idNumber: rows[numbered.at] as Row }),
    },
  };
}

/** What stands behind the label. */
export const nameIn = (text: string): string => letters(text.replace(/^.*?(姓名|姓|名)/, ''));

/** A second look at the name alone: where it tells something else, or hesitates, nobody is sure. */
export function surelyNamed(name: string, confidence: number, again: { text: string; confidence: number }): number {
  if (again.text === '') return confidence;
  const sure = again.text === name && again.confidence >= NAME_READ_RIGHT;
  return Math.min(confidence, sure ? again.confidence : CONTRADICTED);
}

/** The back: who issued it and how long it is good. */
export function parseBack(rows: readonly Row[]): Parsed<'back'> {
  const issuerRow = rows.find(({ text }) => /机关|签发/.test(text)) ?? rows.find(({ text }) => /公安/.test(text));
  const validRow = rows.find(({ text }) => /有效|期限|\d{4}\.\d{2}/.test(text));
  const issuer = letters((issuerRow?.text ?? '').replace(/^.*?(签?发?机关|签发)/, ''));
  const { validFrom, validTo } = validityIn(validRow?.text ?? '');
  const plausible = isOneOfTheTerms(validFrom, validTo);
  return {
    fields: { issuer, validFrom, validTo },
    confidence: {
      issuer: trust(issuerRow?.confidence, /(局|厅|处|队)$/.test(issuer)),
      validFrom: trust(validRow?.confidence, plausible),
      validTo: trust(validRow?.confidence, plausible),
    },
    anchors: {},
  };
}

/** Which side the words belong to, where there are any. */
export function sideOf(rows: readonly Row[]): Side | undefined {
  const text = rows.map((row) => row.text).join('');
  if (/公民身份|性别|住址|\d{17}[\dX]/.test(text)) return 'front';
  if (/签发|机关|有效期|共和国|居民身/.test(text)) return 'back';
  return undefined;
}

const trust = (confidence: number | undefined, plausible: boolean): number =>
  confidence === undefined ? 0 : plausible ? confidence : Math.min(confidence, IMPLAUSIBLE);

const letters = (text: string): string => text.replace(/[^\p{Script=Han}·]/gu, '');

/** What is taken for a letter where only digits can be. */
const digits = (text: string): string =>
  text
    .replace(/[OoQD]/g, '0')
    .replace(/[lI|]/g, '1')
    .replace(/[xX×]/g, 'X')
    .replace(/B/g, '8')
    .replace(/S/g, '5')
    .replace(/Z/g, '2');

/** The one with the right check letter, else the lowest that has its form. */
function findIdNumber(rows: readonly Row[]): { text: string; at: number } {
  let found = { text: '', at: -1 };
  for (const [at, row] of rows.entries()) {
    const run = digits(row.text.replace(/^.*号码?/, '')).replace(/[^\dX]/g, '');
    const text = /(\d{17}[\dX])$/.exec(run)?.[1];
    if (!text) continue;
    if (isIdNumber(text)) return { text, at };
    found = { text, at };
  }
  return found;
}

/** Pixels of a drawn card: from the label's left edge to the name, one letter of it, and the whole row of the number. */
const NAME_AT = { indent: 106, letter: 42, numberRow: 842 };

/** A rare letter that the engine does not know is left out without a word; the name then takes more room than its letters do. */
function hasGap(name: string, nameRow: Row | undefined, numberRow: Row | undefined): boolean {
  if (!nameRow || !numberRow) return false;
  const long = ({ left, right }: Row): number => Math.hypot(right.x - left.x, right.y - left.y);
  const room = (long(nameRow) / long(numberRow)) * NAME_AT.numberRow - NAME_AT.indent;
  return room / NAME_AT.letter > [...name].length + 0.85;
}

/** One digit of the day of birth misread: the day is on the card a second time, and the check letter tells. */
function repaired(idNumber: string, birthDate: string): string {
  if (isIdNumber(idNumber) || !/^\d{17}[\dX]$/.test(idNumber) || !isBusinessDate(birthDate)) return idNumber;
  const first17 = `${idNumber.slice(0, 6)}${birthDate.replaceAll('-', '')}${idNumber.slice(14, 17)}`;
  return idNumberCheckLetter(first17) === idNumber[17] ? first17 + idNumber[17] : idNumber;
}

/** A fact that the number tells, too: the number has a check letter, so it has the last word. */
function agreeing(
  read: string,
  confidence: number | undefined,
  idNumber: string,
  tells: (idNumber: string) => string,
): { value: string; confidence: number } {
  if (!isIdNumber(idNumber)) return { value: read, confidence: trust(confidence, read !== '') };
  const told = tells(idNumber);
  return { value: told, confidence: read === told ? (confidence ?? 0) : CONTRADICTED };
}

const sexIn = (text = ''): string =>
  ({ 男: 'male', 女: 'female' })[/[男女]/.exec(text.replace('性别', ''))?.[0] ?? ''] ?? '';

function birthDateIn(text = ''): string {
  const [, year, month, day] = /(\d{4})\D+(\d{1,2})\D+(\d{1,2})/.exec(digits(text.replace(/出生/, ''))) ?? [];
  return year && month && day ? dayText(year, month, day) : '';
}

/** From its label, over as many rows as it takes, to the number. */
function addressOf(rows: readonly Row[], birthAt: number, numberAt: number): { text: string; confidence?: number } {
  const labelled = rows.findIndex(({ text }) => /住址|^址|^住/.test(text));
  const from = labelled < 0 ? birthAt + 1 : labelled;
  const end = rows.findIndex(({ text }, at) => at > from && (at === numberAt || /公民|身份|号码/.test(text)));
  const taken = from > 0 ? rows.slice(from, end < 0 ? rows.length : end) : [];
  if (taken.length === 0) return { text: '' };
  const text = taken
    .map((row) => row.text)
    .join('')
    .replace(/^.*?住?址/, '')
    .replace(/^住/, '')
    .replace(/[^\p{Script=Han}A-Za-z\d\-()（）]/gu, '');
  return { text, confidence: Math.min(...taken.map(({ confidence }) => confidence)) };
}

function validityIn(text: string): IdCardFields['back'] & { issuer: '' } {
  const day = String.raw`(\d{4})\D?(\d{2})\D?(\d{2})`;
  const found = new RegExp(`${day}\\D{0,3}?(?:(长期)|${day})`).exec(digits(text));
  if (!found) return { issuer: '', validFrom: '', validTo: '' };
  const [, y1 = '', m1 = '', d1 = '', forEver, y2 = '', m2 = '', d2 = ''] = found;
  return { issuer: '', validFrom: dayText(y1, m1, d1), validTo: forEver ?? dayText(y2, m2, d2) };
}

function dayText(year: string, month: string, day: string): string {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isBusinessDate(text) ? text : '';
}

/** Five, ten or twenty years to the day, or for ever. On 29 February one of the two days may give way. */
function isOneOfTheTerms(from: string, to: string): boolean {
  if (from === '' || to === '') return false;
  if (to === '长期') return true;
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return [5, 10, 20].includes(years) && (from.slice(5) === to.slice(5) || from.endsWith('02-29'));
}

/** 56 of them (GB/T 3304). */
const ETHNICITIES: ReadonlySet<string> = new Set(
  (
    '汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 ' +
    '布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺'
  ).split(' '),
);
