import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { addSeconds, dayInShanghai, instant, type CustomerId, type Instant } from '@miaodai/values';
import { CompactEncrypt, importJWK } from 'jose';
import { aDatabase } from '../../../test-kit/database.ts';
import type { Context } from '../../platform/context.ts';
import { passwordEnvelope } from '../../platform/crypto/envelope.ts';
import { passwordHasher } from '../../platform/crypto/passwords.ts';
import { vault as openVault } from '../../platform/crypto/vault.ts';
import { registerCustomer } from '../identity/index.ts';
import { checkPassword } from './check-password.ts';
import { issueNonce, openTransactionPassword } from './password-nonces.ts';
import { setPassword } from './passwords.store.ts';
import { checkSmsCode, issueSmsCode } from './sms-codes.ts';

const now = instant('2026-11-23T01:00:00Z');
const later = (seconds: number): Instant => addSeconds(now, seconds);
const wang = '01890000-0000-7000-8000-000000000001' as CustomerId;
const li = '01890000-0000-7000-8000-000000000002' as CustomerId;
const subject = '01890000-0000-7000-8000-00000000000a';
const rule = { tries: 5, lockSeconds: 1_800 };
const codeRule = { smsCodeSeconds: 300, smsCodeResendSeconds: 60, smsCodesPerDay: 4, smsCodeTries: 3 };

async function aBank(t: Parameters<typeof aDatabase>[0]) {
  const { db } = await aDatabase(t);
  const vault = openVault(randomBytes(32));
  const hasher = passwordHasher(vault.derive('password-pepper'));
  for (const [i, id] of [wang, li].entries()) {
    const numbers = { idNumber: `11010119810203011${i}`, mobile: `1380000000${i}` };
    await registerCustomer(db, vault, { id, name: '王小明', ...numbers }, now);
    await setPassword(db, id, 'login', await hasher.hash('right'));
  }
  const tryPassword = async (password: string, at = now, customerId = wang) => {
    const checked = await checkPassword({ db, hasher }, { customerId, kind: 'login' }, password, rule, at);
    return checked.ok ? 'ok' : `${checked.refusal} ${Object.values(checked.detail ?? {}).join()}`;
  };
  const issue = (at: Instant, scope = { customerId: wang, purpose: 'submit', subject }) =>
    db.transaction().execute((tx) => issueSmsCode({ tx, now: at } as Context, vault, scope, codeRule));
  const code = async (at: Instant): Promise<string> => {
    const issued = await issue(at);
    assert.ok(issued.ok);
    return issued.value.code;
  };
  const tryCode = async (given: string, at: Instant, scope = { customerId: wang, purpose: 'submit', subject }) => {
    const checked = await checkSmsCode(db, vault, scope, given, codeRule, at);
    return checked.ok ? 'ok' : `${checked.refusal} ${Object.values(checked.detail ?? {}).join()}`.trim();
  };
  return { db, vault, hasher, tryPassword, issue, code, tryCode };
}
const otherThan = (code: string): string => (code === '111111' ? '222222' : '111111');

test('wrong passwords count down, and a right one forgives them', async (t) => {
  const { tryPassword } = await aBank(t);
  assert.equal(await tryPassword('wrong'), 'wrong 4');
  assert.equal(await tryPassword('wrong'), 'wrong 3');
  assert.equal(await tryPassword('right'), 'ok');
  for (const left of [4, 3, 2, 1]) assert.equal(await tryPassword(''), `wrong ${left}`);
  assert.equal(await tryPassword('right'), 'ok', 'the fifth try is still one');
});

test('the fifth wrong password locks for half an hour, for this customer alone; then the count starts anew', async (t) => {
  const { tryPassword } = await aBank(t);
  for (let i = 0; i < 4; i += 1) await tryPassword('wrong');
  assert.equal(await tryPassword('wrong'), 'locked 30,this-try');
  assert.equal(await tryPassword('right', later(1)), 'locked 30');
  assert.equal(await tryPassword('right', later(1_200)), 'locked 10');
  assert.equal(await tryPassword('right', later(1_799)), 'locked 1');
  assert.equal(await tryPassword('right', now, li), 'ok');
  assert.equal(await tryPassword('wrong', later(1_800)), 'wrong 4');
  assert.equal(await tryPassword('right', later(1_801)), 'ok');
});

test('twenty tries at once are five, and a lock that none of them lengthens', async (t) => {
  const { tryPassword } = await aBank(t);
  const said = await Promise.all(Array.from({ length: 20 }, () => tryPassword('wrong')));
  assert.deepEqual(said.toSorted(), [
    ...Array<string>(15).fill('locked 30'),
    'locked 30,this-try',
    'wrong 1',
    'wrong 2',
    'wrong 3',
    'wrong 4',
  ]);
  assert.equal(await tryPassword('right', later(1_800)), 'ok');
});

