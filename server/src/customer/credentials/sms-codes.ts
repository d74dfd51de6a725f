import { randomInt } from 'node:crypto';
import { addSeconds, ok, refuse, secondsBetween, type Instant, type Result } from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import { sameBytes, type Vault } from '../../platform/crypto/vault.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/connect.ts';
import {
  countSentSince,
  heldBy,
  insertCode,
  latestSentAt,
  lockCodesOf,
  markUsed,
  takeTry,
  type Scope,
} from './sms-codes.store.ts';

export type SmsCodeRefusal = 'wrong' | 'expired';
export type IssuedCode = { code: string; sentAt: Instant; resendAt: Instant; expiresAt: Instant };
type Rule = { smsCodeSeconds: number; smsCodeResendSeconds: number; smsCodesPerDay: number };

/** A new code of six digits for one purpose and subject; what was sent before is worth nothing from now on. */
export async function issueSmsCode(
  { tx, now }: Context,
  vault: Vault,
  scope: Scope,
  rule: Rule,
): Promise<Result<IssuedCode, 'too-many-requests'>> {
  const held = heldBy(vault, scope);
  await lockCodesOf(tx, held.holder);
  const last = await latestSentAt(tx, held);
  const resendAt = last && addSeconds(last, rule.smsCodeResendSeconds);
  if (resendAt && now < resendAt) {
    return refuse('too-many-requests', { waitSeconds: Math.ceil(secondsBetween(now, resendAt)) });
  }
  const today = await countSentSince(tx, held.holder, addSeconds(now, -86_400));
  if (today >= rule.smsCodesPerDay) return refuse('too-many-requests', { perDay: rule.smsCodesPerDay });

  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const codeId = uuid();
  const expiresAt = addSeconds(now, rule.smsCodeSeconds);
  await insertCode(tx, { ...held, codeId, codeHash: hashOf(vault, codeId, code), sentAt: now, expiresAt });
  return ok({ code, sentAt: now, resendAt: addSeconds(now, rule.smsCodeResendSeconds), expiresAt });
}

/**
 * Compares a code and uses it up, outside any transaction: a wrong try counts and a right code is spent whatever follows.
 * `triesLeft` comes with 'wrong'. @param keep only looks: a right code stays good, and the look was one of its tries.
 */
export async function checkSmsCode(
  db: Db,
  vault: Vault,
  scope: Scope,
  code: string,
  { smsCodeTries, keep = false }: { smsCodeTries: number; keep?: boolean },
  now: Instant,
): Promise<Result<void, SmsCodeRefusal>> {
  const sent = await takeTry(db, heldBy(vault, scope), smsCodeTries, now);
  if (!sent) return refuse('expired');
  if (!sameBytes(sent.codeHash, hashOf(vault, sent.codeId, code))) {
    return refuse('wrong', { triesLeft: smsCodeTries - sent.wrongTries });
  }
  if (keep) return ok(undefined);
  return (await markUsed(db, sent.codeId, now)) ? ok(undefined) : refuse('expired');
}

/** Keyed, since a plain hash of six digits is no secret. */
const hashOf = (vault: Vault, codeId: string, code: string): Buffer => vault.index('sms-code', `${codeId}:${code}`);

/** A subject for what is no row of ours, such as a mobile number: the same for the same number, and telling nobody which. */
export function subjectOf(vault: Vault, kind: string, value: string): string {
  const hex = vault.index(kind, value).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
