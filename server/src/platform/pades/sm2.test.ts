import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openSm2Seal, sm2Holds } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'miaodai-sm2-'));
after(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);
const newKey = (name: string, curve = 'SM2'): string => {
  const curveOption = `ec_paramgen_curve:${curve}`;
  execFileSync('openssl', ['genpkey', '-algorithm', 'EC', '-pkeyopt', curveOption, '-out', at(name)], {
    stdio: 'pipe',
  });
  return at(name);
};
const file = Buffer.from('一份合同');

test('the bank’s SM2 signature holds for its file and its key only', async () => {
  const seal = await openSm2Seal(newKey('seal.pem'));
  const signature = seal.sign(file);
  assert.ok(sm2Holds(file, signature, seal.publicKey));
  assert.ok(!sm2Holds(Buffer.from('另一份'), signature, seal.publicKey));
  const other = await openSm2Seal(newKey('other.pem'));
  assert.ok(!sm2Holds(file, signature, other.publicKey));
  for (let byte = 0; byte < signature.length; byte += 1) {
    const changed = Buffer.from(signature);
    changed[byte] = (changed[byte] as number) ^ 1;
    assert.ok(!sm2Holds(file, changed, seal.publicKey), `byte ${byte}`);
  }
  assert.ok(!sm2Holds(file, Buffer.concat([signature, Buffer.of(0)]), seal.publicKey));
  await assert.rejects(openSm2Seal(newKey('p256.pem', 'P-256')), /not on the curve of SM2/);
  assert.throws(() => sm2Holds(file, signature, readFileSync(newKey('p.pem', 'P-256'), 'utf8')), /no PUBLIC KEY/);
});

test('openssl verifies our SM2 signature, and we verify that of openssl', async (t) => {
  const keyFile = newKey('shared.pem');
  const seal = await openSm2Seal(keyFile);
  writeFileSync(at('file'), file);
  writeFileSync(at('file.sm2'), seal.sign(file));
  writeFileSync(at('public.pem'), seal.publicKey);
  const sm2 = ['-rawin', '-digest', 'sm3', '-pkeyopt', 'distid:1234567812345678', '-in', at('file')];
  // A key is on the curve; that it is for SM2, and not for ECDSA, is said by -pkeyopt distid.
  const verify = ['pkeyutl', '-verify', '-pubin', '-inkey', at('public.pem'), '-sigfile', at('file.sm2'), ...sm2];
  const { status, stdout, stderr } = spawnSync('openssl', verify, { encoding: 'utf8' });
  if (/distid|parameter|not supported/i.test(stderr))
    return t.skip(`this openssl does not speak SM2: ${stderr.trim()}`);
  assert.equal(status, 0, stdout + stderr);
  execFileSync('openssl', ['pkeyutl', '-sign', '-inkey', keyFile, '-out', at('theirs'), ...sm2]);
  assert.ok(sm2Holds(file, readFileSync(at('theirs')), seal.publicKey));
});
