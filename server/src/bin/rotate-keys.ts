/**
 * `npm run -s rotate-keys -- --class C2 | --master <new key file or PKCS#11 URI> | --destroy <key number>`: while servers run.
 * DATABASE_URL connects as the owner, MIAODAI_MASTER_KEY_FILE or MIAODAI_MASTER_KEY_PKCS11 says which master key is in force; these are
 * the sandbox's if not given.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { classOf } from '../customer/privacy/index.ts';
import { masterKeyOf, openMasterKey } from '../platform/crypto/open-master-key.ts';
import { vaultWithKeys } from '../platform/crypto/open-vault.ts';
import { destroyKey, rotateClass, rotateMaster } from '../platform/crypto/rotate.ts';
import { database, pool } from '../platform/db/connect.ts';
import { dataFolder, startPostgres } from '../platform/db/embedded-postgres.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const wish = wanted();
const { url, stop } = await where();
const db = database(pool(url, { max: 2, role: '', applicationName: 'miaodai-rotate-keys' }));
try {
  if (wish.destroy !== undefined) {
    await destroyKey(db, wish.destroy);
    say(`key ${wish.destroy} is destroyed`);
  } else if (wish.master !== undefined) {
    const { keys, rootOfFirstFile } = await rotateMaster(db, inForce(), openMasterKey(wish.master));
    say(`${keys} data keys are under the new master key; give it to every server before one starts again`);
    if (rootOfFirstFile)
      say('the root is the bytes of the first key file: whoever has them can still compute blind indexes');
  } else if (wish.keyClass !== undefined) {
    const master = inForce();
    const { vault, ring } = vaultWithKeys({ db, master, classOf });
    await rotateClass({ db, vault, ring, master, classOf, say }, wish.keyClass);
  }
} catch (error) {
  console.error(`rotate-keys: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await db.destroy();
  await stop();
}

function inForce() {
  return openMasterKey(masterKeyOf(process.env, join(dataFolder(), 'keys', 'master.key')).where);
}

function wanted(): { keyClass?: 'C1' | 'C2' | 'C3'; master?: string; destroy?: number } {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({ options: { class: text, master: text, destroy: text } });
    const { class: keyClass, master, destroy } = values;
    if ([keyClass, master, destroy].filter((value) => value !== undefined).length !== 1)
      throw new Error('one of --class, --master and --destroy is needed');
    if (master !== undefined) return { master };
    if (destroy !== undefined && /^[1-9]\d{0,4}$/.test(destroy)) return { destroy: Number(destroy) };
    if (keyClass === 'C1' || keyClass === 'C2' || keyClass === 'C3') return { keyClass };
    throw new Error('a class is C1, C2 or C3, a key to destroy is a number');
  } catch (error) {
    console.error(`rotate-keys: ${error instanceof Error ? error.message : String(error)}`);
    console.error(
      'usage: npm run -s rotate-keys -- --class C1|C2|C3 | --master <new key file or PKCS#11 URI> | --destroy <key number>',
    );
    return process.exit(2);
  }
}

/** A given database, else that of the sandbox; its server is left running where somebody else uses it. */
async function where(): Promise<{ url: string; stop(): Promise<void> }> {
  const given = process.env['DATABASE_URL'];
  if (given) return { url: given, stop: () => Promise.resolve() };
  const server = await startPostgres(join(dataFolder(), 'postgres'));
  const sandbox = server.adminUrl.replace(/\/[^/]*$/, '/miaodai');
  return { url: sandbox, stop: () => (server.adopted ? Promise.resolve() : server.stop()) };
}
