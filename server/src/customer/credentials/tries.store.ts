import { sql } from 'kysely';
import { v4 as randomId } from 'uuid';
import type { CustomerId, Instant } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { someAtATime } from '../../platform/db/some-at-a-time.ts';

export type PasswordKind = 'login' | 'transaction';
/** Whose tries: a customer's, or those at a number that is nobody's. */
export type Tried = { holder: string; customerId: CustomerId | null; kind: PasswordKind };

export const triedBy = (customerId: CustomerId, kind: PasswordKind): Tried => ({
  holder: customerId,
  customerId,
  kind,
});

/** Whoever tries a number that is nobody's is counted and locked like anybody else. */
export const strangerOf = (vault: Vault, mobile: string): Tried => ({
  ...{ holder: vault.index('mobile', mobile).toString('hex'), customerId: null, kind: 'login' },
});

export type Turn =
  /** The number of this try, from 1: it counts as wrong until the comparison says otherwise. */
  { is: 'taken'; turn: string; tried: number } | { is: 'busy' } | { is: 'locked'; until: Instant };

/**
 * Takes a try, and the turn with it: one comparison at a time, so that right ones at once never lock and wrong ones at once are
 * so many tries. The turn lapses by the database's clock where its holder has died, and the try stays used up.
 */
export async function takeTurn(
  db: Db,
  { holder, customerId, kind }: Tried,
  {
    tries,
    lockedUntil,
    now,
    leaseSeconds,
  }: { tries: number; lockedUntil: Instant; now: Instant; leaseSeconds: number },
): Promise<Turn> {
  const turn = randomId();
  // A lock that has run out starts the count anew.
  const fresh = sql`(1 + case when t.locked_until is null then t.wrong_tries else 0 end)`;
  const { rows } = await sql<{ tried: number }>`
    insert into credentials.tries as t (holder, kind, customer_id, wrong_tries, locked_until, turn, turn_until, tried_at)
    values (${holder}, ${kind}, ${customerId}, 1, case when 1 >= ${tries}::int then ${lockedUntil}::timestamptz end,
            ${turn}, clock_timestamp() + make_interval(secs => ${leaseSeconds}), ${now})
    on conflict (holder, kind) do update
    set wrong_tries = ${fresh},
        locked_until = case when ${fresh} >= ${tries}::int then ${lockedUntil}::timestamptz end,
        turn = excluded.turn,
        turn_until = excluded.turn_until,
        tried_at = excluded.tried_at
    where (t.turn_until is null or t.turn_until <= clock_timestamp())
      and (t.locked_until is null or t.locked_until <= ${now}::timestamptz)
    returning t.wrong_tries as tried`.execute(db);
  const [taken] = rows;
  if (taken) return { is: 'taken', turn, tried: taken.tried };
  const lock = await lockOf(db, { holder, kind }, now);
  return lock === undefined ? { is: 'busy' } : { is: 'locked', until: lock };
}

/** Until when it is locked. A lock that may still be lifted, since its try is being compared, is none yet. */
export async function lockOf(
  db: Db,
  { holder, kind }: Pick<Tried, 'holder' | 'kind'>,
  now: Instant,
): Promise<Instant | undefined> {
  const { rows } = await sql<{ until: Instant }>`
    select locked_until as until
    from credentials.tries
    where holder = ${holder}
      and kind = ${kind}
      and locked_until > ${now}::timestamptz
      and (turn_until is null or turn_until <= clock_timestamp())`.execute(db);
  return rows[0]?.until;
}

/** It was wrong, and stays counted. */
export async function giveTurnBack(db: Db, { holder, kind }: Tried, turn: string): Promise<void> {
  await db
    .updateTable('credentials.tries')
    .set({ turn: null, turn_until: null })
    .where('holder', '=', holder)
    .where('kind', '=', kind)
    .where('turn', '=', turn)
    .execute();
}

/** It was never compared. */
export async function undoTry(db: Db, { holder, kind }: Tried, turn: string): Promise<void> {
  await sql`
    update credentials.tries
    set wrong_tries = wrong_tries - 1, locked_until = null, turn = null, turn_until = null
    where holder = ${holder} and kind = ${kind} and turn = ${turn}`.execute(db);
}

/** After a right one, or with a new password: the count starts anew. */
export async function forgiveTries(db: Db | Tx, { holder, kind }: Pick<Tried, 'holder' | 'kind'>): Promise<void> {
  await db.deleteFrom('credentials.tries').where('holder', '=', holder).where('kind', '=', kind).execute();
}

/** Numbers that were nobody's and that nobody has tried for so long. */
export const forgetStrangers = (db: Db, before: Instant): Promise<number> =>
  someAtATime(async (limit) => {
    const { numAffectedRows } = await sql`
      delete from credentials.tries
      where (holder, kind) in (select holder, kind
                               from credentials.tries
                               where customer_id is null and tried_at < ${before}
                               limit ${limit})`.execute(db);
    return Number(numAffectedRows);
  });
