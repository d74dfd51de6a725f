-- A day's digest takes as long as its entries are many, and nobody may post while it is closed: it is made before, and made again only
-- where an entry has come in between. Entries are never changed, so that the same number of them is the same entries.
create or replace function ledger.close_books(p_through date) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '5s' as $$
declare
  v_closed date;
  v_made ledger.closed_days[];
begin
  select closed_through into v_closed from ledger.closing;
  if p_through is null or p_through <= v_closed then return; end if;
  select array_agg(row(on_date, entry_count, ledger.day_digest(on_date), clock_timestamp())::ledger.closed_days) into v_made
  from (
    select on_date, count(*) as entry_count
    from ledger.entries
    where on_date > v_closed and on_date <= p_through
    group by on_date
  ) days;

  lock table ledger.entries in share mode;
  select closed_through into v_closed from ledger.closing for update;
  if p_through <= v_closed then return; end if;
  update ledger.closing set closed_through = p_through;
  insert into ledger.closed_days (on_date, entry_count, digest)
  select days.on_date, days.entry_count,
    case when made.entry_count = days.entry_count then made.digest else ledger.day_digest(days.on_date) end
  from (
    select on_date, count(*) as entry_count
    from ledger.entries
    where on_date > v_closed and on_date <= p_through
    group by on_date
  ) days
  left join unnest(v_made) as made on made.on_date = days.on_date;
end $$;
