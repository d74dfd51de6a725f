import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { businessDate, fen, type Fen } from '@miaodai/values';
import { startSimulators, type Simulators } from '../../../../simulators/src/start-simulators.ts';
import { tellSimulators, temporaryDatabase, type TemporaryDatabase } from '../../../../simulators/src/testing.ts';
import { coreBankingAdapter } from './adapter.ts';
import type { CoreBanking, TransferOrder } from './port.ts';

const FUNDING = '1100000000000001';
const ACCOUNT = '6222020000000000011';
const DAY = businessDate('2026-11-23');
const FIFTY_THOUSAND = fen(50_000_00);
/** Who waits long enough for any answer that is coming, and who gives up before a late one. */
const PATIENT_MS = 10_000;
const IMPATIENT_MS = 300;
const LATE_MS = 900;

let database: TemporaryDatabase;
let simulators: Simulators;
let core: CoreBanking;
let impatient: CoreBanking;
before(async () => {
  database = await temporaryDatabase();
  await startCore();
});
beforeEach(async () => {
  await tell('POST', '/reset');
  await tell('PUT', '/clock', { day: DAY });
  await anAccount(ACCOUNT);
});
after(async () => {
  await simulators.close();
  await database.drop();
});

async function startCore(): Promise<void> {
  simulators = await startSimulators({ databaseUrl: database.url, lateMs: LATE_MS });
  const baseUrl = simulators.urls['core-banking'];
  core = coreBankingAdapter({ baseUrl, deadlineMs: PATIENT_MS });
  impatient = coreBankingAdapter({ baseUrl, deadlineMs: IMPATIENT_MS });
}
const tell = <T>(method: string, path: string, body?: unknown) =>
  tellSimulators<T>(simulators.controlUrl, method, path, body);
const anAccount = (accountNo: string, state = 'normal') =>
  tell('POST', '/accounts', { accountNo, holderName: '王小明', idNumber: '110101199003070134', state });
const script = (fault: unknown, operation = 'transfer', times = 1) =>
  tell('PUT', '/faults', [{ system: 'core-banking', operation, times, fault }]);
const bookings = async (requestNo: string) =>
  (await tell<{ amountFen: number }[]>('GET', `/transfers?requestNo=${requestNo}`)).length;
const balanceOf = async (accountNo: string) =>
  (await tell<{ balanceFen: number }>('GET', `/accounts/${accountNo}`)).balanceFen;
const anOrder = (change: Partial<TransferOrder> = {}): TransferOrder => ({
  requestNo: 'D1',
  fromAccountNo: FUNDING,
  toAccountNo: ACCOUNT,
  amountFen: FIFTY_THOUSAND,
  remark: '贷款发放',
  ...change,
});
/** With the number of the core's own journal. */
const receipt = async (amountFen: Fen = FIFTY_THOUSAND) => ({
  requestNo: 'D1',
  coreSerialNo: (await tell<{ coreSerialNo: string }[]>('GET', '/transfers?requestNo=D1'))[0]?.coreSerialNo,
  bookedOn: DAY,
  amountFen,
  toAccountNo: ACCOUNT,
});

test('a transfer moves the money and comes back with its receipt', async () => {
  assert.deepEqual(await core.transfer(anOrder()), { is: 'done', value: await receipt() });
  assert.equal(await balanceOf(ACCOUNT), 50_000_00);
  assert.equal(await balanceOf(FUNDING), 9_999_950_000_00);
});

test('amounts cross the wire to the fen', async () => {
  for (const [i, amount] of [1, 10, 99, 100, 1_234_56, 29_999_999_99].entries()) {
    const outcome = await core.transfer(anOrder({ requestNo: `A${i}`, amountFen: fen(amount) }));
    assert.equal(outcome.is === 'done' && outcome.value.amountFen, amount);
  }
  assert.equal(await balanceOf(ACCOUNT), 1 + 10 + 99 + 100 + 1_234_56 + 29_999_999_99);
});

