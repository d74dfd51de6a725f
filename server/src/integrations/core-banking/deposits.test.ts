import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { businessDate } from '@miaodai/values';
import { startSimulators, type Simulators } from '../../../../simulators/src/start-simulators.ts';
import { tellSimulators, temporaryDatabase, type TemporaryDatabase } from '../../../../simulators/src/testing.ts';
import { coreBankingAdapter } from './adapter.ts';
import type { CoreBanking, DepositReceipt } from './port.ts';
import type { Outcome } from '../outcome.ts';

const ACCOUNT = '6222020000000000010';
const LOAN = 'JJ20261123-000017';
const DAY = businessDate('2026-11-23');

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
  await tell('POST', '/accounts', { accountNo: ACCOUNT, holderName: '王小明', idNumber: '110101199003070134' });
  const deposit = { accountNo: ACCOUNT, principalFen: 20_000_00, annualRatePpm: 27_500 };
  // 100 days old; a year in all.
  await tell('POST', '/deposits', [
    { ...deposit, depositNo: 'DEP1', openedOn: '2026-08-15', maturesOn: '2027-08-15', pledgedForLoanNo: LOAN },
    { ...deposit, depositNo: 'DEP2', openedOn: '2025-11-23', maturesOn: '2026-11-23' },
  ]);
});
after(async () => {
  await simulators.close();
  await database.drop();
});
const tell = <T>(method: string, path: string, body?: unknown) =>
  tellSimulators<T>(simulators.controlUrl, method, path, body);
const script = (fault: unknown, operation: string) =>
  tell('PUT', '/faults', [{ system: 'core-banking', operation, fault }]);
const order = (requestNo: string, depositNo = 'DEP1') => ({ requestNo, accountNo: ACCOUNT, depositNo });
const pledge = (requestNo: string, depositNo = 'DEP1', loanNo = LOAN) => ({ ...order(requestNo, depositNo), loanNo });
/** free, redeemed 20,027.40, or the code. */
const inShort = (outcome: Outcome<DepositReceipt>) => {
  if (outcome.is !== 'done') return outcome.is === 'refused' ? outcome.code : outcome.is;
  const { state, paidFen } = outcome.value;
  return paidFen > 0 ? `${state} ${paidFen}` : state;
};
const balance = async () => (await tell<{ balanceFen: number }>('GET', `/accounts/${ACCOUNT}`)).balanceFen;

test('deposits are listed with what they would pay today and at maturity', async () => {
  // 20,000 × 0.05 % × 100 ÷ 365 = 2.7397…; 20,000 × 2.75 % × 365 ÷ 365 = 550.
  const [first, second] = await listed();
  assert.deepEqual(first, {
    ...{ depositNo: 'DEP1', principalFen: 20_000_00, annualRatePpm: 27_500, maturesOn: '2027-08-15' },
    ...{ state: 'pledged', pledgedForLoanNo: LOAN, paysTodayFen: 20_002_74, paysAtMaturityFen: 20_550_00 },
  });
  assert.deepEqual(
    [second?.state, second?.pledgedForLoanNo, second?.paysTodayFen],
    ['free', null, 20_550_00],
    'on its day it pays the whole interest',
  );
  const nobody = await core.deposits('6222999999999999990');
  assert.equal(nobody.is === 'refused' && nobody.code, 'no-such-account');
});

async function listed() {
  const outcome = await core.deposits(ACCOUNT);
  assert.ok(outcome.is === 'done');
  return outcome.value;
}

