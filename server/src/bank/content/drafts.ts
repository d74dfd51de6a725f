import { ok, refuse, type BusinessDate, type Refused, type Result, type StaffId } from '@miaodai/values';
import type { Context } from '../../platform/context.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { judge, moves } from '../four-eyes/index.ts';
import { callOffVersion, versionDays } from './content.store.ts';
import { findDraft, insertDraft, insertVersion, moveDraft, rewriteDraft, type Draft } from './drafts.store.ts';
import { mayBegin } from './kinds.rules.ts';
import { faultsOf, nextVersion, type Fault, type Wording } from './wording.rules.ts';

type NotValid = Refused<'text-not-valid'> & { fields: Fault[] };
type Moved<Code extends string = never> = Result<void, 'not-found' | 'step-not-allowed' | 'draft-changed' | Code>;
/** Which draft is meant, and the revision of it that was seen. */
type Seen = { kind: string; revision: number };

/** Begins the next version, or changes the one under way while nobody has been asked to publish it. */
export async function draftText(
  { tx, now, today }: Context,
  { kind, revision, ...written }: Wording & { note: string; kind: string; revision: number | null },
  by: StaffId,
): Promise<Moved | NotValid> {
  const before = await findDraft(tx, kind, { lock: true });
  if ((before?.revision ?? null) !== revision) return refuse('draft-changed');
  if (before?.state === 'submitted') return refuse('step-not-allowed');
  const versions = await versionDays(tx, kind);
  if (versions.length === 0 && !mayBegin(kind)) return refuse('not-found');
  const faults = faultsOf(kind, written);
  if (faults.length > 0) return { ...refuse('text-not-valid'), fields: faults };
  if (before) {
    await rewriteDraft(tx, before, written, by, now);
    return ok(undefined);
  }
  const names = versions.map(({ version }) => version);
  const draft = { kind, version: nextVersion(names, today.slice(0, 4)), ...written };
  return (await insertDraft(tx, draft, by, now)) ? ok(undefined) : refuse('draft-changed');
}

export async function submitText({ tx, now }: Context, seen: Seen, by: StaffId): Promise<Moved | NotValid> {
  const draft = await findDraft(tx, seen.kind, { lock: true });
  if (!draft) return refuse('not-found');
  if (draft.state !== 'draft') return refuse('step-not-allowed');
  if (draft.revision !== seen.revision) return refuse('draft-changed');
  const faults = faultsOf(draft.kind, draft);
  if (faults.length > 0) return { ...refuse('text-not-valid'), fields: faults };
  await moveDraft(tx, draft, moves.submitted(by, now));
  return ok(undefined);
}

export async function withdrawText({ tx, now }: Context, seen: Seen, by: StaffId): Promise<Moved> {
  const draft = await findDraft(tx, seen.kind, { lock: true });
  if (!draft) return refuse('not-found');
  if (draft.revision !== seen.revision) return refuse('draft-changed');
  await moveDraft(tx, draft, { state: 'withdrawn', withdrawn_by: by, withdrawn_at: now });
  return ok(undefined);
}

/**
 * Customers read it from that day on: published by another person than wrote it. @param agreedToday whether a customer agreed to the
 * text today: two versions that were both agreed to on one day would be hard to tell apart.
 */
export async function publishText(
  { tx, now, today }: Context,
  { effectiveFrom, agreedToday, ...seen }: Seen & { effectiveFrom: BusinessDate; agreedToday: boolean },
  by: StaffId,
): Promise<Moved<'same-person' | 'day-in-the-past' | 'agreed-today' | 'day-taken'> | NotValid> {
  const judged = await mayJudge(tx, seen, by);
  if (!judged.ok) return judged;
  const draft = judged.value;
  if (effectiveFrom < today) return refuse('day-in-the-past');
  if (effectiveFrom === today && agreedToday) return refuse('agreed-today');
  const versions = await versionDays(tx, draft.kind);
  if (versions.some((version) => version.effectiveFrom === effectiveFrom)) return refuse('day-taken');
  // The code may have learnt more since it was submitted.
  const faults = faultsOf(draft.kind, draft);
  if (faults.length > 0) return { ...refuse('text-not-valid'), fields: faults };
  await moveDraft(tx, draft, moves.published(by, now));
  await insertVersion(tx, draft, effectiveFrom);
  return ok(undefined);
}

/** A published version that is still to come is called off: nobody has read it. What holds already is followed by another instead. */
export async function callOffText(
  { tx, now, today }: Context,
  { reason, ...which }: { kind: string; version: string; reason: string },
  by: StaffId,
): Promise<Result<void, 'not-found' | 'step-not-allowed'>> {
  const versions = await versionDays(tx, which.kind);
  if (!versions.some(({ version }) => version === which.version)) return refuse('not-found');
  const done = await callOffVersion(tx, { ...which, today }, { by, at: now, reason });
  return done ? ok(undefined) : refuse('step-not-allowed');
}

export async function returnText(
  { tx, now }: Context,
  { reason, ...seen }: Seen & { reason: string },
  by: StaffId,
): Promise<Moved<'same-person'>> {
  const judged = await mayJudge(tx, seen, by);
  if (!judged.ok) return judged;
  await moveDraft(tx, judged.value, moves.returned(by, now, reason));
  return ok(undefined);
}

async function mayJudge(
  tx: Tx | Db,
  { kind, revision }: Seen,
  by: StaffId,
): Promise<Result<Draft, 'not-found' | 'step-not-allowed' | 'same-person' | 'draft-changed'>> {
  const draft = await findDraft(tx, kind, { lock: true });
  if (!draft) return refuse('not-found');
  const judged = judge({ state: draft.state, writers: [draft.submittedBy, ...draft.authors] }, by);
  if (!judged.ok) return judged;
  return draft.revision === revision ? ok(draft) : refuse('draft-changed');
}