test('the same order again moves no money and brings the first receipt', async () => {
  await core.transfer(anOrder());
  assert.deepEqual(await core.transfer(anOrder()), { is: 'done', value: await receipt() });
  assert.equal(await bookings('D1'), 1);
});

test('ten at once under one number move money once', async () => {
  const outcomes = await Promise.all(Array.from({ length: 10 }, () => core.transfer(anOrder())));
  assert.deepEqual(
    outcomes.map((outcome) => outcome.is),
    Array(10).fill('done'),
  );
  assert.equal(await bookings('D1'), 1);
});

test('another amount or payee under a used number is refused for ever', async () => {
  await anAccount('6222020000000000012');
  await core.transfer(anOrder());
  for (const change of [{ amountFen: fen(50_000_01) }, { toAccountNo: '6222020000000000012' }]) {
    const outcome = await core.transfer(anOrder(change));
    assert.equal(outcome.is === 'refused' && outcome.code, 'number-used-otherwise');
  }
  assert.equal(await bookings('D1'), 1);
});

const REFUSALS = [
  { state: 'frozen', code: 'payee-frozen' },
  { state: 'closed', code: 'payee-closed' },
  { state: 'not-active', code: 'payee-not-active' },
];
for (const { state, code } of REFUSALS) {
  test(`a payee that is ${state} is refused, and stays so under that number`, async () => {
    await anAccount('6222020000000000020', state);
    const order = anOrder({ toAccountNo: '6222020000000000020' });
    const outcome = await core.transfer(order);
    assert.equal(outcome.is === 'refused' && outcome.code, code);
    await tell('PUT', '/accounts/6222020000000000020', { state: 'normal' });
    const again = await core.transfer(order);
    assert.equal(again.is === 'refused' && again.code, code);
    const found = await core.findTransfer('D1');
    assert.equal(found.is === 'refused' && found.code, code);
    assert.equal(await bookings('D1'), 0);
  });
}

test('a credit-only account receives and does not pay', async () => {
  await anAccount('6222020000000000030', 'credit-only');
  const received = await core.transfer(anOrder({ toAccountNo: '6222020000000000030' }));
  assert.equal(received.is, 'done');
  const paid = await core.transfer(
    anOrder({ requestNo: 'D2', fromAccountNo: '6222020000000000030', toAccountNo: FUNDING, amountFen: fen(1_00) }),
  );
  assert.equal(paid.is === 'refused' && paid.code, 'payer-credit-only');
});

test('a payer without the money, or with the money held, is refused', async () => {
  await core.transfer(anOrder());
  const back = { fromAccountNo: ACCOUNT, toAccountNo: FUNDING };
  const tooMuch = await core.transfer(anOrder({ requestNo: 'D2', ...back, amountFen: fen(50_000_01) }));
  assert.equal(tooMuch.is === 'refused' && tooMuch.code, 'insufficient-funds');
  await askCore('/hold', { HOLD_NO: 'H1', ACCT_NO: ACCOUNT, AMT: '10000.00', RMK: '' });
  const held = await core.transfer(anOrder({ requestNo: 'D3', ...back, amountFen: fen(40_000_01) }));
  assert.equal(held.is === 'refused' && held.code, 'insufficient-funds');
  const look = await core.account(ACCOUNT);
  assert.ok(look.is === 'done');
  assert.deepEqual([look.value.balanceFen, look.value.availableFen], [50_000_00, 40_000_00]);
  await askCore('/hold-release', { HOLD_NO: 'H1' });
  assert.equal((await core.transfer(anOrder({ requestNo: 'D4', ...back }))).is, 'done');
});

test('an account the core does not know is told from one that does not answer', async () => {
  const nobody = await core.account('6222999999999999990');
  assert.equal(nobody.is === 'refused' && nobody.code, 'no-such-account');
  await script('hang-up-before', 'acct-query');
  assert.equal((await core.account(ACCOUNT)).is, 'unknown');
});

