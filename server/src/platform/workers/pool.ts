import { Worker, type Transferable } from 'node:worker_threads';
import type { Answered, Sent } from './serve-tasks.ts';

/** More waits than is of use to anyone; what asks may ask again later. Its code is what a web server goes by. */
export class Overloaded extends Error {
  readonly code = 'OVERLOADED';
  constructor(name: string) {
    super(`${name}: too many tasks wait`);
  }
}

type Settings = {
  /** A script of TypeScript that calls `serveTasks`. */
  file: URL;
  name: string;
  threads: number;
  /** So many tasks may wait for a thread; the next one is refused at once. */
  maxWaiting: number;
  /** A task that takes longer is stuck: its worker is ended with it. The start of a worker counts. */
  deadlineMs?: number;
  /** So long it may go on after its task was given up: native code that is cut off in the middle takes the whole process with it. */
  graceMs?: number;
  /** A worker that has had nothing to do for so long gives its memory back. */
  idleMs?: number;
};

export type WorkerPool<In, Out> = {
  /** @throws Overloaded; or why the task failed. */
  run(task: In, transfer?: readonly Transferable[]): Promise<Out>;
  /** Fails what waits and what is at work, and ends the workers. */
  stop(): Promise<void>;
};

type Task = {
  task: unknown;
  transfer: readonly Transferable[];
  resolve(result: unknown): void;
  reject(cause: Error): void;
};

/** Threads for work that would hold the event loop up. They begin with the first task and keep no process alive. */
export function createWorkerPool<In, Out>(settings: Settings): WorkerPool<In, Out> {
  const { name, threads, maxWaiting } = settings;
  const waiting: Task[] = [];
  const members = new Set<Member>();
  let stopped = false;

  /** The next task for whoever is free, a new worker where nobody is and there may be one more. */
  function next(): void {
    while (waiting.length > 0) {
      const free = [...members].find((member) => member.isFree()) ?? begin();
      if (!free) return;
      free.take(waiting.shift() as Task);
    }
  }

  function begin(): Member | undefined {
    if (members.size >= threads) return undefined;
    const member: Member = new Member(settings, {
      free: next,
      gone: () => {
        members.delete(member);
        next();
      },
    });
    members.add(member);
    return member;
  }

  return {
    run: (task, transfer = []) =>
      new Promise<Out>((resolve, reject) => {
        if (stopped) return reject(new Error(`${name} has been stopped`));
        if (waiting.length >= maxWaiting && !hasRoom()) return reject(new Overloaded(name));
        waiting.push({ task, transfer, resolve, reject });
        next();
      }),
    async stop() {
      stopped = true;
      for (const { reject } of waiting.splice(0)) reject(new Error(`${name} is stopping`));
      await Promise.all([...members].map((member) => member.end(`${name} is stopping`)));
    },
  };

  function hasRoom(): boolean {
    return members.size < threads || [...members].some((member) => member.isFree());
  }
}

/** One worker thread: free, at work, or ended for good. Another one takes its place. */
class Member {
  readonly #worker: Worker;
  readonly #settings: Settings;
  readonly #on: { free(): void; gone(): void };
  #task: Task | undefined;
  #no = 0;
  #ended = false;
  #gone = false;
  #atWork = false;
  /** Called once the worker is between two tasks. */
  #pausing: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(settings: Settings, on: { free(): void; gone(): void }) {
    this.#settings = settings;
    this.#on = on;
    this.#worker = new Worker(settings.file, { name: settings.name, execArgv: [] });
    this.#worker.unref();
    this.#worker.on('message', (answer: Answered) => this.#answered(answer));
    this.#worker.on('error', (error) => this.#lost(new Error(`${settings.name}: ${String(error)}`, { cause: error })));
    this.#worker.on('exit', (code) => this.#lost(new Error(`${settings.name}: a worker ended with code ${code}`)));
  }

  isFree(): boolean {
    return !this.#ended && this.#task === undefined;
  }

  take(task: Task): void {
    const { deadlineMs = 20_000, name } = this.#settings;
    this.#task = task;
    this.#atWork = true;
    this.#no += 1;
    // Somebody waits for this one.
    this.#worker.ref();
    this.#setTimer(deadlineMs, () => void this.end(`${name}: a task took longer than ${deadlineMs} ms`));
    try {
      this.#worker.postMessage({ no: this.#no, task: task.task } satisfies Sent, task.transfer);
    } catch (error) {
      this.#atWork = false;
      this.#settle(({ reject }) => reject(error as Error));
    }
  }

  /** Its task fails at once. The thread goes when it has come back from what it does, or has not for too long; its place is taken till then. */
  async end(why: string): Promise<void> {
    this.#giveUp(new Error(why));
    if (this.#atWork) await this.#pause();
    await this.#worker.terminate();
  }

  #pause(): Promise<void> {
    const { graceMs = 30_000 } = this.#settings;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, graceMs);
      this.#pausing.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  #answered(answer: Answered): void {
    if (answer.no !== this.#no) return;
    this.#atWork = false;
    for (const go of this.#pausing.splice(0)) go();
    if (this.#ended) return;
    this.#settle((task) => {
      if ('failure' in answer) task.reject(new Error(answer.failure));
      else task.resolve(answer.result);
    });
  }

  #settle(tell: (task: Task) => void): void {
    const { idleMs = 5 * 60_000, name } = this.#settings;
    const task = this.#task;
    this.#task = undefined;
    this.#worker.unref();
    this.#setTimer(idleMs, () => void this.end(`${name} idles`)).unref();
    if (task) tell(task);
    this.#on.free();
  }

  #giveUp(cause: Error): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#task?.reject(cause);
    this.#task = undefined;
  }

  #lost(cause: Error): void {
    this.#giveUp(cause);
    this.#atWork = false;
    for (const go of this.#pausing.splice(0)) go();
    if (this.#gone) return;
    this.#gone = true;
    this.#on.gone();
  }

  #setTimer(ms: number, then: () => void): NodeJS.Timeout {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(then, ms);
    return this.#timer;
  }
}
