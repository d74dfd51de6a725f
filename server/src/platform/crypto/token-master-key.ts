import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { MasterKey } from './master-key.ts';
import type { TokenKey } from './pkcs11.ts';

/** Where a key is in a token, said as RFC 7512 says it. */
type TokenUri = { token: string; object: string; modulePath: string; pinFile: string };

const IV = 12;

/** After these, one more try brings the token nearer to locking itself, or is in vain. */
const PIN_REFUSED = new Set([
  'CKR_PIN_INCORRECT',
  'CKR_PIN_INVALID',
  'CKR_PIN_LEN_RANGE',
  'CKR_PIN_EXPIRED',
  'CKR_PIN_LOCKED',
]);

/**
 * A master key that never leaves its token (an HSM, or SoftHSM): data keys are wrapped in there, by AES-256-GCM bound to their context.
 * @param uri `pkcs11:token=…;object=…?module-path=…&pin-source=…`
 * @throws where the URI is not one of these. The token itself is asked at the first use.
 */
export function tokenMasterKey(uri: string): MasterKey {
  const { modulePath, token, object, pinFile } = parseTokenUri(uri);
  const id = `pkcs11:token=${encodeURIComponent(token)};object=${encodeURIComponent(object)}`;
  let refused: Error | undefined;

  async function inToken<T>(work: (key: TokenKey) => T): Promise<T> {
    if (refused) throw refused;
    // Only here: a bank with a key file needs nothing of this.
    const { pkcs11, Pkcs11Error } = await import('./pkcs11.ts');
    try {
      return pkcs11(modulePath).withKey({ token, object, pin: () => readFileSync(pinFile, 'utf8').trim() }, work);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const told = new Error(`master key ${id} by ${modulePath}: ${why}`, { cause: error });
      if (error instanceof Pkcs11Error && PIN_REFUSED.has(error.code)) refused = told;
      throw told;
    }
  }

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

/** @throws without telling the value: somebody may have put a PIN into it. */
function parseTokenUri(uri: string): TokenUri {
  const form = 'pkcs11:token=<label>;object=<label>?module-path=<library>&pin-source=<file>';
  const [path = '', query = ''] = uri.replace(/^pkcs11:/, '').split('?');
  const is = new Map<string, string>();
  for (const part of [...path.split(';'), ...query.split('&')]) {
    const [name = '', ...value] = part.split('=');
    if (!['token', 'object', 'module-path', 'pin-source'].includes(name))
      throw new Error(`a PKCS#11 URI of a master key is ${form} and no more; a PIN is read from its file`);
    is.set(name, decodeURIComponent(value.join('=')).replace(/^file:(\/\/)?/, ''));
  }
  const of = (name: string): string => {
    const value = is.get(name);
    if (!value) throw new Error(`the PKCS#11 URI of the master key lacks ${name}: ${form}`);
    return value;
  };
  return { token: of('token'), object: of('object'), modulePath: of('module-path'), pinFile: of('pin-source') };
}
