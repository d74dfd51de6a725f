import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Db } from '../db/connect.ts';
import type { DataClass } from './data-keys.store.ts';
import { contextOf, KNOWN_EVERYWHERE_SECONDS, REFRESH_SECONDS, type LoadedRing } from './key-ring.ts';
import type { MasterKey } from './master-key.ts';
import { addKey, destroy, isPast, keyStates, replaceWrapped, retireOlder } from './rotation.store.ts';
import { countUnder, replaceSealed, rowsNotUnder, sealedPlaces, type SealedPlace } from './sealed-places.store.ts';
import { sameBytes, type Vault } from './vault.ts';

type Tools = {
  /** As the owner of the tables: the server's role may not write what it has sealed. */
  db: Db;
  vault: Vault;
  ring: LoadedRing;
  classOf(place: string): DataClass;
  say(line: string): void;
};
export type Pace = { knownSeconds: number; refreshSeconds: number; batch: number };
const PACE: Pace = { knownSeconds: KNOWN_EVERYWHERE_SECONDS, refreshSeconds: REFRESH_SECONDS, batch: 40 };

/**
 * A new data key for a class, and every value of the class under it, while servers run: they learn of the key, then seal with it, then
 * what is older is sealed anew, batch by batch. What was interrupted goes on: a value says itself which key it is under.
 */
export async function rotateClass(
  tools: Tools & { master: MasterKey },
  keyClass: DataClass,
  pace: Partial<Pace> = {},
): Promise<{ keyNo: number; resealed: number; retired: number[] }> {
  const { db, ring, say } = tools;
  const { knownSeconds, refreshSeconds, batch } = { ...PACE, ...pace };
  await ring.refresh();
  const { keyNo, activeFrom } = await newestKey(tools, keyClass, knownSeconds);
  say(`${keyClass}: key ${keyNo} seals from ${activeFrom} on; waiting until every server does`);
  while (!(await isPast(db, activeFrom, 2 * refreshSeconds))) await pause(200);
  await ring.refresh();
  const places = (await sealedPlaces(db)).filter(({ place }) => tools.classOf(place) === keyClass);
  let resealed = 0;
  // Until a whole walk finds nothing more: somebody may have written meanwhile.
  for (let found = -1; found !== 0; resealed += found) {
    found = 0;
    for (const place of places) found += await resealPlace(tools, place, keyNo, batch);
  }
  const retired = await retireOlder(db, keyClass, keyNo);
  say(`${keyClass}: ${resealed} values sealed anew, keys retired: ${retired.join(', ') || 'none'}`);
  return { keyNo, resealed, retired };
}

/** That of a rotation which did not come to its end, else a new one. */
async function newestKey(
  { db, master, say }: Tools & { master: MasterKey },
  keyClass: DataClass,
  knownSeconds: number,
) {
  const live = async () => (await keyStates(db)).filter((key) => key.class === keyClass && !key.retired);
  if ((await live()).length < 2) {
    const wrapped = await master.wrap(randomBytes(32), contextOf(keyClass));
    await addKey(db, { class: keyClass, wrapped, masterId: master.id, afterSeconds: knownSeconds });
  } else say(`${keyClass}: a rotation was interrupted and goes on`);
  const newest = (await live()).at(-1);
  if (!newest) throw new Error(`there is no key of class ${keyClass}`);
  return newest;
}

async function resealPlace(
  { db, vault, say }: Tools,
  place: SealedPlace,
  keyNo: number,
  batch: number,
): Promise<number> {
  let resealed = 0;
  let after: readonly string[] | undefined;
  for (;;) {
    const rows = await rowsNotUnder(db, place, keyNo, after, batch);
    if (rows.length === 0) break;
    const anew = rows.map(({ key, sealed }) => {
      const row = key.join('/');
      return { key, old: sealed, sealed: vault.seal(place.place, row, vault.open(place.place, row, sealed)) };
    });
    resealed += await replaceSealed(db, place, anew);
    after = rows.at(-1)?.key;
    say(`${place.place}: ${resealed}`);
  }
  return resealed;
}

/**
 * All data keys and the root under another master key; no value is touched. Servers that run go on; those that start need the new one.
 * Either key may be in a token: both are asked before the transaction, and the new one proves that it opens what it has wrapped.
 */
export async function rotateMaster(
  db: Db,
  from: MasterKey,
  to: MasterKey,
): Promise<{ keys: number; rootOfFirstFile: boolean }> {
  const states = await keyStates(db);
  const anew: { keyNo: number; old: Buffer; wrapped: Buffer }[] = [];
  for (const { keyNo, class: keyClass, wrapped: old, masterId } of states) {
    if (old === null) continue;
    if (masterId !== from.id)
      throw new Error(`data key ${keyNo} is wrapped by master key ${masterId}, this is ${from.id}`);
    const context = contextOf(keyClass);
    const bytes = await from.unwrap(old, context);
    const wrapped = await to.wrap(bytes, context);
    if (!sameBytes(bytes, await to.unwrap(wrapped, context)))
      throw new Error(`master key ${to.id} does not give back what it has wrapped`);
    anew.push({ keyNo, old, wrapped });
  }
  await replaceWrapped(db, to.id, anew);
  return { keys: anew.length, rootOfFirstFile: states.some(({ carriedOver }) => carriedOver) };
}

/** @throws where a value is under the key, or a server may still be sealing with it: what it sealed could never be read again. */
export async function destroyKey(
  db: Db,
  keyNo: number,
  { refreshSeconds }: Pick<Pace, 'refreshSeconds'> = PACE,
): Promise<void> {
  const key = (await keyStates(db)).find((state) => state.keyNo === keyNo);
  if (!key) throw new Error(`there is no key ${keyNo}`);
  if (key.class === 'root') throw new Error('the root key is what blind indexes come from, and stays');
  if (key.retiredSeconds === null) throw new Error(`key ${keyNo} is not retired`);
  if (key.retiredSeconds < 2 * refreshSeconds) throw new Error(`key ${keyNo} was retired a moment ago`);
  for (const place of await sealedPlaces(db)) {
    const under = await countUnder(db, place, keyNo);
    if (under > 0) throw new Error(`${under} values of ${place.place} are under key ${keyNo}`);
  }
  await destroy(db, keyNo);
}
