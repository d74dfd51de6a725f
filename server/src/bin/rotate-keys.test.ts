import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { aDatabase } from '../../test-kit/database.ts';
import { classOf } from '../customer/privacy/index.ts';
import { loadVault } from '../platform/crypto/open-vault.ts';
import { readMasterKey } from '../platform/crypto/vault.ts';

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
  const vault = await loadVault({ db, master: readMasterKey(oldFile), classOf });
  const sealed = vault.seal('identity.customers.name', 'row-1', '王小明');

  for (const args of [[], ['--class', 'C4'], ['--class', 'C2', '--destroy', '1'], ['--destroy', 'all']]) {
    const { code, said } = await run(env, ...args);
    assert.equal(code, 2, said);
    assert.match(said, /usage: npm run -s rotate-keys/);
  }
  const inUse = await run(env, '--destroy', '3');
  assert.deepEqual([inUse.code, /is not retired/.test(inUse.said)], [1, true], inUse.said);
  assert.match((await run(env, '--destroy', '1')).said, /root key .* stays/);

  const rotated = await run(env, '--master', newFile);
  assert.equal(rotated.code, 0, rotated.said);
  assert.match(rotated.said, /4 data keys are under the new master key/);
  const next = await loadVault({ db, master: readMasterKey(newFile), classOf });
  assert.equal(next.open('identity.customers.name', 'row-1', sealed), '王小明');
  assert.deepEqual(next.index('mobile', '13800000001'), vault.index('mobile', '13800000001'));
  assert.equal((await run(env, '--master', newFile)).code, 1, 'the old master key opens nothing any more');
});
