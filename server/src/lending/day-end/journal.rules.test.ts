import assert from 'node:assert/strict';
import { test } from 'node:test';
import { businessDate, fen } from '@miaodai/values';
import { compareLine, wordsOf, type JournalLine, type Ours } from './journal.rules.ts';

const on = businessDate('2026-11-22');
const line: JournalLine = {
  ...{ requestNo: 'R1', coreSerialNo: 'C7', bookedOn: on, amountFen: fen(849_67) },
  ...{ fromAccountNo: '6230000000000001', toAccountNo: '1100000000000001' },
};
const booked: Ours = {
  ...{ state: 'booked', toAccountNo: '1100000000000001', amountFen: fen(849_67), serialNo: 'C7', bookedOn: on },
};

test('a line that says what our repayment says is no difference', () => {
  assert.equal(compareLine(line, booked, false), undefined);
});

test('another amount, account, serial number or day is one', () => {
  for (const over of [
    { amountFen: fen(849_68) },
    { toAccountNo: '1100000000000002' },
    { coreSerialNo: 'C8' },
    { bookedOn: businessDate('2026-11-23') },
  ])
    assert.equal(compareLine({ ...line, ...over }, booked, false), 'other-content');
});

test('money that moved where we count the attempt as refused, and money that moved twice, are differences', () => {
  const refused: Ours = { ...booked, state: 'refused', serialNo: null, bookedOn: null };
  assert.equal(compareLine(line, refused, false), 'refused-here');
  assert.equal(compareLine({ ...line, coreSerialNo: 'C8' }, booked, true), 'twice');
});

test('an attempt whose outcome is open is looked at again; a part of it may have been taken, never more', () => {
  const open: Ours = { ...booked, state: 'open', serialNo: null, bookedOn: null };
  assert.equal(compareLine(line, open, false), 'open');
  assert.equal(compareLine({ ...line, amountFen: fen(100_00) }, open, false), 'open');
  assert.equal(compareLine({ ...line, amountFen: fen(849_68) }, open, false), 'other-content');
});

test('the words name the day and what there is of numbers', () => {
  assert.equal(
    wordsOf(on, { kind: 'missing-there', requestNo: 'R1', serialNo: 'C7' }),
    '2026-11-22 核心贷款流水对账：本行已入账，核心没有此笔，编号 R1，流水号 C7',
  );
});
