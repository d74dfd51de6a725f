import { sql } from 'kysely';
import { fen, type CustomerId, type Instant, type LoanId } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { someAtATime } from '../../platform/db/some-at-a-time.ts';
import type { EarlyFigures, EarlyQuote } from './early.rules.ts';

const TABLE = 'repayment.early_quotes';

export async function insertQuote(tx: Tx, quote: EarlyQuote): Promise<void> {
  await tx
    .insertInto(TABLE)
    .values({
      quote_id: quote.id,
      loan_id: quote.loanId,
      customer_id: quote.customerId,
      loan_version: quote.loanVersion,
      quoted_on: quote.on,
      principal_fen: quote.principalFen,
      approval: quote.approval,
      outcomes: JSON.stringify(quote.outcomes),
      quoted_at: quote.quotedAt,
      expires_at: quote.expiresAt,
    })
    .execute();
}

export async function readQuote(tx: Tx | Db, id: string): Promise<EarlyQuote | undefined> {
  const row = await tx
    .selectFrom(TABLE)
    .select(['quote_id', 'loan_id', 'customer_id', 'loan_version', 'quoted_on', 'principal_fen', 'approval'])
    .select(['outcomes', 'quoted_at', 'expires_at'])
    .where('quote_id', '=', id)
    .executeTakeFirst();
  return (
    row && {
      id: row.quote_id,
      loanId: row.loan_id as LoanId,
      customerId: row.customer_id as CustomerId,
      loanVersion: row.loan_version,
      on: row.quoted_on,
      principalFen: row.principal_fen === null ? null : fen(row.principal_fen),
      approval: row.approval as EarlyQuote['approval'],
      outcomes: row.outcomes as unknown as EarlyFigures[],
      quotedAt: row.quoted_at,
      expiresAt: row.expires_at,
    }
  );
}

/** What was quoted and has long expired. @returns how many. */
export const forgetOldQuotes = (db: Db, before: Instant): Promise<number> =>
  someAtATime(async (limit) => {
    const { numAffectedRows } = await sql`
      delete from repayment.early_quotes
      where quote_id in (select quote_id from repayment.early_quotes where quoted_at < ${before} limit ${limit})`.execute(
      db,
    );
    return Number(numAffectedRows);
  });
