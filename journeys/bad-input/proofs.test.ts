import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProblemCode } from '@miaodai/http-api/problems';
import { base64url, CompactEncrypt, importJWK } from 'jose';
import { settings } from '../../server/src/seed/defaults.ts';
import { aPerson, LOGIN_PASSWORD, type Person } from '../kit/persons.ts';
import { untouched } from '../kit/untouched.ts';
import { aDoor } from './door.ts';
import { answerIn, assertProblem, send, type Said, type Visitor } from './visitor.ts';
import { walkTo, type Application } from './walk.ts';

const wang = aPerson(1, '王小明');
const li = aPerson(2, '李晓红');

type Proofs = { smsCode?: string; transactionPassword?: string };

/** Submits with what is given, and with what is right for the rest. */
async function submit(visitor: Visitor, at: Application, { smsCode, transactionPassword }: Proofs): Promise<Said> {
  const body = {
    smsCode: smsCode ?? '000000',
    transactionPassword: transactionPassword ?? (await visitor.borrower.sealPassword()),
  };
  return visitor.send({ method: 'POST', path: `/api/customer/applications/${at.applicationId}/submission`, body });
}

const otherThan = (code: string): string => (code === '111111' ? '222222' : '111111');
const signIn = (url: string, mobile: string, password: string) =>
  send(url, { method: 'POST', path: '/api/customer/sessions', body: { mobile, password } });

test('an SMS code is good once, for one application, for five minutes, and only the latest', async (t) => {
  const { world, visitors, clock } = await aDoor(t, wang);
  const [visitor] = visitors;
  const { borrower } = visitor;
  const first = await walkTo(borrower, 'submit');
  const refused = async (at: Application, smsCode: string, code: ProblemCode, what: string) =>
    untouched(world.db, what, async () => assertProblem(await submit(visitor, at, { smsCode }), code, what));

  await refused(first, '123456', 'sms-code-expired', 'a code that nobody has sent');
  const older = await borrower.requestCode(first);
  clock.move(settings.smsCodeResendSeconds + 1);
  const newer = await borrower.requestCode(first);
  if (older !== newer) {
    await refused(first, older, 'sms-code-wrong', 'an older code than the latest');
  }
  clock.move(settings.smsCodeSeconds);
  await refused(first, newer, 'sms-code-expired', 'a code after its time');

  const good = await borrower.requestCode(first);
  const params = { applicationId: first.applicationId };
  await borrower.api.withdrawApplication({ params });
  const second = await walkTo(borrower, 'submit');
  await refused(second, good, 'sms-code-expired', "another application's code");

  clock.move(settings.smsCodeResendSeconds + 1);
  const tried = await borrower.requestCode(second);
  for (let left = settings.smsCodeTries - 1; left >= 0; left -= 1) {
    const problem = await refused(second, otherThan(tried), 'sms-code-wrong', 'a wrong code');
    assert.equal(problem['detail'], `还可以尝试 ${left} 次`);
  }
  await refused(second, tried, 'sms-code-expired', 'the right code after too many wrong ones');

  clock.move(settings.smsCodeResendSeconds + 1);
  const right = await borrower.requestCode(second);
  assert.equal(answerIn(await submit(visitor, second, { smsCode: right })).step, 'decision');
  await borrower.api.readApplication({ params: { applicationId: second.applicationId }, query: { waitMs: 10_000 } });
  assertProblem(await submit(visitor, second, { smsCode: right }), 'step-not-allowed', 'a code that was used');
  for (const smsCode of ['', '12345', '1234567', 'abcdef', '１２３４５６', '12 456', "1'or'1", '12345\n']) {
    assertProblem(await submit(visitor, second, { smsCode }), 'invalid-input', JSON.stringify(smsCode));
  }
});

