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
import { together } from '../../platform/db/together.ts';
import type { Missing } from './assemble.rules.ts';
import { DOSSIER_SHAPE, hasShape, type Dossier } from './dossier.rules.ts';
import type { RuleOutcome, Verdict } from './verdict.rules.ts';

const TABLE = 'decision.decisions';

export type Decision = {
  approved: boolean;
  limitFen: Fen;
  annualRatePpm: RatePpm;
  reasons: string[];
  validUntil: BusinessDate;
  decidedAt: Instant;
};
/** A decision with all that it was made of. */
export type Recommendation = Decision & {
  decisionId: DecisionId;
  applicationId: ApplicationId;
  /** A person decides, and this is what they are told. */
  recommended: boolean;
  modelId: string | null;
  modelVersion: string;
  productCode: string | null;
  decidedOn: BusinessDate | null;
  score: number | null;
  grade: string | null;
  outcomes: RuleOutcome[];
  missing: Missing[];
  /** Undefined where its time is over, or where it is older than the models. */
  dossier: Dossier | undefined;
};
export type Gathering = { id: DecisionId; openedAt: Instant; decided: boolean };

/** Begins a decision, or finds the one that has begun: an application has one. */
export async function openDecision(tx: Tx, applicationId: ApplicationId, now: Instant): Promise<Gathering> {
  const opened = tx
    .insertInto(TABLE)
    .values({ decision_id: uuid(), application_id: applicationId, state: 'gathering', opened_at: now })
    .onConflict((conflict) => conflict.column('application_id').doNothing())
    .execute();
  const found = tx
    .selectFrom(TABLE)
    .select(['decision_id', 'opened_at', 'state'])
    .where('application_id', '=', applicationId)
    .executeTakeFirstOrThrow();
  const [, row] = await together([opened, found]);
  return { id: row.decision_id as DecisionId, openedAt: row.opened_at, decided: row.state === 'decided' };
}

type Made = {
  dossier: Dossier;
  verdict: Verdict;
  model: { modelId: string; versionNo: number };
  missing: Missing[];
  recommended: boolean;
  validUntil: BusinessDate;
  now: Instant;
};

/** False where it was decided in the meantime: the first decision stands. */
export async function recordDecision(tx: Tx, vault: Vault, id: DecisionId, made: Made): Promise<boolean> {
  const { dossier, verdict, model, validUntil, now } = made;
  const row = await tx
    .updateTable(TABLE)
    .set({
      state: 'decided',
      dossier_cipher: vault.seal(`${TABLE}.dossier`, id, JSON.stringify(dossier)),
      model_id: model.modelId,
      model_version: `model-${model.versionNo}`,
      product_code: dossier.application.productCode,
      decided_on: dossier.decidedOn,
      outcomes: JSON.stringify(verdict.outcomes),
      approved: verdict.approved,
      recommended: made.recommended,
      limit_fen: verdict.limitFen,
      annual_rate_ppm: verdict.annualRatePpm,
      score: verdict.score,
      grade: verdict.grade,
      reasons: JSON.stringify(verdict.reasons),
      missing: JSON.stringify(made.missing),
      valid_until: validUntil,
      decided_at: now,
    })
    .where('decision_id', '=', id)
    .where('state', '=', 'gathering')
    .returning('decision_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Undefined until it is decided; also where a person decides, for the model has only recommended then. */
export async function decisionOf(tx: Tx | Db, applicationId: ApplicationId): Promise<Decision | undefined> {
  const row = await tx
    .selectFrom(TABLE)
    .select(['approved', 'limit_fen', 'annual_rate_ppm', 'reasons', 'valid_until', 'decided_at'])
    .where('application_id', '=', applicationId)
    .where('state', '=', 'decided')
    .where('recommended', '=', false)
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    approved: row.approved as boolean,
    limitFen: fen(row.limit_fen as number),
    annualRatePpm: ratePpm(row.annual_rate_ppm as number),
    reasons: row.reasons as string[],
    validUntil: row.valid_until as BusinessDate,
    decidedAt: row.decided_at as Instant,
  };
}

const selectStored = (tx: Tx | Db) =>
  tx
    .selectFrom(TABLE)
    .select(['decision_id', 'application_id', 'approved', 'limit_fen', 'annual_rate_ppm', 'reasons', 'valid_until'])
    .select(['decided_at', 'recommended', 'model_id', 'model_version', 'product_code', 'decided_on', 'score', 'grade'])
    .select(['outcomes', 'missing', 'dossier_cipher'])
    .where('state', '=', 'decided');
type Row = Awaited<ReturnType<ReturnType<typeof selectStored>['executeTakeFirstOrThrow']>>;

/** What the model said of an application, whoever decides, with all that it went by. */
export async function recommendationOf(
  tx: Tx | Db,
  vault: Vault,
  applicationId: ApplicationId,
): Promise<Recommendation | undefined> {
  const row = await selectStored(tx).where('application_id', '=', applicationId).executeTakeFirst();
  return row && read(row, vault);
}

type Period = { productCode: string | null; from: BusinessDate; to: BusinessDate };

/** Which decisions of a period there are, the newest first. */
export async function decisionsOf(db: Db, { productCode, from, to }: Period, most: number): Promise<DecisionId[]> {
  let query = db
    .selectFrom(TABLE)
    .select('decision_id')
    .where('state', '=', 'decided')
    .where('decided_on', '>=', from)
    .where('decided_on', '<=', to)
    .orderBy('decided_on', 'desc')
    .orderBy('decision_id', 'desc')
    .limit(most);
  if (productCode !== null) query = query.where('product_code', '=', productCode);
  return (await query.execute()).map((row) => row.decision_id as DecisionId);
}

export async function storedDecisions(db: Db, vault: Vault, ids: readonly DecisionId[]): Promise<Recommendation[]> {
  if (ids.length === 0) return [];
  const rows = await selectStored(db)
    .where('decision_id', 'in', [...ids])
    .execute();
  return rows.map((row) => read(row, vault));
}

function read(row: Row, vault: Vault): Recommendation {
  const kept: unknown =
    row.dossier_cipher && JSON.parse(vault.open(`${TABLE}.dossier`, row.decision_id, row.dossier_cipher));
  return {
    decisionId: row.decision_id as DecisionId,
    applicationId: row.application_id as ApplicationId,
    approved: row.approved as boolean,
    limitFen: fen(row.limit_fen as number),
    annualRatePpm: ratePpm(row.annual_rate_ppm as number),
    reasons: row.reasons as string[],
    validUntil: row.valid_until as BusinessDate,
    decidedAt: row.decided_at as Instant,
    recommended: row.recommended,
    modelId: row.model_id,
    modelVersion: row.model_version as string,
    productCode: row.product_code,
    decidedOn: row.decided_on,
    score: row.score,
    grade: row.grade,
    outcomes: row.outcomes as RuleOutcome[],
    missing: row.missing as Missing[],
    dossier: hasShape(kept, DOSSIER_SHAPE) ? (kept as Dossier) : undefined,
  };
}
