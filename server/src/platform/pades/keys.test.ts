import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createPrivateKey, createPublicKey, generateKeyPairSync, verify, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { rootAuthority } from '../../../test-kit/authority.ts';
import { plainPdf, signers } from '../../../test-kit/signed-pdf.ts';
import { aSoftToken, softHsm } from '../../../test-kit/soft-token.ts';
import { createPades, customerKey, keyOf, openSeal } from './index.ts';
import { verifyPdf } from './verify.ts';

const folder = mkdtempSync(join(tmpdir(), 'miaodai-keys-'));
const pades = createPades();
after(async () => {
  await pades.stop();
  rmSync(folder, { recursive: true });
});
const seals = rootAuthority('机构证书签发');
const subject = { commonName: '电子合同专用章', organisation: '示例银行股份有限公司' };
const pem = (what: string, der: Buffer): string =>
  `-----BEGIN ${what}-----\n${der.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END ${what}-----\n`;
const write = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content, { mode: 0o600 });
  return join(folder, name);
};

function aP12(kind: 'rsa' | 'ec'): { p12File: string; passphraseFile: string; chain: Buffer[] } {
  const { privateKey, publicKey } =
    kind === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const chain = seals.sub(`签发 ${kind}`).issue({ subject, publicKey });
  const key = write(`${kind}.key`, String(privateKey.export({ type: 'pkcs8', format: 'pem' })));
  const [leaf, ...above] = chain.map((der) => pem('CERTIFICATE', der));
  const [certificate, authorities] = [write(`${kind}.pem`, leaf ?? ''), write(`${kind}-above.pem`, above.join(''))];
  const passphraseFile = write(`${kind}.pass`, '口令 with blank\n');
  const p12File = join(folder, `${kind}.p12`);
  const args = ['pkcs12', '-export', '-inkey', key, '-in', certificate, '-certfile', authorities, '-out', p12File];
  execFileSync('openssl', [...args, '-passout', `file:${passphraseFile}`, '-name', 'seal']);
  return { p12File, passphraseFile, chain };
}

test('a seal comes out of its PKCS#12 file with its chain in order, and signs; another passphrase does not open it', async () => {
  const data = Buffer.from('合同');
  for (const kind of ['rsa', 'ec'] as const) {
    const { chain, ...where } = aP12(kind);
    const seal = await openSeal(where);
    assert.deepEqual(seal.chain, chain);
    assert.equal(seal.algorithm, kind === 'rsa' ? 'rsa-sha256' : 'ecdsa-sha256');
    assert.ok(verify('sha256', data, new X509Certificate(chain[0] as Buffer).publicKey, await seal.sign(data)));
    const wrong = { ...where, passphraseFile: write('wrong.pass', 'wrong') };
    await assert.rejects(openSeal(wrong), (error: Error) => !error.message.includes('wrong.pass'));
  }
  await assert.rejects(openSeal({ p12File: join(folder, 'none.p12'), passphraseFile: write('p', 'p') }), /none\.p12/);
});

test('a customer’s key asks for a certificate of its own, and signs only with one', async () => {
  const { pkcs8, csrFor } = await customerKey();
  const csr = await csrFor('黄凯欣');
  const file = write('csr.pem', pem('CERTIFICATE REQUEST', csr));
  const told = execFileSync('openssl', ['req', '-in', file, '-verify', '-noout', '-subject', '-nameopt', 'utf8'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  assert.match(told, /CN\s*=\s*黄凯欣/);
  const publicKey = createPublicKey(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }));
  const chain = seals.issue({ subject: { commonName: '黄凯欣' }, publicKey });
  const data = Buffer.from('合同');
  assert.ok(verify('sha256', data, publicKey, await keyOf(pkcs8, chain).sign(data)));
  const other = await customerKey();
  assert.throws(() => keyOf(other.pkcs8, chain), /another key/);
  assert.throws(() => keyOf(pkcs8, []), /another key/);
});

const modulePath = softHsm();
const here = typeof modulePath === 'string' ? {} : modulePath;
const token = typeof modulePath === 'string' ? aSoftToken(modulePath) : undefined;

test('a seal that never leaves its token seals a contract, by RSA and by EC', here, async () => {
  assert.ok(token);
  const authority = seals.sub('令牌签发');
  token.addCertificate('issuing', authority.chain[0] as Buffer);
  token.addCertificate('root', authority.chain[1] as Buffer);
  for (const [object, type] of [
    ['seal-rsa', 'RSA:2048'],
    ['seal 二', 'EC:prime256v1'],
  ] as const) {
    const publicKey = createPublicKey({ key: token.makeKeyPair(object, type), format: 'der', type: 'spki' });
    const [leaf] = authority.issue({ subject, publicKey }) as [Buffer];
    token.addCertificate(object, leaf);
    const key = await openSeal({ pkcs11: token.uri(object) });
    assert.deepEqual(key.chain, [leaf, ...authority.chain]);
    const { by, roots } = signers();
    const crls = [...by.crls, authority.revocationList(), seals.revocationList()];
    const { content } = await pades.sign(plainPdf(), { ...by, crls, seal: { ...by.seal, key } });
    const { verdict, findings } = verifyPdf(content, [...roots, seals.chain[0] as Buffer]);
    assert.equal(verdict, 'valid', findings.join());
  }
});

test(
  'a token that has no such seal, no certificate for it, or one for another key, is said at the start',
  here,
  async () => {
    assert.ok(token);
    await assert.rejects(openSeal({ pkcs11: token.uri('seal-3') }), /^Error: seal pkcs11:.*no private key 'seal-3'/);
    token.makeKeyPair('seal-4', 'EC:prime256v1');
    await assert.rejects(openSeal({ pkcs11: token.uri('seal-4') }), /has 0 certificates 'seal-4'/);
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    token.addCertificate('seal-4', seals.issue({ subject, publicKey })[0] as Buffer);
    await assert.rejects(openSeal({ pkcs11: token.uri('seal-4') }), /'seal-4' in the token is for another key/);
  },
);
