import type { BusinessDate, Instant, StaffId } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { Text } from './content.rules.ts';

/** The version of a text that is in force on a day. @throws where there is none: content is seeded before it is asked for. */
export async function readText(tx: Tx | Db, kind: string, on: BusinessDate): Promise<Text> {
  const row = await tx
    .selectFrom('content.texts')
    .select(['version', 'effective_from', 'title', 'paragraphs', 'reading_seconds', 'must_reach_end'])
    .where('kind', '=', kind)
    .where('effective_from', '<=', on)
    .where('withdrawn_at', 'is', null)
    .orderBy('effective_from', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow(() => new Error(`no text '${kind}' is in force on ${on}`));
  return {
    kind,
    version: row.version,
    effectiveOn: row.effective_from,
    title: row.title,
    paragraphs: row.paragraphs as string[],
    readingSeconds: row.reading_seconds,
    mustReachEnd: row.must_reach_end,
  };
}

/** Whether customers could be told: for what staff draft before it is published. */
export async function hasText(tx: Tx | Db, kind: string, on: BusinessDate): Promise<boolean> {
  const row = await tx
    .selectFrom('content.texts')
    .select('kind')
    .where('kind', '=', kind)
    .where('effective_from', '<=', on)
    .where('withdrawn_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** A version of a text, in force or not any more. */
export async function findTextVersion(tx: Tx | Db, kind: string, version: string): Promise<Text | undefined> {
  const row = await tx
    .selectFrom('content.texts')
    .select(['effective_from', 'title', 'paragraphs', 'reading_seconds', 'must_reach_end'])
    .where('kind', '=', kind)
    .where('version', '=', version)
    .executeTakeFirst();
  return (
    row && {
      ...{ kind, version, effectiveOn: row.effective_from, title: row.title },
      ...{ paragraphs: row.paragraphs as string[], readingSeconds: row.reading_seconds },
      mustReachEnd: row.must_reach_end,
    }
  );
}

/** Of one kind, the newest first, each with the day from which it holds; null where it was called off and never will. */
export async function versionDays(
  tx: Tx | Db,
  kind: string,
): Promise<{ version: string; effectiveFrom: BusinessDate | null }[]> {
  const rows = await tx
    .selectFrom('content.texts')
    .select(['version', 'effective_from', 'withdrawn_at'])
    .where('kind', '=', kind)
    .orderBy('effective_from', 'desc')
    .execute();
  return rows.map((row) => ({
    version: row.version,
    effectiveFrom: row.withdrawn_at === null ? row.effective_from : null,
  }));
}

/** @returns false where it holds already, was called off before, or is not there. */
export async function callOffVersion(
  tx: Tx,
  { kind, version, today }: { kind: string; version: string; today: BusinessDate },
  { by, at, reason }: { by: StaffId; at: Instant; reason: string },
): Promise<boolean> {
  const row = await tx
    .updateTable('content.texts')
    .set({ withdrawn_by: by, withdrawn_at: at, withdraw_reason: reason })
    .where('kind', '=', kind)
    .where('version', '=', version)
    .where('effective_from', '>', today)
    .where('withdrawn_at', 'is', null)
    .returning('version')
    .executeTakeFirst();
  return row !== undefined;
}

/** Every version of every text without its words, the newest first; those that were called off are left out. */
export const listVersions = (
  tx: Tx | Db,
): Promise<{ kind: string; version: string; effectiveFrom: BusinessDate; title: string }[]> =>
  tx
    .selectFrom('content.texts')
    .select(['kind', 'version', 'effective_from as effectiveFrom', 'title'])
    .where('withdrawn_at', 'is', null)
    .orderBy('kind')
    .orderBy('effective_from', 'desc')
    .execute();

export type Version = Text & {
  note: string;
  /** All null where it came with the installation. */
  draftedBy: StaffId | null;
  draftedAt: Instant | null;
  submittedBy: StaffId | null;
  submittedAt: Instant | null;
  publishedBy: StaffId | null;
  publishedAt: Instant | null;
  /** Called off before its day. */
  withdrawnBy: StaffId | null;
  withdrawnAt: Instant | null;
  withdrawReason: string | null;
};

/** All of one kind in full, with who made them, the newest first. */
export async function versionsOf(tx: Tx | Db, kind: string): Promise<Version[]> {
  const rows = await tx
    .selectFrom('content.texts as t')
    .leftJoin('content.drafts as d', 'd.draft_id', 't.draft_id')
    .select(['t.version', 't.effective_from', 't.title', 't.paragraphs', 't.reading_seconds', 't.must_reach_end'])
    .select(['d.note', 'd.drafted_by', 'd.drafted_at', 'd.submitted_by', 'd.submitted_at'])
    .select(['d.published_by', 'd.published_at', 't.withdrawn_by', 't.withdrawn_at', 't.withdraw_reason'])
    .where('t.kind', '=', kind)
    .orderBy('t.effective_from', 'desc')
    .orderBy('t.withdrawn_at', (order) => order.desc().nullsFirst())
    .execute();
  return rows.map((row) => ({
    ...{ kind, version: row.version, effectiveOn: row.effective_from, title: row.title, note: row.note ?? '' },
    ...{ paragraphs: row.paragraphs as string[], readingSeconds: row.reading_seconds },
    mustReachEnd: row.must_reach_end,
    ...{ draftedBy: row.drafted_by as StaffId | null, draftedAt: row.drafted_at },
    ...{ submittedBy: row.submitted_by as StaffId | null, submittedAt: row.submitted_at },
    ...{ publishedBy: row.published_by as StaffId | null, publishedAt: row.published_at },
    ...{ withdrawnBy: row.withdrawn_by as StaffId | null, withdrawnAt: row.withdrawn_at },
    withdrawReason: row.withdraw_reason,
  }));
}
