import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { businessDate, fen } from '@miaodai/values';
import { startSimulators, type Simulators } from '../../../../simulators/src/start-simulators.ts';
import { tellSimulators, temporaryDatabase, type TemporaryDatabase } from '../../../../simulators/src/testing.ts';
import { coreBankingAdapter } from './adapter.ts';
import type { CoreBanking, DebitItem, DebitResult } from './port.ts';

const BANK = '1100000000000001';
const DAY = businessDate('2026-11-23');
const account = (n: number) => `62220200000000${String(n).padStart(4, '0')}0`;

let database: TemporaryDatabase;
let simulators: Simulators;
let core: CoreBanking;
before(async () => {
  database = await temporaryDatabase();
  simulators = await startSimulators({ databaseUrl: database.url });
  core = coreBankingAdapter({ baseUrl: simulators.urls['core-banking'], deadlineMs: 5_000 });
});
beforeEach(async () => {
  await tell('POST', '/reset');
  await tell('PUT', '/clock', { day: DAY });
  // Account 1 has 100.00, account 2 has 30.00, account 3 is frozen with 100.00, account 4 has nothing.
  const balances = [100_00, 30_00, 100_00, 0];
  const person = { holderName: '王小明', idNumber: '110101199003070134' };
  const accounts = balances.map((balanceFen, i) => ({ ...person, accountNo: account(i + 1), balanceFen }));
  await tell('POST', '/accounts', accounts);
  await tell('PUT', `/accounts/${account(3)}`, { state: 'frozen' });
});
after(async () => {
  await simulators.close();
  await database.drop();
});

const tell = <T>(method: string, path: string, body?: unknown) =>
  tellSimulators<T>(simulators.controlUrl, method, path, body);
const script = (fault: unknown, operation = 'batch-debit', match = {}) =>
  tell('PUT', '/faults', [{ system: 'core-banking', operation, match, fault }]);
const balanceOf = async (n: number) =>
  (await tell<{ balanceFen: number }>('GET', `/accounts/${account(n)}`)).balanceFen;
const linesUnder = async (requestNo: string) =>
  (await tell<unknown[]>('GET', `/transfers?requestNo=${requestNo}`)).length;

const item = (requestNo: string, payer: number, amount: number, least = amount): DebitItem => ({
  ...{ requestNo, fromAccountNo: account(payer), remark: '贷款还款' },
  ...{ amountFen: fen(amount), leastFen: fen(least) },
});
async function debit(...items: DebitItem[]): Promise<DebitResult[] | string> {
  const outcome = await core.debitBatch({ batchNo: 'B1', toAccountNo: BANK, items });
  return outcome.is === 'done' ? outcome.value : outcome.is;
}
/** R1: 40.00; R2: code; R3: processing. */
const inShort = (results: DebitResult[] | string) =>
  typeof results === 'string'
    ? results
    : results.map((result) =>
        result.is === 'booked' ? result.receipt.amountFen : result.is === 'refused' ? result.code : result.is,
      );
const found = async (requestNo: string) => {
  const outcome = await core.findTransfer(requestNo);
  if (outcome.is !== 'done') return outcome.is === 'refused' ? outcome.code : outcome.is;
  return outcome.value.state === 'booked' ? outcome.value.receipt.amountFen : outcome.value.state;
};

test('each item is booked or refused by itself, in part where that is allowed, in the order of the list', async () => {
  const results = await debit(
    item('R1', 1, 40_00),
    item('R2', 2, 50_00, 1),
    item('R3', 2, 50_00, 1),
    item('R4', 1, 60_01),
    item('R5', 3, 1_00),
    item('R6', 9, 1_00),
    item('R7', 1, 70_00, 60_00),
  );
  const expected = [40_00, 30_00, 'insufficient-funds', 'insufficient-funds', 'payer-frozen', 'payer-not-found', 60_00];
  assert.deepEqual(inShort(results), expected);
  assert.deepEqual([await balanceOf(1), await balanceOf(2), await balanceOf(3)], [0, 0, 100_00]);
  const journal = await core.journal(DAY);
  assert.ok(journal.is === 'done');
  assert.deepEqual(
    journal.value.map((line) => [line.requestNo, line.amountFen]),
    [...[['R1', 40_00]], ...[['R2', 30_00]], ['R7', 60_00]],
  );
  const movements = await core.movements({ accountNo: account(1), from: DAY, to: DAY, page: 1 });
  assert.ok(movements.is === 'done');
  assert.deepEqual(
    movements.value.movements.map((line) => [line.amountFen, line.balanceFen, line.remark]),
    [...[[60_00, 0, '贷款还款']], [40_00, 60_00, '贷款还款']],
  );
});

