import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { test, type TestContext } from 'node:test';
import { classOf } from '../../server/src/customer/privacy/index.ts';
import { lastFirst, type Cleanup } from '../../server/test-kit/cleanup.ts';
import { aSoftToken, softHsm } from '../../server/test-kit/soft-token.ts';
import { openMasterKey } from '../../server/src/platform/crypto/open-master-key.ts';
import { loadVault, vaultWithKeys } from '../../server/src/platform/crypto/open-vault.ts';
import { destroyKey, rotateClass, rotateMaster } from '../../server/src/platform/crypto/rotate.ts';
import { database, pool } from '../../server/src/platform/db/connect.ts';
import { aPerson } from '../kit/persons.ts';
import { openEverything } from '../kit/sealed-rows.ts';
import { aWorld, serve } from '../kit/world.ts';
import { goOn, walkTo } from './walk.ts';

/** Nothing to wait for: the test sees to it that the server knows each key in time. */
const AT_ONCE = { knownSeconds: 1, refreshSeconds: 0.2, batch: 3 };

const [wang, li, zhao, sun] = [
  aPerson(1, '王小明'),
  aPerson(2, '李晓红'),
  aPerson(4, '赵敏'),
  aPerson(10, '孙磊'),
] as const;

/** A bank whose server looks for new keys all the time, and a connection as the owner of its tables. */
async function aWatchedBank(t: Cleanup) {
  const world = await aWorld(t);
  await world.settle(wang, li, zhao, sun);
  const server = await serve(t, world);
  const owner = database(pool(world.database.ownerUrl, { max: 2, role: '' }));
  const looking = setInterval(() => void server.ring.refresh().catch(() => undefined), 50);
  lastFirst(t).after(async () => {
    clearInterval(looking);
    await owner.destroy();
  });
  return { world, server, owner, looking };
}

test('keys are rotated under a borrower’s hands: all opens, nothing is left under the old keys, and they can be destroyed', async (t) => {
  const { world, server, owner, looking } = await aWatchedBank(t);
  const keyFile = world.env['MIAODAI_MASTER_KEY_FILE'] ?? '';
  const master = openMasterKey(keyFile);
  const tools = { ...vaultWithKeys({ db: owner, master, classOf }), db: owner, classOf };
  const lines: string[] = [];
  const rotate = (keyClass: 'C2' | 'C3') =>
    rotateClass({ ...tools, master, say: (line) => lines.push(line) }, keyClass, AT_ONCE);

  // One is in the middle of an application, the other goes all the way while the keys change.
  const first = server.borrower(wang);
  const at = await walkTo(first, 'money');
  const before = await openEverything(owner, server.needs.vault);
  const oldKeys = new Set(before.map(({ keyNo }) => keyNo));
  assert.ok(!oldKeys.has(0), 'nothing is under a derived key any more');
  const all = server.borrower(li);
  const [rotated, , paid] = await Promise.all([
    rotate('C2'),
    rotate('C3'),
    walkTo(all, 'confirm').then((ready) => all.confirm(ready)),
  ]);
  await all.outcome(paid);
  await goOn(first, at);

  await rotate('C2');
  await rotate('C3');
  await server.ring.refresh();
  const after = await openEverything(owner, server.needs.vault);
  assert.ok(after.length > before.length);
  assert.ok(rotated.resealed > 10);
  const places = new Set(after.map(({ place }) => place));
  for (const place of ['identity.customers.name', 'servicing.loans.account_no', 'platform.idempotency_keys.answer'])
    assert.ok(places.has(place), place);
  assert.deepEqual([...new Set(after.filter(({ keyNo }) => oldKeys.has(keyNo)).map(({ place }) => place))], []);
  // What was there before says the same as before.
  const said = (rows: typeof before) =>
    rows.filter(({ place }) => place.startsWith('identity.')).map(({ text }) => text);
  assert.deepEqual(new Set(said(after)), new Set(said(before)));

  // A retired key may go; one that is in use may not.
  await new Promise((resolve) => setTimeout(resolve, 500));
  for (const keyNo of [...oldKeys, ...rotated.retired].filter((no) => no > 0)) await destroyKey(owner, keyNo, AT_ONCE);
  const inUse = after[0]?.keyNo ?? 0;
  await assert.rejects(destroyKey(owner, inUse, AT_ONCE), /not retired/);
  await server.ring.refresh();
  await openEverything(owner, await loadVault({ db: owner, master, classOf }));
  await server.borrower(zhao).signIn();
  assert.equal((await all.api.listLoans({})).loans.length, 1);

  // Another master key: people are found and passwords right as before; the old one opens nothing any more.
  // Where there is SoftHSM it is in a token, and the file is of no use to a server any more.
  const { MIAODAI_MASTER_KEY_FILE: _, ...env } = world.env;
  const newKey = anotherMasterKey(t, keyFile);
  await rotateMaster(owner, master, openMasterKey(Object.values(newKey)[0] ?? ''));
  clearInterval(looking);
  await server.stop();
  const next = await serve(t, { ...world, env: { ...env, ...newKey } });
  await next.borrower(sun).signIn();
  await assert.rejects(loadVault({ db: owner, master, classOf }), /is wrapped by master key/);
  assert.ok(!lines.join('\n').includes(readFileSync(keyFile, 'utf8').trim()));
});

/** As a server's environment names it. */
function anotherMasterKey(t: TestContext, keyFile: string): Record<string, string> {
  const modulePath = softHsm();
  if (typeof modulePath === 'string') {
    const token = aSoftToken(modulePath);
    token.makeKey('master-1');
    return { MIAODAI_MASTER_KEY_PKCS11: token.uri('master-1') };
  }
  t.diagnostic(`another file instead of a token: ${modulePath.skip}`);
  writeFileSync(`${keyFile}.new`, randomBytes(32).toString('hex'), { mode: 0o600 });
  return { MIAODAI_MASTER_KEY_FILE: `${keyFile}.new` };
}

test('every sealed column has been put in a class, and none that is classed is gone', async (t) => {
  const { classedPlaces } = await import('../../server/src/customer/privacy/index.ts');
  const { sealedPlaces } = await import('../../server/src/platform/crypto/sealed-places.store.ts');
  const { database: made } = await aWorld(t);
  const there = (await sealedPlaces(made.db)).map(({ place }) => place);
  assert.deepEqual(classedPlaces().toSorted(), there.toSorted());
});
