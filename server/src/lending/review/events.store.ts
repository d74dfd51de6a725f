import { fen, ratePpm, type ApplicationId, type CustomerId, type Instant, type StaffId } from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { Terms } from './review.rules.ts';

const TABLE = 'review.events';

export type ReviewEventKind =
  | 'opened'
  | 'claimed'
  | 'released'
  | 'escalated'
  | 'approved'
  | 'declined'
  | 'papers-asked'
  | 'paper-added'
  | 'paper-removed'
  | 'contract-recorded'
  | 'payout-released'
  | 'payout-refused'
  | 'paid'
  | 'withdrawn'
  | 'lapsed';
export type ReviewEvent = {
  event: ReviewEventKind;
  /** Undefined: the customer, or the system. */
  by?: StaffId | undefined;
  note?: string;
  terms?: Terms;
};

export async function insertEvent(
  tx: Tx,
  vault: Vault,
  applicationId: ApplicationId,
  { event, by, note, terms }: ReviewEvent,
  at: Instant,
): Promise<void> {
  const id = uuid();
  await tx
    .insertInto(TABLE)
    .values({
      event_id: id,
      application_id: applicationId,
      staff_id: by ?? null,
      event,
      note_cipher: note === undefined ? null : vault.seal(`${TABLE}.note`, id, note),
      amount_fen: terms?.amountFen ?? null,
      annual_rate_ppm: terms?.annualRatePpm ?? null,
      term_months: terms?.termMonths ?? null,
      at,
    })
    .execute();
}

export type PastEvent = {
  event: ReviewEventKind;
  by: StaffId | null;
  note: string | null;
  terms: Terms | null;
  at: Instant;
};

export async function eventsOf(tx: Tx | Db, vault: Vault, applicationId: ApplicationId): Promise<PastEvent[]> {
  const rows = await tx
    .selectFrom(TABLE)
    .select(['event_id', 'staff_id', 'event', 'note_cipher', 'amount_fen', 'annual_rate_ppm', 'term_months', 'at'])
    .where('application_id', '=', applicationId)
    .orderBy('at')
    .orderBy('event_id')
    .execute();
  return rows.map((row) => ({
    event: row.event as ReviewEventKind,
    by: row.staff_id as StaffId | null,
    note: row.note_cipher && vault.open(`${TABLE}.note`, row.event_id, row.note_cipher),
    terms:
      row.amount_fen !== null && row.annual_rate_ppm !== null && row.term_months !== null
        ? {
            amountFen: fen(row.amount_fen),
            annualRatePpm: ratePpm(row.annual_rate_ppm),
            termMonths: row.term_months,
          }
        : null,
    at: row.at,
  }));
}

/** Once nothing demands them any more: that it was decided, by whom and when stays; what was written of the person goes. */
export async function eraseNotes(tx: Tx, customerId: CustomerId): Promise<void> {
  await tx
    .updateTable(TABLE)
    .set({ note_cipher: null })
    .where('application_id', 'in', (of) =>
      of.selectFrom('review.reviews').select('application_id').where('customer_id', '=', customerId),
    )
    .execute();
  await tx
    .updateTable('review.reviews')
    .set({ asked_words_cipher: null })
    .where('customer_id', '=', customerId)
    .where('state', '<>', 'waiting-for-papers')
    .execute();
}
