import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ApiProblem } from '@miaodai/http-api/client';
import { fen } from '@miaodai/values';
import { until, type Borrower } from '../kit/borrower.ts';
import { passFace } from '../kit/face.ts';
import { tell } from '../kit/introduce.ts';
import { startTransfer, untilMoved } from '../kit/mover.ts';
import { aPerson, type Person } from '../kit/persons.ts';
import { aWorld, serve } from '../kit/world.ts';

/** What the one bank of this file leaves behind. */
const leftovers: (() => Promise<void>)[] = [];
const atTheEnd = { after: (work: () => Promise<void>) => void leftovers.push(work) };
after(async () => {
  for (const work of leftovers) await work();
});
const aBank = async () => {
  const world = await aWorld(atTheEnd);
  return { world, server: await serve(atTheEnd, world) };
};
let bank: Awaited<ReturnType<typeof aBank>>;
before(async () => {
  bank = await aBank();
});

let persons = 0;
async function someone(traits: Parameters<typeof aPerson>[2] = {}): Promise<{ it: Borrower; person: Person }> {
  const person = aPerson((persons += 1), '王小明', traits);
  await bank.world.settle(person);
  const it = bank.server.borrower(person);
  await it.signIn();
  return { it, person };
}

const code = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'ok',
    (error: unknown) => (error instanceof ApiProblem ? error.problem.code : String(error)),
  );

type Purpose = 'report-loss' | 'freeze' | 'bind-card' | 'unbind-card';
async function smsCode(it: Borrower, purpose: Purpose): Promise<string> {
  const known = (await it.texts()).length;
  await it.api.requestAccountCode({ body: { purpose } });
  return until('the code', async () => {
    const texts = await it.texts();
    return texts.length > known ? /验证码 (\d{6})/.exec(texts[0]?.text ?? '')?.[1] : undefined;
  });
}

const settled = (it: Borrower, { changeId }: { changeId: string }) =>
  until('the core’s answer', async () => {
    const change = await it.api.readAccountChange({ params: { changeId }, query: { waitMs: 1_000 } });
    return change.state === 'done' || change.state === 'refused' ? change : undefined;
  });
const stateOf = async (it: Borrower) => (await it.api.readAccount({ query: {} })).state;
const proofs = async (it: Borrower) => ({
  faceAttemptId: await passFace(it.api, 'release-account'),
  transactionPassword: await it.sealPassword(),
});

test('lost: a code alone stops all that leaves; only face and password together let it go on', async () => {
  const { it } = await someone();
  const wrong = await code(it.api.reportLoss({ body: { smsCode: '000000' } }));
  assert.equal(wrong, 'sms-code-expired');
  const reported = await it.api.reportLoss({ body: { smsCode: await smsCode(it, 'report-loss') } });
  assert.match(reported.state, /^(requested|sent|done)$/);
  assert.equal((await settled(it, reported)).state, 'done');
  assert.equal(await stateOf(it), 'lost');
  assert.equal(await code(startTransfer(it, { direction: 'out', amountFen: fen(1_00) })), 'account-not-ready');
  assert.equal(await code(it.api.reportLoss({ body: { smsCode: '000000' } })), 'step-not-allowed');
  assert.equal(await code(it.api.requestUnfreeze({ body: await proofs(it) })), 'step-not-allowed');

  const good = await proofs(it);
  const unseen = { ...good, faceAttemptId: crypto.randomUUID() };
  assert.equal(await code(it.api.releaseLoss({ body: unseen })), 'face-not-matched');
  const unknown = { ...good, transactionPassword: await it.sealPassword('314159') };
  assert.equal(await code(it.api.releaseLoss({ body: unknown })), 'transaction-password-wrong');
  assert.equal(await stateOf(it), 'lost');
  const body = { ...good, transactionPassword: await it.sealPassword() };
  assert.equal((await settled(it, await it.api.releaseLoss({ body }))).state, 'done');
  assert.equal(await stateOf(it), 'normal');
  const { events } = await it.api.readSecurity({});
  assert.deepEqual(
    events.map(({ title }) => title).filter((title) => /挂失/.test(title)),
    ['申请解除挂失', '申请挂失电子账户'],
  );
  await until('both texts', async () =>
    (await it.texts()).filter(({ text }) => text.includes('挂失')).length >= 2 ? true : undefined,
  );
});

test('a face proof is good for one release, and for nobody else', async () => {
  const [one, other] = [(await someone()).it, (await someone()).it];
  const body = async () => ({ smsCode: await smsCode(one, 'freeze'), transactionPassword: await one.sealPassword() });
  const faceAttemptId = await passFace(one.api, 'release-account');
  const unfreeze = async (it: Borrower) =>
    it.api.requestUnfreeze({ body: { faceAttemptId, transactionPassword: await it.sealPassword() } });
  assert.equal((await settled(one, await one.api.requestFreeze({ body: await body() }))).state, 'done');
  await tell(bank.world.controlUrl, 'PUT', `/accounts/${other.person.accountNo}`, { state: 'frozen' });
  assert.equal(await code(unfreeze(other)), 'face-not-matched');
  assert.equal((await settled(one, await unfreeze(one))).state, 'done');
  assert.equal(await stateOf(one), 'normal');
});

