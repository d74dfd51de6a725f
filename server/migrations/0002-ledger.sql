-- The bank's books for this product: double entry, insert-only. How and why: docs/ledger.md.
create schema ledger;

-- The one writer. The server may only call the functions at the end of this file; they run as this role, which may insert
-- entries and lines but not change or remove them, so that not even a fault in a function rewrites history.
do $$
begin
  create role miaodai_books nologin;
exception
  when duplicate_object or unique_violation then null;
end $$;
do $$
begin
  execute format('grant miaodai_books to %I', current_user);
end $$;
grant usage on schema ledger to miaodai_app, miaodai_books;

create table ledger.chart (
  code               text collate "C" primary key,
  name_zh            text not null,
  name_en            text not null,
  type               text not null,
  normal_side        text not null,
  kind               text not null,
  may_go_below_zero  boolean not null,
  constraint code_form check (code ~ '^\d{4}-\d{2}$'),
  constraint known_type check (type in ('asset', 'liability', 'equity', 'income', 'expense', 'memo')),
  constraint known_side check (normal_side in ('debit', 'credit')),
  constraint known_kind check (kind in ('exact', 'rolled')),
  -- So that the balance of each book can be checked from the account of a line alone.
  constraint off_balance_codes_start_with_9 check ((type = 'memo') = (code like '9%')),
  -- A floor needs a balance at every moment, which rolled accounts do not have.
  constraint rolled_accounts_have_no_floor check (kind = 'exact' or may_go_below_zero)
);
grant select on ledger.chart to miaodai_app, miaodai_books;

insert into ledger.chart (code, name_zh, name_en, type, normal_side, kind, may_go_below_zero) values
  ('1303-01', '贷款本金', 'Loan principal', 'asset', 'debit', 'exact', false),
  ('1132-01', '应收利息', 'Interest receivable', 'asset', 'debit', 'exact', false),
  ('1132-02', '应收贴息', 'Discount interest receivable', 'asset', 'debit', 'exact', false),
  ('3001-01', '贷款资金', 'Loan funding', 'liability', 'credit', 'rolled', true),
  ('3001-09', '核心清算', 'Core clearing', 'liability', 'credit', 'rolled', true),
  ('6011-01', '利息收入', 'Interest income', 'income', 'credit', 'rolled', true),
  ('6011-02', '罚息收入', 'Penalty interest income', 'income', 'credit', 'rolled', true),
  ('9001-01', '授信额度', 'Credit limit granted', 'memo', 'credit', 'rolled', true),
  ('9001-02', '可用额度', 'Credit limit available', 'memo', 'debit', 'exact', false),
  ('9001-03', '占用额度', 'Credit limit reserved', 'memo', 'debit', 'exact', false);

-- Exact accounts only: '<code>/<whose>'. Locked row by row in the order of their names.
create table ledger.exact_accounts (
  account            text collate "C" primary key,
  -- 1 where a debit adds to the balance, -1 where a credit does: the normal side of its code.
  normal_sign        smallint not null,
  balance_fen        bigint not null default 0,
  version            bigint not null default 0,
  may_go_below_zero  boolean not null,
  last_recorded_at   timestamptz not null default '-infinity',
  constraint not_below_zero check (may_go_below_zero or balance_fen >= 0),
  constraint balance_is_safe check (balance_fen between -9007199254740991 and 9007199254740991)
  -- Room on the page: a new balance stays beside the old one and touches no index.
) with (fillfactor = 70);
grant select on ledger.exact_accounts to miaodai_app;
grant select, insert, update (balance_fen, version, last_recorded_at) on ledger.exact_accounts to miaodai_books;

