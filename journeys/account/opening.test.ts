import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { ApiProblem } from '@miaodai/http-api/client';
import { readEcif } from '../../server/src/customer/ecif/index.ts';
import { findCustomerByMobile } from '../../server/src/customer/identity/index.ts';
import { takeUpAgain } from '../../server/src/lending/take-up-again.ts';
import { until } from '../kit/borrower.ts';
import { tell } from '../kit/introduce.ts';
import { Newcomer, RESIDENCE } from '../kit/newcomer.ts';
import { aPerson, type Person } from '../kit/persons.ts';
import { aWorld, serve } from '../kit/world.ts';

const core = (operation: string, fault: unknown, times = 1) => ({ system: 'core-banking', operation, times, fault });
const codeOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'ok',
    (error: unknown) => (error instanceof ApiProblem ? error.problem.code : String(error)),
  );

async function aBank() {
  const world = await aWorld(atTheEnd);
  const server = await serve(atTheEnd, world);
  const { needs } = server;
  return {
    ...{ world, server, needs },
    /** Registered, and with a confirmed ID card unless said otherwise. */
    async newcomer(person: Person, card: Parameters<Newcomer['confirmIdCard']>[1] | 'none' = {}) {
      const who = server.borrower(person);
      const newcomer = new Newcomer(who);
      await newcomer.register();
      if (card !== 'none') await newcomer.confirmIdCard(needs, card);
      return { ...who, api: who.api, newcomer, texts: () => who.texts() };
    },
    accountsAtTheCore: async (person: Person) => {
      const calls = await tell<{ answer: string | null }[]>(world.controlUrl, 'GET', '/calls');
      const numbers = calls.flatMap(({ answer }) => /"ACCT_NO":"(62220290\d+)"/.exec(answer ?? '')?.[1] ?? []);
      const accounts = await Promise.all(
        [...new Set(numbers)].map((no) =>
          tell<{ idNumber: string; state: string }>(world.controlUrl, 'GET', `/accounts/${no}`),
        ),
      );
      return accounts.filter(({ idNumber }) => idNumber === person.idNumber).map(({ state }) => state);
    },
  };
}
type Bank = Awaited<ReturnType<typeof aBank>>;
let bank: Bank;
/** What the one bank of this file leaves behind. */
const leftovers: (() => Promise<void>)[] = [];
const atTheEnd = { after: (work: () => Promise<void>) => void leftovers.push(work) };
after(async () => {
  for (const work of leftovers) await work();
});
before(async () => {
  bank = await aBank();
});

test('from a mobile number to an account in order', async () => {
  const person = aPerson(1, '王小明');
  const stranger = bank.server.borrower(aPerson(2, '李晓红'));
  assert.deepEqual((await stranger.api.readGates({ query: { for: 'apply' } })).next, '/sign-in?to=%2Fapply');

  const { api, newcomer, texts } = await bank.newcomer(person, 'none');
  const gates = async () => (await api.readGates({ query: { for: 'apply' } })).gates.map(({ gate }) => gate);
  assert.deepEqual(await gates(), ['open-account', 'activate-account']);
  assert.equal(await codeOf(newcomer.open()), 'id-document-incomplete');
  assert.equal(await codeOf(newcomer.account()), 'not-found');
  assert.equal(await codeOf(api.startApplication({ body: { productCode: 'instant-loan' } })), 'account-not-ready');
  await newcomer.confirmIdCard(bank.needs);

  const opening = await newcomer.open();
  assert.deepEqual([opening.state, opening.accountNo, opening.holderName], ['opening', null, '王**']);
  const opened = await newcomer.account();
  assert.equal(opened.state, 'not-active');
  assert.match(opened.accountNo ?? '', /^6222\*+\d{4}$/);
  assert.deepEqual(opened.card, { bankName: '中国工商银行', cardNo: '6222***********0010', mobile: '138****0001' });
  assert.equal(opened.residenceAddress, '北京市东城区安定路1号院2号楼303室');
  assert.deepEqual(await gates(), ['activate-account']);
  assert.equal(await codeOf(newcomer.open()), 'account-exists');

  const activating = await newcomer.activate();
  assert.equal(activating.state, 'activating');
  const active = await newcomer.account();
  assert.deepEqual([active.state, active.explanation, active.residenceAddress], ['normal', null, null]);
  assert.deepEqual(await gates(), []);
  assert.deepEqual(await bank.accountsAtTheCore(person), ['normal']);
  const again = { residenceAddress: RESIDENCE, smsCode: '000000', password: 'x' };
  assert.equal(await codeOf(api.activateAccount({ body: again })), 'account-not-ready', 'once active, that is over');
  await until('both texts', async () => {
    const said = (await texts()).map(({ text }) => text).join('\n');
    return /已开立/.test(said) && /已激活/.test(said) ? true : undefined;
  });

  const customerId = await findCustomerByMobile(bank.needs.db, bank.needs.vault, person.mobile);
  assert.ok(customerId);
  const record = await readEcif(bank.needs.db, bank.needs.vault, customerId);
  assert.deepEqual(
    [record.residenceAddress, record.idAddress, record.idValidTo, record.nationality, record.name],
    [RESIDENCE, '北京市东城区安定路1号院2号楼303室', '2036-01-01', 'CHN', '王小明'],
  );
  // The transaction password of the activation is the one that transfers ask for.
  assert.equal((await api.readSecurity({})).transactionPassword, 'set');
});

