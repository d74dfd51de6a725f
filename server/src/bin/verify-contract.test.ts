import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { plainPdf, signers } from '../../test-kit/signed-pdf.ts';
import { createPades, openSm2Seal } from '../platform/pades/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'miaodai-verify-'));
after(() => rmSync(folder, { recursive: true }));
const put = (name: string, content: string | Buffer): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const check = (...args: string[]) => {
  const script = join(import.meta.dirname, 'verify-contract.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', env: {} });
  return { status, said: stdout + stderr };
};

test('anybody can check a contract at a terminal: who signed, when, and whether a byte has changed', async () => {
  const { by, roots } = signers();
  const pades = createPades();
  const { content, sha256 } = await pades.sign(plainPdf(), by);
  await pades.stop();
  const trusted = put(
    'roots.pem',
    roots.map((der) => `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`).join(''),
  );
  const file = put('contract.pdf', content);
  const good = check(file, '--roots', trusted);
  assert.equal(good.status, 0, good.said);
  assert.match(good.said, new RegExp(`SHA-256：${sha256}`));
  assert.match(good.said, /第 1 个签名：黄\*\*\n  时间：2026-11-23 15:30:00（北京时间，时间戳）/);
  assert.match(good.said, /第 2 个签名：示例银行股份有限公司（电子合同专用章）[^]*覆盖整个文件\n\n结论：有效/);
  const changed = Buffer.from(content);
  changed.write('9', content.indexOf('Contract 1') + 'Contract '.length);
  const bad = check(put('changed.pdf', changed), '--roots', trusted);
  assert.deepEqual([bad.status, /结论：无效/.test(bad.said)], [1, true], bad.said);
  assert.equal(check(put('plain.pdf', plainPdf()), '--roots', trusted).status, 1);
  assert.equal(check(put('text.pdf', 'no PDF'), '--roots', trusted).status, 2);
  for (const wrong of [
    [],
    [file, file],
    [file, '--roots', file],
    [join(folder, 'none.pdf')],
    [file, '--sm2', file],
    ['--no'],
  ]) {
    const { status, said } = check(...wrong);
    assert.equal(status, 2, said);
    assert.match(said, /usage: npm run -s verify-contract/);
  }
  const keyFile = join(folder, 'sm2.pem');
  execFileSync('openssl', ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:SM2', '-out', keyFile]);
  const seal = await openSm2Seal(keyFile);
  const [signature, key] = [put('contract.sm2', seal.sign(content)), put('sm2-public.pem', seal.publicKey)];
  const national = check(file, '--roots', trusted, '--sm2', signature, '--sm2-key', key);
  assert.deepEqual([national.status, /国密签名（SM2\/SM3）：有效/.test(national.said)], [0, true], national.said);
  const other = put('other.sm2', seal.sign(changed));
  assert.equal(check(file, '--roots', trusted, '--sm2', other, '--sm2-key', key).status, 1);
});