create table ledger.entries (
  -- The transaction that posted it. What is older than every open transaction (pg_snapshot_xmin) is settled: nothing can
  -- appear there any more. An entry_id does not tell that: a lower one may commit later.
  posted_in    xid8 not null default pg_current_xact_id(),
  entry_id     bigint generated always as identity,
  ref          text collate "C" not null,
  on_date      date not null,
  memo         text not null,
  -- SHA-256 of the content (ledger.digest): tells a repeat from a second fact under one name, and is what is sealed.
  digest       bytea not null,
  recorded_at  timestamptz not null default clock_timestamp(),
  primary key (posted_in, entry_id),
  constraint one_entry_per_ref unique (ref),
  -- These keep the text that is hashed unambiguous.
  -- (Lengths are not in the patterns: a counted repetition costs more time than the whole insert.)
  constraint ref_form check (ref ~ '^[A-Za-z0-9][A-Za-z0-9._:/-]*$' and length(ref) <= 200),
  constraint memo_form check (memo !~ '[[:cntrl:]]' and length(memo) between 1 and 500)
);
create index entries_by_day on ledger.entries using brin (on_date) with (pages_per_range = 16, autosummarize = on);
grant select on ledger.entries to miaodai_app;
grant select, insert on ledger.entries to miaodai_books;

-- No foreign key to accounts (it would lock the hot rows), and none to entries: one function writes both, ledgerFindings proves it.
create table ledger.lines (
  entry_id           bigint not null,
  line_no            integer not null,
  posted_in          xid8 not null default pg_current_xact_id(),
  account            text collate "C" not null,
  debit_fen          bigint not null,
  credit_fen         bigint not null,
  -- Of exact accounts: which line of the account this is, and what it left there.
  account_version    bigint,
  balance_after_fen  bigint,
  recorded_at        timestamptz not null default clock_timestamp(),
  primary key (entry_id, line_no),
  constraint one_side_only check ((debit_fen = 0) <> (credit_fen = 0)),
  constraint amounts_are_safe check (debit_fen between 0 and 9007199254740991 and credit_fen between 0 and 9007199254740991),
  constraint exact_lines_are_numbered check (
    (account_version is null) = (account not like '%/%') and (account_version is null) = (balance_after_fen is null))
);
create unique index lines_of_exact_accounts on ledger.lines (account, account_version) where account_version is not null;
create index lines_of_rolled_accounts on ledger.lines (posted_in, account) where account_version is null;
grant select on ledger.lines to miaodai_app;
grant select, insert on ledger.lines to miaodai_books;

-- Rolled accounts: what has been added up so far, and up to which transaction (exclusive). The rest is still in the lines.
create table ledger.folded (
  account      text collate "C" primary key,
  -- On the debit side.
  balance_fen  bigint not null,
  constraint balance_is_safe check (balance_fen between -9007199254740991 and 9007199254740991)
);
create table ledger.fold_watermark (
  only_row        boolean primary key default true check (only_row),
  folded_through  xid8 not null
);
insert into ledger.fold_watermark (folded_through) values ('0');
grant select on ledger.folded, ledger.fold_watermark to miaodai_app;
grant select, insert, update on ledger.folded to miaodai_books;
grant select, update on ledger.fold_watermark to miaodai_books;

create table ledger.closing (
  only_row        boolean primary key default true check (only_row),
  closed_through  date not null
);
insert into ledger.closing (closed_through) values ('-infinity');
grant select on ledger.closing to miaodai_app, miaodai_books;

create function ledger.digest(ref text, on_date date, memo text, accounts text[], amounts bigint[]) returns bytea
language sql stable parallel safe as $$
  select sha256(convert_to(concat_ws(E'\n', ref, to_char(on_date::timestamp, 'YYYY-MM-DD'), memo,
    array_to_string(accounts, ','), array_to_string(amounts, ',')), 'UTF8'))
$$;

-- Raises from within an expression. The codes are those of ledger/refusal.ts.
create function ledger.refuse(code text, message text) returns bigint language plpgsql as $$
begin
  raise exception using errcode = code, message = message;
end $$;

create view ledger.entry_contents as
select e.posted_in, e.entry_id, e.ref, e.on_date, e.memo, e.digest, e.recorded_at,
  ledger.digest(e.ref, e.on_date, e.memo, l.accounts, l.amounts) as digest_now
