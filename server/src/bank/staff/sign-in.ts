import { addSeconds, ok, refuse, secondsBetween, type Result } from '@miaodai/values';
import type { InTx } from '../../platform/context.ts';
import type { Clock } from '../../platform/clock.ts';
import type { PasswordHasher } from '../../platform/crypto/passwords.ts';
import type { Db } from '../../platform/db/connect.ts';
import { readSettings } from '../settings/index.ts';
import { today } from '../calendar/index.ts';
import { recordAct } from './acts.store.ts';
import { forgiveStaffTries, takeStaffTry } from './members.store.ts';
import { startStaffSession } from './sessions.ts';

type Needs = { db: Db; inTx: InTx; clock: Clock; hasher: PasswordHasher };
type Ask = { loginName: string; password: string; from: { device: string; ip: string } };

/** What else is typed by mistake, an ID number, a mobile, a password, is not for the audit trail. */
const LIKELY = /^[a-z0-9]{1,10}$/;

/** Compared where nobody of that name works here, so that both take the same time. */
let nobodysHash: Promise<string> | undefined;

/** Signs a member in; who does not exist is not told from who typed a wrong password. Every try is in the audit trail. */
export async function signInStaff(
  { db, inTx, clock, hasher }: Needs,
  { loginName, password, from }: Ask,
): Promise<Result<{ token: string }, 'wrong-staff-credentials' | 'login-locked'>> {
  const settings = await readSettings(db, await today(db));
  const now = clock.now();
  const lockedUntil = addSeconds(now, settings.staffLockSeconds);
  const taken = await takeStaffTry(db, loginName, { tries: settings.staffSignInTries, lockedUntil, now });
  const act = {
    loginName: taken || LIKELY.test(loginName) ? loginName : '',
    operation: 'signInStaff',
    subject: {},
    from,
  };
  const tell = (staffId: string | null, outcome: string) =>
    inTx((context) => recordAct(context.tx, { ...act, staffId, outcome }, context.now));
  if (taken?.hash === null) {
    await tell(taken.staffId, 'login-locked');
    return refuse('login-locked', { minutes: Math.ceil(secondsBetween(now, taken.lockedUntil ?? lockedUntil) / 60) });
  }
  nobodysHash ??= hasher.hash('nobody');
  const matches = await hasher.verify(taken?.hash ?? (await nobodysHash), password);
  if (!taken || !matches) {
    await tell(taken?.staffId ?? null, 'wrong-staff-credentials');
    return refuse('wrong-staff-credentials');
  }
  const token = await inTx(async (context) => {
    await forgiveStaffTries(context.tx, taken.staffId);
    await recordAct(context.tx, { ...act, staffId: taken.staffId, outcome: 'done' }, context.now);
    return startStaffSession(context.tx, taken.staffId, from, settings, context.now);
  });
  return ok({ token });
}
