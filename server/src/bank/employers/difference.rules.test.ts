import assert from 'node:assert/strict';
import { test } from 'node:test';
import { businessDate } from '@miaodai/values';
import { differenceOf } from './difference.rules.ts';
import { isWhitelisted, type Employer } from './employer.rules.ts';

const day = businessDate;
const employer = (code: string, changed: Partial<Employer> = {}): Employer => ({
  ...{ code, name: `${code}公司`, grade: 'B', branchCode: 'BJ01' },
  ...{ whitelistedFrom: day('2026-01-01'), whitelistedTo: null, ...changed },
});

test('the first and the last day on the whitelist count; without a last day it stays', () => {
  const until = employer('KS01', { whitelistedTo: day('2026-11-23') });
  const on = ['2025-12-31', '2026-01-01', '2026-11-23', '2026-11-24'].map((text) => isWhitelisted(until, day(text)));
  assert.deepEqual(on, [false, true, true, false]);
  const single = employer('KS01', { whitelistedFrom: day('2026-11-23'), whitelistedTo: day('2026-11-23') });
  assert.equal(isWhitelisted(single, day('2026-11-23')), true);
  assert.equal(isWhitelisted(employer('KS01'), day('2099-12-31')), true);
  assert.equal(isWhitelisted(employer('KS01', { whitelistedFrom: null }), day('2026-11-23')), false);
});

test('a difference names who came, who went and what of whom changed', () => {
  const before = [employer('KS01'), employer('KS02'), employer('KS04')];
  const now = [employer('KS03'), employer('KS02', { grade: 'A', whitelistedFrom: null }), employer('KS01')];
  const { same, lines } = differenceOf(before, now);
  assert.equal(same, 1);
  assert.deepEqual(
    lines.map(({ change, code, fields }) => [change, code, fields.length]),
    [
      ['changed', 'KS02', 2],
      // A name, a grade, a branch and a first day; neither has a last one.
      ['added', 'KS03', 4],
      ['removed', 'KS04', 4],
    ],
  );
  assert.deepEqual(lines[0]?.fields, [
    { field: 'grade', before: 'B', now: 'A' },
    { field: 'whitelistedFrom', before: '2026-01-01', now: null },
  ]);
  assert.deepEqual(differenceOf(before, before), { same: 3, lines: [] });
  assert.equal(differenceOf([], now).lines.length, 3);
});