test('tries of a code at once are as many tries', async (t) => {
  const { visitors } = await aDoor(t, wang);
  const [visitor] = visitors;
  const at = await walkTo(visitor.borrower, 'submit');
  const smsCode = otherThan(await visitor.borrower.requestCode(at));
  const codes: string[] = [];
  // By fours, since five right passwords at work at once would be five tries of the password for a moment.
  for (const four of [1, 2]) {
    const said = await Promise.all(Array.from({ length: 4 }, () => submit(visitor, at, { smsCode })));
    codes.push(...said.map(({ text }) => (JSON.parse(text) as { code: ProblemCode }).code));
    assert.equal(codes.length, four * 4);
  }
  assert.deepEqual(codes.toSorted(), [
    ...Array<string>(3).fill('sms-code-expired'),
    ...Array<string>(5).fill('sms-code-wrong'),
  ]);
});

test('codes are not sent more often than the setting says', async (t) => {
  const { world, visitors, clock } = await aDoor(t, wang);
  const [visitor] = visitors;
  const at = await walkTo(visitor.borrower, 'submit');
  const ask = { method: 'POST', path: `/api/customer/applications/${at.applicationId}/submission-codes` };
  const atOnce = await Promise.all(Array.from({ length: 10 }, () => visitor.send(ask)));
  assert.deepEqual(atOnce.map(({ status }) => String(status)).toSorted(), ['201', ...Array<string>(9).fill('429')]);
  clock.move(20);
  const problem = await untouched(world.db, 'a code too soon', async () =>
    assertProblem(await visitor.send(ask), 'too-many-requests'),
  );
  assert.match(String(problem['detail']), /^请 (39|40) 秒后再试$/);
  for (let sent = 1; sent < settings.smsCodesPerDay; sent += 1) {
    clock.move(settings.smsCodeResendSeconds + 1);
    if (sent % 10 === 0) {
      await visitor.borrower.signIn();
      await visitor.borrower.showFace(at);
    }
    answerIn(await visitor.send(ask));
  }
  clock.move(settings.smsCodeResendSeconds + 1);
  assert.equal(
    assertProblem(await visitor.send(ask), 'too-many-requests')['detail'],
    '每天最多获取 20 次验证码，请明天再试',
  );
});

test('a sealed password is good for one try, of one customer, for ten minutes', async (t) => {
  const { world, visitors, clock } = await aDoor(t, wang, li);
  const [visitor, stranger] = visitors;
  const { borrower } = visitor;
  await stranger.borrower.signIn();
  const at = await walkTo(borrower, 'submit');
  const smsCode = await borrower.requestCode(at);
  const refused = async (transactionPassword: string, what: string) =>
    untouched(world.db, what, async () =>
      assertProblem(await submit(visitor, at, { smsCode, transactionPassword }), 'password-envelope-expired', what),
    );

  const used = await borrower.sealPassword();
  assertProblem(
    await submit(visitor, at, { smsCode: otherThan(smsCode), transactionPassword: used }),
    'sms-code-wrong',
  );
  await refused(used, 'an envelope that was opened before');
  await refused(await stranger.borrower.sealPassword(wang.transactionPassword), "another customer's nonce");
  const late = await borrower.sealPassword();
  clock.move(settings.passwordNonceSeconds + 1);
  await refused(late, 'an envelope after its time');

  clock.move(settings.smsCodeResendSeconds);
  const fresh = await borrower.requestCode(at);
  for (const [what, jwe] of await forgeries(visitor)) await refused(jwe, what);
  for (const jwe of ['', 'x'.repeat(4_097), 'x'.repeat(60_000)]) {
    assertProblem(await submit(visitor, at, { smsCode: fresh, transactionPassword: jwe }), 'invalid-input');
  }
  // None of these was a try of the password.
  assert.equal(answerIn(await submit(visitor, at, { smsCode: fresh })).step, 'decision');
});

