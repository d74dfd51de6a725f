import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { businessDate, type CustomerId } from '@miaodai/values';
import { sql } from 'kysely';
import { aDatabase } from '../test-kit/database.ts';
import { openDayByClock } from './bank/calendar/index.ts';
import { recordAct } from './bank/staff/index.ts';
import { checkStranger, issueNonce, issueSmsCode } from './customer/credentials/index.ts';
import { isStrange, knowDevice, registerCustomer, startSession } from './customer/identity/index.ts';
import { keepHouse } from './housekeeping.ts';
import { movableClock } from './platform/clock.ts';
import type { Context } from './platform/context.ts';
import { passwordEnvelope } from './platform/crypto/envelope.ts';
import { passwordHasher } from './platform/crypto/passwords.ts';
import { vault as openVault } from './platform/crypto/vault.ts';
import { withinRate } from './platform/rate-limit.store.ts';
import { settings } from './seed/defaults.ts';
import { seedBank } from './seed/seed-bank.ts';
import { seedStaff } from './seed/seed-staff.ts';

const DAY = 86_400;
const wang = '01890000-0000-7000-8000-000000000001' as CustomerId;

/** A bank in which everything that grows old has just happened once. */
async function aBank(t: Parameters<typeof aDatabase>[0]) {
  const { db } = await aDatabase(t);
  const clock = movableClock();
  await seedBank(db, businessDate('2020-01-01'));
  await openDayByClock(db, clock);
  const vault = openVault(randomBytes(32));
  const hasher = passwordHasher(vault.derive('password-pepper'));
  const now = clock.now();
  await registerCustomer(
    db,
    vault,
    { id: wang, name: '王小明', idNumber: '110101198102030111', mobile: '13800000001' },
    now,
  );
  const signIn = async (token?: string) => {
    const device = { customerId: wang, userAgent: '', proven: true, ...(token === undefined ? {} : { token }) };
    const known = await db.transaction().execute((tx) => knowDevice(tx, device, clock.now()));
    assert.ok(known.ok);
    const from = { customerId: wang, deviceId: known.value.deviceId, channel: 'h5', device: '', ip: '::1' };
    await startSession(db, from, settings, clock.now());
    return known.value.token;
  };
  const phone = await signIn();
  await withinRate(db, 'anything', 1, 60);
  await sql`insert into platform.idempotency_keys (owner, key, operation, request_hash) values (${wang}, 'k', 'o', '')`.execute(
    db,
  );
  await issueNonce(db, passwordEnvelope(vault), wang, settings, now);
  const scope = { customerId: wang, purpose: 'submit', subject: wang };
  await db.transaction().execute((tx) => issueSmsCode({ tx, now } as Context, vault, scope, settings));
  await checkStranger({ db, hasher, vault }, '13911111111', 'x', { tries: 5, lockSeconds: 60 }, now);
  for (const reason of ['passed', 'not-alive', null])
    await sql`
      insert into face.attempts (attempt_id, customer_id, purpose, channel, required, stand_in, actions, frames_per_action,
                                 started_at, expires_at, decided_at, reason)
      values (gen_random_uuid(), ${wang}, 'apply', 'h5', true, false, '{}', 3, ${now}, ${now},
              case when ${reason}::text is not null then ${now}::timestamptz end, ${reason})`.execute(db);
  const member = { loginName: 'beijing01', name: '孙丽', branchCode: 'BJ01', roles: ['officer'], level: 1 };
  await seedStaff({ db, hasher }, [{ ...member, password: 'Miaodai-2026' }], now);
  const from = { device: '', ip: '::1' };
  const act = { staffId: null, loginName: 'beijing01', operation: 'signInStaff', subject: {}, outcome: 'done', from };
  await db.transaction().execute((tx) => recordAct(tx, act, now));
  await sql`
    insert into staff.sessions (token_hash, session_id, staff_id, device, ip, started_at, idle_seconds, idle_until, ends_at)
    select 'x', gen_random_uuid(), staff_id, '', '::1', ${now}, 900, ${now}, ${now}::timestamptz + interval '10 hours'
    from staff.members`.execute(db);
  /** What housekeeping finds to do on a later day. */
  const on = async (day: number) => {
    clock.move(day * DAY - (Date.parse(clock.now()) - Date.parse(now)) / 1000 + 60);
    const done = await keepHouse({ db, clock });
    return Object.fromEntries(Object.entries(done).filter(([, rows]) => rows > 0));
  };
  const strange = (token: string) => isStrange(db, wang, token);
  return { db, phone, signIn, on, strange };
}

test('what nobody needs any more goes when its time is over, and not before', async (t) => {
  const { db, on } = await aBank(t);
  assert.deepEqual(await on(0), {});
  assert.deepEqual(await on(1), { nonces: 1 });
  assert.deepEqual(await on(settings.rateLimitDays), { rates: 1 });
  assert.deepEqual(await on(settings.smsCodeDays - 1), {});
  assert.deepEqual(await on(settings.smsCodeDays), { keys: 1, codes: 1 });
  assert.deepEqual(await on(settings.strangerTriesDays), { strangers: 1 });
  assert.deepEqual(await on(settings.sessionDays), { challenges: 2 });
  // A session lasts for half a day, and counts from its end.
  assert.deepEqual(await on(settings.sessionDays + 1), { sessions: 1, staffSessions: 1 });
  const acts = await db.selectFrom('staff.acts').select('login_name').execute();
  assert.deepEqual(acts, [{ login_name: 'beijing01' }], 'what was done stays known');
  const left = await db.selectFrom('face.attempts').select('reason').execute();
  assert.deepEqual(left, [{ reason: 'passed' }], 'who was known by their face stays known');
});

test('a device that is used stays known; one that is not must prove itself; the last one of a customer is never deleted', async (t) => {
  const { db, phone, signIn, on, strange } = await aBank(t);
  const { deviceUnusedDays, deviceForgottenDays } = settings;
  const tablet = await signIn();
  await on(300);
  await signIn(phone);
  await on(deviceUnusedDays + 1);
  assert.deepEqual([await strange(phone), await strange(tablet)], [false, true]);
  assert.equal((await on(deviceUnusedDays + deviceForgottenDays + 2))['devices'], 1);
  await on(300 + 2 * deviceUnusedDays);
  assert.equal(await strange(phone), true);
  await on(3_000);
  const left = await db.selectFrom('identity.devices').select('device_id').execute();
  assert.equal(left.length, 1);
  assert.equal(await strange('another'), true, 'who has had a device proves every other one');
});

test('much is deleted some at a time', async (t) => {
  const { db, on } = await aBank(t);
  await sql`
    insert into platform.rate_limits (subject, window_start, hits)
    select 's' || n, now(), 1 from generate_series(1, 2500) n`.execute(db);
  assert.deepEqual((await on(settings.rateLimitDays))['rates'], 2_501);
});