from ledger.entries e
cross join lateral (
  select array_agg(account order by line_no) as accounts, array_agg(debit_fen - credit_fen order by line_no) as amounts
  from ledger.lines
  where lines.entry_id = e.entry_id
) l;
grant select on ledger.entry_contents to miaodai_app, miaodai_books;

create function ledger.assert_balanced() returns trigger language plpgsql as $$
begin
  if (
    select count(*) < 2
      or sum(debit_fen - credit_fen) filter (where account < '9') <> 0
      or sum(debit_fen - credit_fen) filter (where account >= '9') <> 0
    from ledger.lines
    where entry_id = new.entry_id
  ) then
    perform ledger.refuse('LB003', format('entry %s does not balance', new.ref));
  end if;
  return null;
end $$;
-- Deferred to commit: the last word, whatever wrote the lines.
create constraint trigger entry_balances after insert on ledger.entries
  deferrable initially deferred for each row execute function ledger.assert_balanced();

-- What every posting must find true once it holds its lock on entries (see close_books in 0007).
create function ledger.assert_open(on_date date) returns void language plpgsql as $$
declare
  v_closed date;
  v_folded xid8;
begin
  -- An older snapshot would show neither a day closed meanwhile nor the entry that a repeat must meet.
  if current_setting('transaction_isolation') <> 'read committed' then
    perform ledger.refuse('LB009', 'postings need the isolation level read committed');
  end if;
  select closed_through, folded_through into v_closed, v_folded from ledger.closing, ledger.fold_watermark;
  if on_date is null or on_date <= v_closed then
    perform ledger.refuse('LB002', format('%s is a closed day', on_date));
  end if;
  if pg_current_xact_id() < v_folded then
    perform ledger.refuse('LB009', 'transaction numbers went back: restored into another server, see docs/ledger.md');
  end if;
end $$;

-- Books one entry: one round trip, whatever the number of lines. Amounts are positive for debits, negative for credits; the
-- lines come in the order of their accounts, which is the order of locks everywhere.
create function ledger.post(p_ref text, p_on date, p_memo text, p_accounts text[], p_amounts bigint[]) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_digest bytea := ledger.digest(p_ref, p_on, p_memo, p_accounts, p_amounts);
  v_entry_id bigint;
  v_known bytea;
  v_account text collate "C";
  v_before text collate "C" := '';
  v_now record;
  v_sum bigint := 0;
  v_memo_sum bigint := 0;
  -- By line: what its exact account has become.
  v_version bigint[] := array_fill(null::bigint, array[cardinality(p_accounts)]);
  v_balance bigint[] := v_version;
  v_recorded timestamptz[] := v_version;
begin
  insert into ledger.entries (ref, on_date, memo, digest) values (p_ref, p_on, p_memo, v_digest)
  on conflict (ref) do nothing
  returning entry_id into v_entry_id;
  if v_entry_id is null then
    select digest into v_known from ledger.entries where ref = p_ref;
    if v_known is distinct from v_digest then
      perform ledger.refuse('LB001', format('entry %s is in the books with other content', p_ref));
    end if;
    return 'known';
  end if;
  perform ledger.assert_open(p_on);

  for i in 1 .. cardinality(p_accounts) loop
    v_account := p_accounts[i];
    if v_account is null or v_account < v_before or coalesce(p_amounts[i], 0) = 0 then
      perform ledger.refuse('LB005', format('line %s of %s has no amount or is out of order', i, p_ref));
    end if;
    v_before := v_account;
    if v_account < '9' then v_sum := v_sum + p_amounts[i]; else v_memo_sum := v_memo_sum + p_amounts[i]; end if;
    if position('/' in v_account) = 0 then
      perform from ledger.chart where code = v_account and kind = 'rolled';
      if not found then perform ledger.refuse('LB004', format('no such account: %s', v_account)); end if;
    else
      loop
        update ledger.exact_accounts a
        set balance_fen = a.balance_fen + a.normal_sign * p_amounts[i], version = a.version + 1,
          last_recorded_at = greatest(a.last_recorded_at, clock_timestamp())
        where a.account = v_account
        returning a.version, a.balance_fen, a.last_recorded_at into v_now;
        exit when found;
        perform ledger.open_account(v_account);
      end loop;
      v_version[i] := v_now.version;
      v_balance[i] := v_now.balance_fen;
      v_recorded[i] := v_now.last_recorded_at;
    end if;
  end loop;

  if v_sum <> 0 or v_memo_sum <> 0 or coalesce(cardinality(p_accounts), 0) < 2 then
    perform ledger.refuse('LB003', format('entry %s does not balance', p_ref));
  end if;
  insert into ledger.lines (entry_id, line_no, account, debit_fen, credit_fen, account_version, balance_after_fen, recorded_at)
  select v_entry_id, l.no, l.account, greatest(l.amount, 0), greatest(-l.amount, 0), l.version, l.balance,
    coalesce(l.recorded, clock_timestamp())
  from unnest(p_accounts, p_amounts, v_version, v_balance, v_recorded)
    with ordinality as l (account, amount, version, balance, recorded, no);
  return 'posted';
