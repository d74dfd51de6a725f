import { createHash } from 'node:crypto';
import koffi from 'koffi';

/**
 * A PKCS#11 library (v2.40, Cryptoki), as much of it as a master key and a seal need. Calls block, and are few: a key is unwrapped when a
 * server starts and when it meets a new one, and a contract is sealed once.
 */
export interface Pkcs11 {
  /**
   * Logs in, works, and logs out: nothing of a login is left between two uses, and neither is the PIN in memory.
   * @throws Pkcs11Error
   */
  withSession<T>(at: { token: string; pin: () => string }, work: (session: TokenSession) => T): T;
}
/** Keys are found by their label. @throws where there is no such key, more than one, or one that could be taken out. */
export interface TokenSession {
  wrappingKey(object: string): TokenKey;
  signingKey(object: string): TokenSigner;
  /** All that are in the token, DER. */
  certificates(): { label: string; bytes: Buffer }[];
}
export interface TokenSigner {
  kind: 'rsa' | 'ec';
  /** Over the SHA-256 of the data: RSA as PKCS#1 v1.5; EC as r and s, one behind the other. */
  sign(data: Buffer): Buffer;
}
export interface TokenKey {
  /** AES-GCM in the token; the tag of 16 bytes follows the text. @throws Pkcs11Error where it was changed, or sealed for another context. */
  encrypt(text: Buffer, iv: Buffer, context: Buffer): Buffer;
  decrypt(sealed: Buffer, iv: Buffer, context: Buffer): Buffer;
}

export class Pkcs11Error extends Error {
  readonly code: string;
  constructor(code: string, what: string) {
    super(`${what}: ${code}`);
    this.code = code;
  }
}

/** Of some hundred, those that tell an operator what to do. */
const CODES: Readonly<Record<number, string>> = {
  0x005: 'CKR_GENERAL_ERROR',
  0x006: 'CKR_FUNCTION_FAILED',
  0x007: 'CKR_ARGUMENTS_BAD',
  0x030: 'CKR_DEVICE_ERROR',
  0x031: 'CKR_DEVICE_MEMORY',
  0x032: 'CKR_DEVICE_REMOVED',
  0x040: 'CKR_ENCRYPTED_DATA_INVALID',
  0x041: 'CKR_ENCRYPTED_DATA_LEN_RANGE',
  0x060: 'CKR_KEY_HANDLE_INVALID',
  0x063: 'CKR_KEY_TYPE_INCONSISTENT',
  0x068: 'CKR_KEY_FUNCTION_NOT_PERMITTED',
  0x070: 'CKR_MECHANISM_INVALID',
  0x071: 'CKR_MECHANISM_PARAM_INVALID',
  0x0a0: 'CKR_PIN_INCORRECT',
  0x0a1: 'CKR_PIN_INVALID',
  0x0a2: 'CKR_PIN_LEN_RANGE',
  0x0a3: 'CKR_PIN_EXPIRED',
  0x0a4: 'CKR_PIN_LOCKED',
  0x0e0: 'CKR_TOKEN_NOT_PRESENT',
  0x0e1: 'CKR_TOKEN_NOT_RECOGNIZED',
  0x100: 'CKR_USER_ALREADY_LOGGED_IN',
  0x101: 'CKR_USER_NOT_LOGGED_IN',
  0x102: 'CKR_USER_PIN_NOT_INITIALIZED',
};
const OK = 0;
const ALREADY_INITIALIZED = 0x191;
const SERIAL_SESSION = 4;
const USER = 1;
const CERTIFICATE = 1;
const CLASSES = { private: 3, secret: 4 } as const;
const [CKA_CLASS, CKA_LABEL, CKA_VALUE, CKA_KEY_TYPE] = [0x000, 0x003, 0x011, 0x100] as const;
const [CKA_SENSITIVE, CKA_EXTRACTABLE] = [0x103, 0x162] as const;
const [CKM_AES_GCM, CKM_SHA256_RSA_PKCS, CKM_ECDSA] = [0x1087, 0x40, 0x1041] as const;
const [CKK_RSA, CKK_EC] = [0, 3] as const;
const MOST_CERTIFICATES = 64;
/** A CK_ULONG where this runs: checked when a library is loaded. */
const ULONG = 8;
const TAG = 16;

koffi.struct('CK_GCM_PARAMS', {
  iv: 'uint8_t *',
  ivBytes: 'unsigned long',
  ivBits: 'unsigned long',
  aad: 'uint8_t *',
  aadBytes: 'unsigned long',
  tagBits: 'unsigned long',
});
koffi.struct('CK_MECHANISM', { mechanism: 'unsigned long', parameter: 'CK_GCM_PARAMS *', bytes: 'unsigned long' });
koffi.struct('CK_ATTRIBUTE', { type: 'unsigned long', value: 'uint8_t *', bytes: 'unsigned long' });

