import assert from 'node:assert/strict';
import { test } from 'node:test';
import { businessDate } from '@miaodai/values';
import { sql } from 'kysely';
import { settings } from '../../server/src/seed/defaults.ts';
import { until } from '../kit/borrower.ts';
import { aPerson } from '../kit/persons.ts';
import { untouched } from '../kit/untouched.ts';
import { aBank, aBankOfTwo, otherThan, said, set } from './newcomer.ts';

const li = aPerson(50, '李新');
const wang = aPerson(1, '王小明');

test('a number, a code and a password make a customer whom the bank does not know yet', async (t) => {
  const { world, visitor } = await aBank(t);
  const newcomer = visitor(li);
  const session = await newcomer.register();
  assert.deepEqual(session.customer, { name: null, mobile: '138****0050' });
  assert.deepEqual((await newcomer.api.readSession({})).customer, session.customer);
  const security = await newcomer.api.readSecurity({});
  assert.deepEqual(
    [security.known, security.name, security.transactionPassword, security.loginPasswordSet],
    [false, null, 'unset', true],
  );
  assert.deepEqual(
    security.events.map(({ kind, title, ip }) => [kind, title, ip]),
    [['registered', '注册成功', '127.0.*.*']],
  );
  const { rows } = await sql`select kind, version from consent.consents`.execute(world.db);
  assert.deepEqual(rows, [{ kind: 'registration', version: '2026-1' }]);
  assert.match(await said(newcomer.start()), /^account-not-ready: 开立电子账户/, 'no loan for whom nobody knows');
  assert.equal((await newcomer.api.listSessions({})).sessions.length, 1);
  await newcomer.api.signOut({});
  await newcomer.signIn();
});

test('what stands in the way is said before the code is spent; a code is good once', async (t) => {
  const { world, visitor, clock } = await aBank(t);
  const newcomer = visitor(li);
  const code = await newcomer.registrationCode();
  const agreement = await newcomer.agreement();
  const body = { ...newcomer.mobile, smsCode: code, password: 'Miaodai-2026', agreement };
  const register = (with_: Partial<typeof body>) => said(newcomer.api.register({ body: { ...body, ...with_ } }));
  await untouched(world.db, 'a registration that is refused', async () => {
    assert.equal(await register({ password: 'short' }), 'weak-password: 登录密码至少 8 位');
    assert.equal(await register({ password: '82749163' }), 'weak-password: 请同时使用字母、数字、符号中的至少两种');
    assert.equal(await register({ password: `x${li.mobile}` }), 'weak-password: 登录密码不能包含您的手机号');
    assert.equal(await register({ password: 'Password123' }), 'weak-password: 这个密码太常见，容易被猜到，请更换');
    const old = { ...agreement, textHash: 'ab'.repeat(32) };
    assert.equal(await register({ agreement: old }), 'agreement-outdated');
    assert.equal(await register({ agreement: { ...agreement, version: '2025-1' } }), 'agreement-outdated');
    assert.equal(await register({ smsCode: otherThan(code) }), 'sms-code-wrong: 还可以尝试 4 次');
    assert.equal(await register({ mobile: '13800000051' }), 'sms-code-expired', "another number's code");
  });
  assert.equal(await register({}), 'done');
  assert.equal(await register({}), 'sms-code-expired');
  clock.move(61);
  const late = visitor(aPerson(51, '赵晚'));
  const expired = await late.registrationCode();
  clock.move(settings.smsCodeSeconds);
  assert.equal(await said(late.register(expired)), 'sms-code-expired');
  // What the bank asks for and lists since.
  await set(world, 'loginPasswordMinLength', 13);
  assert.equal(await register({}), 'weak-password: 登录密码至少 13 位');
  const words = {
    version: '2026-2',
    title: '常见密码',
    paragraphs: JSON.stringify(['hallo-hallo-1 x', 'Noch-laenger-9']),
  };
  const since = { kind: 'common-passwords', effective_from: businessDate('2026-01-01'), reading_seconds: 0 };
  await world.db
    .insertInto('content.texts')
    .values({ ...words, ...since })
    .execute();
  assert.equal(await register({ password: 'NOCH-laenger-9' }), 'weak-password: 这个密码太常见，容易被猜到，请更换');
});

