import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { addSeconds, dayInShanghai, instant, type CustomerId, type Instant } from '@miaodai/values';
import { CompactEncrypt, importJWK } from 'jose';
import { sql } from 'kysely';
import { aDatabase } from '../../../test-kit/database.ts';
import type { Context } from '../../platform/context.ts';
import { passwordEnvelope } from '../../platform/crypto/envelope.ts';
import { passwordHasher } from '../../platform/crypto/passwords.ts';
import { vault as openVault } from '../../platform/crypto/vault.ts';
import { registerCustomer } from '../identity/index.ts';
import { checkPassword, checkStranger } from './check-password.ts';
import { issueNonce, openTransactionPassword } from './password-nonces.ts';
import { setPassword } from './passwords.store.ts';
import { forgetStrangers } from './tries.store.ts';
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

test('ten right passwords at once are ten right ones: none of them locks, and nothing is left counted', async (t) => {
  const { db, tryPassword } = await aBank(t);
  for (let i = 0; i < 4; i += 1) await tryPassword('wrong');
  const said = await Promise.all(Array.from({ length: 10 }, () => tryPassword('right')));
  assert.deepEqual(said, Array<string>(10).fill('ok'));
  assert.deepEqual(await db.selectFrom('credentials.tries').select('holder').execute(), []);
});

test('ten wrong passwords at once are compared five times, and never two together', async (t) => {
  const { db, hasher, tryPassword } = await aBank(t);
  let [compared, together, most] = [0, 0, 0];
  const counting = {
    ...hasher,
    verify: async (stored: string, password: string) => {
      compared += 1;
      most = Math.max(most, (together += 1));
      const isRight = await hasher.verify(stored, password);
      together -= 1;
      return isRight;
    },
  };
  const who = { customerId: wang, kind: 'login' } as const;
  await Promise.all(Array.from({ length: 10 }, () => checkPassword({ db, hasher: counting }, who, 'wrong', rule, now)));
  assert.deepEqual([compared, most], [5, 1]);
  assert.equal(await tryPassword('right', later(1)), 'locked 30');
});

test('a password that was never compared, since the machine is full, is no try', async (t) => {
  const { db, hasher, tryPassword } = await aBank(t);
  const full = { ...hasher, verify: () => Promise.reject(new Error('overloaded')) };
  const who = { customerId: wang, kind: 'login' } as const;
  for (let i = 0; i < 6; i += 1)
    await assert.rejects(checkPassword({ db, hasher: full }, who, 'right', rule, now), /overloaded/);
  assert.equal(await tryPassword('wrong'), 'wrong 4');
});

test("a try whose process died is used up, and its turn lapses by the database's clock", async (t) => {
  const { db, tryPassword } = await aBank(t);
  await tryPassword('wrong');
  await sql`update credentials.tries set turn = gen_random_uuid(), turn_until = now() + interval '1 hour'`.execute(db);
  const waits = tryPassword('wrong');
  await sql`update credentials.tries set turn_until = now()`.execute(db);
  assert.equal(await waits, 'wrong 3');
});

test('a number that is nobody’s locks like one that is somebody’s, each for itself, and is forgotten after long', async (t) => {
  const { db, vault, hasher } = await aBank(t);
  let hashed = 0;
  const counting = { ...hasher, hash: (password: string) => ((hashed += 1), hasher.hash(password)) };
  const tryStranger = async (mobile: string, at = now) => {
    const checked = await checkStranger({ db, hasher: counting, vault }, mobile, 'right', rule, at);
    assert.ok(!checked.ok);
    return `${checked.refusal} ${Object.values(checked.detail ?? {}).join()}`;
  };
  for (const left of [4, 3, 2, 1]) assert.equal(await tryStranger('13911111111'), `wrong ${left}`);
  assert.equal(await tryStranger('13911111111'), 'locked 30,this-try');
  assert.equal(await tryStranger('13911111111', later(600)), 'locked 20');
  assert.equal(hashed, 5, 'each try costs what a comparison costs; what is locked is not compared');
  assert.equal(await tryStranger('13922222222', later(600)), 'wrong 4');
  assert.equal(await tryStranger('13911111111', later(1_800)), 'wrong 4');
  assert.equal(await forgetStrangers(db, later(600)), 0);
  assert.equal(await forgetStrangers(db, later(601)), 1);
  assert.equal(await tryStranger('13922222222', later(602)), 'wrong 4');
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
