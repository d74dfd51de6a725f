import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { instant, type CustomerId } from '@miaodai/values';
import { lastFirst } from '../../test-kit/cleanup.ts';
import { aDatabase } from '../../test-kit/database.ts';
import { aSoftToken, softHsm } from '../../test-kit/soft-token.ts';
import { findCustomerByMobile, registerCustomer } from '../customer/identity/index.ts';
import { classOf } from '../customer/privacy/index.ts';
import { fileMasterKey } from '../platform/crypto/master-key.ts';
import { openMasterKey } from '../platform/crypto/open-master-key.ts';
import { loadVault, vaultWithKeys } from '../platform/crypto/open-vault.ts';
import { rotateClass, rotateMaster } from '../platform/crypto/rotate.ts';
import { vault as openVault } from '../platform/crypto/vault.ts';
import { database, pool } from '../platform/db/connect.ts';

const BIN = join(import.meta.dirname, 'rotate-keys.ts');
const run = (env: Record<string, string>, ...args: string[]): Promise<{ code: number; said: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [BIN, ...args], { env: { ...process.env, ...env } }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, said: out + err }),
    );
  });

test('the command asks for one thing, wraps all keys anew, and destroys none that is in use', async (t) => {
  const { db, ownerUrl } = await aDatabase(t);
  const folder = mkdtempSync(join(tmpdir(), 'miaodai-rotate-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const [oldFile, newFile] = ['old.key', 'new.key'].map((name) => join(folder, name)) as [string, string];
  for (const file of [oldFile, newFile]) writeFileSync(file, randomBytes(32).toString('hex'));
  const env = { DATABASE_URL: ownerUrl, MIAODAI_MASTER_KEY_FILE: oldFile };
  const vault = await loadVault({ db, master: openMasterKey(oldFile), classOf });
  const sealed = vault.seal('identity.customers.name', 'row-1', '王小明');

  const wrong = [[], ['--class', 'C4'], ['--class', 'C2', '--destroy', '1'], ['--destroy', 'all']];
  for (const { code, said } of await Promise.all(wrong.map((args) => run(env, ...args)))) {
    assert.equal(code, 2, said);
    assert.match(said, /usage: npm run -s rotate-keys/);
  }
  const inUse = await run(env, '--destroy', '3');
  assert.deepEqual([inUse.code, /is not retired/.test(inUse.said)], [1, true], inUse.said);
  assert.match((await run(env, '--destroy', '1')).said, /root key .* stays/);

  const rotated = await run(env, '--master', newFile);
  assert.equal(rotated.code, 0, rotated.said);
  assert.match(rotated.said, /4 data keys are under the new master key/);
  assert.doesNotMatch(rotated.said, /first key file/);
  const next = await loadVault({ db, master: openMasterKey(newFile), classOf });
  assert.equal(next.open('identity.customers.name', 'row-1', sealed), '王小明');
  assert.deepEqual(next.index('mobile', '13800000001'), vault.index('mobile', '13800000001'));
  assert.equal((await run(env, '--master', newFile)).code, 1, 'the old master key opens nothing any more');

  const modulePath = softHsm();
  if (typeof modulePath !== 'string') return t.diagnostic(modulePath.skip);
  const token = aSoftToken(modulePath);
  const uri = token.uri('master-1');
  token.makeKey('master-1');
  const toToken = await run({ ...env, MIAODAI_MASTER_KEY_FILE: newFile }, '--master', uri);
  assert.match(toToken.said, /4 data keys are under the new master key/);
  const inToken = await loadVault({ db, master: openMasterKey(uri), classOf });
  assert.equal(inToken.open('identity.customers.name', 'row-1', sealed), '王小明');
  assert.deepEqual(inToken.derive('password-pepper'), vault.derive('password-pepper'));
  await assert.rejects(loadVault({ db, master: openMasterKey(newFile), classOf }), /is wrapped by master key pkcs11:/);
  // And out again: an installation is not held by its HSM.
  const out = await run({ ...env, MIAODAI_MASTER_KEY_PKCS11: uri }, '--master', oldFile);
  assert.match(out.said, /4 data keys are under the new master key/);
  const again = await loadVault({ db, master: openMasterKey(oldFile), classOf });
  assert.equal(again.open('identity.customers.name', 'row-1', sealed), '王小明');
});

test('a new installation’s root is random; what an older one derived from its key file goes on to be found', async (t) => {
  const file = randomBytes(32);
  const master = fileMasterKey(file);
  const [fresh, older] = [await aDatabase(t), await aDatabase(t)];
  const derived = openVault(file);
  assert.notDeepEqual((await loadVault({ db: fresh.db, master, classOf })).derive('a'), derived.derive('a'));

  const id = '01890000-0000-7000-8000-000000000001' as CustomerId;
  const wang = { id, name: '王小明', idNumber: '110101198102030111', mobile: '13800000001' };
  await registerCustomer(older.db, derived, wang, instant('2026-11-23T01:00:00Z'));
  const noFile = { id: 'pkcs11:token=bank;object=master-1', wrap: master.wrap, unwrap: master.unwrap };
  await assert.rejects(loadVault({ db: older.db, master: noFile, classOf }), /start it once with the key file/);
  const found = await loadVault({ db: older.db, master, classOf });
  assert.equal(await findCustomerByMobile(older.db, found, wang.mobile), id);
  assert.deepEqual(found.derive('password-pepper'), derived.derive('password-pepper'));

  // Its values go under a data key when their class is rotated; and a new master key leaves the root what it was.
  const owner = database(pool(older.ownerUrl, { max: 2, role: '' }));
  lastFirst(t).after(() => owner.destroy());
  const tools = { ...vaultWithKeys({ db: owner, master, classOf }), db: owner, classOf, say: () => undefined };
  const pace = { knownSeconds: 0, refreshSeconds: 0.1, batch: 3 };
  assert.equal((await rotateClass({ ...tools, master }, 'C2', pace)).resealed, 3);
  const next = fileMasterKey(randomBytes(32));
  const broken = { ...next, unwrap: () => Promise.resolve(randomBytes(32)) };
  await assert.rejects(rotateMaster(owner, master, broken), /does not give back what it has wrapped/);
  const meanwhile = {
    ...next,
    wrap: async (bytes: Buffer, context: string) => {
      if (context.endsWith('C3')) await owner.deleteFrom('platform.data_keys').where('class', '=', 'C1').execute();
      return next.wrap(bytes, context);
    },
  };
  await assert.rejects(rotateMaster(owner, master, meanwhile), /changed meanwhile, and nothing was done/);
  // All is as it was, and the key that had gone is made anew.
  await loadVault({ db: older.db, master, classOf });
  assert.deepEqual(await rotateMaster(owner, master, next), { keys: 5, rootOfFirstFile: true });
  const after = await loadVault({ db: older.db, master: next, classOf });
  assert.equal(await findCustomerByMobile(older.db, after, wang.mobile), id);
});
