import { join } from 'node:path';
import { dataFolder } from '../server/src/platform/db/embedded-postgres.ts';
import { ensureTemplate } from '../server/test-kit/database.ts';
import { sharePostgres } from '../server/test-kit/shared-postgres.ts';

/**
 * What all tests share: one PostgreSQL and in it a template with every migration applied. Throw-away data, so it does not
 * wait for the disk; what durability promises is measured in bench/, on a server that does.
 */
export async function setUp(): Promise<{ env: Record<string, string>; tearDown(): Promise<void> }> {
  const given = process.env['TEST_DATABASE_URL'] ?? process.env['DATABASE_URL'];
  const server = given
    ? { adminUrl: given, letGo: () => Promise.resolve() }
    : await sharePostgres(join(dataFolder(), 'test-postgres'), [
        'fsync=off',
        'full_page_writes=off',
        'max_connections=400',
      ]);
  await ensureTemplate(server.adminUrl);
  return { env: { TEST_DATABASE_URL: server.adminUrl }, tearDown: () => server.letGo() };
}
