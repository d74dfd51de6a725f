import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';

/**
 * What wraps the data keys. It may live where nothing of ours can read it (an HSM behind PKCS#11, a key service), so it is only asked
 * to wrap and to unwrap.
 */
export interface MasterKey {
  /** Says which key this is without giving it away. */
  readonly id: string;
  /** @param context is bound to the wrapped key: it does not unwrap as another. */
  wrap(key: Buffer, context: string): Promise<Buffer>;
  /** @throws where it was wrapped by another key, in another context, or was changed. */
  unwrap(wrapped: Buffer, context: string): Promise<Buffer>;
  /** Only of a file: its bytes, from which all was derived before the root was a key of its own. */
  readonly formerRoot?: Buffer;
}

/** A master key out of a file: AES-256-GCM under a key of its own, derived from the file's 32 bytes. */
export function fileMasterKey(bytes: Buffer): MasterKey {
  const derive = (purpose: string, length: number): Buffer =>
    Buffer.from(hkdfSync('sha256', bytes, '', `miaodai/${purpose}`, length));
  const key = createSecretKey(derive('key-wrapping/1', 32));
  return {
    id: derive('key-fingerprint/1', 8).toString('hex'),
    formerRoot: bytes,
    wrap(data, context) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context, 'utf8'));
      const body = Buffer.concat([cipher.update(data), cipher.final()]);
      return Promise.resolve(Buffer.concat([iv, cipher.getAuthTag(), body]));
    },
    async unwrap(wrapped, context) {
      const decipher = createDecipheriv('aes-256-gcm', key, wrapped.subarray(0, 12)).setAAD(
        Buffer.from(context, 'utf8'),
      );
      decipher.setAuthTag(wrapped.subarray(12, 28));
      return Buffer.concat([decipher.update(wrapped.subarray(28)), decipher.final()]);
    },
  };
}
