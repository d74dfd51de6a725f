import {
  addDays,
  addSeconds,
  dayInShanghai,
  ok,
  refuse,
  type CustomerId,
  type Instant,
  type Result,
} from '@miaodai/values';
import { z } from 'zod';
import type { EnvelopeKey, PasswordEnvelope } from '../../platform/crypto/envelope.ts';
import { randomToken, sha256 } from '../../platform/crypto/vault.ts';
import type { Db } from '../../platform/db/connect.ts';
import { insertNonce, spendNonce } from './password-nonces.store.ts';

const content = z.strictObject({ nonce: z.string().max(64), password: z.string().regex(/^\d{6}$/) });

/** Today's key and a nonce that is good for one try. */
export async function issueNonce(
  db: Db,
  envelope: PasswordEnvelope,
  customerId: CustomerId,
  { passwordNonceSeconds }: { passwordNonceSeconds: number },
  now: Instant,
): Promise<EnvelopeKey & { nonce: string; expiresAt: Instant }> {
  const nonce = randomToken();
  const expiresAt = addSeconds(now, passwordNonceSeconds);
  await insertNonce(db, sha256(nonce), customerId, expiresAt);
  return { ...envelope.key(dayInShanghai(now)), nonce, expiresAt };
}

/** The six digits that the page has sealed. Refused where the nonce is spent, late or somebody else's. */
export async function openTransactionPassword(
  db: Db,
  envelope: PasswordEnvelope,
  customerId: CustomerId,
  jwe: string,
  now: Instant,
): Promise<Result<string, 'expired'>> {
  const today = dayInShanghai(now);
  const text = await envelope.open(jwe, [today, addDays(today, -1)]);
  const parsed = content.safeParse(text === undefined ? undefined : safeJson(text));
  if (!parsed.success) return refuse('expired');
  const { nonce, password } = parsed.data;
  return (await spendNonce(db, sha256(nonce), customerId, now)) ? ok(password) : refuse('expired');
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
