import type { ApplicationId, Instant } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { asksFaceInEachSession, type Application } from './application.rules.ts';

const TABLE = 'application.faces_shown';

type Shown = { sessionId: string; attemptId: string };

export async function noteFaceShown(tx: Tx, id: ApplicationId, shown: Shown, at: Instant): Promise<void> {
  await tx
    .insertInto(TABLE)
    .values({ application_id: id, session_id: shown.sessionId, attempt_id: shown.attemptId, shown_at: at })
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

/** Every face that was shown for an application, in its order: what proves who they were who went on with it. */
export async function facesShown(
  tx: Tx | Db,
  id: ApplicationId,
): Promise<{ attemptId: string | null; shownAt: Instant }[]> {
  const rows = await tx
    .selectFrom(TABLE)
    .select(['attempt_id', 'shown_at'])
    .where('application_id', '=', id)
    .orderBy('shown_at')
    .execute();
  return rows.map(({ attempt_id: attemptId, shown_at: shownAt }) => ({ attemptId, shownAt }));
}