test('every state of an account is known by our word for it', async () => {
  for (const [i, state] of ['normal', 'frozen', 'closed', 'credit-only', 'not-active'].entries()) {
    await anAccount(`622202000000000010${i}`, state);
    const found = await core.account(`622202000000000010${i}`);
    assert.equal(found.is === 'done' && found.value.state, state);
  }
});

/** What comes out of one order under each fault, how often money moved, and what an inquiry then says. */
const FAULTS: { fault: unknown; outcome: 'done' | 'refused' | 'unknown'; moved: number; found: string }[] = [
  { fault: 'hang-up-before', outcome: 'unknown', moved: 0, found: 'absent' },
  { fault: 'apply-then-hang-up', outcome: 'unknown', moved: 1, found: 'booked' },
  { fault: { kind: 'apply-then-late', ms: LATE_MS }, outcome: 'unknown', moved: 1, found: 'booked' },
  { fault: { kind: 'status-500-html', applied: true }, outcome: 'unknown', moved: 1, found: 'booked' },
  { fault: { kind: 'status-500-html', applied: false }, outcome: 'unknown', moved: 0, found: 'absent' },
  { fault: 'truncated-json', outcome: 'unknown', moved: 1, found: 'booked' },
  { fault: 'garbage', outcome: 'unknown', moved: 1, found: 'booked' },
  { fault: 'slow-drip', outcome: 'unknown', moved: 1, found: 'booked' },
  { fault: 'never-answers', outcome: 'unknown', moved: 0, found: 'absent' },
  { fault: { kind: 'never-answers', applied: true }, outcome: 'unknown', moved: 1, found: 'booked' },
  { fault: 'success-code-with-failure-text', outcome: 'unknown', moved: 0, found: 'absent' },
  {
    fault: { kind: 'success-code-with-failure-text', applied: true },
    outcome: 'unknown',
    moved: 1,
    found: 'booked',
  },
  { fault: 'other-amount', outcome: 'unknown', moved: 1, found: 'booked' },
  { fault: 'other-currency', outcome: 'unknown', moved: 1, found: 'booked' },
  { fault: 'other-account', outcome: 'unknown', moved: 1, found: 'booked' },
  { fault: 'other-number', outcome: 'unknown', moved: 1, found: 'booked' },
  { fault: { kind: 'answer-with', fields: { CORE_SEQ: '' } }, outcome: 'unknown', moved: 1, found: 'booked' },
  { fault: { kind: 'answer-with', fields: { ACCT_DATE: '20260230' } }, outcome: 'unknown', moved: 1, found: 'booked' },
  { fault: { kind: 'answer-with', fields: { RET_CODE: '2203' } }, outcome: 'unknown', moved: 1, found: 'booked' },
  { fault: { kind: 'refuse', code: '2203' }, outcome: 'refused', moved: 0, found: 'refused' },
  { fault: { kind: 'refuse', code: '9001' }, outcome: 'unknown', moved: 0, found: 'absent' },
  { fault: { kind: 'refuse', code: '4001' }, outcome: 'unknown', moved: 0, found: 'absent' },
  { fault: { kind: 'refuse', code: '7777' }, outcome: 'unknown', moved: 0, found: 'absent' },
  { fault: { kind: 'processing', inquiries: 1 }, outcome: 'unknown', moved: 0, found: 'processing' },
  { fault: 'absent-then-appears', outcome: 'unknown', moved: 0, found: 'absent' },
  { fault: 'answer-twice', outcome: 'done', moved: 1, found: 'booked' },
  { fault: 'duplicate-accept', outcome: 'done', moved: 2, found: 'booked' },
];
const NEVER_IN_TIME = /apply-then-late|slow-drip|never-answers/;
for (const { fault, outcome, moved, found } of FAULTS) {
  test(`${JSON.stringify(fault)}: ${outcome}, money moved ${moved} times, then found ${found}`, async () => {
    await script(fault);
    const asker = NEVER_IN_TIME.test(JSON.stringify(fault)) ? impatient : core;
    const transferred = await asker.transfer(anOrder());
    assert.equal(transferred.is, outcome, JSON.stringify(transferred));
    await moneyMoved('D1', moved);
    const inquiry = await core.findTransfer('D1');
    assert.equal(inquiry.is === 'done' ? inquiry.value.state : inquiry.is, found);
    if (moved !== 1) return;
    // Whatever we were told, the same order again never moves money a second time, and now tells the truth.
    assert.deepEqual(await core.transfer(anOrder()), { is: 'done', value: await receipt() });
    assert.equal(await bookings('D1'), 1);
  });
}

