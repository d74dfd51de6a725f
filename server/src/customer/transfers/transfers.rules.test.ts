import assert from 'node:assert/strict';
import { test } from 'node:test';
import { businessDate, fen, type CustomerId, type Instant } from '@miaodai/values';
import {
  amountRefusal,
  leftToday,
  next,
  orderOf,
  requestNoOf,
  stateAllows,
  type Direction,
  type Step,
  type Transfer,
  type TransferId,
} from './transfers.rules.ts';

const transfer = (direction: Direction): Transfer => ({
  id: '01a20741-d1d7-76cf-9f7f-6182fb887d41' as TransferId,
  customerId: '01a20741-d1d7-76cf-9f7f-6182fb887d42' as CustomerId,
  direction,
  amountFen: fen(100_00),
  accountNo: '62316800000000010',
  cardNo: '6222020000000000010',
  bankName: '中国工商银行',
  clearingAccountNo: '1100000000000002',
  state: 'requested',
  refusalCode: null,
  serialNo: null,
  askedOn: businessDate('2026-11-23'),
  requestedAt: '2026-11-23T01:00:00.000Z' as Instant,
  settledAt: null,
});

test('taken, then given; what cannot be given goes back, as often as it takes', () => {
  assert.deepEqual(next('take', 'refused'), { state: 'refused' });
  assert.deepEqual(next('take', 'done'), { state: 'sent', open: 'give', later: false });
  assert.deepEqual(next('give', 'done'), { state: 'done' });
  assert.deepEqual(next('give', 'refused'), { state: 'returning', open: 'back', later: false });
  assert.deepEqual(next('back', 'refused'), { state: 'returning', open: 'back', later: true });
  assert.deepEqual(next('back', 'done'), { state: 'refused' });
});

test('each leg asks one side: from the card by debit, to the card by credit, at the core over the clearing account', () => {
  const said = (direction: Direction, step: Step) => {
    const leg = orderOf(transfer(direction), { step, requestNo: 'L1' });
    if (leg.at === 'card-network') return `${leg.operation} ${leg.order.cardNo}`;
    return `${leg.order.fromAccountNo} to ${leg.order.toAccountNo}`;
  };
  const [account, clearing, card] = ['62316800000000010', '1100000000000002', '6222020000000000010'];
  assert.equal(said('in', 'take'), `debit ${card}`);
  assert.equal(said('in', 'give'), `${clearing} to ${account}`);
  assert.equal(said('in', 'back'), `credit ${card}`);
  assert.equal(said('out', 'take'), `${account} to ${clearing}`);
  assert.equal(said('out', 'give'), `credit ${card}`);
  assert.equal(said('out', 'back'), `${clearing} to ${account}`);
});

test('both systems know a leg by 32 letters and digits, of which its own number makes 31', () => {
  const requestNo = requestNoOf('01a20741-d1d7-76cf-9f7f-6182fb887d41');
  assert.equal(requestNo, 'L1a20741d1d776cf9f7f6182fb887d41');
  assert.match(requestNo, /^[A-Za-z0-9]{32}$/);
});

test('the limits of one transfer, a day and a year: the amount at a bound is allowed, one fen more is not', () => {
  const limits = { minFen: fen(1_00), maxFen: fen(50_00), perDayFen: fen(120_00), perYearFen: fen(1_000_00) };
  const used = (todayFen: number, thisYearFen: number) => ({ todayFen: fen(todayFen), thisYearFen: fen(thisYearFen) });
  const refusal = (amount: number, of = used(0, 0)) => amountRefusal(fen(amount), limits, of);
  assert.deepEqual(refusal(99), ['transfer-below-minimum', 1_00]);
  assert.equal(refusal(1_00), undefined);
  assert.equal(refusal(50_00), undefined);
  assert.deepEqual(refusal(50_01), ['transfer-above-limit', 50_00]);
  assert.equal(refusal(20_00, used(100_00, 100_00)), undefined);
  assert.deepEqual(refusal(20_01, used(100_00, 100_00)), ['transfer-above-daily-limit', 20_00]);
  assert.deepEqual(refusal(5_01, used(0, 995_00)), ['transfer-above-daily-limit', 5_00]);
  // Limits that the bank has lowered since leave nothing, and never less.
  assert.equal(leftToday(limits, used(300_00, 300_00)), 0);
});

test('money leaves a normal account only; it comes to one that receives, too', () => {
  const states = ['normal', 'credit-only', 'frozen', 'closed', 'not-active', 'lost'] as const;
  assert.deepEqual(
    states.map((state) => [stateAllows('in', state), stateAllows('out', state)]),
    [
      [true, true],
      [true, false],
      [false, false],
      [false, false],
      [false, false],
      [false, false],
    ],
  );
});
