import { birthOf, isBusinessDate, isIdNumber, sexOf, yearsBetween, type BusinessDate } from '@miaodai/values';
import type { Flaw, IdCardFields, IdCardReading, Side } from '../../integrations/ocr/port.ts';

export type Fields = IdCardFields['front'] & IdCardFields['back'];
export type Field = keyof Fields;
/** A reading as it is kept: pictures apart. */
export type KeptReading = {
  side: Side;
  fields: Partial<Fields>;
  confidence: Partial<Record<Field, number>>;
  quality: IdCardReading['quality'];
};
/** What is wrong with which field, in the customer's words. */
export type FieldProblem = { field: Field; message: string };
type Editing = { idDocumentEditable: readonly Field[]; idDocumentSurePpm: number };

export const FOR_EVER = '长期';

/** What the bank leaves to the customer, and what could not be read for sure: for the rest the picture is taken again. */
export function editableFields({ fields, confidence }: KeptReading, settings: Editing): Field[] {
  const unsure = (field: Field) => (confidence[field] ?? 0) * 1_000_000 < settings.idDocumentSurePpm;
  return (Object.keys(fields) as Field[]).filter(
    (field) => settings.idDocumentEditable.includes(field) || unsure(field),
  );
}

/** Fields that the customer has changed, and those among them that are not theirs to change. */
export function editsOf(
  given: Fields,
  readings: readonly KeptReading[],
  settings: Editing,
): { edited: Field[]; problems: FieldProblem[] } {
  const edited: Field[] = [];
  const problems: FieldProblem[] = [];
  for (const reading of readings) {
    const editable = editableFields(reading, settings);
    for (const field of Object.keys(reading.fields) as Field[]) {
      if (given[field] === reading.fields[field]) continue;
      edited.push(field);
      if (!editable.includes(field)) problems.push({ field, message: '此项不能修改；如识别有误，请重新拍摄' });
    }
  }
  return { edited, problems };
}

/** Whether the fields can all be true of one card, whoever has typed them. */
export function problemsOf(fields: Fields, today: BusinessDate): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const must = (holds: boolean, field: Field, message: string) => {
    if (!holds) problems.push({ field, message });
  };
  must(/^[\p{Script=Han}·]{2,30}$/u.test(fields.name), 'name', '姓名应为汉字，与证件一致');
  must(/^\p{Script=Han}{1,10}$/u.test(fields.ethnicity), 'ethnicity', '请填写民族，例如 汉');
  must([...fields.address].length >= 6, 'address', '请填写证件上的完整住址');
  must(/^\p{Script=Han}{3,}$/u.test(fields.issuer), 'issuer', '签发机关应与证件一致');
  if (isIdNumber(fields.idNumber)) {
    must(fields.birthDate === birthOf(fields.idNumber), 'birthDate', '出生日期与身份证号不一致');
    must(fields.sex === sexOf(fields.idNumber), 'sex', '性别与身份证号不一致');
    must(birthOf(fields.idNumber) <= today, 'idNumber', '身份证号不正确，请核对');
  } else {
    problems.push({ field: 'idNumber', message: '身份证号不正确，请核对' });
  }
  must(isBusinessDate(fields.validFrom) && fields.validFrom <= today, 'validFrom', '有效期起不正确，请核对');
  const ends = fields.validTo === FOR_EVER || (isBusinessDate(fields.validTo) && fields.validTo > fields.validFrom);
  must(ends, 'validTo', '有效期止不正确，请核对');
  return problems;
}

/** The last day is a good one. */
export const isExpired = (expiresOn: BusinessDate | null, today: BusinessDate): boolean =>
  expiresOn !== null && expiresOn < today;

export const lastDayOf = ({ validTo }: Fields): BusinessDate | null =>
  validTo === FOR_EVER ? null : (validTo as BusinessDate);

export const isOldEnough = ({ idNumber }: Fields, today: BusinessDate, minAgeYears: number): boolean =>
  yearsBetween(birthOf(idNumber), today) >= minAgeYears;

/** What to do better, in the customer's words. */
export function hintsFor({ side, quality }: KeptReading): string[] {
  const hints = quality.flaws.map((flaw) => (flaw === 'wrong-side' ? OTHER_SIDE[side] : HINTS[flaw]));
  return hints.length > 0 || quality.ok ? hints : ['有信息没有看清，请将证件摆正、四角完整后重新拍摄'];
}

const OTHER_SIDE: Readonly<Record<Side, string>> = {
  front: '拍到的是国徽面，请拍摄人像面',
  back: '拍到的是人像面，请拍摄国徽面',
};
const HINTS: Readonly<Record<Exclude<Flaw, 'wrong-side'>, string>> = {
  'too-small': '照片尺寸偏小，请靠近证件拍摄',
  blurred: '照片有些模糊，请拿稳手机、对焦后拍摄',
  glare: '照片有反光，请避开灯光直射后拍摄',
  dark: '光线偏暗，请在明亮处拍摄',
  'no-card': '没有识别到身份证，请将证件完整放入取景框',
};
