import { randomBytes } from 'node:crypto';
import type { MasterKey } from './master-key.ts';
import type { TokenKey } from './pkcs11.ts';
import { tokenPlace } from './token-place.ts';

const IV = 12;

/**
 * A master key that never leaves its token (an HSM, or SoftHSM): data keys are wrapped in there, by AES-256-GCM bound to their context.
 * @throws where the URI is not one of a token's key.
 */
export function tokenMasterKey(uri: string): MasterKey {
  const { id, object, use } = tokenPlace('master key', uri);
  const inToken = <T>(work: (key: TokenKey) => T): Promise<T> => use((session) => work(session.wrappingKey(object)));
  return {
    id,
    wrap: (data, context) =>
      inToken((key) => {
        const iv = randomBytes(IV);
        return Buffer.concat([iv, key.encrypt(data, iv, Buffer.from(context, 'utf8'))]);
      }),
    unwrap: (wrapped, context) =>
      inToken((key) => key.decrypt(wrapped.subarray(IV), wrapped.subarray(0, IV), Buffer.from(context, 'utf8'))),
  };
}
