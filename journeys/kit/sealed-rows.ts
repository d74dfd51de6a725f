import { sql } from 'kysely';
import { sealedPlaces } from '../../server/src/platform/crypto/sealed-places.store.ts';
import type { Vault } from '../../server/src/platform/crypto/vault.ts';
import type { Db } from '../../server/src/platform/db/connect.ts';

/** Every sealed value of a database with what it says. @throws where one does not open by its place and its row's primary key. */
export async function openEverything(db: Db, vault: Vault): Promise<{ place: string; keyNo: number; text: string }[]> {
  const found: { place: string; keyNo: number; text: string }[] = [];
  for (const { schema, table, column, place, key } of await sealedPlaces(db)) {
    const parts = key.map(({ name }) => sql`${sql.ref(name)}::text`);
    const { rows } = await sql<{ row: string; sealed: Buffer }>`
      select concat_ws('/', ${sql.join(parts)}) as row, ${sql.ref(column)} as sealed
      from ${sql.table(`${schema}.${table}`)}
      where ${sql.ref(column)} is not null`.execute(db);
    for (const { row, sealed } of rows) {
      const keyNo = sealed[0] === 1 ? 0 : sealed.readUInt16BE(1);
      let text;
      try {
        text = vault.open(place, row, sealed);
      } catch (cause) {
        throw new Error(`${place} of row ${row}, under key ${keyNo}`, { cause });
      }
      found.push({ place, keyNo, text });
    }
  }
  return found;
}