test('an item stands under its number for ever: again, in another batch, as an inquiry, and with other content', async () => {
  await debit(item('R1', 2, 50_00, 1), item('R2', 4, 1_00));
  await tell('PUT', `/accounts/${account(2)}`, { balanceFen: 500_00 });
  await tell('PUT', `/accounts/${account(4)}`, { balanceFen: 500_00 });
  assert.deepEqual(inShort(await debit(item('R2', 4, 1_00), item('R1', 2, 50_00, 1), item('R3', 2, 1_00))), [
    ...['insufficient-funds', 30_00, 1_00],
  ]);
  assert.deepEqual([await found('R1'), await found('R2'), await found('R9')], [30_00, 'insufficient-funds', 'absent']);
  const others = [item('R1', 2, 51_00, 1), item('R2', 4, 1_00, 50), item('R3', 4, 1_00)];
  assert.deepEqual(inShort(await debit(...others)), Array(3).fill('number-used-otherwise'));
  const transfer = { requestNo: 'R1', fromAccountNo: account(2), toAccountNo: BANK, amountFen: fen(50_00), remark: '' };
  const asTransfer = await core.transfer(transfer);
  assert.equal(asTransfer.is === 'refused' && asTransfer.code, 'number-used-otherwise');
  assert.equal(await linesUnder('R1'), 1);
});

test('ten batches at once with the same items, in either order, move their money once', async () => {
  const items = [item('R1', 1, 60_00), item('R2', 2, 20_00), item('R3', 1, 60_00, 1)];
  const batches = await Promise.all(
    Array.from({ length: 10 }, (_, i) => debit(...(i % 2 === 0 ? items : items.toReversed()))),
  );
  assert.equal(batches.filter((results) => typeof results === 'string').length, 0);
  assert.deepEqual([await linesUnder('R1'), await linesUnder('R2'), await linesUnder('R3')], [1, 1, 1].slice(0, 3));
  assert.deepEqual([await balanceOf(1), await balanceOf(2)], [0, 10_00]);
});

/** What the caller learns of [R1, R2], and what an inquiry then finds of them. */
const FAULTS: { fault: unknown; learnt: unknown; found: unknown[] }[] = [
  { fault: 'hang-up-before', learnt: 'unknown', found: ['absent', 'absent'] },
  { fault: 'apply-then-hang-up', learnt: 'unknown', found: [40_00, 30_00] },
  { fault: 'half-applied', learnt: 'unknown', found: [40_00, 'absent'] },
  { fault: { kind: 'status-500-html' }, learnt: 'unknown', found: [40_00, 30_00] },
  { fault: 'truncated-json', learnt: 'unknown', found: [40_00, 30_00] },
  { fault: 'garbage', learnt: 'unknown', found: [40_00, 30_00] },
  { fault: { kind: 'refuse', code: '9001' }, learnt: 'unknown', found: ['absent', 'absent'] },
  { fault: { kind: 'refuse', code: '2203' }, learnt: 'unknown', found: ['absent', 'absent'] },
  { fault: 'success-code-with-failure-text', learnt: 'unknown', found: ['absent', 'absent'] },
  { fault: 'other-number', learnt: 'unknown', found: [40_00, 30_00] },
  { fault: 'missing-line', learnt: [40_00, 'processing'], found: [40_00, 30_00] },
  { fault: 'duplicate-line', learnt: [40_00, 'processing'], found: [40_00, 30_00] },
  { fault: 'extra-line', learnt: [40_00, 30_00], found: [40_00, 30_00] },
];
for (const { fault, learnt, found: stands } of FAULTS) {
  test(`the batch ${JSON.stringify(fault)}: ${JSON.stringify(learnt)}, then ${JSON.stringify(stands)}`, async () => {
    const items = [item('R1', 1, 40_00), item('R2', 2, 50_00, 1)];
    await script(fault);
    assert.deepEqual(inShort(await debit(...items)), learnt);
    assert.deepEqual([await found('R1'), await found('R2')], stands);
    // Whatever was said, the same items again move no money twice, and now the truth is told.
    assert.deepEqual(inShort(await debit(...items)), [40_00, 30_00]);
    assert.deepEqual([await linesUnder('R1'), await linesUnder('R2')], [1, 1]);
  });
}

