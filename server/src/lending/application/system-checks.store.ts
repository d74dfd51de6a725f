import type { ApplicationId, Instant } from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { Finding } from './check-system.rules.ts';

const TABLE = 'application.system_checks';

export type SystemCheck = { passed: boolean; findings: Finding[]; at: Instant };

export async function insertSystemCheck(
  tx: Tx,
  id: ApplicationId,
  { passed, findings, at }: SystemCheck,
): Promise<void> {
  await tx
    .insertInto(TABLE)
    .values({
      ...{ check_id: uuid(), application_id: id, checked_at: at, passed },
      findings: JSON.stringify(findings),
    })
    .execute();
}

/** The latest check of an application, if any was made. */
export async function systemCheckOf(tx: Tx | Db, id: ApplicationId): Promise<SystemCheck | undefined> {
  const row = await tx
    .selectFrom(TABLE)
    .select(['passed', 'findings', 'checked_at'])
    .where('application_id', '=', id)
    .orderBy('checked_at', 'desc')
    .orderBy('check_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { passed: row.passed, findings: row.findings as Finding[], at: row.checked_at };
}
