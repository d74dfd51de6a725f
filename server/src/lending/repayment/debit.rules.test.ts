import assert from 'node:assert/strict';
import { test } from 'node:test';
import { businessDate, fen, instant, type CustomerId, type LoanId } from '@miaodai/values';
import type { DebitResult } from '../../integrations/core-banking/port.ts';
import { done, refused, unknown } from '../../integrations/outcome.ts';
import { itemOf, orderFor, outcomeOfBatch, resultOf, sortResults } from './debit.rules.ts';
import type { Repayment, RepaymentId } from './repayment.rules.ts';

const BANK = '1100000000000001';
const rules = { partialDebit: true, debitRetryDays: 90 };
const owed = (total: number, daysPastDue = 0) => ({ totalFen: fen(total), daysPastDue });

test('all that is due is ordered; in part where the product allows it, and never less than the bank sets', () => {
  assert.deepEqual(orderFor(owed(856_07), rules, fen(1_00)), { amountFen: 856_07, leastFen: 1_00 });
  assert.deepEqual(
    orderFor(owed(40), rules, fen(1_00)),
    { amountFen: 40, leastFen: 40 },
    'less than that is all of it',
  );
  const whole = { ...rules, partialDebit: false };
  assert.deepEqual(orderFor(owed(856_07), whole, fen(1_00)), { amountFen: 856_07, leastFen: 856_07 });
});

test('nothing is ordered where nothing is due, or when it has been due for too long', () => {
  assert.equal(orderFor(owed(0), rules, fen(1_00)), undefined);
  assert.ok(orderFor(owed(856_07, 90), rules, fen(1_00)));
  assert.equal(orderFor(owed(856_07, 91), rules, fen(1_00)), undefined);
});

const repayment = (n: number, change: Partial<Repayment> = {}): Repayment => ({
  ...{ id: `id-${n}` as RepaymentId, loanId: `loan-${n}` as LoanId, customerId: 'customer' as CustomerId },
  ...{ via: 'debit', requestNo: `R${n}`, batchId: 'batch', amountFen: fen(100_00), leastFen: fen(1_00) },
  ...{ toAccountNo: BANK, effectiveOn: businessDate('2026-12-23'), early: null, state: 'sent' },
  ...{ bookedFen: null, bookedOn: null, coreSerialNo: null, refusalCode: null, settledAt: null },
  ...{ requestedAt: instant('2026-12-23T00:00:00.000Z'), ...change },
});
const booked = (n: number, amount = 100_00, coreSerialNo = `C${n}`): DebitResult => ({
  ...{ requestNo: `R${n}`, is: 'booked' },
  receipt: {
    ...{ requestNo: `R${n}`, coreSerialNo, bookedOn: businessDate('2026-12-23'), amountFen: fen(amount) },
    toAccountNo: BANK,
  },
});
const settled = { bookedFen: fen(40_00), bookedOn: businessDate('2026-12-23'), coreSerialNo: 'C4' };

test('each result ends its own repayment; what is processing, missing or for another order stays open', () => {
  const repayments = [1, 2, 3, 4, 5].map((n) => repayment(n));
  const sorted = sortResults(repayments, [
    booked(1),
    { requestNo: 'R2', is: 'refused', code: 'insufficient-funds' },
    { requestNo: 'R3', is: 'processing' },
    { requestNo: 'R5', is: 'refused', code: 'number-used-otherwise' },
    booked(9),
  ]);
  assert.deepEqual(sorted.ends, [
    {
      repaymentId: 'id-1',
      outcome: { is: 'booked', bookedFen: 100_00, bookedOn: '2026-12-23', coreSerialNo: 'C1' },
    },
    { repaymentId: 'id-2', outcome: { is: 'refused', code: 'insufficient-funds' } },
  ]);
  assert.equal(sorted.stillOpen, 3);
  assert.deepEqual(
    sorted.strange.map(({ requestNo }) => requestNo),
    ['R5'],
  );
});

test('what was settled before stays, and an answer that disagrees is told', () => {
  const repayments = [
    repayment(4, { state: 'booked', ...settled }),
    repayment(5, { state: 'booked', ...settled, coreSerialNo: 'C5' }),
    repayment(6, { state: 'refused', refusalCode: 'payer-frozen' }),
    repayment(7, { state: 'refused', refusalCode: 'payer-frozen' }),
  ];
  const sorted = sortResults(repayments, [
    booked(4, 40_00),
    booked(5, 41_00),
    booked(6),
    { requestNo: 'R7', is: 'refused', code: 'payer-frozen' },
  ]);
  assert.deepEqual([sorted.ends, sorted.stillOpen], [[], 0]);
  assert.deepEqual(
    sorted.contradictions.map(({ requestNo }) => requestNo),
    ['R5', 'R6'],
  );
});

test('an inquiry ends an item only by what was ordered', () => {
  const item = itemOf(repayment(1), { loanNo: 'JJ20261123-000017', accountNo: '6222020000000000010' });
  assert.equal(item.remark, '贷款自动还款 JJ20261123-000017');
  const find = (amount: number, toAccountNo = BANK) => {
    const { receipt } = booked(1, amount) as Extract<DebitResult, { is: 'booked' }>;
    return resultOf(item, BANK, done({ state: 'booked', receipt: { ...receipt, toAccountNo } })).is;
  };
  assert.deepEqual([find(100_00), find(1_00)], ['booked', 'booked']);
  assert.deepEqual([find(100_01), find(99), find(100_00, '62220')], ['processing', 'processing', 'processing']);
  assert.equal(resultOf(item, BANK, done({ state: 'absent' })).is, 'processing');
  assert.equal(resultOf(item, BANK, unknown('no answer in time')).is, 'processing');
  assert.deepEqual(resultOf(item, BANK, refused('payer-closed', '')), {
    ...{ requestNo: 'R1', is: 'refused', code: 'payer-closed' },
  });
});

test('a batch is done when none of its items is open', () => {
  assert.equal(outcomeOfBatch(0, unknown('no answer in time')).is, 'done');
  assert.deepEqual(outcomeOfBatch(2, unknown('no answer in time')), unknown('no answer in time'));
  assert.deepEqual(outcomeOfBatch(2, done([])), unknown('2 items open'));
});
