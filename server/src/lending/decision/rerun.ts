import { ok, refuse, type ApplicationId, type Result } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db } from '../../platform/db/connect.ts';
import { recommendationOf, type Recommendation } from './decision.store.ts';
import { decideOn } from './engine.ts';
import { modelText } from './model-in-force.ts';
import { differencesBetween, type Difference } from './verdict.rules.ts';

type Rerun = { stored: Recommendation; differences: Difference[] };

/** Decides again on what is kept, with the version that decided: the same answer, or what differs. Changes nothing. */
export async function rerunDecision(
  db: Db,
  vault: Vault,
  applicationId: ApplicationId,
): Promise<Result<Rerun, 'not-found' | 'dossier-erased'>> {
  const stored = await recommendationOf(db, vault, applicationId);
  if (!stored) return refuse('not-found');
  if (!stored.dossier || stored.modelId === null) return refuse('dossier-erased');
  const verdict = await decideOn(await modelText(db, stored.modelId), stored.dossier);
  return ok({ stored, differences: differencesBetween(stored, verdict) });
}
