import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { businessDate, fen } from '@miaodai/values';
import pg from 'pg';
import { startSimulators, type Simulators } from '../../../../simulators/src/start-simulators.ts';
import { tellSimulators, temporaryDatabase, type TemporaryDatabase } from '../../../../simulators/src/testing.ts';
import { cardNetworkAdapter } from './adapter.ts';
import type { CardNetwork } from './port.ts';

let database: TemporaryDatabase;
let simulators: Simulators;
let network: CardNetwork;
before(async () => {
  database = await temporaryDatabase();
  simulators = await startSimulators({ databaseUrl: database.url, lateMs: 1_500 });
  network = cardNetworkAdapter({ baseUrl: simulators.urls['card-network'], deadlineMs: 1_000 });
  await tell('PUT', '/clock', { day: '2026-11-23' });
});
after(async () => {
  await simulators.close();
  await database.drop();
});

const tell = <T>(method: string, path: string, body?: unknown): Promise<T> =>
  tellSimulators<T>(simulators.controlUrl, method, path, body);
const wang = { name: '王小明', idNumber: '11010119900307011X', mobile: '13800000001' };
let numbers = 0;
const number = (): string => `A${(numbers += 1)}`;
const verify = (cardNo: string, who = wang) => network.verifyCard({ requestNo: number(), cardNo, ...who });
const balance = async (cardNo: string) => (await tell<{ balanceFen: number }>('GET', `/cards/${cardNo}`)).balanceFen;
const order = (cardNo: string, amountFen = 500_00) => ({
  ...{ requestNo: number(), cardNo, amountFen: fen(amountFen), remark: '转入电子账户' },
});
/** A card of its own with 50,000 yuan on it. */
const aCard = async (lastDigit = '0'): Promise<string> => {
  const cardNo = `62220200000000${String((numbers += 1)).padStart(4, '0')}${lastDigit}`;
  await tell('POST', '/cards', { cardNo, holderName: wang.name, ...wang, name: undefined });
  return cardNo;
};

test('four elements: the right ones name the bank, any wrong one, a lost card and a number that is none are refused', async () => {
  const cardNo = await aCard();
  assert.deepEqual(await verify(cardNo), {
    is: 'done',
    value: { bankName: '中国工商银行', cardKind: 'debit' },
  });
  const others = [{ name: '王小红' }, { idNumber: '110101199003070128' }, { mobile: '13800000002' }];
  for (const other of others) {
    const answer = await verify(cardNo, { ...wang, ...other });
    assert.equal(answer.is === 'refused' && answer.code, 'elements-mismatch');
  }
  await tell('PUT', `/cards/${cardNo}`, { state: 'lost' });
  const lost = await verify(cardNo);
  assert.equal(lost.is === 'refused' && lost.code, 'card-lost');
  const none = await verify('9222020000000000000');
  assert.equal(none.is === 'refused' && none.code, 'card-not-supported');
  const mismatch = await verify('6222020000000099994');
  assert.equal(mismatch.is === 'refused' && mismatch.code, 'elements-mismatch');
});

test('a card that nobody has introduced belongs to whoever is named first; credit cards say so', async () => {
  assert.equal((await verify('6217000000000000011')).is, 'done');
  const another = await verify('6217000000000000011', { ...wang, name: '李晓红' });
  assert.equal(another.is === 'refused' && another.code, 'elements-mismatch');
  const credit = await verify('4563510000000000011');
  assert.equal(credit.is === 'done' && credit.value.cardKind, 'credit');
});

test('money leaves a card once and comes to it once, however often a number is sent', async () => {
  const cardNo = await aCard();
  const debit = order(cardNo, 12_345_67);
  const first = await network.debitCard(debit);
  assert.deepEqual(await network.debitCard(debit), first);
  assert.equal(first.is, 'done');
  assert.equal(first.is === 'done' && first.value.settledOn, '2026-11-23');
  assert.equal(await balance(cardNo), 50_000_00 - 12_345_67);
  const credit = order(cardNo, 345_67);
  await network.creditCard(credit);
  await network.creditCard(credit);
  assert.equal(await balance(cardNo), 50_000_00 - 12_000_00);
  const found = await network.findPayment(credit.requestNo);
  assert.equal(found.is === 'done' && found.value.state === 'settled' && found.value.receipt.operation, 'credit');
});

