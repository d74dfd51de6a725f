import assert from 'node:assert/strict';
import { test } from 'node:test';
import { businessDate } from '@miaodai/values';
import {
  editableFields,
  editsOf,
  hintsFor,
  isExpired,
  isOldEnough,
  lastDayOf,
  problemsOf,
  type Fields,
  type KeptReading,
} from './documents.rules.ts';

const today = businessDate('2026-11-23');
const frontFields = {
  name: '王小明',
  sex: 'male',
  ethnicity: '汉',
  birthDate: '1981-02-03',
  address: '北京市东城区东四十条1号',
  idNumber: '110101198102030117',
} as const;
const fields: Fields = {
  ...frontFields,
  issuer: '北京市公安局东城分局',
  validFrom: '2016-05-18',
  validTo: '2036-05-18',
};
const quality = { ok: true, flaws: [], width: 1280, sharpness: 300, glare: 0 };
const front = (confidence: Partial<Record<keyof Fields, number>> = {}): KeptReading => {
  const sure = { name: 0.98, sex: 0.98, ethnicity: 0.98, birthDate: 0.98, address: 0.98, idNumber: 0.98 };
  return { side: 'front', fields: frontFields, confidence: { ...sure, ...confidence }, quality };
};
const settings = { idDocumentEditable: ['address', 'ethnicity', 'issuer'] as const, idDocumentSurePpm: 900_000 };

test('address and ethnicity may always be set right, name and number only where nobody is sure of them', () => {
  assert.deepEqual(editableFields(front(), settings), ['ethnicity', 'address']);
  assert.deepEqual(editableFields(front({ name: 0.899 }), settings), ['name', 'ethnicity', 'address']);
  assert.deepEqual(editableFields(front({ idNumber: 0.9 }), settings), ['ethnicity', 'address'], 'at the bound: sure');
});

test('what was edited is known by name, and what is not the customer’s to edit is named as well', () => {
  const edit = (changed: Partial<Fields>, reading = front()) => {
    const { edited, problems } = editsOf({ ...fields, ...changed }, [reading], settings);
    return [edited, problems.map(({ field }) => field)];
  };
  assert.deepEqual(edit({}), [[], []]);
  assert.deepEqual(edit({ address: '北京市东城区安定路2号' }), [['address'], []]);
  assert.deepEqual(edit({ name: '王小朋' }), [['name'], ['name']]);
  assert.deepEqual(edit({ name: '王小朋' }, front({ name: 0.3 })), [['name'], []]);
});

test('fields that cannot be true of one card are named', () => {
  const wrong = (changed: Partial<Fields>) => problemsOf({ ...fields, ...changed }, today).map(({ field }) => field);
  assert.deepEqual(wrong({}), []);
  assert.deepEqual(wrong({ idNumber: '110101198102030118' }), ['idNumber'], 'check letter');
  assert.deepEqual(wrong({ birthDate: '1981-02-04' }), ['birthDate']);
  assert.deepEqual(wrong({ sex: 'female' }), ['sex'], 'the 17th digit is odd');
  assert.deepEqual(wrong({ validFrom: '2026-11-24', validTo: '2046-11-24' }), ['validFrom'], 'not yet');
  assert.deepEqual(wrong({ validTo: '2016-05-18' }), ['validTo'], 'ends as it begins');
  assert.deepEqual(wrong({ validTo: '2036-02-30' }), ['validTo'], 'no such day');
  assert.deepEqual(wrong({ validTo: '长期' }), []);
  assert.deepEqual(wrong({ name: 'Wang', ethnicity: '?', issuer: 'x', address: '东街' }), [
    'name',
    'ethnicity',
    'address',
    'issuer',
  ]);
});

test('a card is good on its last day and not on the next; for ever is for ever', () => {
  assert.equal(isExpired(lastDayOf(fields), businessDate('2036-05-18')), false);
  assert.equal(isExpired(lastDayOf(fields), businessDate('2036-05-19')), true);
  assert.equal(isExpired(lastDayOf({ ...fields, validTo: '长期' }), businessDate('2099-01-01')), false);
});

test('somebody is eighteen on their birthday', () => {
  assert.equal(isOldEnough(fields, businessDate('1999-02-03'), 18), true);
  assert.equal(isOldEnough(fields, businessDate('1999-02-02'), 18), false);
});

test('every flaw says what to do; a picture that is good enough needs no words', () => {
  assert.deepEqual(hintsFor(front()), []);
  const poor = (quality_: Partial<typeof quality> & { flaws?: never[] }) => ({
    ...front(),
    quality: { ...quality, ...quality_ },
  });
  assert.deepEqual(hintsFor(poor({ ok: false })), ['有信息没有看清，请将证件摆正、四角完整后重新拍摄']);
  const wrongSide = {
    ...front(),
    quality: { ...quality, ok: false, flaws: ['wrong-side' as const, 'glare' as const] },
  };
  assert.deepEqual(hintsFor(wrongSide), ['拍到的是国徽面，请拍摄人像面', '照片有反光，请避开灯光直射后拍摄']);
});
