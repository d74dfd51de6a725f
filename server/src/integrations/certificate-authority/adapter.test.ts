import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { idNumberCheckLetter, secondsBetween, instantFromMs } from '@miaodai/values';
import type { Outcome } from '../outcome.ts';
import { startSimulators, type Simulators } from '../../../../simulators/src/start-simulators.ts';
import { tellSimulators, temporaryDatabase, type TemporaryDatabase } from '../../../../simulators/src/testing.ts';
import { enrolSeal } from '../../../../simulators/src/certificate-authority/enrol.ts';
import { debianTools } from '../../../test-kit/debian-tools.ts';
import { plainPdf } from '../../../test-kit/signed-pdf.ts';
import { createPades, customerKey, keyOf, openSeal } from '../../platform/pades/index.ts';
import { timeStampAdapter } from '../time-stamp/adapter.ts';
import { certificateAuthorityAdapter } from './adapter.ts';
import type { CertificateAuthority, EventCertificate, EventCertificateRequest } from './port.ts';

let database: TemporaryDatabase;
let simulators: Simulators;
let ca: CertificateAuthority;
let csr: Buffer;
before(async () => {
  database = await temporaryDatabase();
  simulators = await startSimulators({ databaseUrl: database.url });
  ca = certificateAuthorityAdapter({ baseUrl: simulators.urls['certificate-authority'], deadlineMs: 2_000 });
  csr = await (await customerKey()).csrFor('王小明');
});
beforeEach(() => tell('POST', '/reset'));
after(async () => {
  await simulators.close();
  await database.drop();
});

const tell = <T>(method: string, path: string, body?: unknown) =>
  tellSimulators<T>(simulators.controlUrl, method, path, body);
const idNumber = (digits: string) => {
  const first17 = `11010119900307${digits}1`;
  return first17 + idNumberCheckLetter(first17);
};
const EVIDENCE = createHash('sha256').update('evidence').digest('hex');
const order = (more: Partial<EventCertificateRequest> = {}): EventCertificateRequest => ({
  ...{ requestNo: `S-${randomBytes(6).toString('hex')}`, csr, name: '王小明' },
  ...{ idNumber: idNumber('01'), evidenceHash: EVIDENCE, ...more },
});
async function issued(request = order()): Promise<EventCertificate> {
  const outcome = await ca.issue(request);
  assert.equal(outcome.is, 'done', JSON.stringify(outcome));
  return outcome.is === 'done' ? outcome.value : assert.fail();
}
const leafOf = ({ chain: [leaf] }: EventCertificate) => new X509Certificate(leaf ?? Buffer.alloc(0));

test('a certificate is for this key, this person and this evidence, for a day, under the roots that the CA lays out', async () => {
  const certificate = await issued();
  const leaf = leafOf(certificate);
  assert.equal(leaf.toLegacyObject().subject.CN, '王小明');
  assert.ok(leaf.raw.includes(Buffer.from(EVIDENCE, 'hex')));
  // 24 hours, and a minute for a machine that is busy.
  const left = secondsBetween(instantFromMs(Date.now()), certificate.notAfter);
  assert.ok(left <= 86_400 && left > 86_340, `${left} s`);
  const roots = await (await fetch(`${simulators.urls['certificate-authority']}/roots.pem`)).text();
  assert.deepEqual(new X509Certificate(roots).raw, certificate.chain[2]);
  // An ID number is known to many: neither it nor a plain hash of it is in the certificate.
  const number = idNumber('01');
  for (const hidden of [number, createHash('sha256').update(number).digest('hex').slice(0, 40)])
    assert.ok(!leaf.raw.includes(hidden) && !leaf.raw.includes(Buffer.from(hidden, 'hex')));
});

test('the same number brings the same certificate, also to two who ask at once; with anything else it is refused', async () => {
  const request = order();
  const [first, second] = await Promise.all([issued(request), issued(request)]);
  assert.equal(first.serialNo, second.serialNo);
  const otherKey = await (await customerKey()).csrFor('王小明');
  const others = [
    { name: '王小红' },
    { idNumber: idNumber('02') },
    { evidenceHash: '0'.repeat(64) },
    { csr: otherKey },
  ];
  for (const other of others) {
    const outcome = await ca.issue({ ...request, ...other });
    assert.equal(outcome.is === 'refused' && outcome.code, 'number-used-otherwise');
  }
});

test('what became of a request is told by its number', async () => {
  assert.deepEqual(await ca.find('S-1'), { is: 'done', value: { state: 'absent' } });
  const request = order();
  const certificate = await issued(request);
  assert.deepEqual(await ca.find(request.requestNo), { is: 'done', value: { state: 'issued', certificate } });
});

