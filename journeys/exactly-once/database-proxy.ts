import { connect, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { messages, startup, type Message } from './wire-messages.ts';

/**
 * A point at which a transaction of the server becomes durable: the tables that it has written, in their order, name it, so that
 * the same point is found again in another run, however the connections interleave.
 */
export type CommitPoint = { application: string; tables: string };
/** 'before': PostgreSQL never sees the commit. 'after': it has committed, and the server never learns of it. */
export type Moment = 'before' | 'after';
export type Watch = (point: CommitPoint, moment: Moment) => 'go on' | 'cut';

export type DatabaseProxy = {
  /** The database as the server is to reach it. */
  url: string;
  /** Asked at every commit point from now on; where it says 'cut', nothing more passes on any connection. */
  watch(watch: Watch): void;
  /** Passes everything again, for the connections that are made from now on. */
  mend(): void;
  close(): Promise<void>;
};

/**
 * Stands between a server and its PostgreSQL and understands just enough of the wire protocol to see commits: that of an explicit
 * transaction, and that of a writing statement outside of one.
 */
export async function databaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const target = new URL(databaseUrl);
  const [host, port] = [target.hostname, Number(target.port)];
  const sockets = new Set<Socket>();
  let watch: Watch = () => 'go on';
  let cut = false;
  const listening: Server = createServer((client) => {
    const upstream = connect(port, host);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      // A kill or a cut shows as a reset; either way the other side is told by the close.
      socket
        .on('error', () => undefined)
        .on('close', () => (sockets.delete(socket), client.destroy(), upstream.destroy()));
    }
    const decide: Watch = (point, moment) => {
      if (watch(point, moment) === 'cut') cut = true;
      return cut ? 'cut' : 'go on';
    };
    const course = new Course(decide);
    client.on('data', (chunk) => pass(upstream, course.fromServer(chunk)));
    upstream.on('data', (chunk) => pass(client, course.fromDatabase(chunk)));
  });

  function pass(to: Socket, bytes: Buffer): void {
    if (cut) for (const socket of sockets) socket.destroy();
    else if (bytes.length > 0) to.write(bytes);
  }

  listening.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  target.port = String((listening.address() as { port: number }).port);
  return {
    url: target.href,
    watch: (wanted) => void (watch = wanted),
    mend: () => {
      watch = () => 'go on';
      cut = false;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      listening.close();
      await once(listening, 'close');
    },
  };
}

const WRITES =
  /\b(?:insert\s+into|update|delete\s+from)\s+"?(\w+)"?\s*\.\s*"?(\w+)"?|\b(ledger)\.post(?:_many)?\s*\(/gi;

/**
 * One connection: which transaction is open on it and what that has written. The server sends several statements before the answer to the
 * first, so what is open is told by what was sent, and each answer belongs to the statement whose turn it is.
 */
class Course {
  readonly #decide: Watch;
  readonly #server = messages('server');
  readonly #database = messages('database');
  readonly #prepared = new Map<string, string>();
  /** For each statement that was sent and not answered: the point at which its answer says that it is durable. */
  readonly #unanswered: (CommitPoint | undefined)[] = [];
  #tables: string[] = [];
  #application = '';
  #begun = false;
  #open = false;
  #bound: CommitPoint | undefined;

  constructor(decide: Watch) {
    this.#decide = decide;
  }

  fromServer(chunk: Buffer): Buffer {
    const passed: Buffer[] = [];
    let rest = chunk;
    if (!this.#begun) {
      const { parameters, length } = startup(chunk);
      this.#application = parameters['application_name'] ?? '';
      this.#begun = true;
      passed.push(chunk.subarray(0, length));
      rest = chunk.subarray(length);
    }
    for (const message of this.#server(rest)) {
      if (message.type === 'P') this.#prepared.set(message.statement, message.sql);
      if (message.type === 'Q' || message.type === 'B') {
        const point = this.#commits(message);
        if (point && this.#decide(point, 'before') === 'cut') break;
        if (message.type === 'Q') this.#unanswered.push(point);
        else this.#bound = point;
      }
      if (message.type === 'S') {
        this.#unanswered.push(this.#bound);
        this.#bound = undefined;
      }
      passed.push(message.bytes);
    }
    return Buffer.concat(passed);
  }

  fromDatabase(chunk: Buffer): Buffer {
    const passed: Buffer[] = [];
    for (const message of this.#database(chunk)) {
      const point = message.type === 'Z' ? this.#unanswered.shift() : undefined;
      if (point && message.status === 'I' && this.#decide(point, 'after') === 'cut') break;
      passed.push(message.bytes);
    }
    return Buffer.concat(passed);
  }

  /** The point where this statement makes something durable that was written. */
  #commits({ type, sql, statement: name }: Message): CommitPoint | undefined {
    const statement = type === 'Q' ? sql : (this.#prepared.get(name) ?? '');
    for (const [, schema, table, books] of statement.matchAll(WRITES)) {
      const written = books ?? `${schema}.${table}`;
      if (!this.#tables.includes(written)) this.#tables.push(written);
    }
    if (/^\s*(?:begin|start)\b(?!.*\bcommit\b)/is.test(statement)) this.#open = true;
    if (this.#open && !/^\s*(?:commit|rollback(?!\s+to\b))\b/i.test(statement)) return undefined;
    const tables = /^\s*rollback\b/i.test(statement) ? [] : this.#tables;
    this.#open = false;
    this.#tables = [];
    return tables.length > 0 ? { application: this.#application, tables: tables.join(' ') } : undefined;
  }
}
