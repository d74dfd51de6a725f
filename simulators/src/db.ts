import pg from 'pg';
import { readFile } from 'node:fs/promises';

export type Query = <Row extends object>(sql: string, params?: readonly unknown[]) => Promise<Row[]>;

export type Db = {
  query: Query;
  /** All or nothing. The work gets its own connection and must use only that. */
  tx: <T>(work: (query: Query) => Promise<T>) => Promise<T>;
  close: () => Promise<void>;
};

/** A sandbox goes on from the version before; any other begins anew, since what these tables hold is test data. */
const SCHEMA_VERSION = '5';
const VERSION_BEFORE = '4';
const BIGINT_OID = 20;

export async function openDb(databaseUrl: string): Promise<Db> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 10, types: { getTypeParser: parserFor } });
  // A connection that dies while idle is replaced at its next use; without a listener it would end the program.
  pool.on('error', () => undefined);
  const db: Db = {
    query: (sql, params) => rowsOf(pool, sql, params),
    tx: (work) => inTransaction(pool, work),
    close: () => pool.end(),
  };
  await createTables(db);
  return db;
}

/** Set on the pool, not on pg itself: a test may run simulators and server in one process. */
const parserFor: pg.CustomTypesConfig['getTypeParser'] = (oid: number, format?: 'text' | 'binary') =>
  oid === BIGINT_OID ? Number : (pg.types.getTypeParser(oid, format) as (value: unknown) => unknown);

async function rowsOf<Row extends object>(
  asker: pg.Pool | pg.PoolClient,
  sql: string,
  params: readonly unknown[] = [],
): Promise<Row[]> {
  // Parsed once per connection; texts without values may hold several statements, which cannot be prepared.
  const { rows } = await asker.query<Row>(
    params.length === 0 ? sql : { name: nameOf(sql), text: sql, values: [...params] },
  );
  return rows;
}

const names = new Map<string, string>();
function nameOf(sql: string): string {
  const name = names.get(sql) ?? `s${names.size}`;
  names.set(sql, name);
  return name;
}

async function inTransaction<T>(pool: pg.Pool, work: (query: Query) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await work((sql, params) => rowsOf(client, sql, params));
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    // A connection in doubt is thrown away; the server rolls back when it closes.
    client.release(true);
    throw error;
  }
}

/** What these systems number: account numbers have ten digits of it. */
const NUMBERED = ['sim_core.account_numbers', 'sim_core.bookings_id_seq', 'sim_card.settlements_id_seq'];
const FIRST_DAY_MS = Date.UTC(2026, 0, 1);

/**
 * Real systems give no number twice. These forget what they gave with their tables, while the product's stay: so they begin where no
 * earlier tables can have come, a hundred numbers for every second.
 */
async function beginNumbers(query: Query): Promise<void> {
  const first = Math.floor((Date.now() - FIRST_DAY_MS) / 1_000) * 100 + 1;
  for (const sequence of NUMBERED) await query(`alter sequence ${sequence} restart with ${first}`);
}

async function createTables(db: Db): Promise<void> {
  const file = (name: string) => readFile(new URL(name, import.meta.url), 'utf8');
  await db.tx(async (query) => {
    // Two programs that start at once would otherwise trip over "create … if not exists".
    await query('select pg_advisory_xact_lock(718281828)');
    const [there] = await query<{ present: boolean }>(
      `select to_regclass('sim_control.installation') is not null as present`,
    );
    const [installed] = there?.present
      ? await query<{ version: string }>('select version from sim_control.installation')
      : [];
    if (installed?.version === SCHEMA_VERSION) return;
    if (installed?.version === VERSION_BEFORE) {
      await query(await file('schema-from-4.sql'));
      await query('update sim_control.installation set version = $1', [SCHEMA_VERSION]);
      return;
    }
    await query(
      `drop schema if exists sim_control, sim_core, sim_hr, sim_registry, sim_bureau, sim_big_data, sim_sms, sim_card, sim_mail cascade`,
    );
    await query(await file('schema.sql'));
    await beginNumbers(query);
    await query('insert into sim_control.installation (version) values ($1)', [SCHEMA_VERSION]);
  });
}
