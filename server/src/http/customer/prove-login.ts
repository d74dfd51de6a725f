import { refuse, type CustomerId, type Result } from '@miaodai/values';
import { checkPassword } from '../../customer/credentials/index.ts';
import { recordSecurityEvent } from '../../customer/identity/index.ts';
import type { From } from '../caller.ts';
import type { Needs } from './needs.ts';

/** Nobody's: a try for a number that is not registered costs as much as one for a number that is. */
export const NOBODY = '00000000-0000-0000-0000-000000000000' as CustomerId;

type Rule = { tries: number; lockSeconds: number };

/** The login password, outside any transaction: the try counts, and its owner reads of it. */
export async function proveLogin(
  { db, hasher, clock }: Needs,
  { customerId, from }: { customerId: CustomerId; from: From },
  password: string,
  rule: Rule,
): Promise<Result<void, 'wrong' | 'locked'>> {
  if (customerId === NOBODY) {
    await hasher.hash(password); // Takes as long as a comparison, so that the time tells nobody who is registered.
    return refuse('wrong');
  }
  const now = clock.now();
  const checked = await checkPassword({ db, hasher }, { customerId, kind: 'login' }, password, rule, now);
  if (checked.ok) return checked;
  if (checked.refusal === 'wrong') await recordSecurityEvent(db, customerId, 'sign-in-failed', from, now);
  else if (checked.detail?.['by']) await recordSecurityEvent(db, customerId, 'login-locked', from, now);
  return checked;
}
