import { createHash } from 'node:crypto';
import { ok, refuse, type BusinessDate, type Result, type StaffId } from '@miaodai/values';
import type { Context } from '../../platform/context.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { judge, moves, writersOf } from '../four-eyes/index.ts';
import { differenceOf, type Difference } from './difference.rules.ts';
import type { Employer } from './employer.rules.ts';
import { employersOf, insertEmployers, rosterInForce } from './employers.store.ts';
import { findRoster, insertRoster, oneAtATime, updateRoster } from './rosters.store.ts';

type Moved = Result<void, 'not-found' | 'step-not-allowed'>;
type Judged = 'not-found' | 'step-not-allowed' | 'same-person';

/** A file that has been checked becomes a version of its own; what holds today stays as it is. */
export async function draftRoster(
  { tx, now }: Context,
  draft: { fileName: string; bytes: Uint8Array; note: string; employers: readonly Employer[] },
  draftedBy: StaffId,
): Promise<string> {
  const { fileName, note, employers } = draft;
  const fileHash = createHash('sha256').update(draft.bytes).digest('hex');
  const rosterId = await insertRoster(tx, { fileName, fileHash, employers: employers.length, note, draftedBy }, now);
  await insertEmployers(tx, rosterId, employers);
  return rosterId;
}

export async function submitRoster({ tx, now }: Context, rosterId: string, staffId: StaffId): Promise<Moved> {
  const roster = await findRoster(tx, rosterId, { lock: true });
  if (!roster) return refuse('not-found');
  if (roster.state !== 'draft') return refuse('step-not-allowed');
  await updateRoster(tx, rosterId, moves.submitted(staffId, now));
  return ok(undefined);
}

/** In force from a day on, today at the earliest. Whoever publishes has seen what changes against the version that holds now. */
export async function publishRoster(
  { tx, now, today }: Context,
  { rosterId, effectiveFrom, comparedWith }: Publication,
  staffId: StaffId,
): Promise<Result<void, Judged | 'day-in-the-past' | 'draft-changed'>> {
  await oneAtATime(tx);
  const judged = await mayJudge(tx, rosterId, staffId);
  if (!judged.ok) return judged;
  if (effectiveFrom < today) return refuse('day-in-the-past');
  const holds = await rosterInForce(tx, today);
  if ((holds?.rosterId ?? null) !== comparedWith) {
    return refuse('draft-changed', { words: `现行名册已是第 ${holds?.versionNo ?? 0} 版，请刷新后重新核对差异` });
  }
  await updateRoster(tx, rosterId, { effective_from: effectiveFrom, ...moves.published(staffId, now) });
  return ok(undefined);
}
type Publication = { rosterId: string; effectiveFrom: BusinessDate; comparedWith: string | null };

export async function returnRoster(
  { tx, now }: Context,
  { rosterId, reason }: { rosterId: string; reason: string },
  staffId: StaffId,
): Promise<Result<void, Judged>> {
  const judged = await mayJudge(tx, rosterId, staffId);
  if (!judged.ok) return judged;
  await updateRoster(tx, rosterId, moves.returned(staffId, now, reason));
  return ok(undefined);
}

async function mayJudge(tx: Tx, rosterId: string, staffId: StaffId): Promise<Result<void, Judged>> {
  const roster = await findRoster(tx, rosterId, { lock: true });
  return roster ? judge(writersOf(roster), staffId) : refuse('not-found');
}

/** What a version says otherwise than the one that holds on a day. */
export async function differenceFrom(
  tx: Tx | Db,
  rosterId: string,
  on: BusinessDate,
): Promise<Difference & { with: { rosterId: string; versionNo: number } | null }> {
  const holds = await rosterInForce(tx, on);
  const before = holds ? await employersOf(tx, holds.rosterId) : [];
  const now = holds?.rosterId === rosterId ? before : await employersOf(tx, rosterId);
  return { ...differenceOf(before, now), with: holds ?? null };
}