/** Where each stands in the CK_FUNCTION_LIST, and what it takes: the standard fixes both for good. */
const FUNCTIONS = {
  C_Initialize: [0, 'void *'],
  C_GetSlotList: [4, 'uint8_t, void *, void *'],
  C_GetTokenInfo: [6, 'unsigned long, void *'],
  C_OpenSession: [12, 'unsigned long, unsigned long, void *, void *, void *'],
  C_CloseSession: [13, 'unsigned long'],
  C_Login: [18, 'unsigned long, unsigned long, void *, unsigned long'],
  C_GetAttributeValue: [24, 'unsigned long, unsigned long, CK_ATTRIBUTE *, unsigned long'],
  C_FindObjectsInit: [26, 'unsigned long, CK_ATTRIBUTE *, unsigned long'],
  C_FindObjects: [27, 'unsigned long, void *, unsigned long, void *'],
  C_FindObjectsFinal: [28, 'unsigned long'],
  C_EncryptInit: [29, 'unsigned long, CK_MECHANISM *, unsigned long'],
  C_Encrypt: [30, 'unsigned long, void *, unsigned long, void *, void *'],
  C_DecryptInit: [33, 'unsigned long, CK_MECHANISM *, unsigned long'],
  C_Decrypt: [34, 'unsigned long, void *, unsigned long, void *, void *'],
  C_SignInit: [42, 'unsigned long, CK_MECHANISM *, unsigned long'],
  C_Sign: [43, 'unsigned long, void *, unsigned long, void *, void *'],
} as const;
type Name = keyof typeof FUNCTIONS;
type Call = (name: Name, ...args: unknown[]) => void;

/** A library is told to begin once in a process. */
const loaded = new Map<string, Pkcs11>();

/** @throws where there is no such library, or it does not begin. */
export function pkcs11(modulePath: string): Pkcs11 {
  const before = loaded.get(modulePath);
  if (before) return before;
  const call = functionsOf(modulePath);
  try {
    call('C_Initialize', null);
  } catch (error) {
    if (!(error instanceof Pkcs11Error) || error.code !== nameOf(ALREADY_INITIALIZED)) throw error;
  }
  const library: Pkcs11 = {
    withSession({ token, pin }, work) {
      const slot = slotOf(call, token);
      const opened = ulong();
      call('C_OpenSession', slot, SERIAL_SESSION, null, null, opened);
      const session = opened.readBigUInt64LE();
      try {
        const secret = Buffer.from(pin(), 'utf8');
        call('C_Login', session, USER, secret, secret.length);
        return work({
          wrappingKey: (object) => gcm(call, session, keyOf(call, session, 'secret', object)),
          signingKey: (object) => signer(call, session, keyOf(call, session, 'private', object)),
          certificates: () => certificatesIn(call, session),
        });
      } finally {
        // With the last session the login ends.
        call('C_CloseSession', session);
      }
    },
  };
  loaded.set(modulePath, library);
  return library;
}

function functionsOf(modulePath: string): Call {
  if (koffi.sizeof('unsigned long') !== ULONG) throw new Error('PKCS#11 is spoken on 64-bit Linux and macOS only');
  // Deep: the library is to use its own OpenSSL, not the one that Node brings.
  const getFunctionList = koffi.load(modulePath, { deep: true }).func('unsigned long C_GetFunctionList(_Out_ void **)');
  const list: unknown[] = [null];
  raise('C_GetFunctionList', Number(getFunctionList(list)));
  return (name, ...args) => {
    const [at, takes] = FUNCTIONS[name];
    // Before the pointers stand two bytes of a version, padded to eight.
    const pointer: unknown = koffi.decode(list[0], ULONG * (at + 1), 'void *');
    const type = (prototypes[name] ??= koffi.proto(`unsigned long ${name}(${takes})`));
    raise(name, Number(koffi.call(pointer, type, ...args)));
  };
}
const prototypes: Partial<Record<Name, ReturnType<typeof koffi.proto>>> = {};

const nameOf = (code: number): string => CODES[code] ?? `CKR 0x${code.toString(16)}`;
function raise(what: string, code: number): void {
  if (code !== OK) throw new Pkcs11Error(nameOf(code), what);
}
const ulong = (value = 0): Buffer => {
  const bytes = Buffer.alloc(ULONG);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
};

/** @throws where no token has that label, naming those that are there. */
function slotOf(call: Call, token: string): bigint {
  const count = ulong();
  call('C_GetSlotList', 1, null, count);
  const slots = Buffer.alloc(Math.max(1, Number(count.readBigUInt64LE())) * ULONG);
  call('C_GetSlotList', 1, slots, count);
  const labels: string[] = [];
  for (let i = 0; i < Number(count.readBigUInt64LE()); i += 1) {
    const slot = slots.readBigUInt64LE(i * ULONG);
    const info = Buffer.alloc(512); // A CK_TOKEN_INFO, which begins with its label, padded with blanks.
    call('C_GetTokenInfo', slot, info);
    const label = info.subarray(0, 32).toString('utf8').trimEnd();
    if (label === token) return slot;
    labels.push(label || '(none)');
  }
  throw new Error(
    `there is no token '${token}'; the library sees: ${labels.join(', ') || 'no token at all'}. Attach it, or initialise it (docs/operations/keys.md)`,
  );
}

