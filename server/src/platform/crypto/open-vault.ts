import type { Db } from '../db/connect.ts';
import { keyRing, type LoadedRing } from './key-ring.ts';
import type { MasterKey } from './master-key.ts';
import type { DataClass } from './data-keys.store.ts';
import { vault, type Vault } from './vault.ts';

type Parts = { db: Db; master: MasterKey; classOf(place: string): DataClass };

/** A vault whose keys are in the database; it is of no use before the ring's first refresh. */
export function vaultWithKeys(parts: Parts): { vault: Vault; ring: LoadedRing } {
  const ring = keyRing(parts);
  return { vault: vault(ring), ring };
}

/** The same, loaded. */
export async function loadVault(parts: Parts): Promise<Vault> {
  const { vault: loaded, ring } = vaultWithKeys(parts);
  await ring.refresh();
  return loaded;
}
