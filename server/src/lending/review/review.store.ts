import { sql } from 'kysely';
import {
  fen,
  ratePpm,
  type ApplicationId,
  type BusinessDate,
  type CustomerId,
  type Instant,
  type StaffId,
} from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { Review, ReviewState, ShownState, Terms } from './review.rules.ts';

const TABLE = 'review.reviews';
const select = (tx: Tx | Db) =>
  tx
    .selectFrom(TABLE)
    .select(['application_id', 'application_no', 'customer_id', 'product_code', 'branch_code', 'wanted_fen', 'state'])
    .select(['level', 'version', 'holder_id', 'opened_at', 'due_at', 'asked_kinds', 'asked_words_cipher', 'asked_at'])
    .select(['amount_fen', 'annual_rate_ppm', 'term_months', 'valid_until', 'decline_reason', 'decided_by'])
    .select(['decided_at', 'recorded_by', 'recorded_at']);
type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>;

/** False where it was opened before. */
export async function insertReview(
  tx: Tx,
  review: Pick<Review, 'applicationId' | 'applicationNo' | 'customerId' | 'productCode' | 'branchCode' | 'wantedFen'> &
    Pick<Review, 'openedAt' | 'dueAt'>,
): Promise<boolean> {
  const row = await tx
    .insertInto(TABLE)
    .values({
      application_id: review.applicationId,
      application_no: review.applicationNo,
      customer_id: review.customerId,
      product_code: review.productCode,
      branch_code: review.branchCode,
      wanted_fen: review.wantedFen,
      state: 'open' satisfies ReviewState,
      opened_at: review.openedAt,
      due_at: review.dueAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('application_id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function readReview(tx: Tx | Db, vault: Vault, id: ApplicationId): Promise<Review | undefined> {
  const row = await select(tx).where('application_id', '=', id).executeTakeFirst();
  return row && read(row, vault);
}

/** Locked after its application, here as everywhere. */
export async function lockReview(tx: Tx, vault: Vault, id: ApplicationId): Promise<Review | undefined> {
  const row = await select(tx).where('application_id', '=', id).forUpdate().executeTakeFirst();
  return row && read(row, vault);
}

/** Approved, and by a day not signed. */
export async function unsignedSince(tx: Tx, today: BusinessDate, most: number): Promise<ApplicationId[]> {
  const rows = await tx
    .selectFrom(TABLE)
    .select('application_id')
    .where('state', '=', 'to-sign' satisfies ReviewState)
    .where('valid_until', '<', today)
    .orderBy('due_at')
    .limit(most)
    .execute();
  return rows.map((row) => row.application_id as ApplicationId);
}

type Change = {
  state?: ReviewState;
  level?: number;
  dueAt?: Instant;
  holder?: { id: StaffId; since: Instant } | null;
  asked?: { kinds: string[]; words: string; at: Instant } | null;
  terms?: Terms & { validUntil: BusinessDate };
  declineReason?: string;
  decided?: { by: StaffId; at: Instant };
  recorded?: { by: StaffId; at: Instant };
};

/** Whatever changes, the version rises: who decides on what they saw before is told. */
export async function updateReview(tx: Tx, vault: Vault, id: ApplicationId, change: Change): Promise<void> {
  const { holder, asked, terms, decided, recorded } = change;
  const values = {
    state: change.state,
    level: change.level,
    due_at: change.dueAt,
    decline_reason: change.declineReason,
    ...(holder === undefined ? {} : { holder_id: holder?.id ?? null, held_since: holder?.since ?? null }),
    ...(asked === undefined
      ? {}
      : {
          asked_kinds: asked?.kinds ?? null,
          asked_words_cipher: asked ? vault.seal(`${TABLE}.asked_words`, id, asked.words) : null,
          asked_at: asked?.at ?? null,
        }),
    ...(terms && {
      amount_fen: terms.amountFen,
      annual_rate_ppm: terms.annualRatePpm,
      term_months: terms.termMonths,
      valid_until: terms.validUntil,
    }),
    ...(decided && { decided_by: decided.by, decided_at: decided.at }),
    ...(recorded && { recorded_by: recorded.by, recorded_at: recorded.at }),
  };
  await tx
    .updateTable(TABLE)
    .set(Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)))
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('application_id', '=', id)
    .execute();
}

export type WorkFilter = {
  /** Null: of every branch. */
  branchCode: string | null;
  state?: ShownState | undefined;
  holderId?: StaffId | undefined;
  productCode?: string | undefined;
  /** Part of an application number. */
  text?: string | undefined;
};
export type WorkItem = Pick<
  Review,
  'applicationId' | 'applicationNo' | 'productCode' | 'branchCode' | 'level' | 'holderId' | 'openedAt' | 'dueAt'
> & { state: ShownState; amountFen: number | null };

/** The most urgent first. Without a state: all that has not come to its end. */
export async function listReviews(
  db: Db,
  filter: WorkFilter,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ items: WorkItem[]; counts: Map<ShownState, number> }> {
  const shown = sql<ShownState>`case when state = 'open' and holder_id is not null then 'claimed' else state end`;
  const { states, held } = storedAs(filter.state);
  const where = sql`
    (${filter.branchCode}::text is null or branch_code = ${filter.branchCode})
    and (${filter.holderId ?? null}::uuid is null or holder_id = ${filter.holderId ?? null})
    and (${filter.productCode ?? null}::text is null or product_code = ${filter.productCode ?? null})
    and position(${filter.text ?? ''} in application_no) > 0`;
  const items = sql<WorkItem>`
    select application_id as "applicationId", application_no as "applicationNo", product_code as "productCode",
           branch_code as "branchCode", ${shown} as state, level, holder_id as "holderId",
           coalesce(amount_fen, wanted_fen) as "amountFen", opened_at as "openedAt", due_at as "dueAt"
    from review.reviews
    where ${where}
      and state = any(${states}) and (${held}::boolean is null or (holder_id is not null) = ${held})
    order by state not in ('open', 'waiting-for-papers'), due_at, application_id
    limit ${limit} offset ${offset}`.execute(db);
  const counts = sql<{ state: ShownState; n: number }>`
    select ${shown} as state, count(application_id)::int as n
    from review.reviews
    where ${where}
    group by 1`.execute(db);
  const [found, counted] = await Promise.all([items, counts]);
  return { items: found.rows, counts: new Map(counted.rows.map(({ state, n }) => [state, n])) };
}

const UNENDED: ReviewState[] = ['open', 'waiting-for-papers', 'to-sign', 'to-check', 'paying'];

/** The states in which rows are kept, so that their index finds the few that are not over; of open ones, whether somebody has them. */
function storedAs(state: ShownState | undefined): { states: ReviewState[]; held: boolean | null } {
  if (state === undefined) return { states: UNENDED, held: null };
  if (state === 'open' || state === 'claimed') return { states: ['open'], held: state === 'claimed' };
  return { states: [state], held: null };
}

function read(row: Row, vault: Vault): Review {
  const id = row.application_id as ApplicationId;
  return {
    applicationId: id,
    applicationNo: row.application_no,
    customerId: row.customer_id as CustomerId,
    productCode: row.product_code,
    branchCode: row.branch_code,
    wantedFen: row.wanted_fen === null ? null : fen(row.wanted_fen),
    state: row.state as ReviewState,
    level: row.level,
    version: row.version,
    holderId: row.holder_id as StaffId | null,
    openedAt: row.opened_at,
    dueAt: row.due_at,
    asked:
      row.asked_at && row.asked_words_cipher
        ? {
            kinds: row.asked_kinds ?? [],
            words: vault.open(`${TABLE}.asked_words`, id, row.asked_words_cipher),
            at: row.asked_at,
          }
        : null,
    terms: termsOf(row),
    declineReason: row.decline_reason,
    decided: row.decided_by && row.decided_at ? { by: row.decided_by as StaffId, at: row.decided_at } : null,
    recorded: row.recorded_by && row.recorded_at ? { by: row.recorded_by as StaffId, at: row.recorded_at } : null,
  };
}

function termsOf(row: Row): Review['terms'] {
  const { amount_fen, annual_rate_ppm, term_months, valid_until } = row;
  if (amount_fen === null || annual_rate_ppm === null || term_months === null || valid_until === null) return null;
  return {
    ...{ amountFen: fen(amount_fen), annualRatePpm: ratePpm(annual_rate_ppm) },
    ...{ termMonths: term_months, validUntil: valid_until },
  };
}
