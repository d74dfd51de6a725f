import { readFileSync } from 'node:fs';
import type { TokenSession } from './pkcs11.ts';

/** Where a key is in a token, said as RFC 7512 says it. */
type TokenUri = { token: string; object: string; modulePath: string; pinFile: string };

/** After these, one more try brings the token nearer to locking itself, or is in vain. */
const PIN_REFUSED = new Set([
  'CKR_PIN_INCORRECT',
  'CKR_PIN_INVALID',
  'CKR_PIN_LEN_RANGE',
  'CKR_PIN_EXPIRED',
  'CKR_PIN_LOCKED',
]);

/** A key in a token, by its RFC 7512 URI. */
export type TokenPlace = {
  /** Says which key this is, and nothing of how to get at it. */
  id: string;
  object: string;
  /** @throws naming the key and its library. After a refused PIN always, without asking again. */
  use<T>(work: (session: TokenSession) => T): Promise<T>;
};

/**
 * @param what the key is, in messages. @param uri `pkcs11:token=…;object=…?module-path=…&pin-source=…`
 * @throws where the URI is not one of these. The token itself is asked at the first use.
 */
export function tokenPlace(what: string, uri: string): TokenPlace {
  const { modulePath, token, object, pinFile } = parseTokenUri(what, uri);
  const id = `pkcs11:token=${encodeURIComponent(token)};object=${encodeURIComponent(object)}`;
  let refused: Error | undefined;

  async function use<T>(work: (session: TokenSession) => T): Promise<T> {
    if (refused) throw refused;
    // Only here: a bank with key files needs nothing of this.
    const { pkcs11, Pkcs11Error } = await import('./pkcs11.ts');
    try {
      return pkcs11(modulePath).withSession({ token, pin: () => readFileSync(pinFile, 'utf8').trim() }, work);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const told = new Error(`${what} ${id} by ${modulePath}: ${why}`, { cause: error });
      if (error instanceof Pkcs11Error && PIN_REFUSED.has(error.code)) refused = told;
      throw told;
    }
  }
  return { id, object, use };
}

/** @throws without telling the value: somebody may have put a PIN into it. */
function parseTokenUri(what: string, uri: string): TokenUri {
  const form = 'pkcs11:token=<label>;object=<label>?module-path=<library>&pin-source=<file>';
  const [path = '', query = ''] = uri.replace(/^pkcs11:/, '').split('?');
  const is = new Map<string, string>();
  for (const part of [...path.split(';'), ...query.split('&')]) {
    const [name = '', ...value] = part.split('=');
    if (!['token', 'object', 'module-path', 'pin-source'].includes(name))
      throw new Error(`a PKCS#11 URI of a ${what} is ${form} and no more; a PIN is read from its file`);
    is.set(name, decodeURIComponent(value.join('=')).replace(/^file:(\/\/)?/, ''));
  }
  const of = (name: string): string => {
    const value = is.get(name);
    if (!value) throw new Error(`the PKCS#11 URI of the ${what} lacks ${name}: ${form}`);
    return value;
  };
  return { token: of('token'), object: of('object'), modulePath: of('module-path'), pinFile: of('pin-source') };
}
