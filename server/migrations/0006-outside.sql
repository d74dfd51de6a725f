-- Calls to other systems. A row is written before the socket is touched: it is the retry state, the work queue and the audit.

create schema integrations;
grant usage on schema integrations to miaodai_app;

create table integrations.external_calls (
  request_no    text primary key,
  system        text not null,
  operation     text not null,
  subject       uuid not null,
  -- Of what is asked; the same number never asks for anything else.
  request_hash  text not null,
  state         text not null,
  attempts      integer not null default 0,
  -- Who holds the lease may call out; by the database's clock, since the nodes' clocks differ.
  leased_until  timestamptz,
  -- The answer, where a repeat of the question would cost something; encrypted.
  answer_cipher bytea,
  cause         text,
  created_at    timestamptz not null default now(),
  updated_at    timestamptz not null default now(),
  constraint known_state check (state in ('intended', 'sent', 'done', 'refused', 'unknown'))
);
create index external_calls_of_subject on integrations.external_calls (subject);
create index external_calls_open on integrations.external_calls (created_at) where state in ('intended', 'sent', 'unknown');
grant select, insert, update on integrations.external_calls to miaodai_app;

create schema cases;
grant usage on schema cases to miaodai_app;

-- What a person must look at (人工落地处理): opened once for a subject, however often the reason is seen.
create table cases.cases (
  case_id    uuid primary key,
  kind       text not null,
  subject    uuid not null,
  reason     text not null,
  opened_at  timestamptz not null,
  closed_at  timestamptz
);
create unique index one_open_case on cases.cases (kind, subject) where closed_at is null;
grant select, insert, update on cases.cases to miaodai_app;