test('a number means one thing: another amount or the other way is refused, and moves nothing', async () => {
  const cardNo = await aCard();
  const debit = order(cardNo);
  await network.debitCard(debit);
  for (const other of [await network.debitCard({ ...debit, amountFen: fen(500_01) }), await network.creditCard(debit)])
    assert.equal(other.is === 'refused' && other.code, 'number-used-otherwise');
  assert.equal(await balance(cardNo), 50_000_00 - 500_00);
});

test('a refusal is final and stands under its number; an inquiry tells it again', async () => {
  const cardNo = await aCard();
  const debit = order(cardNo, 50_000_01);
  for (const answer of [
    await network.debitCard(debit),
    await network.debitCard(debit),
    await network.findPayment(debit.requestNo),
  ])
    assert.equal(answer.is === 'refused' && answer.code, 'insufficient-funds');
});

test('digits 5, 6, 7 and 9: the answer says nothing, and the inquiry tells that it was done, once', async () => {
  for (const digit of ['5', '6', '7', '9']) {
    const cardNo = await aCard(digit);
    const debit = order(cardNo);
    assert.equal((await network.debitCard(debit)).is, 'unknown', digit);
    const found = await network.findPayment(debit.requestNo);
    assert.equal(found.is === 'done' && found.value.state, 'settled', digit);
    assert.equal(await balance(cardNo), 49_500_00, digit);
  }
});

test('what was settled on a date comes in pages; a page that is another, or out of place, is not known', async () => {
  const on = businessDate('2026-10-01');
  assert.deepEqual(await network.settlements(on, 1), { is: 'done', value: { page: 1, pages: 0, total: 0, lines: [] } });
  const cardNo = await aCard();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(
    `with known as (
       insert into sim_card.requests (trace_no, operation, card_no, amount_fen, memo, state)
       select 'S' || n, case n % 2 when 0 then 'pay' else 'collect' end, $1, n, '', 'settled'
       from generate_series(1, 501) n)
     insert into sim_card.settlements (trace_no, card_no, operation, amount_fen, settled_on)
     select 'S' || n, $1, case n % 2 when 0 then 'pay' else 'collect' end, n, '2026-10-01'
     from generate_series(1, 501) n`,
    [cardNo],
  );
  await client.end();
  const pages = [await network.settlements(on, 1), await network.settlements(on, 2)];
  const lines = pages.flatMap((page) => (page.is === 'done' ? page.value.lines : []));
  assert.deepEqual(
    pages.map((page) => page.is === 'done' && [page.value.page, page.value.pages, page.value.total]),
    [
      [1, 2, 501],
      [2, 2, 501],
    ],
  );
  assert.deepEqual(new Set(lines.map(({ requestNo }) => requestNo)).size, 501);
  const { networkSerialNo, ...last } = lines.at(-1) ?? {};
  assert.match(networkSerialNo ?? '', /^N\d{12}$/);
  assert.deepEqual(last, { requestNo: 'S501', settledOn: on, amountFen: 501, cardNo, operation: 'debit' });
  for (const fields of [{ page_no: '1' }, { settle_date: '20261002' }, { line_count: 'many' }]) {
    const fault = { kind: 'answer-with', fields };
    await tell('PUT', '/faults', [{ system: 'card-network', operation: 'settlements', fault }]);
    assert.equal((await network.settlements(on, 2)).is, 'unknown', JSON.stringify(fields));
  }
});

test('what the network answers wrongly or not finally is not known', async () => {
  const cardNo = await aCard();
  const faults: object[] = [
    ...['other-amount', 'other-account', 'other-currency', 'other-number', 'garbage', 'hang-up-before'].map((kind) => ({
      kind,
    })),
    { kind: 'other-amount', value: '000000050001' },
    { kind: 'success-code-with-failure-text', applied: true },
    { kind: 'refuse', code: '91' },
    { kind: 'refuse', code: '77' },
    { kind: 'processing', inquiries: 1 },
    { kind: 'absent-then-appears', inquiries: 1 },
  ];
  for (const fault of faults) {
    await tell('PUT', '/faults', [{ system: 'card-network', operation: 'collect', fault }]);
    const answer = await network.debitCard(order(cardNo, 1));
    assert.equal(answer.is, 'unknown', JSON.stringify(fault));
  }
  const absent = await network.findPayment('A0000000');
  assert.deepEqual(absent, { is: 'done', value: { state: 'absent' } });
});
