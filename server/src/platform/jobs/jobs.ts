import { v7 as uuid } from 'uuid';
import { fromKysely, type PgBoss } from 'pg-boss';
import type { Tx } from '../db/connect.ts';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { inSpan } from '../telemetry/trace.ts';
import { AtWork } from './at-work.ts';
import { createBoss, createQueues, DEAD_LETTERS } from './boss.ts';

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
  /** Settles when this process has ended what it has at work of a queue for a subject; undefined where it has nothing. */
  atWork(queue: string, subject: string): Promise<void> | undefined;
  /** Runs a queue's handler by the clock as well. */
  cron(queue: string, expression: string): Promise<void>;
  /** Jobs that were given up, oldest first, for a person. */
  deadLetters(limit: number): Promise<{ queue: string; subject: string; failedAt: string }[]>;
}

/** The direct attempt has so long before a worker, here or elsewhere, takes the job. */
const BACKSTOP_SECONDS = 8;
/** Direct attempts at once; beyond it the queue takes over, so that a flood cannot eat the connections. */
const MAX_DIRECT = 32;
/**
 * A worker is told of new jobs at once, looks by itself every other second for those whose time has come, and does not pause while
 * more wait than there are workers.
 */
const WORK = {
  ...{ pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 2, burstWhenReadyExceeds: 4 },
  ...{ localConcurrency: 4, batchSize: 1 },
};

type Settings = { databaseUrl: string; log: Log; metrics: Metrics; connections?: number };
type Lifecycle = {
  /** Starts to take jobs. */
  start(table: Readonly<Record<string, Handler>>): Promise<void>;
  /** Takes no more jobs and waits for those at work. */
  stop(): Promise<void>;
};

export function createJobs({ databaseUrl, log, metrics, connections = 6 }: Settings): Jobs & Lifecycle {
  const boss = createBoss(databaseUrl, log, connections);
  const handlers = new Map<string, Handler>();
  const atWork = new AtWork();
  const run = runner(boss, handlers, log, metrics);
  let direct = 0;
  let stopping = false;

  return {
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
        const ended = () => void (direct -= 1);
        // A failure has been logged; the queued job tries again.
        void atWork.track(`${queue} ${subject}`, run(queue, jobId, subject)).then(ended, ended);
      }
    },
    atWork: (queue, subject) => atWork.of(`${queue} ${subject}`),
    async cron(queue, expression) {
      await boss.schedule(queue, expression, { subject: queue }, { tz: 'Asia/Shanghai' });
    },
    async deadLetters(limit) {
      const found = await boss.findJobs<{ subject: string }>(DEAD_LETTERS, { limit });
      return found.map(({ data, createdOn, sourceName }) => ({
        queue: sourceName ?? '',
        subject: data.subject,
        failedAt: createdOn.toISOString(),
      }));
    },
    async start(table) {
      for (const [queue, handler] of Object.entries(table)) handlers.set(queue, handler);
      await boss.start();
      await createQueues(boss, Object.keys(table));
      for (const queue of Object.keys(table)) {
        await boss.work<{ subject: string }>(queue, WORK, async ([job]) => {
          if (job) await atWork.track(`${queue} ${job.data.subject}`, run(queue, job.id, job.data.subject));
        });
      }
    },
    async stop() {
      stopping = true;
      await Promise.all([...handlers.keys()].map((queue) => boss.offWork(queue)));
      await atWork.quiet();
      await boss.stop({ graceful: true, timeout: 10_000 });
    },
  };
}

/** One run, and its trace in the log and the metrics; an error goes on to whoever started it. */
function runner(boss: PgBoss, handlers: ReadonlyMap<string, Handler>, log: Log, metrics: Metrics) {
  return async (queue: string, jobId: string, subject: string): Promise<void> => {
    const completeIn = async (tx: Tx) =>
      void (await boss.complete(queue, jobId, null, { db: fromKysely(tx), includeQueued: true }));
    try {
      await inSpan(queue, { subject }, () => (handlers.get(queue) as Handler)({ subject, completeIn }));
      metrics.jobs.inc({ queue, result: 'done' });
    } catch (error) {
      metrics.jobs.inc({ queue, result: 'failed' });
      log.error({ err: error, queue, subject }, 'a job failed and will be tried again');
      throw error;
    }
  };
}
