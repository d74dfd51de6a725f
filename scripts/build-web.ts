// Builds the front ends when their sources have changed since the last build.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'vite';
import { root } from './root.ts';

/** The front ends, each with what it is made of. */
const fronts = {
  h5: ['web/h5', 'web/ui', 'shared', 'package-lock.json'],
  console: ['web/console', 'shared', 'package-lock.json'],
} as const;
type Front = keyof typeof fronts;

/** Each dist holds the front end of the sources as they are now, afterwards. True where one had to be built. */
export async function buildWeb(): Promise<boolean> {
  const built: boolean[] = [];
  for (const front of Object.keys(fronts) as Front[]) built.push(await buildFront(front));
  return built.includes(true);
}

async function buildFront(front: Front): Promise<boolean> {
  const app = path.join(root, 'web', front);
  const dist = path.join(app, 'dist');
  const wanted = hashOfSources(fronts[front]);
  if (readStamp(dist) === wanted) return false;

  // Built aside and moved into place: a server or a second build never meets half a front end.
  const work = path.join(root, '.data', `web-build-${process.pid}-${front}`);
  const outDir = path.join(work, 'dist');
  try {
    await mkdir(work, { recursive: true });
    await build({ root: app, logLevel: 'warn', build: { outDir, emptyOutDir: true } });
    await writeFile(path.join(outDir, stampName), wanted);
    if (existsSync(dist)) await rename(dist, path.join(work, 'before'));
    await rename(outDir, dist);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return true;
}

const stampName = '.sources';
const notSources = new Set(['node_modules', 'dist', '.data', '.artefacts']);

function readStamp(dist: string): string | undefined {
  const stamp = path.join(dist, stampName);
  return existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined;
}

function hashOfSources(sources: readonly string[]): string {
  const hash = createHash('sha256');
  // Which of the two libraries the front end is built on is part of what is built.
  hash.update(process.env['H5_ON_REACT'] ?? '');
  for (const source of sources) add(source);
  return hash.digest('hex');

  function add(file: string): void {
    const full = path.join(root, file);
    if (statSync(full).isDirectory()) {
      for (const entry of readdirSync(full).toSorted()) if (!notSources.has(entry)) add(`${file}/${entry}`);
    } else {
      hash.update(`${file}\0`).update(readFileSync(full)).update('\0');
    }
  }
}
