// Installs the packages of the lock file when they are not there yet, and finds the Node to run on.
// Plain JavaScript without packages, because it runs before there are any.
import { spawn, spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Installs if the lock file asks for something else than what was installed last, and says which Node to run. */
export async function ensureInstalled() {
  const wanted = lockHash();
  const stamp = readStamp();
  if (stamp?.lock === wanted && fs.existsSync(stamp.node)) return stamp;
  return withInstallLock(async () => {
    // Another start may have installed while this one waited.
    const fresh = readStamp();
    if (fresh?.lock === wanted && fs.existsSync(fresh.node)) return fresh;
    if (!holdsWhatTheLockSays()) await npmCi();
    const installed = { lock: wanted, node: nodeToRun() };
    fs.writeFileSync(stampFile, JSON.stringify(installed));
    return installed;
  });
}

const stampFile = path.join(root, 'node_modules', '.miaodai-stamp.json');
const pinnedNode = path.join(root, 'node_modules', '.bin', 'node');
const pinnedPlatforms = ['linux-x64', 'linux-arm64', 'darwin-arm64'];
const platform = `${process.platform}-${process.arch}`;
const lockFile = path.join(root, 'package-lock.json');

function lockHash() {
  return createHash('sha256').update(fs.readFileSync(lockFile)).update(platform).digest('hex');
}

/** Its path to Node is absolute: a project folder that was moved or copied is looked at again. */
function readStamp() {
  try {
    return JSON.parse(fs.readFileSync(stampFile, 'utf8'));
  } catch {
    return undefined;
  }
}

/** True where `npm install` or `npm ci` by hand has already brought in what the lock file says. */
function holdsWhatTheLockSays() {
  if (pinnedPlatforms.includes(platform) && !fs.existsSync(pinnedNode)) return false;
  try {
    const wanted = JSON.parse(fs.readFileSync(lockFile, 'utf8')).packages;
    const held = JSON.parse(fs.readFileSync(path.join(root, 'node_modules', '.package-lock.json'), 'utf8')).packages;
    return Object.entries(wanted).every(([name, entry]) => {
      if (!name.includes('node_modules/')) return true;
      const other = held[name];
      if (other === undefined) return entry.optional === true;
      return other.version === entry.version && other.integrity === entry.integrity && other.link === entry.link;
    });
  } catch {
    return false;
  }
}

async function npmCi() {
  console.error('Installing the packages of package-lock.json; this takes up to a minute …');
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  // npm replaces node_modules, so it must not itself run on the Node inside.
  const outside = (process.env.PATH ?? '').split(path.delimiter).filter((dir) => !dir.includes('node_modules'));
  const env = { ...process.env, PATH: outside.join(path.delimiter) };
  const npm = spawn('npm', args, { cwd: root, env, stdio: ['ignore', 2, 2] });
  const problem = await new Promise((done) => {
    npm.on('error', (error) => done(`npm does not start (${error.message}); it comes with Node: https://nodejs.org`));
    npm.on('exit', (code, signal) => done(code === 0 ? undefined : `npm ci failed (${signal ?? code}); see above.`));
  });
  if (problem !== undefined) throw new Error(problem);
}

function nodeToRun() {
  const pinned = spawnSync(pinnedNode, ['--version'], { encoding: 'utf8' });
  if (pinned.status === 0) return pinnedNode;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  const why = pinned.error?.message ?? pinned.stderr.trim();
  throw new Error(
    `No Node to run on: the pinned one comes as an npm package for ${pinnedPlatforms.join(', ')}; ` +
      `this machine is ${platform} (${why}), and its own Node ${process.version} is older than 22.18.\n` +
      'Install Node 24 (https://nodejs.org or `nvm install 24`) and run the same command again.',
  );
}

// ── One installation at a time ────────────────────────────────────────────────────────────────────────────────────
// The holder touches its lock file every second. A file nobody has touched for ten seconds belongs to a dead process;
// process numbers would not do, because two containers may share the folder.

const installLock = path.join(root, '.data', 'install.lock');
const aliveMillis = 10_000;

async function withInstallLock(work) {
  fs.mkdirSync(path.dirname(installLock), { recursive: true });
  const mine = randomUUID();
  let told = false;
  while (!tryLock(mine)) {
    if (!told) console.error('Waiting for another start of this project that is installing …');
    told = true;
    removeIfAbandoned();
    await delay(200);
  }
  const beat = setInterval(() => touch(installLock), 1000);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    if (readText(installLock) === mine) fs.rmSync(installLock, { force: true });
  }
}

function tryLock(mine) {
  try {
    fs.writeFileSync(installLock, mine, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function removeIfAbandoned() {
  const owner = readText(installLock);
  const age = Date.now() - (fs.statSync(installLock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  if (owner === undefined || age < aliveMillis) return;
  const aside = `${installLock}.${randomUUID()}`;
  try {
    fs.renameSync(installLock, aside);
    // A third process may have taken the lock between the look and the rename: then it is given back.
    if (readText(aside) !== owner) fs.linkSync(aside, installLock);
  } catch {
    // Another waiter was faster.
  }
  fs.rmSync(aside, { force: true });
}

function touch(file) {
  try {
    fs.utimesSync(file, new Date(), new Date());
  } catch {
    // Taken away while this process was stopped for long: the work goes on, npm's own result decides.
  }
}

function readText(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