/** What is learnt of R2 alone, R1 being booked beside it; and what an inquiry then finds. */
const ITEM_FAULTS: { fault: unknown; learnt: unknown; found: unknown; lines: number }[] = [
  { fault: { kind: 'processing', inquiries: 1 }, learnt: 'processing', found: 'processing', lines: 1 },
  { fault: { kind: 'absent-then-appears', inquiries: 1 }, learnt: 'processing', found: 'absent', lines: 1 },
  { fault: { kind: 'refuse', code: '2103' }, learnt: 'payer-frozen', found: 'payer-frozen', lines: 0 },
  { fault: { kind: 'refuse', code: '9001' }, learnt: 'processing', found: 'absent', lines: 1 },
  { fault: { kind: 'refuse', code: '7777' }, learnt: 'processing', found: 'absent', lines: 1 },
  { fault: { kind: 'other-amount', value: '30.01' }, learnt: 'processing', found: 30_00, lines: 1 },
  { fault: { kind: 'other-amount', value: '0.00' }, learnt: 'processing', found: 30_00, lines: 1 },
  { fault: 'other-currency', learnt: 'processing', found: 30_00, lines: 1 },
  { fault: 'other-account', learnt: 'processing', found: 30_00, lines: 1 },
  { fault: 'other-number', learnt: 'processing', found: 30_00, lines: 1 },
  { fault: 'success-code-with-failure-text', learnt: 'processing', found: 'absent', lines: 1 },
  {
    fault: { kind: 'answer-with', fields: { FROM_ACCT: account(1) } },
    ...{ learnt: 'processing', found: 30_00, lines: 1 },
  },
  { fault: { kind: 'answer-with', fields: { CORE_SEQ: '' } }, learnt: 'processing', found: 30_00, lines: 1 },
  { fault: { kind: 'answer-with', fields: { RET_CODE: '2106' } }, learnt: 'processing', found: 30_00, lines: 1 },
  { fault: 'duplicate-accept', learnt: 30_00, found: 30_00, lines: 2 },
];
for (const { fault, learnt, found: stands, lines } of ITEM_FAULTS) {
  test(`one item ${JSON.stringify(fault)}: ${String(learnt)}, then ${String(stands)}`, async () => {
    await tell('PUT', `/accounts/${account(2)}`, { balanceFen: 80_00 });
    const items = [item('R1', 1, 40_00), item('R2', 2, 30_00)];
    await script(fault, 'batch-debit-item', { TRAN_NO: 'R2' });
    assert.deepEqual(inShort(await debit(...items)), [40_00, learnt]);
    assert.equal(await found('R2'), stands);
    await debit(...items);
    await found('R2');
    await found('R2');
    assert.deepEqual([await linesUnder('R1'), await linesUnder('R2')], [1, lines]);
  });
}

test('five hundred items are one message, and five hundred and one are not in the format', async () => {
  const person = { holderName: '王小明', idNumber: '110101199003070134' };
  const payers = Array.from({ length: 500 }, (_, i) => i + 1_000);
  await tell(
    'POST',
    '/accounts',
    payers.map((n) => ({ ...person, accountNo: account(n), balanceFen: 10_00 })),
  );
  const items = payers.map((n) => item(`N${n}`, n, 4_00));
  assert.deepEqual(inShort(await debit(...items)), Array(500).fill(4_00));
  assert.equal(await debit(...items, item('N1', 1, 1_00)), 'unknown');
  assert.equal(await debit(item('N1', 1, 1_00), item('N1', 1, 1_00)), 'unknown', 'one number twice');
  assert.equal(await balanceOf(1), 100_00);
});
