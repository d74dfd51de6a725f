import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dataFolder } from '../server/src/platform/db/embedded-postgres.ts';

/** Where a running sandbox can be found by the commands that use it (`npm run demo`). */
export type Sandbox = { url: string; controlUrl: string; databaseUrl: string };

const FILE = join(dataFolder(), 'sandbox.json');

export function writeSandboxFile(sandbox: Sandbox): void {
  mkdirSync(dirname(FILE), { recursive: true });
  writeFileSync(FILE, `${JSON.stringify(sandbox, null, 1)}\n`);
}

/** The sandbox that answers now; undefined where none does. */
export async function findSandbox(): Promise<Sandbox | undefined> {
  try {
    const sandbox = JSON.parse(readFileSync(FILE, 'utf8')) as Sandbox;
    const response = await fetch(`${sandbox.url}/readyz`, { signal: AbortSignal.timeout(2_000) });
    return response.ok ? sandbox : undefined;
  } catch {
    return undefined; // No file, or nobody there: the caller says what to do.
  }
}