test('who may not open an account is told why, and nothing is asked of the core', async () => {
  const refusals: [string, Person, Parameters<Bank['newcomer']>[1], object][] = [
    ['id-document-expired', aPerson(11, '王小明'), { validTo: '2020-01-01' }, {}],
    ['identity-mismatch', aPerson(12, '李晓红', { idCase: '90' }), {}, {}],
    ['outside-system-silent', aPerson(13, '张建国', { idCase: '92' }), {}, {}],
    ['card-elements-mismatch', aPerson(14, '赵敏', { cardDigit: 4 }), {}, {}],
    ['card-not-supported', aPerson(15, '陈立'), {}, { cardNo: '4000000000000000000' }],
    ['card-not-supported', aPerson(16, '刘洋'), {}, { cardNo: '6225750000000000' }],
    ['face-not-matched', aPerson(17, '周婷'), {}, { faceAttemptId: '01890000-0000-7000-8000-000000000001' }],
  ];
  for (const [refusal, person, card, change] of refusals) {
    const { api, newcomer } = await bank.newcomer(person, card);
    assert.equal(await codeOf(newcomer.order(change).then((order) => api.openAccount(order))), refusal, person.name);
    assert.equal(await codeOf(newcomer.account()), 'not-found');
  }
  const { api, newcomer } = await bank.newcomer(aPerson(18, '吴强'));
  const order = await newcomer.order();
  const [first] = order.body.agreements;
  assert.ok(first);
  const stale = { ...order.body, agreements: [first, { ...first, kind: 'card-binding' as const }] };
  assert.equal(await codeOf(api.openAccount({ body: stale })), 'agreement-outdated');
  const twice = { ...order.body, agreements: [first, first] };
  assert.equal(await codeOf(api.openAccount({ body: twice })), 'agreement-outdated');
  for (const [, person] of refusals) assert.deepEqual(await bank.accountsAtTheCore(person), []);
});

test('a face proof is good for one opening, and cards are not tried out without end', async () => {
  const { api, newcomer } = await bank.newcomer(aPerson(101, '王小明', { cardDigit: 4 }));
  const order = await newcomer.order();
  for (let tried = 0; tried < 10; tried += 1) {
    assert.equal(await codeOf(api.openAccount(order)), 'card-elements-mismatch');
  }
  assert.equal(await codeOf(api.openAccount(order)), 'too-many-requests');
});

test('whatever the core answers, one account is opened and activated', async () => {
  const faults = [
    'hang-up-before',
    'apply-then-hang-up',
    { kind: 'apply-then-late', ms: 3_000 },
    { kind: 'status-500-html', applied: true },
    { kind: 'truncated-json', applied: true },
    'other-number',
    { kind: 'refuse', code: '9001' },
    { kind: 'processing', inquiries: 1 },
    { kind: 'absent-then-appears', inquiries: 1 },
  ];
  await Promise.all(
    faults.map(async (fault, i) => {
      const person = aPerson(20 + i, '王小明');
      const { newcomer } = await bank.newcomer(person);
      const match = { CERT_NO: person.idNumber };
      await tell(bank.world.controlUrl, 'POST', '/faults', [{ ...core('acct-open', fault), match }]);
      assert.equal((await newcomer.open()).state, 'opening');
      const opened = await until('the account', async () => {
        const now = await newcomer.account();
        return now.state === 'opening' ? undefined : now;
      });
      assert.equal(opened.state, 'not-active', JSON.stringify(fault));
      await tell(bank.world.controlUrl, 'POST', '/faults', [
        { ...core('acct-activate', fault), match: { ADDR: RESIDENCE } },
      ]);
      assert.equal((await newcomer.activate()).state, 'activating');
      await until('the activation', async () => ((await newcomer.account()).state === 'normal' ? true : undefined));
      assert.deepEqual(await bank.accountsAtTheCore(person), ['normal'], JSON.stringify(fault));
    }),
  );
});