/** What looks like an envelope and is none of ours. */
async function forgeries({ borrower }: Visitor): Promise<[string, string][]> {
  const { keyId, publicKey, nonce } = await borrower.api.readPasswordEnvelope({});
  const content = { nonce, password: wang.transactionPassword };
  const ours = await importJWK(publicKey, 'ECDH-ES');
  const seal = (
    inside: unknown,
    header: { alg: string; enc: string } = { alg: 'ECDH-ES', enc: 'A256GCM' },
    key: unknown = ours,
  ) =>
    new CompactEncrypt(new TextEncoder().encode(typeof inside === 'string' ? inside : JSON.stringify(inside)))
      .setProtectedHeader({ ...header, kid: keyId })
      .encrypt(key as Uint8Array);
  const { publicKey: rsa } = await crypto.subtle.generateKey(
    { name: 'RSA-OAEP', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' },
    true,
    ['encrypt', 'decrypt'],
  );
  const other = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
  const curve = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-384' }, true, ['deriveBits']);
  const good = await seal(content);
  const [head = '', , iv = '', body = '', tag = ''] = good.split('.');
  const none = base64url.encode(JSON.stringify({ alg: 'none', enc: 'A256GCM' }));
  const flat = base64url.encode(JSON.stringify(content));
  return [
    ['garbage', 'a.b.c.d.e'],
    ['no envelope', wang.transactionPassword],
    ['plain JSON', JSON.stringify(content)],
    ['four parts', [head, iv, body, tag].join('.')],
    ['six parts', `${good}.${tag}`],
    ['a changed tag', [head, '', iv, body, tag.startsWith('A') ? `B${tag.slice(1)}` : `A${tag.slice(1)}`].join('.')],
    ['a changed body', [head, '', iv, `${body.slice(0, -2)}AA`, tag].join('.')],
    ['alg none', `${none}...${flat}.`],
    ['alg none, signed form', `${none}.${flat}.`],
    ['alg dir', await seal(content, { alg: 'dir', enc: 'A256GCM' }, new Uint8Array(32))],
    ['alg RSA-OAEP-256', await seal(content, { alg: 'RSA-OAEP-256', enc: 'A256GCM' }, rsa)],
    ['alg ECDH-ES+A256KW', await seal(content, { alg: 'ECDH-ES+A256KW', enc: 'A256GCM' })],
    ['another enc', await seal(content, { alg: 'ECDH-ES', enc: 'A128CBC-HS256' })],
    ["somebody's own key", await seal(content, undefined, other.publicKey)],
    ['another curve', await seal(content, undefined, curve.publicKey)],
    ['no JSON inside', await seal('271828')],
    ['nothing inside', await seal('')],
    ['an array inside', await seal([nonce, wang.transactionPassword])],
    ['no nonce', await seal({ password: wang.transactionPassword })],
    ['a nonce of nobody', await seal({ ...content, nonce: 'n'.repeat(43) })],
    ['more than asked for', await seal({ ...content, isAdmin: true })],
    ['a password of letters', await seal({ nonce, password: 'abcdef' })],
    ['a password as a number', await seal({ nonce, password: 271_828 })],
    ['a long password', await seal({ nonce, password: '2'.repeat(700) })],
    ['a poisoned object', await seal(`{"nonce":"${nonce}","password":"271828","__proto__":{"a":1}}`)],
  ];
}

test('a wrong transaction password is counted, told and at last locks for a day', async (t) => {
  const { world, visitors, clock } = await aDoor(t, wang);
  const [visitor] = visitors;
  const { borrower } = visitor;
  const at = await walkTo(borrower, 'submit');
  const smsCode = await borrower.requestCode(at);
  const tryOne = async (password: string) =>
    submit(visitor, at, { smsCode, transactionPassword: await borrower.sealPassword(password) });
  await untouched(world.db, 'a wrong transaction password', async () => {
    for (const left of [4, 3, 2, 1]) {
      const problem = assertProblem(await tryOne('314159'), 'transaction-password-wrong');
      assert.equal(problem['detail'], `还可以尝试 ${left} 次`);
    }
    const locked = assertProblem(await tryOne('314159'), 'transaction-password-locked');
    assert.equal(locked['detail'], '请 24 小时后再试，或重置密码');
    assertProblem(await tryOne(wang.transactionPassword), 'transaction-password-locked', 'the right one, too late');
  });
  clock.move(settings.transactionPasswordLockSeconds - 3_600);
  await borrower.signIn();
  await borrower.showFace(at);
  const later = assertProblem(
    await tryOne(wang.transactionPassword),
    'transaction-password-locked',
    'an hour too early',
  );
  assert.equal(later['detail'], '请 60 分钟后再试，或重置密码');
  clock.move(3_601);
  await borrower.signIn();
  await borrower.showFace(at);
  const fresh = await borrower.requestCode(at);
  assert.equal(answerIn(await submit(visitor, at, { smsCode: fresh })).step, 'decision');
});

test('ten wrong passwords at once are five tries and a lock', async (t) => {
  const { url, visitors } = await aDoor(t, wang);
  const [visitor] = visitors;
  const { borrower } = visitor;
  const at = await walkTo(borrower, 'submit');
  const sealed = await Promise.all(Array.from({ length: 10 }, () => borrower.sealPassword('314159')));
  const said = await Promise.all(sealed.map((transactionPassword) => submit(visitor, at, { transactionPassword })));
  const details = said.map(({ text }) => {
    const { code, detail } = JSON.parse(text) as { code: string; detail?: string };
    return code === 'transaction-password-wrong' ? String(detail) : code;
  });
  const locked = Array<string>(6).fill('transaction-password-locked');
  const wrong = [1, 2, 3, 4].map((n) => `还可以尝试 ${n} 次`);
  assert.deepEqual(details.toSorted(), [...locked, ...wrong].toSorted());

  const atTheGate = await Promise.all(Array.from({ length: 10 }, () => signIn(url, wang.mobile, 'wrong')));
  const codes = atTheGate.map(({ text }) => (JSON.parse(text) as { code: string }).code).toSorted();
  assert.deepEqual(codes, [...Array<string>(6).fill('login-locked'), ...Array<string>(4).fill('wrong-credentials')]);
  assertProblem(await signIn(url, wang.mobile, LOGIN_PASSWORD), 'login-locked');
});

test('who guesses at the door is locked out, and does not learn who is a customer', async (t) => {
  const { world, url, clock } = await aDoor(t, wang, li);
  const withoutInstance = ({ text, status }: Said) => ({ status, text: text.replace(/"instance":"[^"]+"/, '') });
  const asStranger = async (person: Pick<Person, 'mobile'>, password: string) =>
    withoutInstance(await signIn(url, person.mobile, password));
  await untouched(world.db, 'a guess at the door', async () => {
    const known = await asStranger(wang, 'Miaodai-2025');
    assert.deepEqual(known, await asStranger({ mobile: '13900000000' }, 'Miaodai-2025'));
    assert.equal(known.status, 401);
    assert.doesNotMatch(known.text, /还可以尝试/);
    for (const password of ['miaodai-2026', 'Miaodai-2026 ', 'M'.repeat(64), "' or 1=1 --", '密码']) {
      const one = await asStranger(li, password);
      assert.equal(one.status, one.text.includes('login-locked') ? 423 : 401, JSON.stringify(password));
    }
    for (const mobile of [
      '',
      '1380000000',
      '138000000011',
      '23800000001',
      '1380000000a',
      ' 13800000001',
      "1' or '1'='1",
    ]) {
      assertProblem(await signIn(url, mobile, LOGIN_PASSWORD), 'invalid-input', mobile);
    }
    // Of the last two no keyboard makes one: they are not even compared.
    for (const password of ['', 'x'.repeat(65), '\u0000', '\ud800'])
      assertProblem(await signIn(url, wang.mobile, password), 'invalid-input');
  });
  assertProblem(await signIn(url, li.mobile, LOGIN_PASSWORD), 'login-locked');
  answerIn(await signIn(url, wang.mobile, LOGIN_PASSWORD));
  clock.move(settings.loginLockSeconds + 1);
  answerIn(await signIn(url, li.mobile, LOGIN_PASSWORD));
});

test('whoever hammers at the door has to wait', async (t) => {
  const { url } = await aDoor(t, wang);
  const said = await Promise.all(
    Array.from({ length: settings.signInsPerMinute + 10 }, (_, i) => signIn(url, `1390000${String(1000 + i)}`, 'x')),
  );
  const late = said.filter(({ status }) => status === 429);
  // The window may have turned in between: then both halves are within the limit.
  assert.ok(late.length === 10 || late.length === 0, `${late.length} of them have to wait`);
  for (const one of late) assertProblem(one, 'too-many-requests');
});