test('a freeze that the customer did not ask for is not theirs to end', async () => {
  const { it, person } = await someone();
  await tell(bank.world.controlUrl, 'PUT', `/accounts/${person.accountNo}`, { state: 'frozen' });
  const change = await settled(it, await it.api.requestUnfreeze({ body: await proofs(it) }));
  assert.deepEqual([change.state, change.reason], ['refused', '该冻结不是您本人申请的，请携带身份证件到网点办理']);
  assert.equal(await stateOf(it), 'frozen');
});

test('a core that is silent at a loss report leaves it 处理中, and it is settled by inquiry, once', async () => {
  const reported = async (accountDigit: number) => {
    const { it } = await someone({ accountDigit });
    const change = await it.api.reportLoss({ body: { smsCode: await smsCode(it, 'report-loss') } });
    assert.equal((await settled(it, change)).state, 'done');
    assert.equal(await stateOf(it), 'lost');
  };
  await Promise.all([5, 7, 9].map(reported));
});

const CARD = (n: number, digit = 0) => `62170000000000${String(n).padStart(4, '0')}${digit}`;
const rebind = async (it: Borrower, cardNo: string, over: object = {}) =>
  it.api.rebindCard({
    body: {
      ...{ cardNo, cardMobile: it.person.mobile, smsCode: await smsCode(it, 'bind-card') },
      ...{ transactionPassword: await it.sealPassword(), ...over },
    },
  });

test('another card of one’s own takes the place of the old one, and nothing goes out to it for a day', async () => {
  const { it, person } = await someone();
  const smsCodeGiven = await smsCode(it, 'bind-card');
  const with_ = async (cardNo: string, over: object = {}) =>
    code(
      it.api.rebindCard({
        body: {
          ...{ cardNo, cardMobile: person.mobile, smsCode: smsCodeGiven },
          ...{ transactionPassword: await it.sealPassword(), ...over },
        },
      }),
    );
  // Each is refused before the code is used up.
  assert.equal(
    await with_(CARD(1), { transactionPassword: await it.sealPassword('314159') }),
    'transaction-password-wrong',
  );
  assert.equal(await with_(CARD(1, 4)), 'card-elements-mismatch');
  assert.equal(await with_('4563510000000000010'), 'card-not-supported');
  assert.equal(await with_('9217000000000000010'), 'card-not-supported');
  assert.equal(await with_(person.cardNo), 'card-not-supported');
  const others = (await someone()).person;
  assert.equal(await with_(others.cardNo), 'card-elements-mismatch');
  assert.equal((await it.api.readBoundCard({})).card?.cardNo, '6222***********' + person.cardNo.slice(-4));
  assert.equal(await with_(CARD(2)), 'ok');

  const { card } = await it.api.readBoundCard({});
  assert.deepEqual([card?.bankName, card?.cardNo], ['中国建设银行', `6217***********${CARD(2).slice(-4)}`]);
  const terms = await it.api.readTransferTerms({});
  assert.deepEqual([terms.in.ok, terms.out.ok, terms.out.reason], [true, false, '银行卡刚刚更换，请稍后再办理']);
  assert.equal(await code(startTransfer(it, { direction: 'out', amountFen: fen(1_00) })), 'card-changed-recently');
  assert.equal(
    (await untilMoved(it, await startTransfer(it, { direction: 'in', amountFen: fen(100_00) }))).state,
    'done',
  );
  assert.equal(await with_(CARD(3)), 'card-changed-recently');
  await until('the text', async () => (await it.texts()).find(({ text }) => text.includes('已改绑中国建设银行')));
});

test('while money is on its way no card is changed; a card is unbound only from an empty account', async () => {
  const { it, person } = await someone();
  const { controlUrl } = bank.world;
  const unbind = async (given: string) =>
    code(it.api.unbindCard({ body: { smsCode: given, transactionPassword: await it.sealPassword() } }));
  assert.equal(await unbind('000000'), 'balance-not-zero');
  await tell(controlUrl, 'PUT', `/accounts/${person.accountNo}`, { balanceFen: 0 });
  await tell(controlUrl, 'PUT', '/faults', [
    { system: 'card-network', operation: 'collect', times: 100, fault: { kind: 'refuse', code: '91' } },
    { system: 'card-network', operation: 'query', times: 100, fault: { kind: 'refuse', code: '25' } },
  ]);
  const asked = await startTransfer(it, { direction: 'in', amountFen: fen(100_00) });
  assert.equal(await code(rebind(it, CARD(11))), 'transfers-open');
  assert.equal(await unbind('000000'), 'transfers-open');
  await tell(controlUrl, 'PUT', '/faults', []);
  assert.equal((await untilMoved(it, asked)).state, 'done');
  await tell(controlUrl, 'PUT', `/accounts/${person.accountNo}`, { balanceFen: 0 });
  assert.equal(await unbind('000000'), 'sms-code-expired');
  assert.equal(await unbind(await smsCode(it, 'unbind-card')), 'ok');
  assert.equal((await it.api.readBoundCard({})).card, null);
  assert.equal(await code(it.api.readTransferTerms({})), 'card-not-bound');
  assert.equal(await code(startTransfer(it, { direction: 'in', amountFen: fen(1_00) })), 'card-not-bound');
});
