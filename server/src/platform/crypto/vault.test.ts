import assert from 'node:assert/strict';
import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { fileMasterKey } from './master-key.ts';
import { ensureMasterKey, randomToken, readMasterKey, sameBytes, vault } from './vault.ts';

const key = randomBytes(32);
const { seal, open, index, derive } = vault(key);
const PLACE = 'identity.customers.name';

test('what is sealed opens in its own place and row, and is another text each time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const [one, two] = [seal(PLACE, 'row-1', text), seal(PLACE, 'row-1', text)];
      assert.equal(open(PLACE, 'row-1', one), text);
      assert.notDeepEqual(one, two);
      assert.equal(one.length, 29 + Buffer.byteLength(text));
    }),
  );
});

test('a value copied to another column or row, or sealed under another key, does not open', () => {
  const sealed = seal(PLACE, 'row-1', '王小明');
  assert.throws(() => open('identity.customers.mobile', 'row-1', sealed));
  assert.throws(() => open(PLACE, 'row-2', sealed));
  assert.throws(() => vault(randomBytes(32)).open(PLACE, 'row-1', sealed));
});

test('a value changed in any bit, cut or lengthened does not open', () => {
  const sealed = seal(PLACE, 'row-1', '王小明');
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] as number) ^ 1;
    assert.throws(() => open(PLACE, 'row-1', changed), `byte ${at}`);
  }
  for (const length of [0, 1, 12, 28, sealed.length - 1])
    assert.throws(() => open(PLACE, 'row-1', sealed.subarray(0, length)));
  assert.throws(() => open(PLACE, 'row-1', Buffer.concat([sealed, Buffer.of(0)])));
});

test('equal values of a kind have equal indexes; of two kinds, or under two keys, they have not', () => {
  assert.deepEqual(index('mobile', '13800000001'), index('mobile', '13800000001'));
  assert.notDeepEqual(index('mobile', '13800000001'), index('mobile', '13800000002'));
  assert.notDeepEqual(index('mobile', '13800000001'), index('account-no', '13800000001'));
  assert.notDeepEqual(index('mobile', '13800000001'), vault(randomBytes(32)).index('mobile', '13800000001'));
});

test('each purpose has key material of its own, the same on every node', () => {
  assert.deepEqual(derive('a'), vault(key).derive('a'));
  assert.notDeepEqual(derive('a'), derive('b'));
  assert.equal(derive('a', 16).length, 16);
  assert.equal(new Set(Array.from({ length: 100 }, randomToken)).size, 100);
  assert.equal(sameBytes(Buffer.of(1, 2), Buffer.of(1, 2)), true);
  assert.equal(sameBytes(Buffer.of(1, 2), Buffer.of(1, 2, 3)), false);
});

test('a master key is made once, for its user alone, and read only in its form', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'miaodai-key-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'keys', 'master.key');
  ensureMasterKey(file);
  const first = readFileSync(file, 'utf8');
  ensureMasterKey(file);
  assert.equal(readFileSync(file, 'utf8'), first);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal(readMasterKey(file).toString('hex'), first.trim());
  for (const wrong of ['', 'abc', 'g'.repeat(64), 'a'.repeat(63), 'a'.repeat(65)]) {
    const bad = join(folder, 'bad.key');
    writeFileSync(bad, wrong);
    assert.throws(() => readMasterKey(bad), /64 hex digits/);
  }
});

test('a value names its data key, opens after that key is no longer the newest, and not when the key is gone', () => {
  const keys = new Map([1, 2].map((keyNo) => [keyNo, createSecretKey(randomBytes(32))]));
  let newest = 1;
  const ring = {
    root: () => key,
    sealing: () => ({ keyNo: newest, key: keys.get(newest) as KeyObject }),
    opening: (keyNo: number) => keys.get(keyNo),
  };
  const numbered = vault(ring);
  const first = numbered.seal(PLACE, 'row-1', '王小明');
  assert.deepEqual([...first.subarray(0, 3)], [2, 0, 1]);
  newest = 2;
  assert.deepEqual([...numbered.seal(PLACE, 'row-1', '王小明').subarray(0, 3)], [2, 0, 2]);
  assert.equal(numbered.open(PLACE, 'row-1', first), '王小明');
  // Sealed before there were data keys, and found by the same index as ever.
  assert.equal(numbered.open(PLACE, 'row-1', seal(PLACE, 'row-1', '王小明')), '王小明');
  assert.deepEqual(numbered.index('mobile', '13800000001'), index('mobile', '13800000001'));
  for (let at = 0; at < first.length; at += 1) {
    const changed = Buffer.from(first);
    changed[at] = (changed[at] as number) ^ 1;
    assert.throws(() => numbered.open(PLACE, 'row-1', changed), `byte ${at}`);
  }
  assert.throws(() => numbered.open(PLACE, 'row-2', first));
  keys.delete(1);
  assert.throws(() => numbered.open(PLACE, 'row-1', first), /unknown key/);
});

test('a wrapped key unwraps under its master key and in its context only', async () => {
  const [one, other] = [fileMasterKey(randomBytes(32)), fileMasterKey(randomBytes(32))];
  const data = randomBytes(32);
  const wrapped = await one.wrap(data, 'C2');
  assert.deepEqual(await one.unwrap(wrapped, 'C2'), data);
  assert.ok(!wrapped.includes(data));
  await assert.rejects(one.unwrap(wrapped, 'C3'));
  await assert.rejects(other.unwrap(wrapped, 'C2'));
  await assert.rejects(one.unwrap(wrapped.subarray(1), 'C2'));
  assert.notEqual(one.id, other.id);
});
