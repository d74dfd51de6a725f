import type { ApplicationId } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';

const TABLE = 'decision.decisions';

/** What an officer reads of a decision: each rule, and the figures that it was made from, in the shape that they then had. */
export type Recommendation = {
  modelVersion: string;
  score: number | null;
  outcomes: { rule: string; passed: boolean; value: number; limit: number }[];
  dossier: unknown;
};

/** Undefined until it is decided. */
export async function recommendationOf(
  tx: Tx | Db,
  vault: Vault,
  applicationId: ApplicationId,
): Promise<Recommendation | undefined> {
  const row = await tx
    .selectFrom(TABLE)
    .select(['decision_id', 'model_version', 'score', 'outcomes', 'dossier_cipher'])
    .where('application_id', '=', applicationId)
    .where('state', '=', 'decided')
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    modelVersion: row.model_version ?? '',
    score: row.score,
    outcomes: (row.outcomes ?? []) as Recommendation['outcomes'],
    dossier: row.dossier_cipher && JSON.parse(vault.open(`${TABLE}.dossier`, row.decision_id, row.dossier_cipher)),
  };
}
