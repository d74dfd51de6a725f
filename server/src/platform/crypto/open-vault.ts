import type { Db } from '../db/connect.ts';
import { keyRing, type LoadedRing } from './key-ring.ts';
import { fileMasterKey } from './master-key.ts';
import type { DataClass } from './data-keys.store.ts';
import { vault, type Vault } from './vault.ts';

type Parts = { db: Db; master: Buffer; classOf(place: string): DataClass };

/** A vault whose data keys are in the database. Before the ring's first refresh it works from the master key's bytes alone. */
export function vaultWithKeys({ db, master, classOf }: Parts): { vault: Vault; ring: LoadedRing } {
  const ring = keyRing({ db, master: fileMasterKey(master), firstRoot: master, classOf });
  return { vault: vault(master, ring), ring };
}

/** The same, loaded. */
export async function loadVault(parts: Parts): Promise<Vault> {
  const { vault: loaded, ring } = vaultWithKeys(parts);
  await ring.refresh();
  return loaded;
}
