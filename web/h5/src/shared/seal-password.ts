import { CompactEncrypt, importJWK } from 'jose';
import { api } from '../api.ts';

/** Encrypts the transaction password to the server's key, with a nonce that is good for one try. */
export async function sealPassword(password: string): Promise<string> {
  const { keyId, publicKey, nonce } = await api.readPasswordEnvelope({});
  const key = await importJWK({ ...publicKey }, 'ECDH-ES');
  const text = new TextEncoder().encode(JSON.stringify({ nonce, password }));
  return new CompactEncrypt(text).setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: keyId }).encrypt(key);
}
