import { sql, type RawBuilder } from 'kysely';
import type { Db, Tx } from '../platform/db/connect.ts';

/**
 * The books against themselves: the invariants that must hold after every operation, in words for whoever is called, nothing
 * where all hold. The numbers are those of the invariants in docs/ledger.md. Reads every line: for tests and for the night.
 */
export async function ledgerFindings(db: Db | Tx): Promise<string[]> {
  const findings: string[] = [];
  for (const check of CHECKS) {
    const { rows } = await sql<{ finding: string }>`select finding from (${check}) checked limit 20`.execute(db);
    findings.push(...rows.map(({ finding }) => finding));
  }
  return findings;
}

const signed = sql`debit_fen - credit_fen`;
const book = sql`case when account < '9' then 'main' else 'memo' end`;

const eachDayBalances = sql`
  select format('1: the %s book of %s is off by %s fen', ${book}, e.on_date, sum(${signed})) as finding
  from ledger.lines l
  join ledger.entries e on e.posted_in = l.posted_in and e.entry_id = l.entry_id
  group by ${book}, e.on_date
  having sum(${signed}) <> 0`;

const eachEntryBalances = sql`
  select format('2: entry %s has %s lines and is off by %s fen', e.ref, count(l.entry_id), coalesce(sum(${signed}), 0)) as finding
  from ledger.entries e
  left join ledger.lines l on l.entry_id = e.entry_id
  group by e.entry_id, e.ref
  having count(l.entry_id) < 2
    or sum(${signed}) filter (where account < '9') <> 0
    or sum(${signed}) filter (where account >= '9') <> 0`;

const linesBelongToTheirEntry = sql`
  select format('2: line %s of entry %s was not written with its entry', l.line_no, l.entry_id) as finding
  from ledger.lines l
  where not exists (select from ledger.entries e where e.posted_in = l.posted_in and e.entry_id = l.entry_id)`;

const exactAccountsAreTheirLines = sql`
  select format('3: account %s has balance %s, version %s; its %s lines up to version %s make %s',
    coalesce(a.account, l.account), a.balance_fen, a.version, l.lines, l.last_version, l.balance) as finding
  from ledger.exact_accounts a
  full join (
    select lines.account, count(*) as lines, max(account_version) as last_version,
      sum(${signed}) * case min(c.normal_side) when 'debit' then 1 else -1 end as balance
    from ledger.lines
    join ledger.chart c on c.code = split_part(lines.account, '/', 1)
    where account_version is not null
    group by lines.account
  ) l on l.account = a.account
  where (coalesce(a.balance_fen, 0), coalesce(a.version, 0), coalesce(a.version, 0))
    is distinct from (coalesce(l.balance, 0), coalesce(l.lines, 0), coalesce(l.last_version, 0))`;

const linesRunOn = sql`
  select format('4: line %s of account %s does not continue the one before it', account_version, account) as finding
  from (
    select l.account, account_version, balance_after_fen,
      coalesce(lag(balance_after_fen) over course, 0) + a.normal_sign * (${signed}) as expected,
      coalesce(lag(account_version) over course, 0) + 1 as expected_version
    from ledger.lines l
    join ledger.exact_accounts a on a.account = l.account
    where account_version is not null
    window course as (partition by l.account order by account_version)
  ) run
  where balance_after_fen <> expected or account_version <> expected_version`;

const noneBelowItsRule = sql`
  select format('5: account %s stood at %s fen', l.account, balance_after_fen) as finding
  from ledger.lines l
  join ledger.chart c on c.code = split_part(l.account, '/', 1)
  where balance_after_fen < 0 and not c.may_go_below_zero`;

const foldedIsTheSumOfItsLines = sql`
  select format('3: rolled account %s is folded to %s fen, its lines make %s', coalesce(f.account, l.account), f.balance_fen, l.balance)
    as finding
  from ledger.folded f
  full join (
    select account, sum(${signed}) as balance
    from ledger.lines
    where account_version is null and posted_in < (select folded_through from ledger.fold_watermark)
    group by account
  ) l on l.account = f.account
  where coalesce(f.balance_fen, 0) <> coalesce(l.balance, 0)`;

const linesMatchTheirAccountsKind = sql`
  select format('3: line %s of entry %s is on account %s, which the chart does not know so', line_no, entry_id, account) as finding
  from ledger.lines l
  left join ledger.chart c on c.code = split_part(l.account, '/', 1)
  where c.kind is distinct from case when account_version is null then 'rolled' else 'exact' end`;

const contentIsWhatWasPosted = sql`
  select format('19: entry %s is not what was posted', ref) as finding
  from ledger.entry_contents
  where digest_now is distinct from digest`;

const closedDaysStay = sql`
  select format('19: the closed day %s has changed', d.on_date) as finding
  from ledger.closed_days d
  left join (select on_date, count(*) as entries from ledger.entries group by on_date) e on e.on_date = d.on_date
  where coalesce(e.entries, 0) <> d.entry_count or ledger.day_digest(d.on_date) <> d.digest`;

const noEntryAfterItsDayClosed = sql`
  select format('20: entry %s is in the closed day %s, which did not count it', e.ref, e.on_date) as finding
  from ledger.entries e
  where e.on_date <= (select closed_through from ledger.closing)
    and not exists (select from ledger.closed_days d where d.on_date = e.on_date and d.closed_at >= e.recorded_at)`;

const timeRunsForward = sql`
  select format('20: account %s was recorded at %s after %s', account, recorded_at, recorded_before) as finding
  from (
    select account, recorded_at, lag(recorded_at) over (partition by account order by account_version) as recorded_before
    from ledger.lines
    where account_version is not null
  ) run
  where recorded_at < recorded_before`;

const CHECKS: readonly RawBuilder<unknown>[] = [
  ...[eachDayBalances, eachEntryBalances, linesBelongToTheirEntry, linesMatchTheirAccountsKind],
  ...[exactAccountsAreTheirLines, foldedIsTheSumOfItsLines, linesRunOn, noneBelowItsRule],
  ...[contentIsWhatWasPosted, closedDaysStay, noEntryAfterItsDayClosed, timeRunsForward],
];