function keyOf(call: Call, session: bigint, kind: keyof typeof CLASSES, object: string): bigint {
  const wanted = [
    { type: CKA_CLASS, value: ulong(CLASSES[kind]), bytes: ULONG },
    { type: CKA_LABEL, value: Buffer.from(object, 'utf8'), bytes: Buffer.byteLength(object) },
  ];
  const [key, ...more] = find(call, session, wanted, 2);
  if (key === undefined)
    throw new Error(`the token has no ${kind} key '${object}': make it there (docs/operations/keys.md)`);
  if (more.length > 0) throw new Error(`the token has more than one ${kind} key '${object}'`);
  const [sensitive, extractable] = [Buffer.of(0), Buffer.of(1)];
  const asked = [
    { type: CKA_SENSITIVE, value: sensitive, bytes: 1 },
    { type: CKA_EXTRACTABLE, value: extractable, bytes: 1 },
  ];
  call('C_GetAttributeValue', session, key, asked, asked.length);
  if (sensitive[0] !== 1 || extractable[0] !== 0)
    throw new Error(`key '${object}' could be taken out of its token: make one that is sensitive and not extractable`);
  return key;
}

type Wanted = { type: number; value: Buffer; bytes: number }[];

function find(call: Call, session: bigint, wanted: Wanted, most: number): bigint[] {
  const [handles, count] = [Buffer.alloc(most * ULONG), ulong()];
  call('C_FindObjectsInit', session, wanted, wanted.length);
  call('C_FindObjects', session, handles, most, count);
  call('C_FindObjectsFinal', session);
  return Array.from({ length: Number(count.readBigUInt64LE()) }, (_, i) => handles.readBigUInt64LE(i * ULONG));
}

function certificatesIn(call: Call, session: bigint): { label: string; bytes: Buffer }[] {
  const wanted = [{ type: CKA_CLASS, value: ulong(CERTIFICATE), bytes: ULONG }];
  return find(call, session, wanted, MOST_CERTIFICATES).map((handle) => ({
    label: attribute(call, session, handle, CKA_LABEL, 256).toString('utf8'),
    bytes: firstValue(attribute(call, session, handle, CKA_VALUE, 8_192)),
  }));
}

/** Into a room that is surely large enough and full of zeros: what stands behind the value is cut off by whoever knows its form. */
function attribute(call: Call, session: bigint, handle: bigint, type: number, room: number): Buffer {
  const value = Buffer.alloc(room);
  call('C_GetAttributeValue', session, handle, [{ type, value, bytes: room }], 1);
  return type === CKA_LABEL ? value.subarray(0, value.indexOf(0)) : value;
}

/** DER says itself how long it is; a certificate is always longer than 255 bytes. */
const firstValue = (bytes: Buffer): Buffer => bytes.subarray(0, 4 + bytes.readUInt16BE(2));

function signer(call: Call, session: bigint, key: bigint): TokenSigner {
  const type = ulong();
  call('C_GetAttributeValue', session, key, [{ type: CKA_KEY_TYPE, value: type, bytes: ULONG }], 1);
  const is = Number(type.readBigUInt64LE());
  if (is !== CKK_RSA && is !== CKK_EC) throw new Error('the key is neither RSA nor EC');
  const kind = is === CKK_RSA ? 'rsa' : 'ec';
  return {
    kind,
    sign(data) {
      const mechanism = kind === 'rsa' ? CKM_SHA256_RSA_PKCS : CKM_ECDSA;
      // Not every token hashes for EC.
      const input = kind === 'rsa' ? data : createHash('sha256').update(data).digest();
      const [output, length] = [Buffer.alloc(1_024), ulong(1_024)];
      call('C_SignInit', session, { mechanism, parameter: null, bytes: 0 }, key);
      call('C_Sign', session, input, input.length, output, length);
      return output.subarray(0, Number(length.readBigUInt64LE()));
    },
  };
}

function gcm(call: Call, session: bigint, key: bigint): TokenKey {
  const mechanism = (iv: Buffer, aad: Buffer) => ({
    mechanism: CKM_AES_GCM,
    parameter: { iv, ivBytes: iv.length, ivBits: iv.length * 8, aad, aadBytes: aad.length, tagBits: TAG * 8 },
    bytes: koffi.sizeof('CK_GCM_PARAMS'),
  });
  const run = (name: 'C_Encrypt' | 'C_Decrypt', input: Buffer, iv: Buffer, context: Buffer): Buffer => {
    call(`${name}Init`, session, mechanism(iv, context), key);
    // Room for a tag either way: some libraries ask for it when they decrypt, too.
    const [output, length] = [Buffer.alloc(input.length + TAG), ulong(input.length + TAG)];
    call(name, session, input, input.length, output, length);
    return output.subarray(0, Number(length.readBigUInt64LE()));
  };
  return {
    encrypt: (text, iv, context) => run('C_Encrypt', text, iv, context),
    decrypt: (sealed, iv, context) => run('C_Decrypt', sealed, iv, context),
  };
}