test('a core that starts too late still moves the money once, after we stopped waiting', async () => {
  await script({ kind: 'late-then-apply', ms: LATE_MS });
  const outcome = await impatient.transfer(anOrder());
  assert.deepEqual(outcome, { is: 'unknown', cause: 'no answer in time' });
  assert.equal(await bookings('D1'), 0);
  // The same order overtakes the late one; what arrives late then finds its number used.
  assert.equal((await core.transfer(anOrder())).is, 'done');
  await callsAnswered('D1', 2);
  assert.equal(await bookings('D1'), 1);
});

test('a transfer in processing is booked when the core comes to it, and not by being sent again', async () => {
  await script({ kind: 'processing', inquiries: 2 });
  assert.deepEqual(await core.transfer(anOrder()), { is: 'unknown', cause: 'core code 1001' });
  assert.deepEqual(await core.transfer(anOrder()), { is: 'unknown', cause: 'core code 1001' });
  assert.deepEqual(await core.findTransfer('D1'), { is: 'done', value: { state: 'processing' } });
  assert.deepEqual(await core.findTransfer('D1'), { is: 'done', value: { state: 'processing' } });
  assert.deepEqual(await core.findTransfer('D1'), { is: 'done', value: { state: 'booked', receipt: await receipt() } });
  assert.equal(await bookings('D1'), 1);
});

test('absent is not final: the transfer appears later, and sending it again moves money once', async () => {
  await script({ kind: 'absent-then-appears', inquiries: 1 });
  assert.equal((await core.transfer(anOrder())).is, 'unknown');
  assert.deepEqual(await core.findTransfer('D1'), { is: 'done', value: { state: 'absent' } });
  assert.deepEqual(await core.transfer(anOrder()), { is: 'done', value: await receipt() });
  assert.deepEqual(await core.findTransfer('D1'), { is: 'done', value: { state: 'booked', receipt: await receipt() } });
  assert.equal(await bookings('D1'), 1);
});

test('a second answer left on the connection is never taken for the next order’s', async () => {
  await script({ kind: 'answer-twice', gapMs: 60 });
  assert.equal((await core.transfer(anOrder())).is, 'done');
  const next = await core.transfer(anOrder({ requestNo: 'D2', amountFen: fen(7_00) }));
  if (next.is === 'done') assert.equal(next.value.requestNo, 'D2');
  else assert.equal(next.is, 'unknown');
});

test('one order is one request on the wire: a lost answer is not asked for again by the machinery', async () => {
  await script('apply-then-hang-up');
  await core.transfer(anOrder());
  assert.equal((await tell<unknown[]>('GET', '/calls?number=D1')).length, 1);
});

const DIGITS = [
  { digit: '5', outcome: 'unknown', moved: 1 },
  { digit: '6', outcome: 'unknown', moved: 1 },
  { digit: '7', outcome: 'unknown', moved: 1 },
  { digit: '8', outcome: 'refused', moved: 0 },
  { digit: '9', outcome: 'unknown', moved: 1 },
];
for (const { digit, outcome, moved } of DIGITS) {
  test(`an account that ends in ${digit}: ${outcome}, money moved ${moved} times, and an inquiry tells`, async () => {
    const toAccountNo = `622202000000000004${digit}`;
    await anAccount(toAccountNo);
    const asker = digit === '6' ? impatient : core;
    assert.equal((await asker.transfer(anOrder({ toAccountNo }))).is, outcome);
    await moneyMoved('D1', moved);
    const found = await core.findTransfer('D1');
    assert.equal(found.is === 'done' ? found.value.state : found.is, moved === 1 ? 'booked' : 'refused');
  });
}