test('a person or a request that the CA turns down is refused for good', async () => {
  const codeOf = async (more: Partial<EventCertificateRequest>) => {
    const outcome = await ca.issue(order(more));
    return outcome.is === 'refused' ? outcome.code : outcome.is;
  };
  assert.equal(await codeOf({ idNumber: idNumber('80') }), 'identity-refused');
  const broken = Buffer.from(csr);
  broken.writeUInt8(broken.readUInt8(broken.length - 1) ^ 1, broken.length - 1);
  const notOne = [broken, csr.subarray(0, 40), randomBytes(300), Buffer.from('30820000', 'hex')];
  for (const bad of notOne) assert.equal(await codeOf({ csr: bad }), 'certificate-request-refused');
});

test('a certificate whose answer was lost is there when it is asked about', async () => {
  for (const [digits, impatient] of [
    ['81', 2_000],
    ['82', 300],
  ] as const) {
    const request = order({ idNumber: idNumber(digits) });
    const hurried = certificateAuthorityAdapter({
      baseUrl: simulators.urls['certificate-authority'],
      deadlineMs: impatient,
    });
    assert.equal((await hurried.issue(request)).is, 'unknown');
    const found = await ca.find(request.requestNo);
    assert.equal(found.is === 'done' && found.value.state, 'issued', digits);
  }
});

const FAULTS = [
  ...['hang-up-before', 'apply-then-hang-up', 'status-500-html', 'truncated-json', 'garbage', 'other-number'],
  'success-code-with-failure-text',
  { kind: 'refuse', code: '9001' },
  { kind: 'refuse', code: '2001' },
  { kind: 'refuse', code: '7777' },
  { kind: 'answer-with', fields: { certSn: '40' } },
  { kind: 'answer-with', fields: { certChain: [] } },
  { kind: 'answer-with', fields: { certChain: ['AAAA', 'AAAA'] } },
];
for (const fault of FAULTS) {
  test(`${JSON.stringify(fault)} is unknown, never a certificate and never a refusal`, async () => {
    const known = order();
    await issued(known);
    await tell('PUT', '/faults', [{ system: 'certificate-authority', operation: 'apply', fault }]);
    assert.equal((await ca.issue(order())).is, 'unknown');
    await tell('PUT', '/faults', [{ system: 'certificate-authority', operation: 'query', fault }]);
    assert.equal((await ca.find(known.requestNo)).is, 'unknown');
    await tell('PUT', '/faults', [{ system: 'certificate-authority', operation: 'crl', fault }]);
    const list = await ca.revocationList(randomBytes(100));
    assert.notEqual(list.is, 'done');
  });
}

test("somebody else's certificate under our number is not taken, whole as it is", async () => {
  const pemless = async (more: Partial<EventCertificateRequest>) =>
    (await issued(order(more))).chain.map((der) => der.toString('base64'));
  const otherKey = await (await customerKey()).csrFor('王小明');
  const chains = [
    await pemless({ csr: otherKey }),
    await pemless({ name: '王小红' }),
    await pemless({ evidenceHash: '0'.repeat(64) }),
  ];
  for (const certChain of chains) {
    const certSn = new X509Certificate(Buffer.from(certChain[0] ?? '', 'base64')).serialNumber;
    const fields = { certChain, certSn };
    const fault = { kind: 'answer-with', fields };
    await tell('PUT', '/faults', [{ system: 'certificate-authority', operation: 'apply', fault }]);
    assert.equal((await ca.issue(order())).is, 'unknown');
  }
});

test('a message that is too large, or none at all, gets an answer and leaves the CA at work', async () => {
  const url = `${simulators.urls['certificate-authority']}/ra/event-cert/apply`;
  const headers = { 'content-type': 'application/json' };
  for (const body of [`{"p10":"${'A'.repeat(400_000)}"}`, '{', 'null', '[]', '{"__proto__":{"reqSn":"x"}}']) {
    const answer = (await (await fetch(url, { method: 'POST', headers, body })).json()) as { respCode: string };
    assert.equal(answer.respCode, '2001');
  }
  await issued();
});

