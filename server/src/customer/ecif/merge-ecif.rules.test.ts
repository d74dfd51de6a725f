import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mergeEcif, type EcifValues } from './merge-ecif.rules.ts';

const fields = [
  ...['name', 'idNumber', 'idIssuer', 'idValidFrom', 'idValidTo', 'sex', 'nationality', 'ethnicity'],
  ...['birthDate', 'idAddress', 'residenceAddress', 'mobile'],
] as (keyof EcifValues)[];
const alwaysNew: (keyof EcifValues)[] = ['idValidFrom', 'idValidTo', 'residenceAddress', 'sex', 'nationality'];
/** Few values, so that equal ones, empty ones and blanks meet often. */
const values: fc.Arbitrary<EcifValues> = fc.record(
  Object.fromEntries(fields.map((field) => [field, fc.constantFrom('', '  ', 'a', 'b', '北京市东城区')])),
  { requiredKeys: [] },
);
/** As it is stored: no empty fields. */
const record = values.map((given): EcifValues =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value.trim() !== '')),
);

test('validity, residence, sex and nationality take the new value, every other field only fills an empty one (ACC-3)', () => {
  const known: EcifValues = {
    ...{ name: '王小明', sex: 'male', idValidTo: '2025-01-01', residenceAddress: '旧址', mobile: '13800000001' },
    ...{ nationality: 'CHN', ethnicity: '汉' },
  };
  const told: EcifValues = {
    ...{ name: '王晓明', sex: 'female', idValidTo: '长期', residenceAddress: '北京市东城区景山前街四号' },
    ...{ mobile: '13900000002', nationality: 'CHN', ethnicity: '回', idIssuer: '北京市公安局东城分局' },
  };
  const merged = mergeEcif(known, told);
  assert.deepEqual(merged.record, {
    ...{ name: '王小明', sex: 'female', idValidTo: '长期', residenceAddress: '北京市东城区景山前街四号' },
    ...{ mobile: '13800000001', nationality: 'CHN', ethnicity: '汉', idIssuer: '北京市公安局东城分局' },
  });
  assert.deepEqual(merged.changed, ['idIssuer', 'idValidTo', 'sex', 'residenceAddress']);
});

test('nothing is ever emptied', () => {
  fc.assert(
    fc.property(record, values, (known, told) => {
      const merged = mergeEcif(known, told).record;
      for (const field of fields) if (known[field]) assert.ok(merged[field], field);
    }),
  );
});

test('merged twice it is the same, and nothing changed the second time', () => {
  fc.assert(
    fc.property(record, values, (known, told) => {
      const once = mergeEcif(known, told);
      assert.deepEqual(mergeEcif(once.record, told), { record: once.record, changed: [] });
    }),
  );
});

test('each field is what the rule says: the new value, or the old one where the rule keeps it', () => {
  fc.assert(
    fc.property(record, values, (known, told) => {
      const { record: merged, changed } = mergeEcif(known, told);
      for (const field of fields) {
        const fresh = told[field]?.trim() ?? '';
        const takes = fresh !== '' && (alwaysNew.includes(field) || !known[field]);
        assert.equal(merged[field], takes ? fresh : known[field], field);
        assert.equal(changed.includes(field), merged[field] !== known[field], field);
      }
    }),
  );
});

test('what was known stays as it was given', () => {
  const known: EcifValues = Object.freeze({ name: '王小明' });
  mergeEcif(known, { sex: 'male' });
  assert.deepEqual(known, { name: '王小明' });
});
