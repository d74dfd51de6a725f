import { randomInt } from 'node:crypto';
import { addSeconds, ok, refuse, secondsBetween, type Instant, type Result } from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import { sameBytes, type Vault } from '../../platform/crypto/vault.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/connect.ts';
import {
  countSentSince,
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
  await lockCodesOf(tx, scope.customerId);
  const last = await latestSentAt(tx, scope);
  const resendAt = last && addSeconds(last, rule.smsCodeResendSeconds);
  if (resendAt && now < resendAt) {
    return refuse('too-many-requests', { waitSeconds: Math.ceil(secondsBetween(now, resendAt)) });
  }
  const today = await countSentSince(tx, scope.customerId, addSeconds(now, -86_400));
  if (today >= rule.smsCodesPerDay) return refuse('too-many-requests', { perDay: rule.smsCodesPerDay });

  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const codeId = uuid();
  const expiresAt = addSeconds(now, rule.smsCodeSeconds);
  await insertCode(tx, { ...scope, codeId, codeHash: hashOf(vault, codeId, code), sentAt: now, expiresAt });
  return ok({ code, sentAt: now, resendAt: addSeconds(now, rule.smsCodeResendSeconds), expiresAt });
}

/**
 * Compares a code and uses it up, outside any transaction: a wrong try counts and a right code is spent whatever follows.
 * `triesLeft` comes with 'wrong'.
 */
export async function checkSmsCode(
  db: Db,
  vault: Vault,
  scope: Scope,
  code: string,
  { smsCodeTries }: { smsCodeTries: number },
  now: Instant,
): Promise<Result<void, SmsCodeRefusal>> {
  const sent = await takeTry(db, scope, smsCodeTries, now);
  if (!sent) return refuse('expired');
  if (!sameBytes(sent.codeHash, hashOf(vault, sent.codeId, code))) {
    return refuse('wrong', { triesLeft: smsCodeTries - sent.wrongTries });
  }
  return (await markUsed(db, sent.codeId, now)) ? ok(undefined) : refuse('expired');
}

/** Keyed, since a plain hash of six digits is no secret. */
const hashOf = (vault: Vault, codeId: string, code: string): Buffer => vault.index('sms-code', `${codeId}:${code}`);
