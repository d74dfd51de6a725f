import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Personal data at rest. Each field is AES-256-GCM under a key derived from the master key, with table, column and row as
 * authenticated data: a value copied to another place does not open. Look-ups go by a keyed hash (blind index).
 */
export interface Vault {
  seal(place: string, row: string, text: string): Buffer;
  /** @throws where the value was changed, or belongs elsewhere. */
  open(place: string, row: string, sealed: Uint8Array): string;
  /** Equal values of one kind have equal indexes; nobody without the key can tell which. */
  index(kind: string, value: string): Buffer;
  /** Key material for one purpose. */
  derive(purpose: string, bytes?: number): Buffer;
}

/** First byte of a sealed value: which key and layout. */
const LAYOUT = 1;

export function vault(master: Buffer): Vault {
  const derive = (purpose: string, bytes = 32): Buffer =>
    Buffer.from(hkdfSync('sha256', master, '', `miaodai/${purpose}`, bytes));
  // As key objects, which Node would otherwise make anew for every field.
  const fieldKey = createSecretKey(derive('field-encryption/1'));
  const indexKey = createSecretKey(derive('blind-index/1'));
  return {
    derive,
    seal(place, row, text) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', fieldKey, iv).setAAD(aad(place, row));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(LAYOUT), iv, cipher.getAuthTag(), body]);
    },
    open(place, row, sealed) {
      const bytes = Buffer.from(sealed);
      if (bytes[0] !== LAYOUT || bytes.length < 29) throw new Error(`${place}: not a sealed value`);
      const decipher = createDecipheriv('aes-256-gcm', fieldKey, bytes.subarray(1, 13)).setAAD(aad(place, row));
      decipher.setAuthTag(bytes.subarray(13, 29));
      return Buffer.concat([decipher.update(bytes.subarray(29)), decipher.final()]).toString('utf8');
    },
    index: (kind, value) => createHmac('sha256', indexKey).update(`${kind}\n${value}`).digest(),
  };
}

const aad = (place: string, row: string): Buffer => Buffer.from(`${place}:${row}`, 'utf8');

/** @throws where the file holds anything but 32 bytes as hex. */
export function readMasterKey(file: string): Buffer {
  const text = readFileSync(file, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/.test(text)) throw new Error('the master key file must hold 64 hex digits');
  return Buffer.from(text, 'hex');
}

/** For sandboxes and tests: a bank brings its own. */
export function ensureMasterKey(file: string): void {
  if (existsSync(file)) return;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
}

export const sha256 = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
export const sha256Hex = (text: string): string => sha256(text).toString('hex');
export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);
/** 32 random bytes for cookies and nonces. */
export const randomToken = (): string => randomBytes(32).toString('base64url');
