import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { startClamd } from '../../../../simulators/src/clamd.ts';
import { clamdScanner } from './adapter.ts';

const EICAR = Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''));

/** Something at the other end that answers so, or not at all. */
async function answering(t: TestContext, answer: string | undefined): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => answer !== undefined && socket.end(answer));
    t.after(() => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a virus is found wherever in the file it is; a large file without one is clean', async (t) => {
  const clamd = await startClamd();
  t.after(() => clamd.close());
  const scanner = clamdScanner(clamd.address, 5_000);
  const large = Buffer.alloc(5_242_880, 7);
  assert.deepEqual(await scanner.scan(large), { is: 'done', value: 'clean' });
  // Across the border between two pieces.
  EICAR.copy(large, 64 * 1024 - 20);
  assert.deepEqual(await scanner.scan(large), { is: 'refused', code: 'infected', reason: 'Eicar-Signature' });
});

test('where the bank runs no scanner nobody says that a file is clean', async () => {
  assert.deepEqual(await clamdScanner(undefined, 100).scan(EICAR), { is: 'done', value: 'not-scanned' });
});

test('silence, errors and nonsense are no answers', async (t) => {
  const answers = [
    undefined,
    '',
    'INSTREAM size limit exceeded. ERROR\0',
    'OK\0',
    'stream: OK but\0',
    'x'.repeat(9_000),
  ];
  for (const answer of answers) {
    const outcome = await clamdScanner(await answering(t, answer), 300).scan(Buffer.alloc(100));
    assert.equal(outcome.is, 'unknown', String(answer).slice(0, 40));
  }
  assert.equal((await clamdScanner('127.0.0.1:1', 300).scan(Buffer.alloc(1))).is, 'unknown');
});