end $$;

create function ledger.open_account(p_account text) returns void language plpgsql as $$
begin
  insert into ledger.exact_accounts (account, normal_sign, may_go_below_zero)
  select p_account, case normal_side when 'debit' then 1 else -1 end, may_go_below_zero
  from ledger.chart
  where code = split_part(p_account, '/', 1) and kind = 'exact'
    and p_account ~ '^[0-9-]+/[A-Za-z0-9-]+$' and length(p_account) <= 72
  on conflict (account) do nothing;
  if not found then
    perform from ledger.exact_accounts where account = p_account;
    if not found then perform ledger.refuse('LB004', format('no such account: %s', p_account)); end if;
  end if;
end $$;

-- Books many entries in a few statements. p_entry_nos tells for each line which entry it belongs to (from 1). All or nothing:
-- the caller halves a batch that is refused until the poisoned entry stands alone.
create function ledger.post_many(
  p_refs text[], p_ons date[], p_memos text[], p_entry_nos integer[], p_accounts text[], p_amounts bigint[]
) returns setof text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_digests bytea[];
  v_new bigint[];
begin
  select array_agg(ledger.digest(e.ref, e.on_date, e.memo, l.accounts, l.amounts) order by e.no) into v_digests
  from unnest(p_refs, p_ons, p_memos) with ordinality as e (ref, on_date, memo, no)
  left join (
    select entry_no, array_agg(account order by no) as accounts, array_agg(amount order by no) as amounts
    from unnest(p_entry_nos, p_accounts, p_amounts) with ordinality as l (entry_no, account, amount, no)
    group by entry_no
  ) l on l.entry_no = e.no;

  -- In the order of their refs, so that two batches with common entries never wait for each other.
  with written as (
    insert into ledger.entries (ref, on_date, memo, digest)
    select e.ref, e.on_date, e.memo, e.digest
    from unnest(p_refs, p_ons, p_memos, v_digests) as e (ref, on_date, memo, digest)
    order by e.ref collate "C"
    on conflict (ref) do nothing
    returning entry_id
  )
  select coalesce(array_agg(entry_id), '{}') into v_new from written;
  perform ledger.refuse('LB001', format('entry %s is in the books with other content', e.ref))
  from unnest(p_refs, v_digests) as e (ref, digest)
  join ledger.entries known on known.ref = e.ref and known.digest <> e.digest;
  perform ledger.assert_open(e.on_date)
  from ledger.entries e where e.ref = any (p_refs) and e.entry_id = any (v_new)
  group by e.on_date;

  perform case
    when l.amount is null or l.amount = 0 then ledger.refuse('LB005', format('no amount for a line on %s', l.account))
    when c.kind is null or (c.kind = 'exact') <> (position('/' in l.account) > 0)
      then ledger.refuse('LB004', format('no such account: %s', l.account))
  end
  from unnest(p_accounts, p_amounts) as l (account, amount)
  left join ledger.chart c on c.code = split_part(l.account, '/', 1);
  perform ledger.refuse('LB003', format('entry %s does not balance', e.ref))
  from unnest(p_refs) with ordinality as e (ref, no)
  left join unnest(p_entry_nos, p_accounts, p_amounts) as l (entry_no, account, amount) on l.entry_no = e.no
  group by e.no, e.ref
  having count(l.account) < 2 or sum(l.amount) filter (where l.account < '9') <> 0
    or sum(l.amount) filter (where l.account >= '9') <> 0;

  perform ledger.write_lines(p_refs, v_new, p_entry_nos, p_accounts, p_amounts);
  return query
    select case when k.entry_id = any (v_new) then 'posted' else 'known' end
    from unnest(p_refs) with ordinality as e (ref, no)
    join ledger.entries k on k.ref = e.ref
    order by e.no;