test('equal passwords have unequal hashes, and none holds under another pepper', async (t) => {
  const { hasher } = await aBank(t);
  const [one, two] = [await hasher.hash('right'), await hasher.hash('right')];
  assert.notEqual(one, two);
  assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  assert.equal(await hasher.verify(one, 'right'), true);
  assert.equal(await passwordHasher(randomBytes(32)).verify(one, 'right'), false);
});

test('an SMS code is six digits, good once and for five minutes', async (t) => {
  const { code, tryCode } = await aBank(t);
  const first = await code(now);
  assert.match(first, /^\d{6}$/);
  assert.equal(await tryCode(first, later(299)), 'ok');
  assert.equal(await tryCode(first, later(299)), 'expired');
  const second = await code(later(300));
  assert.equal(await tryCode(second, later(600)), 'expired');
});

test('a right code that two send at once is taken from one of them', async (t) => {
  const { code, tryCode } = await aBank(t);
  const first = await code(now);
  const said = await Promise.all([tryCode(first, now), tryCode(first, now)]);
  assert.deepEqual(said.toSorted(), ['expired', 'ok']);
});

test('a code is for one customer, one purpose and one subject, and only the latest counts', async (t) => {
  const { code, tryCode } = await aBank(t);
  const old = await code(now);
  const fresh = await code(later(60));
  const scope = { customerId: wang, purpose: 'submit', subject };
  assert.equal(await tryCode(fresh, later(61), { ...scope, customerId: li }), 'expired');
  assert.equal(await tryCode(fresh, later(61), { ...scope, purpose: 'bind' }), 'expired');
  assert.equal(await tryCode(fresh, later(61), { ...scope, subject: wang }), 'expired');
  if (old !== fresh) assert.equal(await tryCode(old, later(61)), 'wrong 2');
  assert.equal(await tryCode(fresh, later(62)), 'ok');
});

test('after three wrong codes the right one is worth nothing', async (t) => {
  const { code, tryCode } = await aBank(t);
  const right = await code(now);
  const said = await Promise.all(Array.from({ length: 8 }, () => tryCode(otherThan(right), now)));
  assert.deepEqual(said.toSorted(), [...Array<string>(5).fill('expired'), 'wrong 0', 'wrong 1', 'wrong 2']);
  assert.equal(await tryCode(right, now), 'expired');
});

test('a minute lies between two codes, and a day has four', async (t) => {
  const { issue } = await aBank(t);
  const said = async (at: Instant) => {
    const issued = await issue(at);
    return issued.ok ? 'sent' : JSON.stringify(issued.detail);
  };
  assert.deepEqual((await Promise.all([said(now), said(now)])).toSorted(), ['sent', '{"waitSeconds":60}'].toSorted());
  assert.equal(await said(later(59)), '{"waitSeconds":1}');
  for (const seconds of [60, 120, 180]) assert.equal(await said(later(seconds)), 'sent');
  assert.equal(await said(later(240)), '{"perDay":4}');
  assert.equal(await said(later(86_400)), 'sent', 'a day after the first');
});

test('a sealed password opens once, for its customer, while its nonce is good, also over midnight', async (t) => {
  const { db, vault } = await aBank(t);
  const envelope = passwordEnvelope(vault);
  const night = instant('2026-11-23T15:59:00Z');
  const seal = async (customerId: CustomerId) => {
    const { publicKey, nonce } = await issueNonce(db, envelope, customerId, { passwordNonceSeconds: 600 }, night);
    return new CompactEncrypt(new TextEncoder().encode(JSON.stringify({ nonce, password: '271828' })))
      .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM' })
      .encrypt(await importJWK(publicKey, 'ECDH-ES'));
  };
  const open = async (jwe: string, seconds: number, customerId = wang) => {
    const opened = await openTransactionPassword(db, envelope, customerId, jwe, addSeconds(night, seconds));
    return opened.ok ? opened.value : opened.refusal;
  };
  assert.notEqual(dayInShanghai(night), dayInShanghai(addSeconds(night, 120)));
  const sealed = await seal(wang);
  assert.deepEqual((await Promise.all([open(sealed, 120), open(sealed, 120)])).toSorted(), ['271828', 'expired']);
  assert.equal(await open(await seal(li), 1), 'expired');
  assert.equal(await open(await seal(wang), 600), 'expired');
  assert.equal(await open(await seal(wang), 599), '271828');
});
