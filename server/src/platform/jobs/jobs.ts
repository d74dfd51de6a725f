import { v7 as uuid } from 'uuid';
import { fromKysely, PgBoss } from 'pg-boss';
import type { Tx } from '../db/connect.ts';
import { APP_ROLE } from '../db/connect.ts';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';

/** A job that a transaction has put in the queue. */
export type Emitted = { queue: string; subject: string; jobId: string; now: boolean };

/** One run of a job. `completeIn` commits together with the effect, so that a crash never runs an effect twice. */
export type Job = { subject: string; completeIn(tx: Tx): Promise<void> };
export type Handler = (job: Job) => Promise<void>;

/** What the product asks of a job queue; pg-boss is behind it and nowhere else. */
export interface Jobs {
  /** In the caller's transaction: the job exists if and only if the fact that calls for it does. */
  enqueue(tx: Tx, queue: string, subject: string, options?: { afterSeconds?: number }): Promise<Emitted>;
  /** The first attempt, in this process and at once; the queued job is the backstop. */
  startNow(emitted: readonly Emitted[]): void;
  /** Settles when this process has nothing at work for the subject, be it one that has just begun. */
  quiet(subject: string): Promise<void>;
  /** Runs a queue's handler by the clock as well. */
  cron(queue: string, expression: string): Promise<void>;
  /** Jobs that were given up, oldest first, for a person. */
  deadLetters(limit: number): Promise<{ queue: string; subject: string; failedAt: string }[]>;
}

/** The direct attempt has so long before a worker, here or elsewhere, takes the job. */
const BACKSTOP_SECONDS = 8;
/** A run that sends no sign of life for so long is taken from its node. The least that pg-boss allows. */
const HEARTBEAT_SECONDS = 10;
/** Direct attempts at once; beyond it the queue takes over, so that a flood cannot eat the connections. */
const MAX_DIRECT = 32;
const DEAD = 'dead-letters';

type Settings = { databaseUrl: string; log: Log; metrics: Metrics; connections?: number };

export function createJobs({ databaseUrl, log, metrics, connections = 6 }: Settings) {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    options: `-c role=${APP_ROLE} -c timezone=UTC`,
    application_name: 'miaodai-jobs',
    max: connections,
    migrate: false,
    createSchema: false,
    reindex: false,
    useListenNotify: true,
    superviseIntervalSeconds: 2,
    monitorIntervalSeconds: 2,
    cronMonitorIntervalSeconds: 15,
  });
  boss.on('error', (error) => log.error({ err: error }, 'job queue'));
  const handlers = new Map<string, Handler>();
  const atWork = new Map<string, Set<Promise<void>>>();
  let direct = 0;
  let stopping = false;

  /** One run, and its trace in the log and the metrics; an error goes on to whoever started it. */
  async function run(queue: string, jobId: string, subject: string): Promise<void> {
    const completeIn = async (tx: Tx) =>
      void (await boss.complete(queue, jobId, null, { db: fromKysely(tx), includeQueued: true }));
    try {
      await (handlers.get(queue) as Handler)({ subject, completeIn });
      metrics.jobs.inc({ queue, result: 'done' });
    } catch (error) {
      metrics.jobs.inc({ queue, result: 'failed' });
      log.error({ err: error, queue, subject }, 'a job failed and will be tried again');
      throw error;
    }
  }

  function track(subject: string, work: Promise<void>): Promise<void> {
    const running = atWork.get(subject) ?? new Set();
    atWork.set(subject, running.add(work));
    return work.finally(() => {
      running.delete(work);
      if (running.size === 0 && atWork.get(subject) === running) atWork.delete(subject);
    });
  }

  const jobs: Jobs = {
    async enqueue(tx, queue, subject, { afterSeconds } = {}) {
      const jobId = uuid();
      const startAfter = afterSeconds ?? BACKSTOP_SECONDS;
      await boss.send(queue, { subject }, { id: jobId, startAfter, db: fromKysely(tx) });
      return { queue, subject, jobId, now: afterSeconds === undefined };
    },
    startNow(emitted) {
      for (const { queue, jobId, subject, now } of emitted) {
        if (!now || stopping || direct >= MAX_DIRECT || !handlers.has(queue)) continue;
        direct += 1;
        // A failure has been logged; the queued job tries again.
        void track(subject, run(queue, jobId, subject)).then(
          () => (direct -= 1),
          () => (direct -= 1),
        );
      }
    },
    async quiet(subject) {
      for (let running = atWork.get(subject); running && running.size > 0; running = atWork.get(subject)) {
        await Promise.allSettled(running);
      }
    },
    async cron(queue, expression) {
      await boss.schedule(queue, expression, { subject: queue }, { tz: 'Asia/Shanghai' });
    },
    async deadLetters(limit) {
      const found = await boss.findJobs<{ subject: string; queue?: string }>(DEAD, { limit });
      return found.map(({ data, createdOn, sourceName }) => ({
        queue: sourceName ?? '',
        subject: data.subject,
        failedAt: createdOn.toISOString(),
      }));
    },
  };

  /** Starts to take jobs. Each queue retries with growing pauses, and ends in the dead letters. */
  async function start(table: Readonly<Record<string, Handler>>): Promise<void> {
    for (const [queue, handler] of Object.entries(table)) handlers.set(queue, handler);
    await boss.start();
    await boss.createQueue(DEAD, { retentionSeconds: 90 * 86_400 });
    for (const queue of Object.keys(table)) {
      await boss.createQueue(queue, {
        ...{ retryLimit: 8, retryDelay: 2, retryBackoff: true, retryDelayMax: 300 },
        ...{ expireInSeconds: 300, heartbeatSeconds: HEARTBEAT_SECONDS, deadLetter: DEAD, notify: true },
        deleteAfterSeconds: 86_400,
      });
      const options = { pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 2, localConcurrency: 4, batchSize: 1 };
      await boss.work<{ subject: string }>(queue, options, async ([job]) => {
        if (job) await track(job.data.subject, run(queue, job.id, job.data.subject));
      });
    }
  }

  /** Takes no more jobs and waits for those at work. */
  async function stop(): Promise<void> {
    stopping = true;
    await Promise.allSettled([...atWork.values()].flatMap((running) => [...running]));
    await boss.stop({ graceful: true, timeout: 10_000 });
  }

  return { ...jobs, start, stop };
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
