import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../db/connect.ts';
import { DERIVED, headOf } from './sealed-head.ts';

/** A column of sealed values, as the database itself tells of it: a new table is rotated without anybody naming it. */
export type SealedPlace = { schema: string; table: string; column: string; place: string; key: readonly KeyColumn[] };
type KeyColumn = { name: string; type: string };
export type SealedRow = { key: readonly string[]; sealed: Buffer };

/** Every column whose name ends in _cipher, with the columns of its table's primary key in their order. */
export async function sealedPlaces(db: Db): Promise<SealedPlace[]> {
  const { rows } = await sql<{ schema: string; table: string; column: string; key: KeyColumn[] | null }>`
    select c.table_schema as schema, c.table_name as "table", c.column_name as "column",
      (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, null)) order by k.at)
       from pg_index i
         cross join lateral unnest(i.indkey) with ordinality as k (attnum, at)
         join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
       where i.indisprimary and i.indrelid = format('%I.%I', c.table_schema, c.table_name)::regclass) as "key"
    from information_schema.columns c
      join information_schema.tables t using (table_schema, table_name)
    where t.table_type = 'BASE TABLE' and c.column_name like '%\\_cipher' and c.data_type = 'bytea'
    order by 1, 2, 3`.execute(db);
  return rows.map(({ schema, table, column, key }) => {
    if (!key) throw new Error(`${schema}.${table} has no primary key, so that its sealed values belong to no row`);
    return { schema, table, column, place: `${schema}.${table}.${column.replace(/_cipher$/, '')}`, key };
  });
}

/** The next rows after one, in the order of the key, whose value another key than this has sealed. */
export async function rowsNotUnder(
  db: Db,
  { schema, table, column, key }: SealedPlace,
  keyNo: number,
  after: readonly string[] | undefined,
  most: number,
): Promise<SealedRow[]> {
  const columns = sql.join(key.map(({ name }) => sql.ref(name)));
  const beyond = after ? sql`and (${columns}) > (${sql.join(key.map((is, i) => typed(is, after[i])))})` : sql``;
  const { rows } = await sql<SealedRow>`
    select array[${sql.join(key.map(({ name }) => sql`${sql.ref(name)}::text`))}] as key, ${sql.ref(column)} as sealed
    from ${sql.id(schema, table)}
    where substring(${sql.ref(column)} from 1 for 3) <> ${headOf(keyNo)}
      ${beyond}
    order by ${columns}
    limit ${most}`.execute(db);
  return rows;
}

/** How many values a key has sealed, in one column. */
export async function countUnder(db: Db, { schema, table, column }: SealedPlace, keyNo: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count
    from ${sql.id(schema, table)}
    where substring(${sql.ref(column)} from 1 for 3) = ${headOf(keyNo)}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Whether anything is sealed in the way of before there were data keys. */
export async function hasDerivedValues(db: Db): Promise<boolean> {
  const found = (await sealedPlaces(db)).map(
    ({ schema, table, column }) => sql`exists (
      select from ${sql.id(schema, table)}
      where substring(${sql.id(column)} from 1 for 1) = ${Buffer.of(DERIVED)})`,
  );
  const { rows } = await sql<{ derived: boolean }>`select ${sql.join(found, sql` or `)} as derived`.execute(db);
  return rows[0]?.derived ?? false;
}

/** Replaced only where nobody has written it meanwhile. @returns how many were. */
export async function replaceSealed(
  db: Db,
  { schema, table, column, key }: SealedPlace,
  rows: readonly { key: readonly string[]; old: Buffer; sealed: Buffer }[],
): Promise<number> {
  let replaced = 0;
  await db.transaction().execute(async (tx) => {
    for (const row of rows) {
      const isRow = key.map((is, i) => sql`${sql.ref(is.name)} = ${typed(is, row.key[i])}`);
      const { numAffectedRows } = await sql`
        update ${sql.id(schema, table)}
        set ${sql.id(column)} = ${row.sealed}
        where ${sql.join(isRow, sql` and `)} and ${sql.id(column)} = ${row.old}`.execute(tx);
      replaced += Number(numAffectedRows ?? 0n);
    }
  });
  return replaced;
}

/** A value of a key as its column's type, so that the index is used. */
const typed = ({ type }: KeyColumn, value: string | undefined): RawBuilder<unknown> =>
  sql`${value}::text::${sql.raw(type)}`;