test('the journal of a day holds every transfer once, over more than one page', async () => {
  assert.deepEqual(await core.journal(DAY), { is: 'done', value: [] });
  const orders = Array.from({ length: 501 }, (_, i) => anOrder({ requestNo: `J${i}`, amountFen: fen(i + 1) }));
  for (let i = 0; i < orders.length; i += 50)
    await Promise.all(orders.slice(i, i + 50).map((order) => core.transfer(order)));
  await tell('PUT', '/clock', { day: '2026-11-24' });
  await core.transfer(anOrder({ requestNo: 'NEXT' }));
  const journal = await core.journal(DAY);
  assert.ok(journal.is === 'done');
  assert.equal(new Set(journal.value.map((line) => line.requestNo)).size, 501);
  // 1 + 2 + … + 501 = 501 × 502 ÷ 2
  assert.equal(
    journal.value.reduce((total, line) => total + line.amountFen, 0),
    125_751,
  );
  const file = await (await fetch(`${simulators.urls['core-banking']}/journal/${DAY}.txt`)).text();
  assert.match(file, /^H\|20261123\nD\|C0/);
  assert.match(file, /\nT\|501\|1257\.51\n$/);
});

test('a journal with a line twice or a line we never sent is handed on as it is', async () => {
  await core.transfer(anOrder());
  await script('duplicate-line', 'journal');
  const doubled = await core.journal(DAY);
  assert.equal(doubled.is === 'done' && doubled.value.length, 2);
  await script('extra-line', 'journal');
  const strange = await core.journal(DAY);
  assert.equal(strange.is === 'done' && strange.value[1]?.requestNo, 'UNKNOWN0001');
});

test('a core that booked twice under one number shows two lines in its journal', async () => {
  await script('duplicate-accept');
  await core.transfer(anOrder());
  const journal = await core.journal(DAY);
  assert.ok(journal.is === 'done');
  assert.deepEqual(
    journal.value.map((line) => line.requestNo),
    ['D1', 'D1'],
  );
  assert.equal(await balanceOf(ACCOUNT), 100_000_00);
});

test('what the core knows survives its restart', async () => {
  await core.transfer(anOrder());
  await script('apply-then-hang-up', 'transfer', 3);
  await simulators.close();
  await startCore();
  assert.equal((await tell<unknown[]>('GET', '/faults')).length, 1);
  await tell('DELETE', '/faults');
  assert.deepEqual(await core.transfer(anOrder()), { is: 'done', value: await receipt() });
  assert.equal(await bookings('D1'), 1);
});

test('nobody at the address is an unknown outcome, not a failure', async () => {
  const away = coreBankingAdapter({ baseUrl: 'http://127.0.0.1:1', deadlineMs: PATIENT_MS });
  assert.equal((await away.transfer(anOrder())).is, 'unknown');
});

/** Whoever gave up early may be ahead of the core: waits until it has booked that often. */
async function moneyMoved(requestNo: string, times: number): Promise<void> {
  while ((await bookings(requestNo)) < times);
  assert.equal(await bookings(requestNo), times);
}

const askCore = (path: string, message: object) =>
  fetch(`${simulators.urls['core-banking']}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(message),
  });

/** Waits for the simulator's own word that it has carried out that many calls under the number. */
async function callsAnswered(number: string, count: number): Promise<void> {
  for (;;) {
    const calls = await tell<{ answer: string | null }[]>('GET', `/calls?number=${number}`);
    if (calls.filter((call) => call.answer !== null).length >= count) return;
  }
}