test('nobody learns from the answers whether a number is registered; who has it does', async (t) => {
  const { visitor, world } = await aBank(t, wang);
  const [known, fresh] = [visitor(wang), visitor(li)];
  const asked = [
    await known.api.requestRegistrationCode({ body: known.mobile }),
    await fresh.api.requestRegistrationCode({ body: fresh.mobile }),
  ];
  const shape = asked.map(({ resendAt, expiresAt, now, ...rest }) => ({
    ...rest,
    lasts: [resendAt, expiresAt].map((at) => Math.round((Date.parse(at) - Date.parse(now)) / 1_000)),
  }));
  assert.deepEqual(shape, [
    { sentTo: '138****0001', lasts: [60, 300] },
    { sentTo: '138****0050', lasts: [60, 300] },
  ]);
  const [text] = await until('the text', async () => {
    const texts = await known.texts();
    return texts.length > 0 ? texts : undefined;
  });
  assert.match(text?.text ?? '', /已注册/);
  assert.doesNotMatch(text?.text ?? '', /\d{6}/, 'no code');
  // Both are told the same of a second request, of a wrong code, and of too many of them.
  for (const one of [known, fresh]) {
    assert.match(
      await said(one.api.requestRegistrationCode({ body: one.mobile })),
      /^too-many-requests: 请 \d+ 秒后再试$/,
    );
  }
  const { rows } = await sql`select 1 from credentials.sms_codes`.execute(world.db);
  assert.equal(rows.length, 2);

  const forgotten = [
    await known.api.requestLoginReset({ body: known.mobile }),
    await fresh.api.requestLoginReset({ body: fresh.mobile }),
  ];
  assert.deepEqual(
    forgotten.map(({ sentTo }) => sentTo),
    ['138****0001', '138****0050'],
  );
  const guess = { smsCode: '000000', password: 'Another-2026' };
  const tries = await Promise.all(
    [known, fresh].map(async (one) => {
      const answers = [];
      for (let i = 0; i < 6; i += 1)
        answers.push(await said(one.api.resetLoginPassword({ body: { ...one.mobile, ...guess } })));
      return answers;
    }),
  );
  assert.deepEqual(tries[0], tries[1]);
  assert.deepEqual(tries[0], [
    ...[4, 3, 2, 1, 0].map((left) => `sms-code-wrong: 还可以尝试 ${left} 次`),
    'sms-code-expired',
  ]);
});

test('two who register one number at once on two nodes become one customer', async (t) => {
  const { world, visitor, onOtherNode } = await aBankOfTwo(t);
  const code = await visitor(li).registrationCode();
  const made = await Promise.all(
    Array.from({ length: 6 }, (_, i) => said((i % 2 ? visitor : onOtherNode)(li).register(code))),
  );
  assert.deepEqual(made.toSorted(), ['done', ...Array<string>(5).fill('sms-code-expired')]);
  const { rows } = await sql`
    select (select count(*)::int from identity.customers) as customers,
           (select count(*)::int from credentials.passwords) as passwords,
           (select count(*)::int from identity.sessions) as sessions`.execute(world.db);
  assert.deepEqual(rows, [{ customers: 1, passwords: 1, sessions: 1 }]);
});

test('codes are limited for each browser and each address, over all nodes', async (t) => {
  const { world, visitor, onOtherNode, clock } = await aBankOfTwo(t);
  await set(world, 'smsCodesPerDevicePerDay', 3);
  await set(world, 'smsCodesPerAddressPerHour', 7);
  const first = visitor(aPerson(60, '甲'));
  const ask = (n: number, jar = first.jar) =>
    said(
      (n % 2 ? visitor : onOtherNode)(aPerson(60 + n, '甲'), jar).api.requestRegistrationCode({
        body: { mobile: `138000000${60 + n}` },
      }),
    );
  // The first has no cookie yet and is given one.
  const byBrowser = [await ask(0), await ask(1), await ask(2), await ask(3), await ask(4)];
  assert.deepEqual(byBrowser, ['done', 'done', 'done', 'done', 'too-many-requests']);
  clock.move(61);
  const without = [await ask(5, visitor(li).jar), await ask(6, visitor(li).jar), await ask(7, visitor(li).jar)];
  assert.deepEqual(without, ['done', 'done', 'too-many-requests'], 'without a cookie the address counts');
});
