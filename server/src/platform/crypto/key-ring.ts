import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import type { Db } from '../db/connect.ts';
import { addFirstKeys, readDataKeys, type DataClass, type KeyClass } from './data-keys.store.ts';
import type { MasterKey } from './master-key.ts';
import { hasDerivedValues } from './sealed-places.store.ts';

/** The unwrapped keys of this process. */
export interface KeyRing {
  /** What everything that is derived is derived from: random, and wrapped like the others. @throws before the ring is loaded. */
  root(): Buffer;
  sealing(place: string): { keyNo: number; key: KeyObject } | undefined;
  opening(keyNo: number): KeyObject | undefined;
}
export interface LoadedRing extends KeyRing {
  /** Reads which keys there are; again and again, since they are rotated while servers run. */
  refresh(): Promise<void>;
}

/** How often servers look for new keys, and after how long they can all be relied on to know one. */
export const REFRESH_SECONDS = 5;
export const KNOWN_EVERYWHERE_SECONDS = 3 * REFRESH_SECONDS;

export const contextOf = (keyClass: KeyClass): string => `miaodai/data-key/${keyClass}`;

type Parts = {
  db: Db;
  master: MasterKey;
  classOf(place: string): DataClass;
};

export function keyRing({ db, master, classOf }: Parts): LoadedRing {
  const known = new Map<number, { class: KeyClass; bytes: Buffer; key: KeyObject }>();
  const sealing = new Map<KeyClass, { keyNo: number; key: KeyObject }>();
  let root: Buffer | undefined;

  async function take(): Promise<Set<KeyClass>> {
    const classes = new Set<KeyClass>();
    for (const stored of await readDataKeys(db)) {
      classes.add(stored.class);
      const { keyNo } = stored;
      if (stored.wrapped === null) {
        known.delete(keyNo);
        continue;
      }
      if (!known.has(keyNo)) {
        if (stored.masterId !== master.id)
          throw new Error(`data key ${keyNo} is wrapped by master key ${stored.masterId}, this is ${master.id}`);
        const bytes = await master.unwrap(stored.wrapped, contextOf(stored.class));
        known.set(keyNo, { class: stored.class, bytes, key: createSecretKey(bytes) });
      }
      const { key, bytes } = known.get(keyNo) as { key: KeyObject; bytes: Buffer };
      if (stored.class === 'root') root = bytes;
      // In the order of their numbers: the newest that may seal, seals.
      else if (stored.sealing) sealing.set(stored.class, { keyNo, key });
    }
    return classes;
  }

  async function refresh(): Promise<void> {
    const there = await take();
    const missing = (['root', 'C1', 'C2', 'C3'] as const).filter((keyClass) => !there.has(keyClass));
    if (missing.length === 0) return;
    const carried = missing.includes('root') ? await formerRoot(db, master) : undefined;
    const first = missing.map(async (keyClass) => {
      const bytes = (keyClass === 'root' ? carried : undefined) ?? randomBytes(32);
      const carriedOver = bytes === carried;
      return { class: keyClass, wrapped: await master.wrap(bytes, contextOf(keyClass)), carriedOver };
    });
    await addFirstKeys(db, master.id, await Promise.all(first));
    await take();
  }

  return {
    refresh,
    root: () => {
      if (!root) throw new Error('the keys have not been read yet');
      return root;
    },
    sealing: (place) => sealing.get(classOf(place)),
    opening: (keyNo) => {
      const found = known.get(keyNo);
      return found && found.class !== 'root' ? found.key : undefined;
    },
  };
}

/**
 * Nothing in a new installation, whose root is random. One that is older than its root key has sealed values and indexes under the file's
 * own bytes: these become its root, once, so that everybody is found as before.
 */
async function formerRoot(db: Db, master: MasterKey): Promise<Buffer | undefined> {
  if (!(await hasDerivedValues(db))) return undefined;
  if (master.formerRoot) return master.formerRoot;
  throw new Error(
    'this database is older than its keys: start it once with the key file it was made with, then change the master key',
  );
}

/** Keys are rotated while servers run: each learns of a new one long before any seals with it. */
export function watchKeys(ring: LoadedRing, onFailure: (error: unknown) => void) {
  let looking: NodeJS.Timeout | undefined;
  return {
    /** @throws where the keys cannot be read: nothing could be opened. */
    async start(): Promise<void> {
      await ring.refresh();
      looking = setInterval(() => void ring.refresh().catch(onFailure), REFRESH_SECONDS * 1_000).unref();
    },
    stop: () => clearInterval(looking),
  };
}
