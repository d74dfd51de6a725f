-- The electronic account's life: opened, activated, frozen or reported lost by requests to the core; the card that is bound to it; and
-- the customer's master record (ECIF).

-- A card is bound until it is unbound; what was is kept.
create table account.cards (
  card_id         uuid primary key,
  customer_id     uuid not null references identity.customers,
  card_no_cipher  bytea not null,
  card_no_index   bytea not null,
  mobile_cipher   bytea not null,
  bank_name       text not null,
  bound_at        timestamptz not null,
  unbound_at      timestamptz
);
create unique index one_bound_card on account.cards (customer_id) where unbound_at is null;
create index cards_of_customer on account.cards (customer_id, bound_at desc);
grant select, insert on account.cards to miaodai_app;
grant update (unbound_at) on account.cards to miaodai_app;

-- What the core is asked to do with an account; each is known to the core by its number, for ever.
create table account.requests (
  request_id    uuid primary key,
  request_no    text not null unique,
  customer_id   uuid not null references identity.customers,
  kind          text not null,
  state         text not null,
  -- The whole order, with the card to be bound and the record to be merged; encrypted together.
  order_cipher  bytea not null,
  requested_at  timestamptz not null,
  settled_at    timestamptz,
  refusal_code  text,
  constraint known_kind check (kind in ('open', 'activate', 'freeze', 'unfreeze', 'report-loss', 'release-loss')),
  constraint known_state check (state in ('requested', 'sent', 'done', 'refused')),
  constraint settled_whole check ((state in ('done', 'refused')) = (settled_at is not null))
);
-- Two devices, two tabs: the core is asked for one thing at a time.
create unique index one_open_request on account.requests (customer_id) where state in ('requested', 'sent');
create index requests_of_customer on account.requests (customer_id, requested_at desc);
grant select, insert, update on account.requests to miaodai_app;

create schema ecif;
grant usage on schema ecif to miaodai_app;

-- The master record, a row for a field: each is sealed for itself.
create table ecif.fields (
  customer_id   uuid not null references identity.customers,
  field         text not null,
  value_cipher  bytea not null,
  changed_at    timestamptz not null,
  primary key (customer_id, field)
);
grant select, insert, update on ecif.fields to miaodai_app;

-- Who changed which fields, and when; never what they were.
create table ecif.changes (
  change_id    uuid primary key,
  customer_id  uuid not null references identity.customers,
  changed_at   timestamptz not null,
  changed_by   text not null,
  occasion     text not null,
  fields       text[] not null
);
create index changes_of_customer on ecif.changes (customer_id, changed_at desc);
grant select, insert on ecif.changes to miaodai_app;
