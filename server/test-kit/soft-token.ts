import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where Debian, Fedora, Alpine and Homebrew put it. */
const MODULES = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib64/pkcs11/libsofthsm2.so',
  '/usr/lib/pkcs11/libsofthsm2.so',
  '/opt/homebrew/lib/softhsm/libsofthsm2.so',
];
const installed = (): string | undefined =>
  ['softhsm2-util', 'pkcs11-tool'].every((tool) => spawnSync('which', [tool]).status === 0)
    ? MODULES.find((file) => existsSync(file))
    : undefined;

export type SoftToken = {
  /** With that name in it, as MIAODAI_MASTER_KEY_PKCS11 wants it. */
  uri(object: string): string;
  /** A key of AES-256, as docs/operations/keys.md makes one. */
  makeKey(object: string, ...more: string[]): void;
  /** A pair that signs, as `RSA:2048` or `EC:prime256v1`. @returns the public half, DER. */
  makeKeyPair(object: string, type: string): Buffer;
  addCertificate(object: string, der: Buffer): void;
  pinFile: string;
  pin: string;
  /** What another process of the token's users needs to see it. */
  env: { SOFTHSM2_CONF: string };
};

/** SoftHSM is installed where that is allowed; a reason to skip where it is not. */
export function softHsm(): string | { skip: string } {
  if (!installed() && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    for (const step of [['update'], ['install', '-y', '--no-install-recommends', 'softhsm2', 'opensc']]) {
      const wait = ['-qq', '-o', 'DPkg::Lock::Timeout=60', ...step];
      spawnSync('apt-get', wait, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, timeout: 120_000 });
    }
  }
  return installed() ?? { skip: 'there is no SoftHSM: apt-get install softhsm2 opensc' };
}

/** One folder of tokens for this process: the library reads its configuration once. */
let folder: string | undefined;

/** A fresh token with a PIN of its own; to be made before the library is loaded, which does not look for new ones. */
export function aSoftToken(modulePath: string): SoftToken {
  const here = (folder ??= temporaryFolder());
  const conf = join(here, 'softhsm2.conf');
  mkdirSync(join(here, 'tokens'), { recursive: true });
  writeFileSync(
    conf,
    `directories.tokendir = ${join(here, 'tokens')}\nobjectstore.backend = file\nlog.level = ERROR\n`,
  );
  process.env['SOFTHSM2_CONF'] = conf;
  const [label, pin] = [`test-${randomBytes(4).toString('hex')}`, String(randomBytes(4).readUInt32BE() + 1e9)];
  const pinFile = join(here, `${label}.pin`);
  writeFileSync(pinFile, `${pin}\n`, { mode: 0o600 });
  execFileSync('softhsm2-util', ['--init-token', '--free', '--label', label, '--so-pin', `${pin}1`, '--pin', pin]);
  const tool = (...args: string[]): Buffer =>
    execFileSync('pkcs11-tool', ['--module', modulePath, '--token-label', label, '--login', '--pin', pin, ...args], {
      stdio: 'pipe',
    });
  return {
    pinFile,
    pin,
    env: { SOFTHSM2_CONF: conf },
    uri: (object) =>
      `pkcs11:token=${label};object=${encodeURIComponent(object)}?module-path=${modulePath}&pin-source=file:${pinFile}`,
    makeKey: (object, ...more) =>
      void tool('--keygen', '--key-type', 'AES:32', '--label', object, '--sensitive', ...more),
    makeKeyPair(object, type) {
      tool('--keypairgen', '--key-type', type, '--label', object, '--sensitive');
      return tool('--read-object', '--type', 'pubkey', '--label', object);
    },
    addCertificate(object, der) {
      const file = join(here, `${randomBytes(4).toString('hex')}.der`);
      writeFileSync(file, der);
      tool('--write-object', file, '--type', 'cert', '--label', object);
    },
  };
}

function temporaryFolder(): string {
  const made = mkdtempSync(join(tmpdir(), 'miaodai-token-'));
  process.on('exit', () => rmSync(made, { recursive: true, force: true }));
  return made;
}
