import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
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
