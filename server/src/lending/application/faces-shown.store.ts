import type { ApplicationId, Instant } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { asksFaceInEachSession, type Application } from './application.rules.ts';

const TABLE = 'application.faces_shown';

export async function noteFaceShown(tx: Tx, id: ApplicationId, sessionId: string, at: Instant): Promise<void> {
  await tx
    .insertInto(TABLE)
    .values({ application_id: id, session_id: sessionId, shown_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Whoever has come back in another session must show their face before going on with what they have filled in (APP-4). */
export async function mustShowFaceAgain(
  tx: Tx | Db,
  { id, step }: Pick<Application, 'id' | 'step'>,
  sessionId: string,
): Promise<boolean> {
  if (!asksFaceInEachSession(step)) return false;
  const shown = await tx
    .selectFrom(TABLE)
    .select('shown_at')
    .where('application_id', '=', id)
    .where('session_id', '=', sessionId)
    .executeTakeFirst();
  return shown === undefined;
}
