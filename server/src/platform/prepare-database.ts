import { migrate } from './db/migrate.ts';
import { installJobs } from './jobs/boss.ts';

/** Makes or brings forward everything that the server expects of its database. @param ownerUrl may create roles and schemas. */
export async function prepareDatabase(ownerUrl: string): Promise<void> {
  await migrate(ownerUrl);
  await installJobs(ownerUrl);
}
