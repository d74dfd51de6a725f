-- What version 5 (batch debits, pledged deposits) has and version 4 had not: a sandbox of that version keeps its accounts and transfers.
alter table sim_core.account_requests
  drop constraint account_requests_type_check,
  add check (type in ('OPEN', 'ACTV', 'STAT', 'RELS', 'REDM', 'PLDG')),
  add column answer jsonb;
update sim_core.account_requests
  set answer = jsonb_build_object('ACCT_NO', account_no, 'ACCT_STS', acct_sts)
  where state = 'done';
alter table sim_core.account_requests
  drop column account_no,
  drop column acct_sts;
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
alter table sim_core.requests add column least_fen bigint;
update sim_core.requests set least_fen = amount_fen;
alter table sim_core.requests alter column least_fen set not null;
alter table sim_core.bookings
  drop constraint bookings_tran_no_fkey,
  add column in_journal boolean not null default true;
