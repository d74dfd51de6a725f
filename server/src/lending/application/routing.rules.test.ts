import assert from 'node:assert/strict';
import { test } from 'node:test';
import { businessDate } from '@miaodai/values';
import { routeOf } from './routing.rules.ts';

const standing = (whitelisted: boolean) => ({
  ...{ employee: true as const, employerCode: 'KS01', employerName: '他们的叫法' },
  ...{ whitelisted, hiredOn: businessDate('2018-07-01') },
});
const known = (whitelisted: boolean) => ({
  ...{ code: 'KS01', name: '我们的叫法', grade: 'A' as const, branchCode: 'DQ01' },
  ...{ whitelistedFrom: null, whitelistedTo: null, whitelisted },
});

test('our own list decides; where theirs says otherwise, somebody hears of it', () => {
  const table = [
    // HR's list, our list (undefined: not on the roster at all) → route, disagrees
    [true, true, 'instant', false],
    [false, true, 'instant', true],
    [true, false, 'standard', true],
    [false, false, 'standard', false],
    [true, undefined, 'standard', true],
    [false, undefined, 'standard', false],
  ] as const;
  for (const [theirs, ours, route, disagrees] of table) {
    const found = routeOf(standing(theirs), ours === undefined ? undefined : known(ours));
    assert.deepEqual([found.route, found.disagrees], [route, disagrees], `${theirs} ${ours}`);
  }
});

test('what the bank knows of an employer goes before what HR says; of a stranger there is HR’s name and the head office', () => {
  assert.deepEqual(routeOf(standing(true), known(true)).employer, {
    ...{ code: 'KS01', name: '我们的叫法', grade: 'A', branchCode: 'DQ01' },
  });
  assert.deepEqual(routeOf(standing(true), undefined).employer, {
    ...{ code: 'KS01', name: '他们的叫法', grade: null, branchCode: '*' },
  });
});

test('who is no employee has no route and no employer', () => {
  assert.deepEqual(routeOf({ employee: false }, undefined), { route: 'none', employer: null, disagrees: false });
});