end $$;

create function ledger.write_lines(
  p_refs text[], p_new bigint[], p_entry_nos integer[], p_accounts text[], p_amounts bigint[]
) returns void language plpgsql as $$
begin
  perform ledger.open_account(missing.account)
  from (
    select distinct l.account collate "C" as account
    from unnest(p_accounts) as l (account)
    join ledger.chart c on c.code = split_part(l.account, '/', 1) and c.kind = 'exact'
    where not exists (select from ledger.exact_accounts a where a.account = l.account)
    order by 1
  ) missing;
  perform from ledger.exact_accounts where account = any (p_accounts) order by account for update;

  -- A statement of its own after the locks: only so does it see the balances that they protect.
  with given as materialized (
    select e.entry_id, l.entry_no, l.no, l.no - min(l.no) over (partition by l.entry_no) + 1 as line_no, l.account, l.amount, c.kind,
      case c.normal_side when 'debit' then l.amount else -l.amount end as change
    from unnest(p_entry_nos, p_accounts, p_amounts) with ordinality as l (entry_no, account, amount, no)
    join ledger.entries e on e.ref = p_refs[l.entry_no]
    join ledger.chart c on c.code = split_part(l.account, '/', 1)
    where e.entry_id = any (p_new)
  ), booked as materialized (
    select g.*, a.may_go_below_zero,
      a.version + row_number() over course as version,
      (a.balance_fen + sum(g.change) over course)::bigint as balance,
      greatest(a.last_recorded_at, clock_timestamp()) as recorded_at
    from given g
    left join ledger.exact_accounts a on a.account = g.account
    window course as (partition by g.account order by g.entry_no, g.no)
  ), written as (
    insert into ledger.lines
      (entry_id, line_no, account, debit_fen, credit_fen, account_version, balance_after_fen, recorded_at)
    select entry_id, line_no, account, greatest(amount, 0), greatest(-amount, 0), version,
      case when balance < 0 and not may_go_below_zero
        then ledger.refuse('LB006', format('%s would go below zero', account)) else balance end,
      recorded_at
    from booked
  )
  update ledger.exact_accounts a
  set balance_fen = a.balance_fen + b.change, version = a.version + b.lines, last_recorded_at = b.recorded_at
  from (
    select account, sum(change)::bigint as change, count(*) as lines, max(recorded_at) as recorded_at
    from booked where kind = 'exact' group by account
  ) b
  where a.account = b.account;
end $$;

-- What no role needs is nobody's: the server calls these two, and they call the rest as miaodai_books.
do $$
declare
  f text;
begin
  revoke execute on all functions in schema ledger from public;
  grant execute on all functions in schema ledger to miaodai_books;
  grant execute on function ledger.digest, ledger.refuse, ledger.assert_balanced to miaodai_app;
  grant execute on function ledger.post, ledger.post_many to miaodai_app;
  grant create on schema ledger to miaodai_books;
  foreach f in array array['post', 'post_many'] loop
    execute format('alter function ledger.%I owner to miaodai_books', f);
  end loop;
  revoke create on schema ledger from miaodai_books;
end $$;
