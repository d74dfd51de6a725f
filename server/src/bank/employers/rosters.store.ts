import { sql } from 'kysely';
import type { BusinessDate, Instant, StaffId } from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { handledOf, type Handled } from '../four-eyes/index.ts';

const TABLE = 'employers.rosters';

export type RosterState = 'draft' | 'submitted' | 'published' | 'returned';
export type Roster = Handled & {
  rosterId: string;
  versionNo: number;
  state: RosterState;
  fileName: string;
  fileHash: string;
  employers: number;
  note: string;
  effectiveFrom: BusinessDate | null;
};

/** Versions are numbered, and published, one after the other: whoever else does either waits until this transaction ends. */
export const oneAtATime = (tx: Tx) => sql`select pg_advisory_xact_lock(hashtext('employers.rosters'))`.execute(tx);

export async function insertRoster(
  tx: Tx,
  roster: { fileName: string; fileHash: string; employers: number; note: string; draftedBy: StaffId },
  now: Instant,
): Promise<string> {
  await oneAtATime(tx);
  const rosterId = uuid();
  await tx
    .insertInto(TABLE)
    .values(({ selectFrom }) => ({
      roster_id: rosterId,
      version_no: selectFrom(TABLE).select(sql<number>`coalesce(max(version_no), 0) + 1`.as('next')),
      state: 'draft',
      file_name: roster.fileName,
      file_hash: roster.fileHash,
      employers: roster.employers,
      note: roster.note,
      drafted_by: roster.draftedBy,
      drafted_at: now,
    }))
    .execute();
  return rosterId;
}

const select = (tx: Tx | Db) =>
  tx
    .selectFrom(TABLE)
    .select(['roster_id', 'version_no', 'state', 'file_name', 'file_hash', 'employers', 'note', 'effective_from'])
    .select(['drafted_by', 'drafted_at', 'submitted_by', 'submitted_at', 'published_by', 'published_at'])
    .select(['returned_by', 'returned_at', 'return_reason']);
type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>;

const read = (row: Row): Roster => ({
  rosterId: row.roster_id,
  versionNo: row.version_no,
  state: row.state as RosterState,
  fileName: row.file_name,
  fileHash: row.file_hash,
  employers: row.employers,
  note: row.note,
  effectiveFrom: row.effective_from,
  ...handledOf(row),
});

/** The newest version first. */
export async function listRosters(tx: Tx | Db): Promise<Roster[]> {
  return (await select(tx).orderBy('version_no', 'desc').limit(200).execute()).map(read);
}

/** Locked where it is about to be moved: of two who publish at once one is told that it is done. */
export async function findRoster(tx: Tx | Db, rosterId: string, { lock = false } = {}): Promise<Roster | undefined> {
  const query = select(tx).where('roster_id', '=', rosterId);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  return row && read(row);
}

/** Published for a later day, in the order in which they will hold. */
export async function rostersAhead(
  tx: Tx | Db,
  on: BusinessDate,
): Promise<{ rosterId: string; versionNo: number; effectiveFrom: BusinessDate }[]> {
  const rows = await tx
    .selectFrom(TABLE)
    .select(['roster_id', 'version_no', 'effective_from'])
    .where('state', '=', 'published')
    .where('effective_from', '>', on)
    .orderBy('effective_from')
    .orderBy('version_no')
    .execute();
  return rows.map(({ roster_id: rosterId, version_no: versionNo, effective_from }) => ({
    ...{ rosterId, versionNo, effectiveFrom: effective_from ?? on },
  }));
}

type Change = Partial<{
  state: RosterState;
  effective_from: BusinessDate;
  submitted_by: StaffId;
  submitted_at: Instant;
  published_by: StaffId;
  published_at: Instant;
  returned_by: StaffId;
  returned_at: Instant;
  return_reason: string;
}>;

export async function updateRoster(tx: Tx, rosterId: string, change: Change): Promise<void> {
  await tx.updateTable(TABLE).set(change).where('roster_id', '=', rosterId).execute();
}
