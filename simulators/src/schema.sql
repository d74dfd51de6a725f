-- The outside systems' own tables, a schema per system. Prefixed, so that a mistaken address never meets the product's tables.
create schema sim_control;
create table sim_control.installation (version text not null);
create table sim_control.settings (
  name text primary key,
  value jsonb not null
);
create table sim_control.calls (
  id bigint generated always as identity primary key,
  arrived_at timestamptz not null default now(),
  system text not null,
  operation text not null,
  number text not null,
  message jsonb not null,
  fault text,
  answer text,
  took_ms integer
);

create schema sim_core;
create table sim_core.accounts (
  account_no text primary key,
  holder_name text not null,
  id_number text not null,
  state text not null check (state in ('normal', 'frozen', 'closed', 'credit-only', 'not-active', 'lost')),
  balance_fen bigint not null check (balance_fen >= 0),
  -- Frozen at the wish of a channel, which may release it; every other freeze is not a channel's.
  frozen_by_channel boolean not null default false
);
create sequence sim_core.account_numbers;
-- Openings, activations, changes of state, and what is done with time deposits, by the caller's number.
create table sim_core.account_requests (
  req_no text primary key,
  type text not null check (type in ('OPEN', 'ACTV', 'STAT', 'RELS', 'REDM', 'PLDG')),
  content jsonb not null,
  state text not null check (state in ('new', 'in-flight', 'processing', 'done', 'refused')),
  ret_code text,
  -- The fields of the answer to what was carried out.
  answer jsonb,
  inquiries_left integer not null default 0,
  received_at timestamptz not null default now()
);
create table sim_core.deposits (
  deposit_no text primary key,
  account_no text not null references sim_core.accounts,
  principal_fen bigint not null check (principal_fen > 0),
  rate_ppm integer not null,
  opened_on date not null,
  matures_on date not null,
  state text not null check (state in ('pledged', 'free', 'redeemed')),
  pledged_for text,
  check ((state = 'pledged') = (pledged_for is not null))
);
create index deposits_of_account on sim_core.deposits (account_no);
create table sim_core.holds (
  hold_no text primary key,
  account_no text not null references sim_core.accounts,
  amount_fen bigint not null check (amount_fen > 0),
  remark text not null,
  active boolean not null default true
);
create index holds_of_account on sim_core.holds (account_no) where active;
-- What was asked under each number, and what became of it: 'in-flight' has arrived but is not yet seen by an inquiry.
create table sim_core.requests (
  tran_no text primary key,
  from_acct text not null,
  to_acct text not null,
  amount_fen bigint not null,
  -- The least that may be taken; a transfer is all or nothing.
  least_fen bigint not null,
  remark text not null,
  state text not null check (state in ('new', 'in-flight', 'processing', 'booked', 'refused')),
  ret_code text,
  inquiries_left integer not null default 0,
  received_at timestamptz not null default now()
);
-- Whatever moved money. tran_no is not unique here, because a broken core may book twice.
create table sim_core.bookings (
  id bigint generated always as identity primary key,
  tran_no text not null,
  -- The journal has what channels ordered; what a deposit pays is the core's own business.
  in_journal boolean not null default true,
  from_acct text not null,
  to_acct text not null,
  amount_fen bigint not null check (amount_fen > 0),
  remark text not null,
  from_balance_fen bigint not null,
  to_balance_fen bigint not null,
  acct_date date not null,
  booked_at timestamptz not null default now()
);
create index bookings_by_number on sim_core.bookings (tran_no);
create index bookings_by_date on sim_core.bookings (acct_date, id);
create index bookings_by_payer on sim_core.bookings (from_acct, id);
create index bookings_by_payee on sim_core.bookings (to_acct, id);

create schema sim_hr;
create table sim_hr.employers (
  code text primary key,
  name text not null,
  whitelisted_from date,
  whitelisted_to date
);
create table sim_hr.employees (
  erp_no text primary key,
  name text not null,
  id_number text not null unique,
  employer_code text not null references sim_hr.employers,
  hired_on date not null,
  left_on date
);

create schema sim_registry;
create table sim_registry.citizens (
  id_number text primary key,
  name text not null
);

create schema sim_bureau;
create table sim_bureau.queries (
  query_no text primary key,
  auth_no text not null,
  name text not null,
  id_number text not null,
  report jsonb not null,
  queried_at timestamptz not null default now()
);
create index queries_of_person on sim_bureau.queries (id_number);

create schema sim_big_data;
create table sim_big_data.assessments (
  trace_id text primary key,
  name text not null,
  id_number text not null,
  mobile text not null,
  answer jsonb not null,
  assessed_at timestamptz not null default now()
);

create schema sim_sms;
create table sim_sms.messages (
  id bigint generated always as identity primary key,
  msg_id text not null unique,
  phone text not null,
  content text not null,
  accepted_at timestamptz not null default now()
);
create index messages_by_phone on sim_sms.messages (phone, id);

create schema sim_card;
create table sim_card.cards (
  card_no text primary key,
  holder_name text not null,
  id_number text not null,
  mobile text not null,
  bank_name text not null,
  kind text not null check (kind in ('debit', 'credit')),
  state text not null check (state in ('normal', 'lost', 'restricted')),
  balance_fen bigint not null check (balance_fen >= 0)
);
create table sim_card.requests (
  trace_no text primary key,
  operation text not null check (operation in ('collect', 'pay')),
  card_no text not null,
  amount_fen bigint not null,
  memo text not null,
  state text not null check (state in ('new', 'in-flight', 'processing', 'settled', 'refused')),
  resp_code text,
  inquiries_left integer not null default 0,
  received_at timestamptz not null default now()
);
-- trace_no is not unique here, because a broken network may settle twice.
create table sim_card.settlements (
  id bigint generated always as identity primary key,
  trace_no text not null references sim_card.requests,
  card_no text not null,
  operation text not null,
  amount_fen bigint not null check (amount_fen > 0),
  settled_on date not null,
  settled_at timestamptz not null default now()
);
create index settlements_by_number on sim_card.settlements (trace_no);
create index settlements_by_date on sim_card.settlements (settled_on, id);
create index settlements_by_card on sim_card.settlements (card_no, id);

create schema sim_mail;
-- A message that is sent again is here twice: mail has no numbers that forbid it.
create table sim_mail.messages (
  id bigint generated always as identity primary key,
  mail_from text not null,
  address text not null,
  envelope_id text,
  message_id text not null,
  subject text not null,
  raw bytea not null,
  received_at timestamptz not null default now()
);
create index mails_by_address on sim_mail.messages (address, id);
-- Whose mail was put off once.
create table sim_mail.put_off (address text primary key);
