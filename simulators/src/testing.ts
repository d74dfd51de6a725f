import { randomBytes } from 'node:crypto';
import pg from 'pg';

export type TemporaryDatabase = { url: string; drop: () => Promise<void> };

/** A database of its own for one test file. `adminUrl` is a server where databases may be created. */
export async function temporaryDatabase(adminUrl = process.env['TEST_DATABASE_URL']): Promise<TemporaryDatabase> {
  if (!adminUrl) throw new Error('TEST_DATABASE_URL is missing: a PostgreSQL server where databases may be created');
  const name = `sim_test_${randomBytes(6).toString('hex')}`;
  await onServer(adminUrl, `create database ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(adminUrl, `drop database if exists ${name} with (force)`) };
}

/** Speaks to the control port; an answer that is no success is a mistake in the test. */
export async function tellSimulators<T>(controlUrl: string, method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${controlUrl}${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text) as T;
}

async function onServer(adminUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
