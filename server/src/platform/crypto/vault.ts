import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
  type KeyObject,
} from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { KeyRing } from './key-ring.ts';
import { DERIVED, headOf, NUMBERED } from './sealed-head.ts';

/**
 * Personal data at rest. Each field is AES-256-GCM under the data key of its class, with table, column and row as authenticated data:
 * a value copied to another place does not open. Look-ups go by a keyed hash (blind index), whose key outlives every data key: an
 * index that changed with them would find nobody until all rows were written anew, and could no longer keep numbers unique meanwhile.
 */
export interface Vault {
  /** @param place is schema.table.column without `_cipher`, @param row the primary key's values with '/' between: keys are rotated by it. */
  seal(place: string, row: string, text: string): Buffer;
  /** @throws where the value was changed, or belongs elsewhere. */
  open(place: string, row: string, sealed: Uint8Array): string;
  /** Equal values of one kind have equal indexes; nobody without the key can tell which. */
  index(kind: string, value: string): Buffer;
  /** Key material for one purpose. */
  derive(purpose: string, bytes?: number): Buffer;
}

const IV = 12;
const TAG = 16;

/** @param keys those of the database; or a root alone, from which all is derived, as before there were data keys and in tests. */
export function vault(keys: KeyRing | Buffer): Vault {
  const ring = keys instanceof Uint8Array ? onlyRoot(keys) : keys;
  let derivedFrom: { root: Buffer; fieldKey: KeyObject; indexKey: KeyObject } | undefined;
  /** As key objects, which Node would otherwise make anew for every field; again only when the ring has been loaded. */
  const derived = () => {
    const root = ring.root();
    if (derivedFrom?.root !== root) {
      const of = (purpose: string) => createSecretKey(deriveFrom(root, purpose));
      derivedFrom = { root, fieldKey: of('field-encryption/1'), indexKey: of('blind-index/1') };
    }
    return derivedFrom;
  };
  return {
    derive: (purpose, bytes) => deriveFrom(ring.root(), purpose, bytes),
    seal(place, row, text) {
      const numbered = ring.sealing(place);
      const head = numbered ? headOf(numbered.keyNo) : Buffer.of(DERIVED);
      const iv = randomBytes(IV);
      const cipher = createCipheriv('aes-256-gcm', numbered?.key ?? derived().fieldKey, iv).setAAD(aad(place, row));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([head, iv, cipher.getAuthTag(), body]);
    },
    open(place, row, sealed) {
      const bytes = Buffer.from(sealed);
      const keyNo = keyNoOf(bytes);
      const at = keyNo === 0 ? 1 : 3;
      const key = keyNo === 0 ? derived().fieldKey : keyNo === undefined ? undefined : ring.opening(keyNo);
      if (!key || bytes.length < at + IV + TAG)
        throw new Error(`${place}: not a sealed value, or under an unknown key`);
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(at, at + IV)).setAAD(aad(place, row));
      decipher.setAuthTag(bytes.subarray(at + IV, at + IV + TAG));
      return Buffer.concat([decipher.update(bytes.subarray(at + IV + TAG)), decipher.final()]).toString('utf8');
    },
    index: (kind, value) => createHmac('sha256', derived().indexKey).update(`${kind}\n${value}`).digest(),
  };
}

const onlyRoot = (root: Buffer): KeyRing => ({ root: () => root, sealing: () => undefined, opening: () => undefined });

/** Which data key sealed a value: 0 for the derived one, undefined where it is no sealed value. */
function keyNoOf(bytes: Buffer): number | undefined {
  if (bytes[0] === DERIVED) return 0;
  return bytes[0] === NUMBERED && bytes.length > 3 ? bytes.readUInt16BE(1) : undefined;
}

const deriveFrom = (root: Buffer, purpose: string, bytes = 32): Buffer =>
  Buffer.from(hkdfSync('sha256', root, '', `miaodai/${purpose}`, bytes));

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
