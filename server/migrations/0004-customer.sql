-- Who the customers are. Columns that end in _cipher hold AES-256-GCM under the bank's key, bound to table, column and row; columns
-- that end in _index hold a keyed hash, so that a row can be found by a value that nobody can read here.

create schema identity;
grant usage on schema identity to miaodai_app;

create table identity.customers (
  customer_id       uuid primary key,
  name_cipher       bytea not null,
  id_number_cipher  bytea not null,
  id_number_index   bytea not null unique,
  mobile_cipher     bytea not null,
  mobile_index      bytea not null unique,
  registered_at     timestamptz not null
);
grant select, insert on identity.customers to miaodai_app;

create table identity.sessions (
  -- SHA-256 of the cookie: who reads this table cannot sign in with what they find.
  token_hash   bytea primary key,
  customer_id  uuid not null references identity.customers,
  channel      text not null,
  device       text not null,
  ip           text not null,
  started_at   timestamptz not null,
  -- As set when it began: a session is found without asking for settings.
  idle_seconds integer not null,
  idle_until   timestamptz not null,
  ends_at      timestamptz not null,
  ended_at     timestamptz
);
create index sessions_of_customer on identity.sessions (customer_id) where ended_at is null;
grant select, insert, update on identity.sessions to miaodai_app;

create schema credentials;
grant usage on schema credentials to miaodai_app;

-- argon2id under a pepper. Wrong tries are counted here, by whatever node took them.
create table credentials.passwords (
  customer_id   uuid not null references identity.customers,
  kind          text not null,
  hash          text not null,
  wrong_tries   integer not null default 0,
  locked_until  timestamptz,
  primary key (customer_id, kind),
  constraint known_kind check (kind in ('login', 'transaction'))
);
grant select, insert, update on credentials.passwords to miaodai_app;

-- An SMS code is for one purpose and one subject, and good once.
create table credentials.sms_codes (
  code_id      uuid primary key,
  customer_id  uuid not null references identity.customers,
  purpose      text not null,
  subject      uuid not null,
  code_hash    bytea not null,
  wrong_tries  integer not null default 0,
  sent_at      timestamptz not null,
  expires_at   timestamptz not null,
  used_at      timestamptz
);
create index sms_codes_latest on credentials.sms_codes (customer_id, purpose, subject, sent_at desc);
grant select, insert, update on credentials.sms_codes to miaodai_app;

-- A nonce makes an encrypted password good for one try: a captured request is worth nothing.
create table credentials.password_nonces (
  nonce_hash   bytea primary key,
  customer_id  uuid not null references identity.customers,
  expires_at   timestamptz not null,
  used_at      timestamptz
);
create index password_nonces_by_age on credentials.password_nonces (expires_at);
grant select, insert, update, delete on credentials.password_nonces to miaodai_app;

create schema consent;
grant usage on schema consent to miaodai_app;

-- What was agreed to, which text, when and from where. Nothing here is ever changed.
create table consent.consents (
  consent_id   uuid primary key,
  customer_id  uuid not null references identity.customers,
  kind         text not null,
  subject      uuid not null,
  version      text not null,
  text_hash    text not null,
  agreed_at    timestamptz not null,
  channel      text not null,
  device       text not null,
  ip           text not null,
  constraint agreed_once unique (subject, kind, text_hash)
);
create index consents_of_customer on consent.consents (customer_id);
grant select, insert on consent.consents to miaodai_app;

create schema account;
grant usage on schema account to miaodai_app;

-- The customer's electronic account (电子账户, class II): we keep its number, the core keeps its state and balance.
create table account.accounts (
  customer_id        uuid primary key references identity.customers,
  account_no_cipher  bytea not null,
  account_no_index   bytea not null unique,
  opened_at          timestamptz not null
);
grant select, insert on account.accounts to miaodai_app;

create schema messages;
grant usage on schema messages to miaodai_app;

-- Texts to the customer, written with the fact that they tell of and sent by a job.
create table messages.messages (
  message_id     uuid primary key,
  -- What the gateway knows it by: a repeat is never a second text.
  message_no     text not null unique,
  customer_id    uuid not null references identity.customers,
  kind           text not null,
  text_cipher    bytea not null,
  state          text not null default 'queued',
  attempts       integer not null default 0,
  queued_at      timestamptz not null,
  sent_at        timestamptz,
  -- A code is of no use after this.
  worthless_from timestamptz,
  constraint known_state check (state in ('queued', 'sent', 'refused', 'given-up'))
);
create index messages_waiting on messages.messages (queued_at) where state = 'queued';
grant select, insert, update on messages.messages to miaodai_app;
