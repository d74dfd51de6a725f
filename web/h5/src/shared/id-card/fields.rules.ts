import type { IdDocument } from './sides.ts';

export const fieldNames = [
  'name',
  'sex',
  'ethnicity',
  'birthDate',
  'address',
  'idNumber',
  'issuer',
  'validFrom',
  'validTo',
] as const;
export type FieldName = (typeof fieldNames)[number];
export type Answers = Record<FieldName, string>;

export const labels: Record<FieldName, string> = {
  name: '姓名',
  sex: '性别',
  ethnicity: '民族',
  birthDate: '出生日期',
  address: '住址',
  idNumber: '身份证号',
  issuer: '签发机关',
  validFrom: '有效期起',
  validTo: '有效期止',
};

/** What was read of both sides, as the form begins; undefined until both are there. */
export function answersOf({ front, back }: Pick<IdDocument, 'front' | 'back'>): Answers | undefined {
  if (!front || !back) return undefined;
  const read: Record<string, string> = { ...front.fields, ...back.fields };
  return Object.fromEntries(fieldNames.map((name) => [name, read[name] ?? ''])) as Answers;
}

export const editableOf = ({ front, back }: Pick<IdDocument, 'front' | 'back'>): readonly FieldName[] => [
  ...(front?.editable ?? []),
  ...(back?.editable ?? []),
];

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What is wrong with an answer, in words; the server checks all of it again, and more. */
export function answerError(name: FieldName, text: string): string | undefined {
  const value = text.trim();
  if (value === '') return name === 'sex' ? '请选择性别' : `请填写${labels[name]}`;
  if (name === 'idNumber') return idNumberError(value);
  if (name === 'birthDate' || name === 'validFrom')
    return DAY.test(value) ? undefined : '请按 年-月-日 填写，例如 2026-01-31';
  if (name === 'validTo')
    return value === '长期' || DAY.test(value) ? undefined : '请填写日期，例如 2036-01-31，或 长期';
  return undefined;
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** GB 11643: the last character follows from the seventeen before it, so that one wrong digit is noticed at once. */
function idNumberError(value: string): string | undefined {
  if (!/^\d{17}[\dXx]$/.test(value)) return '请输入 18 位身份证号';
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(value[at]), 0);
  return '10X98765432'[sum % 11] === value[17]?.toUpperCase() ? undefined : '身份证号有误，请核对每一位';
}

export const shownValue = (name: FieldName, value: string): string =>
  name === 'sex' ? ({ male: '男', female: '女' }[value] ?? '—') : value || '—';
