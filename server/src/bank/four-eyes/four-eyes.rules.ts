import { ok, refuse, type Instant, type Result, type StaffId } from '@miaodai/values';

/** Who has done what with a version; null where nobody has, or where it came with the installation. */
export type Handled = {
  draftedBy: StaffId | null;
  draftedAt: Instant;
  submittedBy: StaffId | null;
  submittedAt: Instant | null;
  publishedBy: StaffId | null;
  publishedAt: Instant | null;
  returnedBy: StaffId | null;
  returnedAt: Instant | null;
  returnReason: string | null;
};
type Row = {
  drafted_by: string | null;
  drafted_at: Instant;
  submitted_by: string | null;
  submitted_at: Instant | null;
  published_by: string | null;
  published_at: Instant | null;
  returned_by: string | null;
  returned_at: Instant | null;
  return_reason: string | null;
};

export const handledOf = (row: Row): Handled => ({
  draftedBy: row.drafted_by as StaffId | null,
  draftedAt: row.drafted_at,
  submittedBy: row.submitted_by as StaffId | null,
  submittedAt: row.submitted_at,
  publishedBy: row.published_by as StaffId | null,
  publishedAt: row.published_at,
  returnedBy: row.returned_by as StaffId | null,
  returnedAt: row.returned_at,
  returnReason: row.return_reason,
});

/** What a move writes. */
export const moves = {
  submitted: (by: StaffId, at: Instant) => ({ state: 'submitted', submitted_by: by, submitted_at: at }) as const,
  published: (by: StaffId, at: Instant) => ({ state: 'published', published_by: by, published_at: at }) as const,
  returned: (by: StaffId, at: Instant, reason: string) =>
    ({ state: 'returned', returned_by: by, returned_at: at, return_reason: reason }) as const,
};

/** Of something that waits for a second person: its state, and all who had a hand in it. */
type Waiting = { state: string; writers: readonly (StaffId | null)[] };

export const writersOf = ({ state, draftedBy, submittedBy }: Handled & { state: string }): Waiting => ({
  state,
  writers: [draftedBy, submittedBy],
});

/** Whether this person may publish it or give it back. */
export function judge({ state, writers }: Waiting, by: StaffId): Result<void, 'step-not-allowed' | 'same-person'> {
  if (state !== 'submitted') return refuse('step-not-allowed');
  return writers.includes(by) ? refuse('same-person') : ok(undefined);
}

/** The same in words for a page; @param hasRight whether they may judge such things at all. */
export type May = 'yes' | 'right-missing' | 'same-person' | 'wrong-state';
export function mayJudge(hasRight: boolean, waiting: Waiting | undefined, by: StaffId): May {
  if (!hasRight) return 'right-missing';
  const judged = waiting ? judge(waiting, by) : refuse('step-not-allowed');
  if (judged.ok) return 'yes';
  return judged.refusal === 'same-person' ? 'same-person' : 'wrong-state';
}