test('released, redeemed once, and seen in the movements but not in the journal', async () => {
  assert.equal(inShort(await core.redeemDeposit(order('D0'))), 'deposit-pledged');
  assert.equal(inShort(await core.releaseDeposit(pledge('D1', 'DEP1', 'JJ20261123-000018'))), 'deposit-not-pledged');
  assert.equal(inShort(await core.releaseDeposit(pledge('D2'))), 'free');
  const ten = await Promise.all(Array.from({ length: 10 }, () => core.redeemDeposit(order('D3'))));
  assert.deepEqual(ten.map(inShort), Array(10).fill('redeemed 2000274'));
  assert.equal(await balance(), 20_002_74);
  assert.equal(inShort(await core.redeemDeposit(order('D4'))), 'deposit-redeemed');
  assert.equal(inShort(await core.pledgeDeposit(pledge('D5'))), 'deposit-redeemed');
  assert.equal(inShort(await core.releaseDeposit(pledge('D2'))), 'free', 'what was said under a number stands');
  assert.equal(inShort(await core.releaseDeposit(pledge('D3'))), 'number-used-otherwise');
  assert.equal(inShort(await core.redeemDeposit(order('D6', 'DEP9'))), 'no-such-deposit');
  const movements = await core.movements({ accountNo: ACCOUNT, from: DAY, to: DAY, page: 1 });
  assert.equal(movements.is === 'done' && movements.value.movements[0]?.remark, '定期存单支取');
  assert.deepEqual(await core.journal(DAY), { is: 'done', value: [] });
});

test('pledged again, and what is pledged for another loan is not touched', async () => {
  assert.equal(inShort(await core.releaseDeposit(pledge('D1'))), 'free');
  assert.equal(inShort(await core.pledgeDeposit(pledge('D2'))), 'pledged');
  assert.equal(inShort(await core.pledgeDeposit(pledge('D3'))), 'pledged', 'it is so already');
  assert.equal(inShort(await core.pledgeDeposit(pledge('D4', 'DEP1', 'JJ20261123-000018'))), 'deposit-pledged');
  assert.equal((await listed())[0]?.pledgedForLoanNo, LOAN);
});

test('an account that cannot receive is not paid, and its deposit stays', async () => {
  await tell('PUT', `/accounts/${ACCOUNT}`, { state: 'frozen' });
  assert.equal(inShort(await core.redeemDeposit(order('D1', 'DEP2'))), 'account-cannot-receive');
  assert.equal((await listed())[1]?.state, 'free');
});

const LIES: { fault: unknown; found: string }[] = [
  { fault: 'hang-up-before', found: 'absent' },
  { fault: 'apply-then-hang-up', found: 'done' },
  { fault: 'garbage', found: 'done' },
  { fault: { kind: 'other-number', value: 'D9' }, found: 'done' },
  { fault: { kind: 'answer-with', fields: { DEP_NO: 'DEP9' } }, found: 'done' },
  { fault: { kind: 'answer-with', fields: { DEP_STS: 'P', PAID_AMT: '0.00' } }, found: 'done' },
  { fault: { kind: 'answer-with', fields: { PAID_AMT: '0.00' } }, found: 'done' },
  { fault: { kind: 'answer-with', fields: { CCY: 'USD' } }, found: 'done' },
  { fault: { kind: 'refuse', code: '9001' }, found: 'absent' },
  { fault: { kind: 'processing', inquiries: 1 }, found: 'processing' },
  { fault: { kind: 'absent-then-appears', inquiries: 1 }, found: 'absent' },
];
for (const { fault, found } of LIES) {
  test(`a redemption ${JSON.stringify(fault)} is unknown, then found ${found}, and pays once`, async () => {
    await script(fault, 'deposit-redeem');
    assert.equal(inShort(await core.redeemDeposit(order('D1', 'DEP2'))), 'unknown');
    const inquiry = await core.findDepositRequest('D1');
    assert.equal(inquiry.is === 'done' && inquiry.value.state, found);
    if (found === 'processing') await core.findDepositRequest('D1');
    assert.equal(inShort(await core.redeemDeposit(order('D1', 'DEP2'))), 'redeemed 2055000');
    assert.equal(await balance(), 20_550_00);
  });
}

test('a final refusal is found under its number', async () => {
  await core.redeemDeposit(order('D1'));
  const found = await core.findDepositRequest('D1');
  assert.equal(found.is === 'refused' && found.code, 'deposit-pledged');
  // A request about the account itself is none about a deposit.
  const opened = {
    name: '李小红',
    idNumber: '110101199003070214',
    mobile: '13800138000',
    cardNo: '6222021001112223334',
  };
  await core.openAccount({ requestNo: 'O1', ...opened });
  assert.equal((await core.findDepositRequest('O1')).is, 'unknown');
});
