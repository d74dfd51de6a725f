import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { startSimulators, type Simulators } from '../../../../simulators/src/start-simulators.ts';
import { tellSimulators, temporaryDatabase, type TemporaryDatabase } from '../../../../simulators/src/testing.ts';
import { debianTools } from '../../../test-kit/debian-tools.ts';
import { timeStampAdapter } from './adapter.ts';
import { checkToken } from './check.ts';
import type { TimeStampAuthority } from './port.ts';
import { questionOf, readResponse } from './wire.ts';

let database: TemporaryDatabase;
let simulators: Simulators;
let authority: TimeStampAuthority;
before(async () => {
  database = await temporaryDatabase();
  simulators = await startSimulators({ databaseUrl: database.url });
  authority = timeStampAdapter({ baseUrl: simulators.urls['time-stamp'], deadlineMs: 2_000 });
});
beforeEach(() => tell('POST', '/reset'));
after(async () => {
  await simulators.close();
  await database.drop();
});

const tell = <T>(method: string, path: string, body?: unknown) =>
  tellSimulators<T>(simulators.controlUrl, method, path, body);
const sha256 = (text: string) => createHash('sha256').update(text).digest();
async function stamped(text: string): Promise<Buffer> {
  const outcome = await authority.stamp(sha256(text));
  return outcome.is === 'done' ? outcome.value : assert.fail(JSON.stringify(outcome));
}

test('a digest is stamped, each time anew, by a chain that goes up to the root of the CA', async () => {
  const [first, second] = [await stamped('contract'), await stamped('contract')];
  assert.ok(!first.equals(second));
  const fresh = timeStampAdapter({ baseUrl: simulators.urls['time-stamp'], deadlineMs: 2_000 });
  const chain = await fresh.chain();
  if (chain.is !== 'done') assert.fail(JSON.stringify(chain));
  assert.equal(chain.value.length, 3);
  const roots = await (await fetch(`${simulators.urls['certificate-authority']}/roots.pem`)).text();
  assert.deepEqual(chain.value[2], new X509Certificate(roots).raw);
  // Known from the first token: nobody is asked a second time.
  assert.deepEqual(await fresh.chain(), chain);
  const calls = await tell<object[]>('GET', '/calls');
  assert.equal(calls.length, 3);
});

const FAULTS = [
  ...['hang-up-before', 'apply-then-hang-up', 'status-500-html', 'truncated-json', 'garbage', 'other-number'],
  ...['success-code-with-failure-text'],
  ...['badAlg', 'timeNotAvailable', 'systemFailure'].map((code) => ({ kind: 'refuse', code })),
  ...[
    { imprint: '00'.repeat(32) },
    { nonce: '01' },
    { nonce: '' },
    { algorithm: '2.16.840.1.101.3.4.2.2' },
    { signer: 'issuing' },
    { certReq: false },
    { imprint: 7 },
  ].map((fields) => ({ kind: 'answer-with', fields })),
];
for (const fault of FAULTS) {
  test(`${JSON.stringify(fault)} is unknown, never a time`, async () => {
    await tell('PUT', '/faults', [{ system: 'time-stamp', operation: 'stamp', fault }]);
    assert.equal((await authority.stamp(sha256('contract'))).is, 'unknown');
  });
}

test('an answer with a byte changed is refused, unless the byte says nothing of who stamped what and when', async () => {
  const [digest, nonce] = [sha256('contract'), Buffer.from('4'.repeat(32), 'hex')];
  const headers = { 'content-type': 'application/timestamp-query' };
  const asked = { method: 'POST', headers, body: new Uint8Array(questionOf(digest, nonce)) };
  const answer = Buffer.from(await (await fetch(`${simulators.urls['time-stamp']}/`, asked)).arrayBuffer());
  const check = (bytes: Buffer) => {
    try {
      const response = readResponse(bytes);
      return 'status' in response ? undefined : checkToken(response, digest, nonce);
    } catch {
      return undefined;
    }
  };
  const right = check(answer);
  if (!right || 'objection' in right) assert.fail(JSON.stringify(right));
  const taken: number[] = [];
  // Every 17th of some 3,700 bytes is what a test has time for.
  for (let at = 0; at < answer.length; at += 17) {
    const changed = Buffer.from(answer);
    changed.writeUInt8(answer.readUInt8(at) ^ 0x01, at);
    const told = check(changed);
    if (told && 'chain' in told) taken.push(at);
  }
  // Not signed: the words of the answer before the token, and the certificates above its signer's, whose change is found when the chain
  // is judged.
  const [, ...above] = right.chain.map((der) => ({
    from: answer.indexOf(der),
    to: answer.indexOf(der) + der.length,
  }));
  const unsigned = [{ from: 0, to: 27 }, ...above];
  const wrong = taken.filter((at) => !unsigned.some(({ from, to }) => at >= from && at < to));
  assert.deepEqual(wrong, []);
});

test('what is no question gets an answer in their format, and leaves the authority at work', async () => {
  const url = `${simulators.urls['time-stamp']}/`;
  const ask = async (body: Buffer, type = 'application/timestamp-query') => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': type },
      body: new Uint8Array(body),
    });
    return Buffer.from(await response.arrayBuffer()).toString('latin1');
  };
  const bad = [Buffer.alloc(0), Buffer.alloc(10), randomBytes(500), Buffer.alloc(400_000, 0x30)];
  for (const body of bad) assert.match(await ask(body), /not a TimeStampReq/);
  assert.match(await ask(Buffer.from('{}'), 'application/json'), /not a TimeStampReq/);
  await stamped('contract');
});

const openssl = debianTools({ openssl: 'openssl' });
test('openssl verifies a token of ours, and an answer to a question of its own', openssl, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'miaodai-tsa-'));
  const run = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] }).toString();
  try {
    const roots = await (await fetch(`${simulators.urls['certificate-authority']}/roots.pem`)).text();
    writeFileSync(join(folder, 'roots.pem'), roots);
    writeFileSync(join(folder, 'contract.txt'), 'contract');
    writeFileSync(join(folder, 'other.txt'), 'another');
    writeFileSync(join(folder, 'token.der'), await stamped('contract'));
    const verify = (file: string) =>
      run('ts', '-verify', '-data', file, '-in', 'token.der', '-token_in', '-CAfile', 'roots.pem');
    assert.match(verify('contract.txt'), /Verification: OK/);
    assert.throws(() => verify('other.txt'), /message imprint mismatch/);
    for (const digest of ['sha256', 'sha384', 'sha512']) {
      run('ts', '-query', '-data', 'contract.txt', `-${digest}`, '-cert', '-out', 'question.tsq');
      const body = execFileSync('cat', ['question.tsq'], { cwd: folder });
      const headers = { 'content-type': 'application/timestamp-query' };
      const response = await fetch(`${simulators.urls['time-stamp']}/`, { method: 'POST', headers, body });
      writeFileSync(join(folder, 'answer.tsr'), Buffer.from(await response.arrayBuffer()));
      const args = ['-queryfile', 'question.tsq', '-in', 'answer.tsr', '-CAfile', 'roots.pem'];
      assert.match(run('ts', '-verify', ...args), /Verification: OK/, digest);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
