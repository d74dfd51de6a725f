import { CompiledQuery, PostgresDialect, PostgresDriver, Transaction, type DatabaseConnection } from 'kysely';
import type { Db, Tx } from './connect.ts';
import type { DB } from './schema.generated.ts';

/** What PostgreSQL says to each statement behind the one that failed. */
const GIVEN_UP = '25P02';

/** The SQLSTATE of a database error, or ''. */
export const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';

/**
 * Sends the statements of one transaction together instead of one after the other; the database takes them in their order. Waits for
 * all of them also where one fails, since nothing may be sent behind the rollback.
 * @throws what the first of them threw; that the transaction was given up already is told only where nothing says why.
 */
export async function together<const Statements extends readonly Promise<unknown>[]>(
  statements: Statements,
): Promise<{ -readonly [Place in keyof Statements]: Awaited<Statements[Place]> }> {
  const settled = await Promise.allSettled(statements);
  const failures = settled.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason as unknown);
  if (failures.length > 0) throw failures.find((failure) => codeOf(failure) !== GIVEN_UP) ?? failures[0];
  return settled.map((outcome) => (outcome as PromiseFulfilledResult<unknown>).value) as never;
}

/**
 * One transaction, on which statements may go out together: Kysely's own sends each when the one before has been answered. `begin` goes
 * out with the first of them. All that the work has begun must have ended when it returns or throws.
 */
export const inTransaction = <T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> =>
  db.getExecutor().provideConnection(async (connection) => {
    const begun = connection.executeQuery(CompiledQuery.raw('begin'));
    begun.catch(() => undefined); // Told before the commit.
    try {
      const result = await work(on(connection, db));
      await begun;
      await driver.commitTransaction(connection);
      return result;
    } catch (error) {
      await driver.rollbackTransaction(connection as PostgresConnection).catch(() => undefined); // The connection is thrown away; the cause counts.
      throw error;
    }
  });

/** Only for how it commits and rolls back; the connections are the caller's. */
type PostgresConnection = Parameters<PostgresDriver['rollbackTransaction']>[0];
const driver = new PostgresDriver({ pool: () => Promise.reject(new Error('has no connections')) });
const dialect = new PostgresDialect({ pool: () => Promise.reject(new Error('has no connections')) });
const transactions = new WeakMap<DatabaseConnection, Tx>();

function on(connection: DatabaseConnection, db: Db): Tx {
  const known = transactions.get(connection);
  if (known) return known;
  const executor = db.getExecutor().withConnectionProvider({ provideConnection: (consumer) => consumer(connection) });
  const tx = new Transaction<DB>({ config: { dialect }, dialect, driver, executor });
  transactions.set(connection, tx);
  return tx;
}
