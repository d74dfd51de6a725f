import type { CustomerId, Result } from '@miaodai/values';
import { checkPassword, checkStranger } from '../../customer/credentials/index.ts';
import { recordSecurityEvent } from '../../customer/identity/index.ts';
import type { From } from '../caller.ts';
import type { Needs } from './needs.ts';

/** Who signs in: a customer, or a number that is nobody's. */
type Who = { customerId: CustomerId; from: From } | { strangerAt: string };
type Rule = { tries: number; lockSeconds: number };

/** The login password, outside any transaction: the try counts, and its owner reads of it. A stranger is treated alike. */
export async function proveLogin(
  { db, hasher, clock, vault }: Needs,
  who: Who,
  password: string,
  rule: Rule,
): Promise<Result<void, 'wrong' | 'locked' | 'busy'>> {
  const now = clock.now();
  if ('strangerAt' in who) return checkStranger({ db, hasher, vault }, who.strangerAt, password, rule, now);
  const { customerId, from } = who;
  const checked = await checkPassword({ db, hasher }, { customerId, kind: 'login' }, password, rule, now);
  if (checked.ok) return checked;
  if (checked.refusal === 'wrong') await recordSecurityEvent(db, customerId, 'sign-in-failed', from, now);
  else if (checked.detail?.['by']) await recordSecurityEvent(db, customerId, 'login-locked', from, now);
  return checked;
}
