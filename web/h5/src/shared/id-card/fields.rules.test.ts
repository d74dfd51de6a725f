import assert from 'node:assert/strict';
import test from 'node:test';
import { answerError, answersOf } from './fields.rules.ts';

test('the form begins when both sides were read', () => {
  assert.equal(answersOf({ front: null, back: null }), undefined);
});

test('a number whose last character does not follow from the others is told at once', () => {
  // The example of GB 11643-1999, appendix A.
  assert.equal(answerError('idNumber', '11010519491231002X'), undefined);
  assert.equal(answerError('idNumber', '11010519491231002x'), undefined);
  assert.match(answerError('idNumber', '110105194912310021') ?? '', /核对/);
  assert.match(answerError('idNumber', '1101051949') ?? '', /18 位/);
});

test('an ID card may be good for ever', () => {
  assert.equal(answerError('validTo', '长期'), undefined);
  assert.equal(answerError('validTo', '2036-01-31'), undefined);
  assert.match(answerError('validTo', '2036.1.31') ?? '', /2036-01-31/);
});

test('nothing may be left out', () => {
  assert.equal(answerError('issuer', ' '), '请填写签发机关');
});
