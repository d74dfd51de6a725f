import { join } from 'node:path';
import { dataFolder, startPostgres } from './embedded-postgres.ts';

/** For command lines: the database that DATABASE_URL names, else the sandbox's; its server is left running where somebody else uses it. */
export async function givenDatabase(): Promise<{ url: string; stop(): Promise<void> }> {
  const given = process.env['DATABASE_URL'];
  if (given) return { url: given, stop: () => Promise.resolve() };
  const server = await startPostgres(join(dataFolder(), 'postgres'));
  const url = server.adminUrl.replace(/\/[^/]*$/, '/miaodai');
  return { url, stop: () => (server.adopted ? Promise.resolve() : server.stop()) };
}
