import type { BusinessDate, Instant, StaffId } from '@miaodai/values';
import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { Wording } from './wording.rules.ts';

export type DraftState = 'draft' | 'submitted' | 'returned';
export type Draft = Wording & {
  draftId: string;
  kind: string;
  version: string;
  note: string;
  revision: number;
  state: DraftState;
  /** All who wrote in it. */
  authors: StaffId[];
  draftedBy: StaffId;
  draftedAt: Instant;
  submittedBy: StaffId | null;
  submittedAt: Instant | null;
  returnedBy: StaffId | null;
  returnedAt: Instant | null;
  returnReason: string | null;
};
type Written = Wording & { note: string };

const OPEN: readonly DraftState[] = ['draft', 'submitted', 'returned'];

/** The one under way of each kind. */
export const openDrafts = async (tx: Tx | Db): Promise<Draft[]> => (await select(tx).execute()).map(read);

/** Locked where it is about to be moved: two who publish at once are one who is told that it is done. */
export async function findDraft(tx: Tx | Db, kind: string, { lock = false } = {}): Promise<Draft | undefined> {
  const query = select(tx).where('kind', '=', kind);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  return row && read(row);
}

/** False where somebody else has begun one at the same time. */
export async function insertDraft(
  tx: Tx,
  { kind, version, ...written }: Written & { kind: string; version: string },
  by: StaffId,
  at: Instant,
): Promise<boolean> {
  const row = await tx
    .insertInto('content.drafts')
    .values({
      ...{ draft_id: uuid(), kind, version, state: 'draft', authors: [by], drafted_by: by, drafted_at: at },
      ...columnsOf(written),
    })
    // Written out: with parameters in their place the planner may not find the index.
    .onConflict((conflict) =>
      conflict
        .column('kind')
        .where(sql<boolean>`state in ('draft', 'submitted', 'returned')`)
        .doNothing(),
    )
    .returning('draft_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** A draft that was returned is a draft again. */
export async function rewriteDraft(tx: Tx, draft: Draft, written: Written, by: StaffId, at: Instant): Promise<void> {
  const { draftId, revision, authors } = draft;
  const all = [...authors.filter((author) => author !== by), by];
  await tx
    .updateTable('content.drafts')
    .set({
      ...{ ...columnsOf(written), revision: revision + 1, state: 'draft' },
      ...{ authors: all, drafted_by: by, drafted_at: at },
    })
    .where('draft_id', '=', draftId)
    .execute();
}

type Move =
  | { state: 'submitted'; submitted_by: StaffId; submitted_at: Instant }
  | { state: 'published'; published_by: StaffId; published_at: Instant }
  | { state: 'returned'; returned_by: StaffId; returned_at: Instant; return_reason: string }
  | { state: 'withdrawn'; withdrawn_by: StaffId; withdrawn_at: Instant };

export async function moveDraft(tx: Tx, { draftId }: Draft, move: Move): Promise<void> {
  await tx.updateTable('content.drafts').set(move).where('draft_id', '=', draftId).execute();
}

/** What was drafted becomes what customers read, and is not changed any more. */
export async function insertVersion(tx: Tx, draft: Draft, effectiveFrom: BusinessDate): Promise<void> {
  await tx
    .insertInto('content.texts')
    .values({
      ...{ kind: draft.kind, version: draft.version, effective_from: effectiveFrom, title: draft.title },
      ...{ paragraphs: JSON.stringify(draft.paragraphs), reading_seconds: draft.readingSeconds },
      ...{ must_reach_end: draft.mustReachEnd, draft_id: draft.draftId },
    })
    .execute();
}

const columnsOf = ({ title, paragraphs, readingSeconds, mustReachEnd, note }: Written) => ({
  ...{ title, paragraphs: JSON.stringify(paragraphs), reading_seconds: readingSeconds },
  ...{ must_reach_end: mustReachEnd, note },
});

const select = (tx: Tx | Db) =>
  tx
    .selectFrom('content.drafts')
    .select(['draft_id', 'kind', 'version', 'title', 'paragraphs', 'reading_seconds', 'must_reach_end', 'note'])
    .select(['revision', 'state', 'authors', 'drafted_by', 'drafted_at', 'submitted_by', 'submitted_at'])
    .select(['returned_by', 'returned_at', 'return_reason'])
    .where('state', 'in', [...OPEN])
    .orderBy('kind');
type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>;

const read = (row: Row): Draft => ({
  ...{ draftId: row.draft_id, kind: row.kind, version: row.version, title: row.title, note: row.note },
  ...{ paragraphs: row.paragraphs as string[], readingSeconds: row.reading_seconds, mustReachEnd: row.must_reach_end },
  ...{ revision: row.revision, state: row.state as DraftState, authors: row.authors as StaffId[] },
  ...{ draftedBy: row.drafted_by as StaffId, draftedAt: row.drafted_at },
  ...{ submittedBy: row.submitted_by as StaffId | null, submittedAt: row.submitted_at },
  ...{ returnedBy: row.returned_by as StaffId | null, returnedAt: row.returned_at, returnReason: row.return_reason },
});
