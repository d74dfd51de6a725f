import assert from 'node:assert/strict';
import { test } from 'node:test';
import { businessDate, fen } from '@miaodai/values';
import { compareLine, wordsOf, type KnownLeg, type Line } from './compare.rules.ts';

const on = businessDate('2026-11-22');
const line: Line = {
  ...{ requestNo: 'L1', serialNo: 'N7', bookedOn: on, amountFen: fen(500_00), from: '6222020000000001010', to: '' },
};
const leg: KnownLeg = {
  ...{ state: 'done', serialNo: 'N7', bookedOn: on },
  order: {
    ...{ at: 'card-network', operation: 'debit' },
    order: { requestNo: 'L1', cardNo: '6222020000000001010', amountFen: fen(500_00), remark: '' },
  },
};
const ours = { leg, isOther: true, before: false };
const compare = (over: Partial<Line>, mine: Partial<typeof ours> | { leg: KnownLeg | undefined } = {}) =>
  compareLine('card-network', { ...line, ...over }, { ...ours, ...mine });

test('a line that says what our leg says is no difference', () => {
  assert.equal(compare({}), undefined);
});

test('another amount, card, way, serial number or day is a difference, whatever state the leg is in', () => {
  for (const over of [
    { amountFen: fen(500_01) },
    { from: '6222020000000001028' },
    { from: '', to: '6222020000000001010' },
  ]) {
    assert.equal(compare(over), 'other-content');
    assert.equal(compare(over, { leg: { ...leg, state: 'open' } }), 'other-content');
  }
  assert.equal(compare({ serialNo: 'N8' }), 'other-content');
  assert.equal(compare({ bookedOn: businessDate('2026-11-21') }), 'other-content');
  assert.equal(compareLine('core-banking', line, ours), 'other-content', 'a leg at the other system');
});

test('a leg that is open is looked at again; one that counts as refused must not have a line', () => {
  assert.equal(compare({}, { leg: { ...leg, state: 'open', serialNo: null, bookedOn: null } }), 'open');
  assert.equal(compare({}, { leg: { ...leg, state: 'refused', serialNo: null, bookedOn: null } }), 'refused-here');
});

test('a number that we never gave is missing here; that of a payout is not looked at; a second line is one too many', () => {
  assert.equal(compare({}, { leg: undefined, isOther: false }), 'missing-here');
  assert.equal(compare({}, { leg: undefined, isOther: true }), undefined);
  assert.equal(compare({}, { before: true }), 'twice');
});

test('the words name the day, the system, and what there is of numbers', () => {
  assert.equal(
    wordsOf('card-network', on, { kind: 'twice', requestNo: 'L1', serialNo: 'N8' }),
    '2026-11-22 卡清算网络对账：同一编号对方动账两次，编号 L1，流水号 N8',
  );
  assert.equal(
    wordsOf('core-banking', on, { kind: 'too-many', requestNo: '', serialNo: '' }),
    '2026-11-22 核心对账：当日差异过多，其余未列出，请核对整份流水',
  );
});