test('a final refusal is told, and opening may be tried again', async () => {
  const { api, newcomer } = await bank.newcomer(aPerson(102, '王小明'));
  await bank.world.faults([core('acct-open', { kind: 'refuse', code: '2503' })]);
  await newcomer.open();
  const refused = await newcomer.account();
  assert.deepEqual([refused.state, refused.accountNo], ['opening-refused', null]);
  assert.deepEqual((await api.readGates({ query: { for: 'account' } })).gates.length, 1);
  await newcomer.open();
  assert.equal((await newcomer.account()).state, 'not-active');
});

test('ten taps at once, under keys of their own, open one account', async () => {
  const person = aPerson(103, '王小明');
  const { api, newcomer } = await bank.newcomer(person);
  const order = await newcomer.order();
  const answers = await Promise.all(Array.from({ length: 10 }, () => codeOf(api.openAccount(order))));
  assert.ok(
    answers.every((answer) => ['ok', 'account-exists'].includes(answer)),
    answers.join(),
  );
  assert.equal((await newcomer.account()).state, 'not-active');
  assert.deepEqual(await bank.accountsAtTheCore(person), ['not-active']);
});

test('an opening whose job was lost is taken up again', async () => {
  const { newcomer } = await bank.newcomer(aPerson(104, '王小明'));
  const silent = [core('acct-open', 'hang-up-before', 1_000), core('req-query', 'hang-up-before', 1_000)];
  await bank.world.faults(silent);
  await newcomer.open();
  assert.equal((await newcomer.account(300)).state, 'opening');
  await sql`delete from pgboss.job where name = 'account.requested'`.execute(bank.needs.db);
  await sql`update integrations.external_calls set updated_at = now() - interval '1 day', leased_until = null`.execute(
    bank.needs.db,
  );
  await bank.world.faults([]);
  await takeUpAgain(bank.needs, { subject: 'by the clock', completeIn: () => Promise.resolve() });
  await until('the account', async () => ((await newcomer.account()).state === 'not-active' ? true : undefined));
});

test('an ID card that has run out stands between its holder and a loan', async () => {
  const person = aPerson(105, '王小明');
  await bank.world.settle(person);
  const wang = bank.server.borrower(person);
  await wang.signIn();
  await new Newcomer(wang).confirmIdCard(bank.needs, { validTo: '2024-12-31' });
  const { gates } = await wang.api.readGates({ query: { for: 'apply' } });
  assert.deepEqual(
    gates.map(({ gate }) => gate),
    ['id-document-expired'],
  );
  await assert.rejects(wang.start(), (error: ApiProblem) => /更新身份证/.test(error.problem.detail ?? ''));
});

test('weak passwords, wrong codes and short addresses activate nothing', async () => {
  const { api, newcomer, sealPassword } = await withSeal(bank, aPerson(106, '王小明'));
  await newcomer.open();
  await newcomer.account();
  const { body } = await newcomer.activation();
  const tryWith = async (change: Partial<typeof body>) => codeOf(api.activateAccount({ body: { ...body, ...change } }));
  assert.equal(await tryWith({ residenceAddress: '景山前街123456号' }), 'invalid-input', 'seven 汉字 at most');
  assert.equal(await tryWith({ password: await sealPassword('123456') }), 'weak-password');
  assert.equal(await tryWith({ password: 'not.a.sealed.password.x' }), 'password-envelope-expired');
  const wrong = body.smsCode === '000000' ? '000001' : '000000';
  assert.equal(await tryWith({ password: await sealPassword(), smsCode: wrong }), 'sms-code-wrong');
  assert.equal((await newcomer.account()).state, 'not-active');
  assert.equal((await api.readSecurity({})).transactionPassword, 'unset');
  assert.equal(await tryWith({ password: await sealPassword() }), 'ok');
});

async function withSeal(bank: Bank, person: Person) {
  const who = bank.server.borrower(person);
  const newcomer = new Newcomer(who);
  await newcomer.register();
  await newcomer.confirmIdCard(bank.needs);
  return { api: who.api, newcomer, sealPassword: (digits?: string) => who.sealPassword(digits) };
}
