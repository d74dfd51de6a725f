import type { Duplex } from 'node:stream';
import { instant, type Instant } from '@miaodai/values';
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import type { DB } from './schema.generated.ts';

export type Db = Kysely<DB>;
/** An open transaction. Whoever opened it commits it; nobody else does. */
export type Tx = Transaction<DB>;

/** What the server may do: rows by the grants of the migrations, never their definitions. */
export const APP_ROLE = 'miaodai_app';

const OIDS = { int8: 20, date: 1082, timestamptz: 1184 } as const;

const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    // Amounts are safe integers: the books check it, and fen() checks again.
    if (oid === OIDS.int8) return (text: string) => safeInteger(text);
    if (oid === OIDS.date) return (text: string) => text;
    if (oid === OIDS.timestamptz) return readInstant;
    return pg.types.getTypeParser(oid, format) as (text: string) => unknown;
  },
};

/** As many statements as the server has, and some; what is made up of ever other numbers of values stays unprepared. */
const MAX_PREPARED = 400;
const MAX_VALUES = 40;
const statementNames = new Map<string, string>();

/**
 * A client that has each statement parsed and planned once per connection (Kysely itself cannot name statements), and that sends
 * what is asked of it in one turn of the event loop together.
 */
class PreparingClient extends pg.Client {
  #corked = false;

  override query(...args: unknown[]): never {
    this.#cork();
    const [text, values, ...rest] = args;
    const name = typeof text === 'string' && Array.isArray(values) ? nameOf(text, values.length) : undefined;
    const query = super.query.bind(this) as (...any: unknown[]) => never;
    return name === undefined ? query(...args) : query({ name, text, values }, ...rest);
  }

  #cork(): void {
    if (this.#corked) return;
    const { stream } = (this as unknown as { connection: { stream: Duplex } }).connection;
    this.#corked = true;
    stream.cork();
    setImmediate(() => {
      this.#corked = false;
      stream.uncork();
    });
  }
}

function nameOf(text: string, values: number): string | undefined {
  const known = statementNames.get(text);
  if (known !== undefined || values === 0 || values > MAX_VALUES || statementNames.size >= MAX_PREPARED) return known;
  const name = `s${statementNames.size}`;
  statementNames.set(text, name);
  return name;
}

export type PoolSettings = { max?: number; role?: string | undefined; applicationName?: string };

/**
 * A pool that a stuck statement or a forgotten transaction cannot exhaust for ever: waiting for a connection, for a lock and in
 * an open transaction each have an end.
 */
export function pool(
  url: string,
  { max = 16, role = APP_ROLE, applicationName = 'miaodai' }: PoolSettings = {},
): pg.Pool {
  const settings = {
    ...(role === '' ? {} : { role }),
    timezone: 'UTC',
    statement_timeout: '30s',
    lock_timeout: '10s',
    idle_in_transaction_session_timeout: '30s',
  };
  const made = new pg.Pool({
    Client: PreparingClient,
    pipeline: true,
    connectionString: url,
    max,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    application_name: applicationName,
    types,
    options: Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
  });
  // An idle connection that breaks is replaced by the pool; a broken one in use fails its own query.
  made.on('error', () => undefined);
  return made;
}

export const database = (connections: pg.Pool): Db =>
  new Kysely<DB>({ dialect: new PostgresDialect({ pool: connections }) });

/** Whether the database takes a statement now. */
export const answers = (db: Db): Promise<boolean> =>
  sql`select 1`.execute(db).then(
    () => true,
    () => false,
  );

/** '2026-11-23 05:38:00.1234+00': our sessions are in UTC, and our instants end at the millisecond. */
function readInstant(text: string): Instant {
  const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?\+00$/.exec(text);
  if (!match) throw new RangeError(`not an instant in UTC: ${text}`);
  const [, day, time, fraction = ''] = match;
  return instant(`${day}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}Z`);
}

function safeInteger(text: string): number {
  const n = Number(text);
  if (!Number.isSafeInteger(n)) throw new RangeError(`beyond safe integers: ${text}`);
  return n;
}
