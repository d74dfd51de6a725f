import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { CompactEncrypt, importJWK } from 'jose';
import { passwordEnvelope, type EnvelopeKey } from './envelope.ts';
import { vault } from './vault.ts';

const master = randomBytes(32);
const envelope = passwordEnvelope(vault(master));

const seal = async (text: string, { publicKey }: EnvelopeKey, enc = 'A256GCM'): Promise<string> =>
  new CompactEncrypt(new TextEncoder().encode(text))
    .setProtectedHeader({ alg: 'ECDH-ES', enc })
    .encrypt(await importJWK(publicKey, 'ECDH-ES'));

test('what a page seals under a day’s key is opened on every node that has the master key', async () => {
  const sealed = await seal('271828', envelope.key('2026-11-23'));
  assert.equal(await envelope.open(sealed, ['2026-11-23']), '271828');
  assert.equal(await passwordEnvelope(vault(master)).open(sealed, ['2026-11-23']), '271828');
  assert.equal(await passwordEnvelope(vault(randomBytes(32))).open(sealed, ['2026-11-23']), undefined);
});

test('each day has its own key, the same all day, and yesterday’s opens as long as it is asked for', async () => {
  assert.deepEqual(envelope.key('2026-11-23'), envelope.key('2026-11-23'));
  assert.notDeepEqual(envelope.key('2026-11-23').publicKey, envelope.key('2026-11-24').publicKey);
  assert.equal(Object.hasOwn(envelope.key('2026-11-23').publicKey, 'd'), false);
  const sealed = await seal('271828', envelope.key('2026-11-23'));
  assert.equal(await envelope.open(sealed, ['2026-11-24', '2026-11-23']), '271828');
  assert.equal(await envelope.open(sealed, ['2026-11-25', '2026-11-24']), undefined);
  assert.equal(await envelope.open(sealed, []), undefined);
});

test('a day whose secret begins with zeros has a good key too', async () => {
  const secrets = vault(Buffer.alloc(32, 7));
  const fixed = passwordEnvelope(secrets);
  // One day in 256 is such a day; these are the first of a key that never changes.
  const days = Array.from({ length: 3_000 }, (_, i) => `day-${i}`);
  const rare = days.filter((day) => secrets.derive(`password-envelope/${day}`)[0] === 0);
  assert.ok(rare.length >= 3);
  for (const day of rare) assert.equal(await fixed.open(await seal('271828', fixed.key(day)), [day]), '271828', day);
});

test('what was changed, or sealed in another way, does not open', async () => {
  const key = envelope.key('2026-11-23');
  const sealed = await seal('271828', key);
  const parts = sealed.split('.');
  for (let i = 0; i < parts.length; i += 1) {
    const changed = parts.with(i, `${parts[i]?.startsWith('A') ? 'B' : 'A'}${parts[i]?.slice(1) ?? ''}`).join('.');
    assert.equal(await envelope.open(changed, ['2026-11-23']), undefined, `part ${i}`);
  }
  assert.equal(await envelope.open(await seal('271828', key, 'A128GCM'), ['2026-11-23']), undefined);
  for (const text of ['', '.', '....', 'eyJhbGciOiJub25lIn0....']) {
    assert.equal(await envelope.open(text, ['2026-11-23']), undefined);
  }
});
