-- A loan's life, a schema for each stage.

create schema application;
grant usage on schema application to miaodai_app;

create sequence application.application_numbers;
grant usage on sequence application.application_numbers to miaodai_app;

create table application.applications (
  application_id    uuid primary key,
  application_no    text not null unique,
  customer_id       uuid not null references identity.customers,
  product_code      text not null references products.products,
  branch_code       text not null,
  channel           text not null,
  step              text not null,
  -- Where the account was when the application began; paid to and collected from unless changed.
  route             text,
  erp_no_cipher     bytea,
  employer_code     text,
  employer_name     text,
  hired_on          date,
  identity_tries    integer not null default 0,
  -- Address, work, income: read by the decision and the officer, encrypted together.
  answers_cipher    bytea,
  term_months       integer,
  purpose           text,
  amount_fen        bigint,
  version           integer not null default 1,
  started_at        timestamptz not null,
  saved_at          timestamptz not null,
  submitted_at      timestamptz,
  constraint known_step check (step in (
    'employee-information-agreement', 'credit-report-agreement', 'face-check', 'identity', 'about-you', 'money', 'submit',
    'decision', 'amount', 'use-of-funds', 'contract', 'confirm', 'paying', 'done', 'officer', 'declined', 'not-eligible',
    'withdrawn')),
  constraint known_route check (route in ('instant', 'standard', 'none')),
  constraint amount_is_positive check (amount_fen > 0)
);
-- Two devices, two tabs: one application is open for a product.
create unique index one_open_application on application.applications (customer_id, product_code)
  where step not in ('done', 'declined', 'not-eligible', 'withdrawn');
create index applications_of_customer on application.applications (customer_id, started_at desc);
grant select, insert, update on application.applications to miaodai_app;

create table application.status_history (
  application_id  uuid not null references application.applications,
  status          text not null,
  at              timestamptz not null,
  primary key (application_id, at, status)
);
grant select, insert on application.status_history to miaodai_app;

create schema decision;
grant usage on schema decision to miaodai_app;

create table decision.decisions (
  decision_id      uuid primary key,
  application_id   uuid not null unique references application.applications,
  state            text not null,
  -- All that was known when it was decided, encrypted; with it and the model version the decision can be made again.
  dossier_cipher   bytea,
  model_version    text,
  outcomes         jsonb,
  approved         boolean,
  limit_fen        bigint,
  annual_rate_ppm  integer,
  reasons          jsonb,
  valid_until      date,
  opened_at        timestamptz not null,
  decided_at       timestamptz,
  constraint known_state check (state in ('gathering', 'decided')),
  constraint decided_whole check (state = 'gathering' or (
    dossier_cipher is not null and model_version is not null and outcomes is not null and approved is not null
    and limit_fen is not null and annual_rate_ppm is not null and reasons is not null and valid_until is not null
    and decided_at is not null)),
  constraint limit_only_if_approved check (limit_fen is null or (limit_fen > 0) = approved)
);
grant select, insert, update on decision.decisions to miaodai_app;

create schema contract;
grant usage on schema contract to miaodai_app;

create sequence contract.contract_numbers;
grant usage on sequence contract.contract_numbers to miaodai_app;

create table contract.contracts (
  contract_id           uuid primary key,
  contract_no           text not null unique,
  application_id        uuid not null references application.applications,
  customer_id           uuid not null references identity.customers,
  product_code          text not null,
  state                 text not null,
  principal_fen         bigint not null check (principal_fen > 0),
  -- What was approved; what is not drawn lapses with the payout.
  limit_fen             bigint not null,
  annual_rate_ppm       integer not null check (annual_rate_ppm >= 0),
  term_months           integer not null check (term_months between 1 and 360),
  purpose               text not null,
  repayment_method      text not null,
  -- Day count, rounding, remainder, version: what the interest is counted by for the contract's whole life.
  convention            jsonb not null,
  account_no_cipher     bytea not null,
  -- The schedule that was shown, as if paid out on the day of drawing up.
  drawn_up_on           date not null,
  schedule              jsonb not null,
  document_cipher       bytea not null,
  text_version          text not null,
  text_hash             text not null,
  cost_statement        jsonb not null,
  cost_statement_hash   text not null,
  valid_until           date not null,
  drawn_up_at           timestamptz not null,
  agreed_at             timestamptz,
  constraint known_state check (state in ('drafted', 'agreed', 'void')),
  constraint agreed_with_time check ((state = 'agreed') <= (agreed_at is not null))
);
create unique index one_live_contract on contract.contracts (application_id) where state <> 'void';
grant select, insert, update on contract.contracts to miaodai_app;

