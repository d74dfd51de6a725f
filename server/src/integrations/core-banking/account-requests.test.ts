import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { startSimulators, type Simulators } from '../../../../simulators/src/start-simulators.ts';
import { tellSimulators, temporaryDatabase, type TemporaryDatabase } from '../../../../simulators/src/testing.ts';
import { coreBankingAdapter } from './adapter.ts';
import type { CoreBanking } from './port.ts';

let database: TemporaryDatabase;
let simulators: Simulators;
let core: CoreBanking;
before(async () => {
  database = await temporaryDatabase();
  simulators = await startSimulators({ databaseUrl: database.url });
  core = coreBankingAdapter({ baseUrl: simulators.urls['core-banking'], deadlineMs: 5_000 });
});
beforeEach(() => tell('POST', '/reset'));
after(async () => {
  await simulators.close();
  await database.drop();
});
const tell = <T>(method: string, path: string, body?: unknown) =>
  tellSimulators<T>(simulators.controlUrl, method, path, body);
const script = (fault: unknown, operation = 'acct-open', times = 1) =>
  tell('PUT', '/faults', [{ system: 'core-banking', operation, times, fault }]);

const wang = { name: '王小明', idNumber: '110101199003070134', mobile: '13800138000', cardNo: '6222021001112223334' };
const anOpening = (requestNo = 'O1', change: Partial<typeof wang> = {}) => ({ requestNo, ...wang, ...change });
async function anAccount(requestNo = 'O1'): Promise<string> {
  const opened = await core.openAccount(anOpening(requestNo));
  assert.ok(opened.is === 'done');
  return opened.value.accountNo;
}
const codeOf = (outcome: { is: string; code?: string }) => (outcome.is === 'refused' ? outcome.code : outcome.is);

test('an account is opened not active, activated once, and is then normal', async () => {
  const accountNo = await anAccount();
  assert.match(accountNo, /^\d{18}0$/);
  const before = await core.account(accountNo);
  assert.deepEqual(before.is === 'done' && before.value.state, 'not-active');
  const order = { requestNo: 'V1', accountNo, address: '北京市东城区景山前街四号' };
  assert.deepEqual(await core.activate(order), { is: 'done', value: { requestNo: 'V1', accountNo, state: 'normal' } });
  assert.deepEqual(await core.activate(order), { is: 'done', value: { requestNo: 'V1', accountNo, state: 'normal' } });
  assert.equal(codeOf(await core.activate({ ...order, requestNo: 'V2' })), 'not-to-be-activated');
  assert.equal(codeOf(await core.activate({ ...order, accountNo: '6222029999999999990' })), 'number-used-otherwise');
});

test('asked twice, and ten times at once, one account is opened; a second number for the person is refused', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => core.openAccount(anOpening())));
  assert.equal(new Set(answers.map((answer) => (answer.is === 'done' ? answer.value.accountNo : answer.is))).size, 1);
  assert.equal(codeOf(await core.openAccount(anOpening('O2'))), 'has-account');
  assert.equal(codeOf(await core.openAccount(anOpening('O1', { mobile: '13800138001' }))), 'number-used-otherwise');
});

test('frozen and released, reported lost and released; what others froze is not ours to release', async () => {
  const accountNo = await anAccount();
  let n = 0;
  const change = async (to: 'normal' | 'frozen' | 'lost') => {
    const outcome = await core.changeState({ requestNo: `S${++n}`, accountNo, to });
    return outcome.is === 'done' ? outcome.value.state : codeOf(outcome);
  };
  assert.equal(await change('frozen'), 'state-not-allowed', 'not active');
  await core.activate({ requestNo: 'V1', accountNo, address: '北京市东城区景山前街四号' });
  assert.deepEqual(
    [await change('frozen'), await change('lost'), await change('normal')],
    [...['frozen', 'state-not-allowed', 'normal']],
  );
  assert.deepEqual([await change('lost'), await change('normal')], ['lost', 'normal']);
  await tell('PUT', `/accounts/${accountNo}`, { state: 'frozen' });
  assert.equal(await change('normal'), 'not-ours-to-release');
});

test('a lost account receives and does not pay', async () => {
  const accountNo = await anAccount();
  await tell('PUT', `/accounts/${accountNo}`, { state: 'lost', balanceFen: 500_00 });
  const funding = '1100000000000001';
  const order = { requestNo: 'T1', remark: '', amountFen: 100 as never };
  const out = await core.transfer({ ...order, fromAccountNo: accountNo, toAccountNo: funding });
  assert.equal(codeOf(out), 'payer-lost');
  const paidIn = { ...order, requestNo: 'T2', fromAccountNo: funding, toAccountNo: accountNo };
  assert.equal((await core.transfer(paidIn)).is, 'done');
});

test('what the core did not say is unknown, and found by our number', async () => {
  const lies = ['hang-up-before', 'garbage', { kind: 'status-500-html' }, { kind: 'other-number', value: 'O2' }];
  for (const [i, fault] of lies.entries()) {
    await tell('POST', '/reset');
    await script(fault);
    const said = await core.openAccount(anOpening(`L${i}`));
    assert.equal(said.is, 'unknown', JSON.stringify(fault));
    const found = await core.findAccountRequest(`L${i}`);
    assert.ok(found.is === 'done');
    assert.equal(found.value.state, fault === 'hang-up-before' ? 'absent' : 'done');
    assert.equal((await core.openAccount(anOpening(`L${i}`))).is, 'done', 'again under the same number');
  }
});

test('a request that is being processed, or still on its way, is neither done nor absent for good', async () => {
  await script({ kind: 'processing', inquiries: 1 });
  assert.equal((await core.openAccount(anOpening('P1'))).is, 'unknown');
  const states = async () => {
    const found = await core.findAccountRequest('P1');
    return found.is === 'done' ? found.value.state : found.is;
  };
  assert.deepEqual([await states(), await states()], ['processing', 'done']);
});

test('final refusals are final under their number; codes that are not in the document are not', async () => {
  await script({ kind: 'refuse', code: '2503' });
  assert.equal(codeOf(await core.openAccount(anOpening('R1'))), 'person-not-accepted');
  assert.equal(codeOf(await core.openAccount(anOpening('R1'))), 'person-not-accepted');
  assert.equal(codeOf(await core.findAccountRequest('R1')), 'person-not-accepted');
  for (const code of ['9001', '9999', '2599', '1001', '4001']) {
    await script({ kind: 'refuse', code });
    assert.equal((await core.openAccount(anOpening('R2'))).is, 'unknown', code);
  }
  await script({ kind: 'success-code-with-failure-text' });
  assert.equal((await core.openAccount(anOpening('R2'))).is, 'unknown');
});
