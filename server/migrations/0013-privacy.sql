-- The keys under which personal data is sealed, each wrapped by the master key, which is never in the database. The key called 'root' is
-- what blind indexes, the pepper and the oldest sealed values are derived from: it is wrapped anew with the others, and never changes.
create table platform.data_keys (
  key_no       integer primary key generated always as identity,
  -- Of data by JR/T 0171-2020: C3 proves who somebody is, C2 says who they are and what they own, C1 is the bank's own.
  class        text not null,
  -- Null once the key has been destroyed: what it sealed can never be read again.
  wrapped      bytea,
  -- Which master key wraps it: a fingerprint.
  master_id    text not null,
  created_at   timestamptz not null default now(),
  -- A new key seals from then on, when every node has read it.
  active_from  timestamptz not null default now(),
  retired_at   timestamptz,
  destroyed_at timestamptz,
  constraint known_class check (class in ('root', 'C1', 'C2', 'C3')),
  -- Two bytes of each sealed value name its key.
  constraint number_fits check (key_no between 1 and 65535),
  constraint destroyed_whole check ((wrapped is null) = (destroyed_at is not null)),
  constraint destroyed_after_retired check (destroyed_at is null or retired_at is not null)
);
create unique index one_root_key on platform.data_keys (class) where class = 'root';
-- Retiring, wrapping anew and destroying are done as the owner, by rotate-keys.
grant select, insert on platform.data_keys to miaodai_app;

-- What was taken back can be agreed to again: another consent, of the next round.
alter table consent.consents
  add round integer not null default 0,
  drop constraint agreed_once,
  add constraint agreed_once unique (subject, kind, text_hash, round);

-- A consent that was taken back: a fact of its own, beside the consent, which stays as it was.
create table consent.revocations (
  consent_id  uuid primary key references consent.consents,
  revoked_at  timestamptz not null,
  channel     text not null,
  device      text not null,
  ip          text not null
);
grant select, insert on consent.revocations to miaodai_app;

create schema privacy;
grant usage on schema privacy to miaodai_app;

-- Who had their data given to them, when and from where; never what it was.
create table privacy.exports (
  export_id    uuid primary key,
  customer_id  uuid not null references identity.customers,
  made_at      timestamptz not null,
  channel      text not null,
  device       text not null,
  ip           text not null,
  records      integer not null
);
create index exports_of_customer on privacy.exports (customer_id, made_at desc);
grant select, insert on privacy.exports to miaodai_app;

-- Customers who have left. Whoever must be found by law is found by the keyed hash of their number, which is free for a new customer.
create table privacy.closures (
  customer_id      uuid primary key references identity.customers,
  id_number_index  bytea,
  closed_at        timestamptz not null,
  channel          text not null,
  device           text not null,
  ip               text not null
);
create index closures_by_person on privacy.closures (id_number_index);
grant select, insert on privacy.closures to miaodai_app;
grant update (id_number_index) on privacy.closures to miaodai_app;

-- What had to be kept when they left, and until when.
create table privacy.kept (
  customer_id  uuid not null references privacy.closures,
  what         text not null,
  keep_until   date not null,
  deleted_at   timestamptz,
  primary key (customer_id, what)
);
create index kept_by_age on privacy.kept (keep_until) where deleted_at is null;
grant select, insert on privacy.kept to miaodai_app;
grant update (deleted_at) on privacy.kept to miaodai_app;

-- What is deleted when a customer leaves, or when its time is over.
grant delete on credentials.passwords, credentials.sms_codes, messages.messages to miaodai_app;
grant delete on identity.security_events, identity.devices, identity.sessions to miaodai_app;
grant delete on ecif.fields, account.cards to miaodai_app;

-- Consents are never changed, and the server may not delete them: but for those of somebody who has left, when their time is over.
create function consent.forget_of(customer uuid, today date) returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not exists (
    select from privacy.kept
    where customer_id = customer and what = 'consents' and keep_until < today
  ) then
    raise exception 'the consents of % are kept', customer;
  end if;
  delete from consent.revocations where consent_id in (select consent_id from consent.consents where customer_id = customer);
  delete from consent.consents where customer_id = customer;
end $$;
revoke all on function consent.forget_of(uuid, date) from public;
grant execute on function consent.forget_of(uuid, date) to miaodai_app;