create schema disbursement;
grant usage on schema disbursement to miaodai_app;

create table disbursement.disbursements (
  disbursement_id    uuid primary key,
  contract_id        uuid not null references contract.contracts,
  application_id     uuid not null references application.applications,
  customer_id        uuid not null references identity.customers,
  -- The loan that the payout will make; named now, so that the books know it from the first fen.
  loan_id            uuid not null unique,
  -- What the core knows the transfer by, for ever.
  transfer_no        text not null unique,
  amount_fen         bigint not null check (amount_fen > 0),
  -- What was approved: what is not drawn lapses with the payout.
  limit_fen          bigint not null,
  account_no_cipher  bytea not null,
  -- The rest of the order, so that the number never asks for anything else, whatever a product's parameters become.
  from_account_no    text not null,
  remark             text not null,
  state              text not null,
  requested_at       timestamptz not null,
  settled_at         timestamptz,
  paid_on            date,
  core_serial_no     text unique,
  refusal_code       text,
  constraint known_state check (state in ('requested', 'sent', 'paid', 'refused')),
  constraint amount_within_limit check (amount_fen <= limit_fen),
  constraint paid_with_receipt check ((state = 'paid') = (paid_on is not null and core_serial_no is not null)),
  constraint refused_with_code check ((state = 'refused') = (refusal_code is not null)),
  constraint settled_with_time check ((state in ('paid', 'refused')) = (settled_at is not null))
);
-- A contract is paid out once. After a final refusal another try is possible, under another number.
create unique index one_payout_of_contract on disbursement.disbursements (contract_id) where state <> 'refused';
-- The inquiry job walks the few rows that wait for the core's answer, never the whole table.
create index disbursements_open on disbursement.disbursements (requested_at) where state in ('requested', 'sent');
grant select, insert, update on disbursement.disbursements to miaodai_app;

create schema servicing;
grant usage on schema servicing to miaodai_app;

create sequence servicing.loan_numbers;
grant usage on sequence servicing.loan_numbers to miaodai_app;

create table servicing.loans (
  loan_id            uuid primary key,
  loan_no            text not null unique,
  contract_id        uuid not null unique references contract.contracts,
  disbursement_id    uuid not null unique references disbursement.disbursements,
  customer_id        uuid not null references identity.customers,
  product_code       text not null,
  state              text not null,
  principal_fen      bigint not null check (principal_fen > 0),
  outstanding_fen    bigint not null,
  annual_rate_ppm    integer not null,
  term_months        integer not null,
  repayment_method   text not null,
  convention         jsonb not null,
  account_no_cipher  bytea not null,
  disbursed_on       date not null,
  matures_on         date not null,
  opened_at          timestamptz not null,
  constraint known_state check (state in ('active', 'closed')),
  constraint outstanding_within_principal check (outstanding_fen between 0 and principal_fen)
);
create index loans_of_customer on servicing.loans (customer_id, opened_at desc);
grant select, insert, update on servicing.loans to miaodai_app;

create table servicing.instalments (
  loan_id        uuid not null references servicing.loans,
  no             integer not null,
  due_on         date not null,
  days           integer not null,
  principal_fen  bigint not null check (principal_fen >= 0),
  interest_fen   bigint not null check (interest_fen >= 0),
  balance_fen    bigint not null check (balance_fen >= 0),
  primary key (loan_id, no)
);
grant select, insert on servicing.instalments to miaodai_app;
