import assert from 'node:assert/strict';
import { test } from 'node:test';
import { birthOf, idNumberCheckLetter, isIdNumber, sexOf } from './id-number.ts';

// The two examples printed in GB 11643-1999: nobody's numbers.
const WOMAN_1949 = '11010519491231002X';
const MAN_1880 = '440524188001010014';

test('the examples of the standard are valid', () => {
  assert.ok(isIdNumber(WOMAN_1949));
  assert.ok(isIdNumber(MAN_1880));
  assert.equal(idNumberCheckLetter('11010519491231002'), 'X');
});

test('birth and sex are read from it', () => {
  assert.equal(birthOf(WOMAN_1949), '1949-12-31');
  assert.equal(sexOf(WOMAN_1949), 'female');
  assert.equal(sexOf(MAN_1880), 'male');
});

test('one digit changed, or two neighbours swapped, is caught', () => {
  for (let i = 0; i < 17; i += 1) {
    const other = String((Number(MAN_1880[i]) + 1) % 10);
    assert.equal(isIdNumber(MAN_1880.slice(0, i) + other + MAN_1880.slice(i + 1)), false, `digit ${i + 1}`);
  }
  assert.equal(isIdNumber('445024188001010014'), false);
});

test('a wrong length, a small x, a birth that never was: invalid', () => {
  for (const bad of ['', '11010519491231002', '11010519491231002x', '110105491231002', `${WOMAN_1949}1`])
    assert.equal(isIdNumber(bad), false, bad);
  const never = '11010519490230002';
  assert.equal(isIdNumber(never + idNumberCheckLetter(never)), false);
});
