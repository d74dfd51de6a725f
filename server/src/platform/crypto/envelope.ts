import { createECDH } from 'node:crypto';
import { compactDecrypt, importJWK, type JWK } from 'jose';
import type { Vault } from './vault.ts';

/** The key pair under which a page encrypts a password before it leaves the page. */
export type EnvelopeKey = { keyId: string; publicKey: { kty: 'EC'; crv: 'P-256'; x: string; y: string } };

export interface PasswordEnvelope {
  /** @param day names the key: it changes daily, and every node derives the same one. */
  key(day: string): EnvelopeKey;
  /** The plain text, or undefined where it was not sealed under one of these days' keys. */
  open(jwe: string, days: readonly string[]): Promise<string | undefined>;
}

export function passwordEnvelope(vault: Vault): PasswordEnvelope {
  const pair = (day: string): JWK => {
    const ecdh = createECDH('prime256v1');
    const secret = vault.derive(`password-envelope/${day}`);
    ecdh.setPrivateKey(secret);
    const point = ecdh.getPublicKey(); // 0x04, then x and y of 32 bytes each.
    return {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33, 65).toString('base64url'),
      // Not as the curve gives it back: that leaves leading zeros out, and one day in 256 has some.
      d: secret.toString('base64url'),
    };
  };
  return {
    key(day) {
      const { x = '', y = '' } = pair(day);
      return { keyId: day, publicKey: { kty: 'EC', crv: 'P-256', x, y } };
    },
    async open(jwe, days) {
      for (const day of days) {
        try {
          const key = await importJWK(pair(day), 'ECDH-ES');
          const options = { keyManagementAlgorithms: ['ECDH-ES'], contentEncryptionAlgorithms: ['A256GCM'] };
          const { plaintext } = await compactDecrypt(jwe, key, options);
          return new TextDecoder().decode(plaintext);
        } catch {
          // Sealed under another day's key, or not sealed by our page at all: the next day is tried, then it is refused.
        }
      }
      return undefined;
    },
  };
}