const openssl = debianTools({ openssl: 'openssl' });
test('openssl verifies the chain with its revocation lists, and refuses it once it is revoked', openssl, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'miaodai-ca-'));
  try {
    const certificate = await issued();
    const [leaf, issuing, root] = certificate.chain as [Buffer, Buffer, Buffer];
    const lists = async () => {
      for (const [name, issuer] of Object.entries({ issuing, root })) {
        const list = await ca.revocationList(issuer);
        if (list.is !== 'done') assert.fail(JSON.stringify(list));
        writeFileSync(join(folder, `${name}.crl`), list.value);
      }
    };
    const run = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' }).toString();
    for (const [name, der] of Object.entries({ leaf, issuing, root }))
      writeFileSync(join(folder, `${name}.pem`), new X509Certificate(der).toString());
    const verified = () => {
      for (const name of ['issuing', 'root'])
        run('crl', '-inform', 'DER', '-in', `${name}.crl`, '-out', `${name}.crl.pem`);
      const strict = ['-x509_strict', '-crl_check_all', '-CAfile', 'root.pem', '-untrusted', 'issuing.pem'];
      return run('verify', ...strict, '-CRLfile', 'issuing.crl.pem', '-CRLfile', 'root.crl.pem', 'leaf.pem');
    };
    await lists();
    assert.match(verified(), /leaf\.pem: OK/);
    const told = run('x509', '-in', 'leaf.pem', '-noout', '-subject', '-nameopt', 'utf8');
    assert.match(told, /^subject=C=CN, O=个人客户, OU=事件证书, CN=王小明, serialNumber=[0-9a-f]{40}\n$/);
    await tell('PUT', `/certificates/${certificate.serialNo}`, { revoked: true });
    await lists();
    assert.throws(verified, /certificate revoked/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a list is only given for a CA that is theirs', async () => {
  const [leaf] = (await issued()).chain;
  const outcome = await ca.revocationList(leaf ?? Buffer.alloc(0));
  assert.equal(outcome.is === 'refused' && outcome.code, 'unknown-issuer');
});

const tools = debianTools({ pdfsig: 'poppler-utils', certutil: 'libnss3-tools' });
test(
  'a file that is signed with all of it is good for us, and for pdfsig, which knows nothing but the root',
  tools,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'miaodai-signed-'));
    const at = (name: string, content: string | Buffer) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    const pades = createPades();
    try {
      const url = simulators.urls['certificate-authority'];
      const named = {
        orgName: '示例银行股份有限公司',
        sealName: '示例银行电子合同专用章',
        passphrase: '一个口令 pass',
      };
      const seal = await openSeal({
        p12File: at('seal.p12', await enrolSeal(url, named)),
        passphraseFile: at('seal.pass', `${named.passphrase}\n`),
      });
      const customer = await customerKey();
      const { chain } = await issued(order({ csr: await customer.csrFor('王小明') }));
      const stamps = timeStampAdapter({ baseUrl: simulators.urls['time-stamp'], deadlineMs: 2_000 });
      const crls = await Promise.all(chain.slice(1).map(async (issuer) => valueOf(await ca.revocationList(issuer))));
      const { content } = await pades.sign(plainPdf(), {
        signedAt: instantFromMs(Date.now()),
        customer: { key: keyOf(customer.pkcs8, chain), fieldName: 'customer', reason: '同意', location: '中国' },
        seal: { key: seal, fieldName: 'bank', reason: '用印', location: '中国' },
        stamp: async (digest) => valueOf(await stamps.stamp(digest)),
        stampChain: valueOf(await stamps.chain()),
        crls,
      });
      const [root = Buffer.alloc(0)] = chain.slice(-1);
      const report = await pades.verify(content, [root]);
      assert.equal(report.verdict, 'valid', report.findings.join('\n'));
      const [person, bank] = report.signatures;
      assert.deepEqual([person?.name, person?.organisation], ['王小明', null]);
      assert.deepEqual([bank?.name, bank?.organisation], [named.sealName, named.orgName]);
      const run = (tool: string, ...args: string[]) =>
        execFileSync(tool, args, { cwd: folder, stdio: 'pipe' }).toString();
      run('certutil', '-N', '-d', 'sql:.', '--empty-password');
      at('root.pem', new X509Certificate(root).toString());
      run('certutil', '-A', '-d', 'sql:.', '-n', 'root', '-t', 'CT,C,C', '-i', 'root.pem');
      const said = run('pdfsig', '-nssdir', 'sql:.', at('signed.pdf', content));
      assert.equal(said.match(/Signature is Valid/g)?.length, 2, said);
      assert.equal(said.match(/Certificate is Trusted/g)?.length, 2, said);
    } finally {
      await pades.stop();
      rmSync(folder, { recursive: true });
    }
  },
);

function valueOf<T>(outcome: Outcome<T>): T {
  return outcome.is === 'done' ? outcome.value : assert.fail(JSON.stringify(outcome));
}
