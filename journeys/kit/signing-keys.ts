import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keepOnce } from '../../simulators/src/keep-once.ts';
import { enrolSeal } from '../../simulators/src/certificate-authority/enrol.ts';
import { dataFolder } from '../../server/src/platform/db/embedded-postgres.ts';

const SEAL = { orgName: '示例银行股份有限公司', sealName: '示例银行电子合同专用章' };

/** Where all test worlds of this machine have one CA and one seal: to make them anew would cost each world half a second. */
const testKeys = (): string => join(dataFolder(), 'test-keys');
export const authorityFile = (): string => join(testKeys(), 'authority.json');

/**
 * The bank's seal and the roots that it trusts, as a server wants them. A seal is enrolled once with each CA that is met; roots of CAs
 * that are gone stay in the bundle, or nobody could check what was signed under them.
 */
export async function signingKeysEnv(
  urls: Record<string, string>,
  folder = testKeys(),
): Promise<Record<string, string>> {
  const ca = urls['certificate-authority'] ?? '';
  const roots = await (await fetch(`${ca}/roots.pem`)).text();
  const name = createHash('sha256').update(roots).digest('hex').slice(0, 16);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const at = (file: string) => join(folder, file);
  const [p12, passphrase, root] = [at(`seal-${name}.p12`), at(`seal-${name}.pass`), at(`root-${name}.pem`)];
  if (!existsSync(root)) {
    // The passphrase is the file's whole protection beside its mode, so it is nobody's word.
    keepOnce(passphrase, `${randomBytes(24).toString('base64url')}\n`);
    if (!existsSync(p12)) {
      keepOnce(p12, await enrolSeal(ca, { ...SEAL, passphrase: readFileSync(passphrase, 'utf8').trim() }));
    }
    // Last: where it is, the others are.
    keepOnce(root, roots);
  }
  return { SEAL_P12_FILE: p12, SEAL_PASSPHRASE_FILE: passphrase, TRUSTED_ROOTS_FILE: bundleOf(folder) };
}

function bundleOf(folder: string): string {
  const file = join(folder, 'trusted-roots.pem');
  const roots = readdirSync(folder).filter((name) => /^root-[0-9a-f]{16}\.pem$/.test(name));
  const bundle = roots
    .toSorted()
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('');
  if (existsSync(file) && readFileSync(file, 'utf8') === bundle) return file;
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(aside, bundle, { mode: 0o600 });
  renameSync(aside, file);
  return file;
}
