import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { debianTools } from '../../../test-kit/debian-tools.ts';
import { plainPdf, signers } from '../../../test-kit/signed-pdf.ts';
import { signPdf } from './sign.ts';
import { PdfFile } from './pdf-file.ts';
import { contentsOf, signaturesOf } from './revisions.ts';
import { DOCUMENT, openSignedData } from './signed-data.ts';

// What others say of our files: nothing of ours has a part in it but that it takes the messages out of the file.
const folder = mkdtempSync(join(tmpdir(), 'miaodai-tools-'));
after(() => rmSync(folder, { recursive: true }));
const put = (name: string, content: string | Buffer): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const { by, roots } = signers();
const { content } = await signPdf(plainPdf(), by);
const pdf = put('signed.pdf', content);
const pem = (der: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`;
const trusted = put('roots.pem', roots.map(pem).join(''));
const flipped = Buffer.from(content);
flipped[100] = (flipped[100] as number) ^ 1;
const bad = put('flipped.pdf', flipped);

/** @returns what it says, with its exit code. */
function run(tool: string, ...args: string[]): { code: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(tool, args, { encoding: 'utf8', timeout: 60_000 });
  return { code: status, said: `${stdout}${stderr}` };
}

test(
  'pdfsig takes both signatures for valid, the last one over the whole document, and trusts them with our roots',
  debianTools({ pdfsig: 'poppler-utils', certutil: 'libnss3-tools' }),
  () => {
    const store = `sql:${folder}`;
    execFileSync('certutil', ['-N', '-d', store, '--empty-password']);
    roots.forEach((root, i) => {
      const file = put(`root-${i}.pem`, pem(root));
      execFileSync('certutil', ['-A', '-d', store, '-n', `root ${i}`, '-t', 'CT,C,C', '-i', file]);
    });
    const { said } = run('pdfsig', '-nssdir', store, pdf);
    assert.equal(said.match(/Signature Validation: Signature is Valid\./g)?.length, 2, said);
    assert.equal(said.match(/Certificate Validation: Certificate is Trusted\./g)?.length, 2, said);
    assert.equal(said.match(/Signature Type: ETSI\.CAdES\.detached/g)?.length, 2);
    assert.match(said, /Signature #2:[^#]*Total document signed/);
    assert.match(said, /黄凯欣[^#]*#2:[^#]*电子合同专用章/);
    assert.equal(run('pdfsig', '-nssdir', store, bad).said.match(/Signature is Valid/g), null);
  },
);

test('qpdf finds nothing wrong with the file', debianTools({ qpdf: 'qpdf' }), () => {
  const { code, said } = run('qpdf', '--check', pdf);
  assert.equal(code, 0, said);
  assert.match(said, /No syntax or stream encoding errors found/);
});

const openssl = debianTools({ openssl: 'openssl' });
const file = new PdfFile(content);
const messages = signaturesOf(file).placed.map((placed, i) => {
  const message = contentsOf(file, placed);
  assert.ok(message);
  const [start, end] = placed.gap;
  const covered = Buffer.concat([content.subarray(0, start), content.subarray(end, placed.covers)]);
  return { message: put(`${i}.cms`, message), covered: put(`${i}.dat`, covered), ...openSignedData(message, DOCUMENT) };
});

test('openssl verifies each signature over the bytes that it covers, as CAdES, back to the root', openssl, () => {
  assert.equal(messages.length, 2);
  for (const { message, covered } of messages) {
    const args = ['cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-in', message, '-CAfile', trusted];
    const purpose = ['-purpose', 'any', '-out', '/dev/null'];
    const { code, said } = run('openssl', ...args, ...purpose, '-content', covered);
    assert.equal(code, 0, said);
    assert.match(said, /CAdES Verification successful/);
    const other = put('other.dat', 'something else');
    assert.notEqual(run('openssl', ...args, ...purpose, '-content', other).code, 0);
  }
});

test('openssl verifies each time-stamp over its signature', openssl, () => {
  for (const [i, { token, signature }] of messages.entries()) {
    assert.ok(token);
    const args = ['ts', '-verify', '-in', put(`${i}.tst`, token), '-token_in', '-CAfile', trusted];
    const { code, said } = run('openssl', ...args, '-data', put(`${i}.sig`, signature));
    assert.equal(code, 0, said);
    assert.match(said, /Verification: OK/);
    assert.notEqual(run('openssl', ...args, '-data', put('x.sig', 'x')).code, 0);
  }
});
