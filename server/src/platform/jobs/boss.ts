import { PgBoss } from 'pg-boss';
import { APP_ROLE } from '../db/connect.ts';
import type { Log } from '../telemetry/log.ts';

/** A run that sends no sign of life for so long is taken from its node. The least that pg-boss allows. */
const HEARTBEAT_SECONDS = 10;
export const DEAD_LETTERS = 'dead-letters';

/** pg-boss as the server uses it: it works on rows, as the server's role; the tables are made by installJobs. */
export function createBoss(databaseUrl: string, log: Log, connections: number): PgBoss {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    options: `-c role=${APP_ROLE} -c timezone=UTC`,
    application_name: 'miaodai-jobs',
    max: connections,
    migrate: false,
    createSchema: false,
    reindex: false,
    useListenNotify: true,
    // A dead node's job goes on elsewhere within 15 s: 10 without a sign of life, 1 until that is seen, at most 2 of retry pause,
    // at most 2 until a worker looks.
    superviseIntervalSeconds: 1,
    monitorIntervalSeconds: 1,
    // A worker must soon see that many jobs wait.
    queueCacheIntervalSeconds: 2,
    cronMonitorIntervalSeconds: 15,
  });
  boss.on('error', (error) => log.error({ err: error }, 'job queue'));
  return boss;
}

/** Each queue retries with growing pauses, and ends in the dead letters. */
export async function createQueues(boss: PgBoss, queues: readonly string[]): Promise<void> {
  await boss.createQueue(DEAD_LETTERS, { retentionSeconds: 90 * 86_400 });
  for (const queue of queues) {
    await boss.createQueue(queue, {
      ...{ retryLimit: 8, retryDelay: 1, retryBackoff: true, retryDelayMax: 300 },
      ...{ expireInSeconds: 300, heartbeatSeconds: HEARTBEAT_SECONDS, deadLetter: DEAD_LETTERS, notify: true },
      deleteAfterSeconds: 86_400,
    });
  }
}

/** Makes the queue's tables, as the owner of the database, and lets the server's role work on their rows. */
export async function installJobs(ownerUrl: string): Promise<void> {
  const boss = new PgBoss({ connectionString: ownerUrl, supervise: false, schedule: false, max: 2 });
  await boss.start();
  const db = boss.getDb();
  for (const grant of [
    `grant usage on schema pgboss to ${APP_ROLE}`,
    `grant select, insert, update, delete on all tables in schema pgboss to ${APP_ROLE}`,
    `grant usage on all sequences in schema pgboss to ${APP_ROLE}`,
    `grant execute on all functions in schema pgboss to ${APP_ROLE}`,
  ]) {
    await db.executeSql(grant);
  }
  await boss.stop({ graceful: false });
}
