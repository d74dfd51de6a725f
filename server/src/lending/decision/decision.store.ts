import {
  fen,
  ratePpm,
  type ApplicationId,
  type BusinessDate,
  type DecisionId,
  type Fen,
  type Instant,
  type RatePpm,
} from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { MODEL_VERSION, type Dossier, type Reason, type Verdict } from './decision.rules.ts';

const TABLE = 'decision.decisions';

export type Decision = {
  approved: boolean;
  limitFen: Fen;
  annualRatePpm: RatePpm;
  reasons: Reason[];
  validUntil: BusinessDate;
  decidedAt: Instant;
};
export type Gathering = { id: DecisionId; openedAt: Instant; decided: boolean };

/** Begins a decision, or finds the one that has begun: an application has one. */
export async function openDecision(tx: Tx, applicationId: ApplicationId, now: Instant): Promise<Gathering> {
  await tx
    .insertInto(TABLE)
    .values({ decision_id: uuid(), application_id: applicationId, state: 'gathering', opened_at: now })
    .onConflict((conflict) => conflict.column('application_id').doNothing())
    .execute();
  const row = await tx
    .selectFrom(TABLE)
    .select(['decision_id', 'opened_at', 'state'])
    .where('application_id', '=', applicationId)
    .executeTakeFirstOrThrow();
  return { id: row.decision_id as DecisionId, openedAt: row.opened_at, decided: row.state === 'decided' };
}

/** False where it was decided in the meantime: the first decision stands. */
export async function recordDecision(
  tx: Tx,
  vault: Vault,
  id: DecisionId,
  { dossier, verdict, validUntil, now }: { dossier: Dossier; verdict: Verdict; validUntil: BusinessDate; now: Instant },
): Promise<boolean> {
  const row = await tx
    .updateTable(TABLE)
    .set({
      state: 'decided',
      dossier_cipher: vault.seal(`${TABLE}.dossier`, id, JSON.stringify(dossier)),
      model_version: MODEL_VERSION,
      outcomes: JSON.stringify(verdict.outcomes),
      approved: verdict.approved,
      limit_fen: verdict.limitFen,
      annual_rate_ppm: verdict.annualRatePpm,
      reasons: JSON.stringify(verdict.reasons),
      valid_until: validUntil,
      decided_at: now,
    })
    .where('decision_id', '=', id)
    .where('state', '=', 'gathering')
    .returning('decision_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Undefined until it is decided. */
export async function decisionOf(tx: Tx | Db, applicationId: ApplicationId): Promise<Decision | undefined> {
  const row = await tx
    .selectFrom(TABLE)
    .select(['approved', 'limit_fen', 'annual_rate_ppm', 'reasons', 'valid_until', 'decided_at'])
    .where('application_id', '=', applicationId)
    .where('state', '=', 'decided')
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    approved: row.approved as boolean,
    limitFen: fen(row.limit_fen as number),
    annualRatePpm: ratePpm(row.annual_rate_ppm as number),
    reasons: row.reasons as Reason[],
    validUntil: row.valid_until as BusinessDate,
    decidedAt: row.decided_at as Instant,
  };
}
