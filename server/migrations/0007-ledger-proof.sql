-- What happens to the books behind the hot path: rolled lines are folded, settled entries chained, days closed for good.

create table ledger.closed_days (
  on_date      date primary key,
  entry_count  bigint not null,
  digest       bytea not null,
  closed_at    timestamptz not null default clock_timestamp()
);
grant select on ledger.closed_days to miaodai_app;

create table ledger.seals (
  seal_no           bigint primary key,
  -- The last entry that it covers, in the order (posted_in, entry_id).
  through_xid       xid8 not null,
  through_entry_id  bigint not null,
  entry_count       bigint not null,
  hash              bytea not null,
  sealed_at         timestamptz not null default clock_timestamp()
);
grant select on ledger.seals to miaodai_app;
grant select, insert on ledger.seals to miaodai_books;

-- Adds settled lines of rolled accounts to their folded balances. Safe on several nodes (the row lock) and at any kill (one
-- transaction); a reader sees balance and watermark of one snapshot.
create function ledger.fold_rolled() returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_from xid8;
  v_to xid8;
  v_lines bigint;
begin
  select folded_through into v_from from ledger.fold_watermark for update;
  v_to := pg_snapshot_xmin(pg_current_snapshot());
  if v_to <= v_from then return 0; end if;
  with sums as (
    select account, sum(debit_fen - credit_fen) as change, count(*) as lines
    from ledger.lines
    where account_version is null and posted_in >= v_from and posted_in < v_to
    group by account
  ), written as (
    insert into ledger.folded as f (account, balance_fen)
    select account, change::bigint from sums
    on conflict (account) do update set balance_fen = f.balance_fen + excluded.balance_fen
  )
  select coalesce(sum(lines), 0) into v_lines from sums;
  update ledger.fold_watermark set folded_through = v_to;
  return v_lines;
end $$;

-- Chains settled entries. Returns how many it took; the head is the last row of seals.
create function ledger.seal(p_most integer) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_head ledger.seals;
  v_count bigint;
begin
  perform pg_advisory_xact_lock(7317003);
  select * into v_head from ledger.seals order by seal_no desc limit 1;
  insert into ledger.seals (seal_no, through_xid, through_entry_id, entry_count, hash)
  select coalesce(v_head.seal_no, 0) + 1, max(posted_in), (array_agg(entry_id order by posted_in desc, entry_id desc))[1], count(*),
    sha256(coalesce(v_head.hash, '') || string_agg(ledger.sealed_content(entry_id, recorded_at, digest), ''
      order by posted_in, entry_id))
  from (
    select posted_in, entry_id, recorded_at, digest
    from ledger.entries
    where (posted_in, entry_id) > (coalesce(v_head.through_xid, '0'), coalesce(v_head.through_entry_id, 0))
      and posted_in < pg_snapshot_xmin(pg_current_snapshot())
    order by posted_in, entry_id
    limit p_most
  ) settled
  having count(*) > 0
  returning entry_count into v_count;
  return coalesce(v_count, 0);
end $$;

create function ledger.sealed_content(entry_id bigint, recorded_at timestamptz, digest bytea) returns bytea
language sql immutable parallel safe as $$
  select int8send(entry_id) || int8send((extract(epoch from recorded_at) * 1000000)::bigint) || digest
$$;

-- Closes all days up to one. As the owner, because it must stop the posting for a moment: whoever has written an entry holds
-- its table's lock until commit, so once SHARE is granted every posting is either finished or will see the new date.
create function ledger.close_books(p_through date) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '5s' as $$
declare
  v_closed date;
begin
  lock table ledger.entries in share mode;
  select closed_through into v_closed from ledger.closing for update;
  if p_through is null or p_through <= v_closed then return; end if;
  update ledger.closing set closed_through = p_through;
  insert into ledger.closed_days (on_date, entry_count, digest)
  select on_date, count(*), ledger.day_digest(on_date)
  from ledger.entries
  where on_date > v_closed and on_date <= p_through
  group by on_date;
end $$;

-- In the order of refs, which is the same wherever the books are kept.
create function ledger.day_digest(p_on date) returns bytea language sql stable as $$
  select sha256(coalesce(string_agg(digest_now, '' order by ref), ''))
  from ledger.entry_contents
  where on_date = p_on
$$;

revoke execute on function ledger.fold_rolled, ledger.seal, ledger.sealed_content, ledger.close_books, ledger.day_digest from public;
grant execute on function ledger.fold_rolled, ledger.seal, ledger.sealed_content, ledger.close_books, ledger.day_digest to miaodai_app;
grant execute on function ledger.sealed_content to miaodai_books;
do $$
begin
  grant create on schema ledger to miaodai_books;
  alter function ledger.fold_rolled owner to miaodai_books;
  alter function ledger.seal owner to miaodai_books;
  revoke create on schema ledger from miaodai_books;
end $$;
