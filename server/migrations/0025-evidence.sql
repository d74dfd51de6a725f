-- What happened with a loan, item by item, sealed behind the hot path: every pack is a link of one chain over all loans.

create schema evidence;
grant usage on schema evidence to miaodai_app;

create table evidence.packs (
  pack_id        uuid primary key,
  -- Its place in the chain.
  seq            bigint not null unique check (seq > 0),
  contract_id    uuid not null unique references contract.contracts,
  customer_id    uuid not null references identity.customers,
  algorithm      text not null,
  -- The index of the items with their hashes, in the very bytes that are hashed; names no person.
  index          text not null,
  content_hash   text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  -- Null in the first.
  previous_hash  text,
  previous_seq   bigint generated always as (nullif(seq - 1, 0)) stored,
  pack_hash      text not null unique check (pack_hash ~ '^[0-9a-f]{64}$'),
  sealed_at      timestamptz not null,
  constraint known_algorithm check (algorithm in ('SHA-256', 'SM3')),
  constraint first_without_previous check ((seq = 1) = (previous_hash is null)),
  constraint packs_in_chain unique (seq, pack_hash),
  -- No gap, and no second pack after one: whoever writes, and however many at once.
  constraint follows_the_one_before foreign key (previous_seq, previous_hash) references evidence.packs (seq, pack_hash)
);
create index packs_of_customer on evidence.packs (customer_id);
-- Added, never changed and never deleted.
grant select, insert on evidence.packs to miaodai_app;

create table evidence.items (
  pack_id         uuid not null references evidence.packs,
  no              integer not null check (no > 0),
  kind            text not null,
  label           text not null,
  file_name       text not null,
  media_type      text not null,
  happened_at     timestamptz,
  size_bytes      integer not null check (size_bytes >= 0),
  hash            text not null check (hash ~ '^[0-9a-f]{64}$'),
  -- Null once nothing demands it any more; the hash stays, and with it the chain.
  content_cipher  bytea,
  primary key (pack_id, no),
  unique (pack_id, file_name)
);
grant select, insert on evidence.items to miaodai_app;

-- The chain's head, time-stamped by somebody else than the bank.
create table evidence.anchors (
  anchor_id   uuid primary key,
  seq         bigint not null,
  pack_hash   text not null,
  -- RFC 3161, DER: over the SHA-256 of the statement that names this head.
  token       bytea not null,
  stamped_at  timestamptz not null,
  foreign key (seq, pack_hash) references evidence.packs (seq, pack_hash)
);
create index anchors_by_place on evidence.anchors (seq, stamped_at);
grant select, insert on evidence.anchors to miaodai_app;

-- The server may not change an item. The content of those of somebody who has left goes when its time is over.
create function evidence.erase_of(customer uuid, today date) returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not exists (
    select from privacy.kept
    where customer_id = customer and what = 'trade' and keep_until < today
  ) then
    raise exception 'the evidence of % is kept', customer;
  end if;
  update evidence.items set content_cipher = null
  where pack_id in (select pack_id from evidence.packs where customer_id = customer);
end $$;
revoke all on function evidence.erase_of(uuid, date) from public;
grant execute on function evidence.erase_of(uuid, date) to miaodai_app;

-- The contracts as the console lists them: what the stages know of each, to look at.
create view evidence.contract_register as
select c.contract_id, c.contract_no, c.application_id, a.application_no, a.branch_code, c.customer_id, c.principal_fen,
  c.state, c.signed_offline, c.agreed_at, c.drawn_up_at, s.state as signing,
  exists (select from servicing.loans l where l.contract_id = c.contract_id) as paid,
  exists (select from evidence.packs p where p.contract_id = c.contract_id) as sealed
from contract.contracts c
join application.applications a on a.application_id = c.application_id
left join lateral (
  select state
  from signing.signings
  where signings.contract_id = c.contract_id
  order by requested_at desc
  limit 1
) s on true;
grant select on evidence.contract_register to miaodai_app;
create index contracts_by_time on contract.contracts (drawn_up_at desc, contract_id);

-- What an installation that is older than evidence begins with.
insert into settings.settings (name, effective_from, value)
select added.name, date '2020-01-01', added.value
from (values ('evidenceHash', to_jsonb('SHA-256'::text)), ('evidenceAnchorSeconds', to_jsonb(3600))) added (name, value)
where exists (select from settings.settings);
