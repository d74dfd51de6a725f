-- What the migrations make. Written by server/src/bin/schema.ts, compared by a test.

create schema account;

create schema application;

create schema branches;

create schema calendar;

create schema cases;

create schema consent;

create schema content;

create schema contract;

create schema copies;

create schema corrections;

create schema credentials;

create schema day_end;

create schema decision;

create schema disbursement;

create schema documents;

create schema ecif;

create schema employers;

create schema evidence;

create schema face;

create schema identity;

create schema integrations;

create schema ledger;

create schema messages;

create schema platform;

create schema privacy;

create schema products;

create schema reminders;

create schema repayment;

create schema review;

create schema servicing;

create schema settings;

create schema signing;

create schema staff;

create schema transfers;

create sequence application.application_numbers;

create sequence contract.contract_numbers;

create sequence repayment.early_request_numbers;

create sequence servicing.loan_numbers;

create table account.accounts (
  customer_id uuid not null,
  account_no_cipher bytea not null,
  account_no_index bytea not null,
  opened_at timestamp with time zone not null,
  constraint accounts_pkey PRIMARY KEY (customer_id),
  constraint accounts_account_no_index_key UNIQUE (account_no_index),
  constraint accounts_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customers(customer_id)
);

create table account.cards (
  card_id uuid not null,
  customer_id uuid not null,
  card_no_cipher bytea not null,
  card_no_index bytea not null,
  mobile_cipher bytea not null,
  bank_name text not null,
  bound_at timestamp with time zone not null,
  unbound_at timestamp with time zone,
  constraint cards_pkey PRIMARY KEY (card_id),
  constraint cards_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customers(customer_id)
);

create table account.requests (
  request_id uuid not null,
  request_no text not null,
  customer_id uuid not null,
  kind text not null,
  state text not null,
  order_cipher bytea not null,
  requested_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  refusal_code text,
  constraint requests_pkey PRIMARY KEY (request_id),
  constraint known_kind CHECK ((kind = ANY (ARRAY['open'::text, 'activate'::text, 'freeze'::text, 'unfreeze'::text, 'report-loss'::text, 'release-loss'::text]))),
  constraint known_state CHECK ((state = ANY (ARRAY['requested'::text, 'sent'::text, 'done'::text, 'refused'::text]))),
  constraint requests_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customers(customer_id),
  constraint requests_request_no_key UNIQUE (request_no),
  constraint settled_whole CHECK (((state = ANY (ARRAY['done'::text, 'refused'::text])) = (settled_at IS NOT NULL)))
);

create table application.applications (
  application_id uuid not null,
  application_no text not null,
  customer_id uuid not null,
  product_code text not null,
  branch_code text not null,
  channel text not null,
  step text not null,
  route text,
  erp_no_cipher bytea,
  employer_code text,
  employer_name text,
  hired_on date,
  identity_tries integer not null default 0,
  answers_cipher bytea,
  term_months integer,
  purpose text,
  amount_fen bigint,
  version integer not null default 1,
  started_at timestamp with time zone not null,
  saved_at timestamp with time zone not null,
  submitted_at timestamp with time zone,
  employer_grade text,
  previous_application_id uuid,
  constraint applications_pkey PRIMARY KEY (application_id),
  constraint amount_is_positive CHECK ((amount_fen > 0)),
  constraint applications_application_no_key UNIQUE (application_no),
  constraint applications_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customers(customer_id),
  constraint applications_previous_application_id_fkey FOREIGN KEY (previous_application_id) REFERENCES application.applications(application_id),
  constraint applications_previous_application_id_key UNIQUE (previous_application_id),
  constraint applications_product_code_fkey FOREIGN KEY (product_code) REFERENCES products.products(product_code),
  constraint known_route CHECK ((route = ANY (ARRAY['instant'::text, 'standard'::text, 'none'::text]))),
  constraint known_step CHECK ((step = ANY (ARRAY['employee-information-agreement'::text, 'system-check'::text, 'credit-report-agreement'::text, 'face-check'::text, 'identity'::text, 'about-you'::text, 'money'::text, 'submit'::text, 'decision'::text, 'amount'::text, 'use-of-funds'::text, 'contract'::text, 'signing'::text, 'confirm'::text, 'paying'::text, 'done'::text, 'officer'::text, 'offline-contract'::text, 'declined'::text, 'not-eligible'::text, 'withdrawn'::text, 'expired'::text])))
);

create table application.faces_shown (
  application_id uuid not null,
  session_id uuid not null,
  shown_at timestamp with time zone not null,
  attempt_id uuid,
  constraint faces_shown_pkey PRIMARY KEY (application_id, session_id),
  constraint faces_shown_application_id_fkey FOREIGN KEY (application_id) REFERENCES application.applications(application_id)
);

create table application.status_history (
  application_id uuid not null,
  status text not null,
  at timestamp with time zone not null,
  constraint status_history_pkey PRIMARY KEY (application_id, at, status),
  constraint status_history_application_id_fkey FOREIGN KEY (application_id) REFERENCES application.applications(application_id)
);

create table application.system_checks (
  check_id uuid not null,
  application_id uuid not null,
  checked_at timestamp with time zone not null,
  passed boolean not null,
  findings jsonb not null,
  constraint system_checks_pkey PRIMARY KEY (check_id),
  constraint system_checks_application_id_fkey FOREIGN KEY (application_id) REFERENCES application.applications(application_id)
);

create table branches.branches (
  branch_code text not null,
  name text not null,
  constraint branches_pkey PRIMARY KEY (branch_code)
);

create table calendar.business_days (
  business_on date not null,
  opened_at timestamp with time zone not null,
  constraint business_days_pkey PRIMARY KEY (business_on)
);

create table calendar.day_overrides (
  day date not null,
  working boolean not null,
  note text not null,
  constraint day_overrides_pkey PRIMARY KEY (day)
);

create table cases.cases (
  case_id uuid not null,
  kind text not null,
  subject uuid not null,
  reason text not null,
  opened_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  constraint cases_pkey PRIMARY KEY (case_id)
);

create table consent.consents (
  consent_id uuid not null,
  customer_id uuid not null,
  kind text not null,
  subject uuid not null,
  version text not null,
  text_hash text not null,
  agreed_at timestamp with time zone not null,
  channel text not null,
  device text not null,
  ip text not null,
  round integer not null default 0,
  constraint consents_pkey PRIMARY KEY (consent_id),
  constraint agreed_once UNIQUE (subject, kind, text_hash, round),
  constraint consents_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customers(customer_id)
);

create table consent.revocations (
  consent_id uuid not null,
  revoked_at timestamp with time zone not null,
  channel text not null,
  device text not null,
  ip text not null,
  constraint revocations_pkey PRIMARY KEY (consent_id),
  constraint revocations_consent_id_fkey FOREIGN KEY (consent_id) REFERENCES consent.consents(consent_id)
);

create table content.drafts (
  draft_id uuid not null,
  kind text not null,
  version text not null,
  title text not null,
  paragraphs jsonb not null,
  reading_seconds integer not null,
  must_reach_end boolean not null,
  note text not null,
  revision integer not null default 1,
  state text not null,
  authors uuid[] not null,
  drafted_by uuid not null,
  drafted_at timestamp with time zone not null,
  submitted_by uuid,
  submitted_at timestamp with time zone,
  published_by uuid,
  published_at timestamp with time zone,
  returned_by uuid,
  returned_at timestamp with time zone,
  return_reason text,
  withdrawn_by uuid,
  withdrawn_at timestamp with time zone,
  constraint drafts_pkey PRIMARY KEY (draft_id),
  constraint drafts_authors_check CHECK ((cardinality(authors) > 0)),
  constraint drafts_drafted_by_fkey FOREIGN KEY (drafted_by) REFERENCES staff.members(staff_id),
  constraint drafts_published_by_fkey FOREIGN KEY (published_by) REFERENCES staff.members(staff_id),
  constraint drafts_reading_seconds_check CHECK (((reading_seconds >= 0) AND (reading_seconds <= 120))),
  constraint drafts_returned_by_fkey FOREIGN KEY (returned_by) REFERENCES staff.members(staff_id),
  constraint drafts_revision_check CHECK ((revision > 0)),
  constraint drafts_submitted_by_fkey FOREIGN KEY (submitted_by) REFERENCES staff.members(staff_id),
  constraint drafts_withdrawn_by_fkey FOREIGN KEY (withdrawn_by) REFERENCES staff.members(staff_id),
  constraint known_state CHECK ((state = ANY (ARRAY['draft'::text, 'submitted'::text, 'published'::text, 'returned'::text, 'withdrawn'::text]))),
  constraint published_whole CHECK (((state = 'published'::text) = (published_by IS NOT NULL))),
  constraint returned_whole CHECK (((state <> 'returned'::text) OR ((returned_by IS NOT NULL) AND (return_reason IS NOT NULL)))),
  constraint submitted_whole CHECK (((state <> ALL (ARRAY['submitted'::text, 'published'::text])) OR (submitted_by IS NOT NULL))),
  constraint two_persons CHECK (((published_by IS NULL) OR ((published_by <> ALL (authors)) AND (published_by <> submitted_by)))),
  constraint withdrawn_whole CHECK (((state = 'withdrawn'::text) = (withdrawn_by IS NOT NULL)))
);

create table content.texts (
  kind text not null,
  version text not null,
  effective_from date not null,
  title text not null,
  paragraphs jsonb not null,
  reading_seconds integer not null default 0,
  must_reach_end boolean not null default true,
  draft_id uuid,
  withdrawn_by uuid,
  withdrawn_at timestamp with time zone,
  withdraw_reason text,
  constraint texts_pkey PRIMARY KEY (kind, version),
  constraint texts_draft_id_fkey FOREIGN KEY (draft_id) REFERENCES content.drafts(draft_id),
  constraint texts_draft_id_key UNIQUE (draft_id),
  constraint texts_reading_seconds_check CHECK (((reading_seconds >= 0) AND (reading_seconds <= 120))),
  constraint texts_withdrawn_by_fkey FOREIGN KEY (withdrawn_by) REFERENCES staff.members(staff_id),
  constraint withdrawn_whole CHECK ((((withdrawn_at IS NULL) = (withdrawn_by IS NULL)) AND ((withdrawn_at IS NULL) = (withdraw_reason IS NULL))))
);

create table contract.contracts (
  contract_id uuid not null,
  contract_no text not null,
  application_id uuid not null,
  customer_id uuid not null,
  product_code text not null,
  state text not null,
  principal_fen bigint not null,
  limit_fen bigint not null,
  annual_rate_ppm integer not null,
  term_months integer not null,
  purpose text not null,
  repayment_method text not null,
  convention jsonb not null,
  account_no_cipher bytea not null,
  drawn_up_on date not null,
  schedule jsonb not null,
  document_cipher bytea not null,
  text_version text not null,
  text_hash text not null,
  cost_statement jsonb not null,
  cost_statement_hash text not null,
  valid_until date not null,
  drawn_up_at timestamp with time zone not null,
  agreed_at timestamp with time zone,
  signed_offline boolean not null default false,
  signed_on date,
  use_of_funds_no text,
  use_of_funds_signed_on date,
  cost_confirmed_at timestamp with time zone,
  use_of_funds_cipher bytea,
  constraint contracts_pkey PRIMARY KEY (contract_id),
  constraint agreed_with_time CHECK (((state = 'agreed'::text) <= (agreed_at IS NOT NULL))),
  constraint contracts_annual_rate_ppm_check CHECK ((annual_rate_ppm >= 0)),
  constraint contracts_application_id_fkey FOREIGN KEY (application_id) REFERENCES application.applications(application_id),
  constraint contracts_contract_no_key UNIQUE (contract_no),
  constraint contracts_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customers(customer_id),
  constraint contracts_principal_fen_check CHECK ((principal_fen > 0)),
  constraint contracts_term_months_check CHECK (((term_months >= 1) AND (term_months <= 360))),
  constraint known_state CHECK ((state = ANY (ARRAY['drafted'::text, 'agreed'::text, 'void'::text]))),
  constraint signed_on_paper_whole CHECK (((signed_offline = (signed_on IS NOT NULL)) AND (signed_offline = (use_of_funds_no IS NOT NULL)) AND (signed_offline = (use_of_funds_signed_on IS NOT NULL))))
);

create table copies.copies (
  copy_id uuid not null,
  contract_id uuid not null,
  customer_id uuid not null,
  address_cipher bytea,
  unzip_code_cipher bytea,
  state text not null default 'queued'::text,
  reason text,
  requested_on date not null,
  requested_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  constraint copies_pkey PRIMARY KEY (copy_id),
  constraint copies_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES contract.contracts(contract_id),
  constraint copies_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customers(customer_id),
  constraint known_reason CHECK ((reason = ANY (ARRAY['no-such-address'::text, 'mailbox-full'::text, 'refused'::text, 'not-accepted-in-time'::text]))),
  constraint known_state CHECK ((state = ANY (ARRAY['queued'::text, 'accepted'::text, 'bounced'::text, 'failed'::text]))),
  constraint reason_where_it_failed CHECK (((state = ANY (ARRAY['bounced'::text, 'failed'::text])) = (reason IS NOT NULL))),
  constraint settled_whole CHECK (((state = 'queued'::text) = (settled_at IS NULL)))
);

create table corrections.corrections (
  correction_id uuid not null,
  loan_id uuid not null,
  customer_id uuid not null,
  branch_code text not null,
  kind text not null,
  transaction_id uuid,
  amount_fen bigint not null,
  effective_on date not null,
  pays_out boolean not null,
  core_no text,
  core_serial_no text,
  request_no text,
  from_account_no text,
  reason text not null,
  preview jsonb not null,
  loan_version integer not null,
  state text not null default 'draft'::text,
  drafted_by uuid,
  drafted_at timestamp with time zone not null,
  submitted_by uuid,
  submitted_at timestamp with time zone,
  published_by uuid,
  published_at timestamp with time zone,
  returned_by uuid,
  returned_at timestamp with time zone,
  return_reason text,
  refusal_code text,
  settled_at timestamp with time zone,
  constraint corrections_pkey PRIMARY KEY (correction_id),
  constraint another_than_submitted CHECK (((published_by IS DISTINCT FROM submitted_by) OR (published_by IS NULL))),
  constraint approved_by_somebody CHECK (((state <> ALL (ARRAY['approved'::text, 'sent'::text, 'done'::text, 'failed'::text])) OR (published_by IS NOT NULL))),
  constraint corrections_amount_fen_check CHECK ((amount_fen > 0)),
  constraint corrections_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customers(customer_id),
  constraint corrections_drafted_by_fkey FOREIGN KEY (drafted_by) REFERENCES staff.members(staff_id),
  constraint corrections_loan_id_fkey FOREIGN KEY (loan_id) REFERENCES servicing.loans(loan_id),
  constraint corrections_published_by_fkey FOREIGN KEY (published_by) REFERENCES staff.members(staff_id),
  constraint corrections_request_no_key UNIQUE (request_no),
  constraint corrections_returned_by_fkey FOREIGN KEY (returned_by) REFERENCES staff.members(staff_id),
  constraint corrections_submitted_by_fkey FOREIGN KEY (submitted_by) REFERENCES staff.members(staff_id),
  constraint corrections_transaction_id_fkey FOREIGN KEY (transaction_id) REFERENCES servicing.transactions(transaction_id),
  constraint known_kind CHECK ((kind = ANY (ARRAY['reversal'::text, 'refund'::text, 'write-off'::text, 'recovery'::text, 'back-dated'::text]))),
  constraint known_state CHECK ((state = ANY (ARRAY['draft'::text, 'submitted'::text, 'approved'::text, 'sent'::text, 'done'::text, 'returned'::text, 'withdrawn'::text, 'failed'::text]))),
  constraint money_in_by_number CHECK (((kind = ANY (ARRAY['recovery'::text, 'back-dated'::text])) = (core_no IS NOT NULL))),
  constraint paid_by_number CHECK ((pays_out OR (request_no IS NULL))),
  constraint reverses_something CHECK (((kind = 'reversal'::text) = (transaction_id IS NOT NULL))),
  constraint settled_at_its_end CHECK (((settled_at IS NOT NULL) = (state = ANY (ARRAY['done'::text, 'failed'::text])))),
  constraint two_persons CHECK (((published_by IS DISTINCT FROM drafted_by) OR (published_by IS NULL)))
);

create table credentials.password_nonces (
  nonce_hash bytea not null,
  customer_id uuid not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint password_nonces_pkey PRIMARY KEY (nonce_hash),
  constraint password_nonces_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customers(customer_id)
);

create table credentials.passwords (
  customer_id uuid not null,
  kind text not null,
  hash text not null,
  constraint passwords_pkey PRIMARY KEY (customer_id, kind),
  constraint known_kind CHECK ((kind = ANY (ARRAY['login'::text, 'transaction'::text]))),
  constraint passwords_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customers(customer_id)
);

create table credentials.sms_codes (
  code_id uuid not null,
  customer_id uuid,
  purpose text not null,
  subject uuid not null,
  code_hash bytea not null,
  wrong_tries integer not null default 0,
  sent_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  holder text not null,
  constraint sms_codes_pkey PRIMARY KEY (code_id),
  constraint sms_codes_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customers(customer_id)
);

create table credentials.tries (
  holder text not null,
  kind text not null,
  customer_id uuid,
  wrong_tries integer not null,
  locked_until timestamp with time zone,
  turn uuid,
  turn_until timestamp with time zone,
  tried_at timestamp with time zone not null,
  constraint tries_pkey PRIMARY KEY (holder, kind),
  constraint known_kind CHECK ((kind = ANY (ARRAY['login'::text, 'transaction'::text]))),
  constraint tries_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customers(customer_id)
);

create table day_end.clockwork (
  only_row boolean not null default true,
  stretch bigint not null default 0,
  until_on date,
  constraint clockwork_pkey PRIMARY KEY (only_row),
  constraint clockwork_only_row_check CHECK (only_row)
);

create table day_end.comparisons (
  business_on date not null,
  lines integer not null,
  open integer not null,
  compared_at timestamp with time zone not null,
  constraint comparisons_pkey PRIMARY KEY (business_on)
);

create table day_end.differences (
  difference_id uuid not null,
  business_on date not null,
  kind text not null,
  request_no text not null,
  serial_no text not null,
  found_at timestamp with time zone not null,
  constraint differences_pkey PRIMARY KEY (difference_id),
  constraint found_once UNIQUE (business_on, kind, request_no, serial_no)
);

create table day_end.findings (
  finding_id uuid not null,
  run_id uuid not null,
  step text not null,
  words text not null,
  found_at timestamp with time zone not null,
  constraint findings_pkey PRIMARY KEY (finding_id),
  constraint findings_run_id_fkey FOREIGN KEY (run_id) REFERENCES day_end.runs(run_id)
);

create table day_end.runs (
  run_id uuid not null,
  business_on date not null,
  state text not null,
  began_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint runs_pkey PRIMARY KEY (run_id),
  constraint ended_when_done CHECK (((state = 'done'::text) = (ended_at IS NOT NULL))),
  constraint known_state CHECK ((state = ANY (ARRAY['running'::text, 'stopped'::text, 'done'::text]))),
  constraint one_run_per_day UNIQUE (business_on)
);

create table day_end.steps (
  run_id uuid not null,
  step_no integer not null,
  step text not null,
  state text not null default 'waiting'::text,
  cursor text,
  done bigint not null default 0,
  total bigint,
  began_at timestamp with time zone,
  touched_at timestamp with time zone,
  ended_at timestamp with time zone,
  failures integer not null default 0,
  error text,
  constraint steps_pkey PRIMARY KEY (run_id, step_no),
  constraint known_state CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text]))),
  constraint steps_run_id_fkey FOREIGN KEY (run_id) REFERENCES day_end.runs(run_id)
) with (fillfactor=70);

create table decision.back_tests (
  back_test_id uuid not null,
  model_id uuid not null,
  product_code text,
  from_on date not null,
  to_on date not null,
  state text not null,
  done integer not null default 0,
  total integer not null default 0,
  started_by uuid not null,
  started_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  result jsonb,
  constraint back_tests_pkey PRIMARY KEY (back_test_id),
  constraint back_tests_model_id_fkey FOREIGN KEY (model_id) REFERENCES decision.models(model_id),
  constraint back_tests_started_by_fkey FOREIGN KEY (started_by) REFERENCES staff.members(staff_id),
  constraint done_whole CHECK (((state = 'done'::text) = (result IS NOT NULL))),
  constraint ended_whole CHECK (((state = 'running'::text) = (finished_at IS NULL))),
  constraint known_state CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'cancelled'::text, 'failed'::text]))),
  constraint period_in_order CHECK ((from_on <= to_on))
);

create table decision.decisions (
  decision_id uuid not null,
  application_id uuid not null,
  state text not null,
  dossier_cipher bytea,
  model_version text,
  outcomes jsonb,
  approved boolean,
  limit_fen bigint,
  annual_rate_ppm integer,
  reasons jsonb,
  valid_until date,
  opened_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  model_id uuid,
  product_code text,
  decided_on date,
  score integer,
  grade text,
  recommended boolean not null default false,
  missing jsonb not null default '[]'::jsonb,
  constraint decisions_pkey PRIMARY KEY (decision_id),
  constraint decided_whole CHECK (((state = 'gathering'::text) OR ((dossier_cipher IS NOT NULL) AND (model_version IS NOT NULL) AND (outcomes IS NOT NULL) AND (approved IS NOT NULL) AND (limit_fen IS NOT NULL) AND (annual_rate_ppm IS NOT NULL) AND (reasons IS NOT NULL) AND (valid_until IS NOT NULL) AND (decided_at IS NOT NULL)))),
  constraint decisions_application_id_fkey FOREIGN KEY (application_id) REFERENCES application.applications(application_id),
  constraint decisions_application_id_key UNIQUE (application_id),
  constraint decisions_model_id_fkey FOREIGN KEY (model_id) REFERENCES decision.models(model_id),
  constraint known_state CHECK ((state = ANY (ARRAY['gathering'::text, 'decided'::text]))),
  constraint limit_only_if_approved CHECK (((limit_fen IS NULL) OR ((limit_fen > 0) = approved)))
);

create table decision.models (
  model_id uuid not null,
  version_no integer not null,
  product_code text,
  content text not null,
  content_hash text not null,
  state text not null,
  note text not null,
  effective_from date,
  drafted_by uuid,
  drafted_at timestamp with time zone not null,
  submitted_by uuid,
  submitted_at timestamp with time zone,
  published_by uuid,
  published_at timestamp with time zone,
  returned_by uuid,
  returned_at timestamp with time zone,
  return_reason text,
  constraint models_pkey PRIMARY KEY (model_id),
  constraint known_state CHECK ((state = ANY (ARRAY['draft'::text, 'submitted'::text, 'published'::text, 'returned'::text]))),
  constraint models_drafted_by_fkey FOREIGN KEY (drafted_by) REFERENCES staff.members(staff_id),
  constraint models_product_code_fkey FOREIGN KEY (product_code) REFERENCES products.products(product_code),
  constraint models_published_by_fkey FOREIGN KEY (published_by) REFERENCES staff.members(staff_id),
  constraint models_returned_by_fkey FOREIGN KEY (returned_by) REFERENCES staff.members(staff_id),
  constraint models_submitted_by_fkey FOREIGN KEY (submitted_by) REFERENCES staff.members(staff_id),
  constraint models_version_no_check CHECK ((version_no > 0)),
  constraint models_version_no_key UNIQUE (version_no),
  constraint published_by_somebody CHECK (((state <> 'published'::text) OR (drafted_by IS NULL) OR (published_by IS NOT NULL))),
  constraint published_whole CHECK ((((state = 'published'::text) = (effective_from IS NOT NULL)) AND ((state <> 'published'::text) OR (published_at IS NOT NULL)))),
  constraint returned_whole CHECK (((state <> 'returned'::text) OR ((returned_by IS NOT NULL) AND (return_reason IS NOT NULL)))),
  constraint two_persons CHECK (((published_by IS NULL) OR ((published_by <> drafted_by) AND (published_by <> submitted_by))))
);

create table disbursement.disbursements (
  disbursement_id uuid not null,
  contract_id uuid not null,
  application_id uuid not null,
  customer_id uuid not null,
  loan_id uuid not null,
  transfer_no text not null,
  amount_fen bigint not null,
  limit_fen bigint not null,
  account_no_cipher bytea not null,
  from_account_no text not null,
  remark text not null,
  state text not null,
  requested_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  paid_on date,
  core_serial_no text,
  refusal_code text,
  constraint disbursements_pkey PRIMARY KEY (disbursement_id),
  constraint amount_within_limit CHECK ((amount_fen <= limit_fen)),
  constraint disbursements_amount_fen_check CHECK ((amount_fen > 0)),
  constraint disbursements_application_id_fkey FOREIGN KEY (application_id) REFERENCES application.applications(application_id),
  constraint disbursements_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES contract.contracts(contract_id),
  constraint disbursements_core_serial_no_key UNIQUE (core_serial_no),
  constraint disbursements_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customers(customer_id),
  constraint disbursements_loan_id_key UNIQUE (loan_id),
  constraint disbursements_transfer_no_key UNIQUE (transfer_no),
  constraint known_state CHECK ((state = ANY (ARRAY['requested'::text, 'sent'::text, 'paid'::text, 'refused'::text]))),
  constraint paid_with_receipt CHECK (((state = 'paid'::text) = ((paid_on IS NOT NULL) AND (core_serial_no IS NOT NULL)))),
  constraint refused_with_code CHECK (((state = 'refused'::text) = (refusal_code IS NOT NULL))),
  constraint settled_with_time CHECK (((state = ANY (ARRAY['paid'::text, 'refused'::text])) = (settled_at IS NOT NULL)))
);

create table documents.documents (
  document_id uuid not null,
  customer_id uuid not null,
  state text not null default 'draft'::text,
  version integer not null default 1,
  fields_cipher bytea,
  edited text[],
  expires_on date,
  begun_at timestamp with time zone not null,
  confirmed_at timestamp with time zone,
  keep_until timestamp with time zone,
  constraint documents_pkey PRIMARY KEY (document_id),
  constraint confirmed_whole CHECK ((((state = 'draft'::text) = (confirmed_at IS NULL)) AND ((confirmed_at IS NULL) = (fields_cipher IS NULL)) AND ((confirmed_at IS NULL) = (edited IS NULL)))),
  constraint documents_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customers(customer_id),
  constraint kept_while_it_holds CHECK (((state = 'confirmed'::text) = (keep_until IS NULL))),
  constraint known_state CHECK ((state = ANY (ARRAY['draft'::text, 'confirmed'::text, 'replaced'::text])))
);

create table documents.sides (
  document_id uuid not null,
  side text not null,
  picture_cipher bytea not null,
  portrait_cipher bytea,
  reading_cipher bytea not null,
  read_at timestamp with time zone not null,
  constraint sides_pkey PRIMARY KEY (document_id, side),
  constraint known_side CHECK ((side = ANY (ARRAY['front'::text, 'back'::text]))),
  constraint of_bounded_size CHECK ((octet_length(picture_cipher) <= 3000000)),
  constraint portrait_of_the_front CHECK (((side = 'front'::text) = (portrait_cipher IS NOT NULL))),
  constraint sides_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents.documents(document_id) ON DELETE CASCADE
);

create table ecif.changes (
  change_id uuid not null,
  customer_id uuid not null,
  changed_at timestamp with time zone not null,
  changed_by text not null,
  occasion text not null,
  fields text[] not null,
  constraint changes_pkey PRIMARY KEY (change_id),
  constraint changes_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customers(customer_id)
);

create table ecif.fields (
  customer_id uuid not null,
  field text not null,
  value_cipher bytea not null,
  changed_at timestamp with time zone not null,
  constraint fields_pkey PRIMARY KEY (customer_id, field),
  constraint fields_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customers(customer_id)
);

create table employers.employers (
  roster_id uuid not null,
  employer_code text not null,
  name text not null,
  grade text not null,
  branch_code text,
  whitelisted_from date,
  whitelisted_to date,
  constraint employers_pkey PRIMARY KEY (roster_id, employer_code),
  constraint employers_branch_code_fkey FOREIGN KEY (branch_code) REFERENCES branches.branches(branch_code),
  constraint employers_roster_id_fkey FOREIGN KEY (roster_id) REFERENCES employers.rosters(roster_id),
  constraint known_grade CHECK ((grade = ANY (ARRAY['A'::text, 'B'::text, 'C'::text]))),
  constraint whitelist_in_order CHECK (((whitelisted_to IS NULL) OR COALESCE((whitelisted_from <= whitelisted_to), false)))
);

create table employers.rosters (
  roster_id uuid not null,
  version_no integer not null,
  state text not null,
  file_name text not null,
  file_hash text not null,
  employers integer not null,
  note text not null,
  effective_from date,
  drafted_by uuid,
  drafted_at timestamp with time zone not null,
  submitted_by uuid,
  submitted_at timestamp with time zone,
  published_by uuid,
  published_at timestamp with time zone,
  returned_by uuid,
  returned_at timestamp with time zone,
  return_reason text,
  constraint rosters_pkey PRIMARY KEY (roster_id),
  constraint known_state CHECK ((state = ANY (ARRAY['draft'::text, 'submitted'::text, 'published'::text, 'returned'::text]))),
  constraint published_by_somebody CHECK (((state <> 'published'::text) OR (drafted_by IS NULL) OR (published_by IS NOT NULL))),
  constraint published_whole CHECK ((((state = 'published'::text) = (effective_from IS NOT NULL)) AND ((state <> 'published'::text) OR (published_at IS NOT NULL)))),
  constraint returned_whole CHECK (((state <> 'returned'::text) OR ((returned_by IS NOT NULL) AND (return_reason IS NOT NULL)))),
  constraint rosters_drafted_by_fkey FOREIGN KEY (drafted_by) REFERENCES staff.members(staff_id),
  constraint rosters_employers_check CHECK ((employers > 0)),
  constraint rosters_published_by_fkey FOREIGN KEY (published_by) REFERENCES staff.members(staff_id),
  constraint rosters_returned_by_fkey FOREIGN KEY (returned_by) REFERENCES staff.members(staff_id),
  constraint rosters_submitted_by_fkey FOREIGN KEY (submitted_by) REFERENCES staff.members(staff_id),
  constraint rosters_version_no_check CHECK ((version_no > 0)),
  constraint rosters_version_no_key UNIQUE (version_no),
  constraint two_persons CHECK (((published_by IS NULL) OR ((published_by <> drafted_by) AND (published_by <> submitted_by))))
);

create table evidence.anchors (
  anchor_id uuid not null,
  seq bigint not null,
  pack_hash text not null,
  token bytea not null,
  stamped_at timestamp with time zone not null,
  constraint anchors_pkey PRIMARY KEY (anchor_id),
  constraint anchors_seq_pack_hash_fkey FOREIGN KEY (seq, pack_hash) REFERENCES evidence.packs(seq, pack_hash)
);

create table evidence.items (
  pack_id uuid not null,
  no integer not null,
  kind text not null,
  label text not null,
  file_name text not null,
  media_type text not null,
  happened_at timestamp with time zone,
  size_bytes integer not null,
  hash text not null,
  content_cipher bytea,
  constraint items_pkey PRIMARY KEY (pack_id, no),
  constraint items_hash_check CHECK ((hash ~ '^[0-9a-f]{64}$'::text)),
  constraint items_no_check CHECK ((no > 0)),
  constraint items_pack_id_file_name_key UNIQUE (pack_id, file_name),
  constraint items_pack_id_fkey FOREIGN KEY (pack_id) REFERENCES evidence.packs(pack_id),
  constraint items_size_bytes_check CHECK ((size_bytes >= 0))
);

create table evidence.packs (
  pack_id uuid not null,
  seq bigint not null,
  contract_id uuid not null,
  customer_id uuid not null,
  algorithm text not null,
  index text not null,
  content_hash text not null,
  previous_hash text,
  previous_seq bigint generated always as (NULLIF((seq - 1), 0)) stored,
  pack_hash text not null,
  sealed_at timestamp with time zone not null,
  constraint packs_pkey PRIMARY KEY (pack_id),
  constraint first_without_previous CHECK (((seq = 1) = (previous_hash IS NULL))),
  constraint follows_the_one_before FOREIGN KEY (previous_seq, previous_hash) REFERENCES evidence.packs(seq, pack_hash),
  constraint known_algorithm CHECK ((algorithm = ANY (ARRAY['SHA-256'::text, 'SM3'::text]))),
  constraint packs_content_hash_check CHECK ((content_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint packs_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES contract.contracts(contract_id),
  constraint packs_contract_id_key UNIQUE (contract_id),
  constraint packs_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customers(customer_id),
  constraint packs_in_chain UNIQUE (seq, pack_hash),
  constraint packs_pack_hash_check CHECK ((pack_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint packs_pack_hash_key UNIQUE (pack_hash),
  constraint packs_seq_check CHECK ((seq > 0)),
  constraint packs_seq_key UNIQUE (seq)
);

create table face.attempts (
  attempt_id uuid not null,
  customer_id uuid not null,
  purpose text not null,
  channel text not null,
  required boolean not null,
  stand_in boolean not null,
  actions text[] not null,
  frames_per_action integer not null,
  started_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  submitted_at timestamp with time zone,
  decided_at timestamp with time zone,
  reason text,
  scores jsonb,
  used_at timestamp with time zone,
  constraint attempts_pkey PRIMARY KEY (attempt_id),
  constraint attempts_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customers(customer_id),
  constraint decided_with_reason CHECK (((decided_at IS NULL) = (reason IS NULL))),
  constraint known_purpose CHECK ((purpose = ANY (ARRAY['open-account'::text, 'apply'::text, 'reset-password'::text, 'release-account'::text]))),
  constraint used_when_passed CHECK (((used_at IS NULL) OR (reason = 'passed'::text)))
);

create table face.enrolments (
  customer_id uuid not null,
  image_cipher bytea not null,
  attempt_id uuid not null,
  enrolled_at timestamp with time zone not null,
  constraint enrolments_pkey PRIMARY KEY (customer_id),
  constraint enrolments_attempt_id_fkey FOREIGN KEY (attempt_id) REFERENCES face.attempts(attempt_id),
  constraint enrolments_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customers(customer_id)
);

create table face.evidence (
  attempt_id uuid not null,
  no integer not null,
  shows text not null,
  image_cipher bytea not null,
  keep_until timestamp with time zone not null,
  constraint evidence_pkey PRIMARY KEY (attempt_id, no),
  constraint evidence_attempt_id_fkey FOREIGN KEY (attempt_id) REFERENCES face.attempts(attempt_id),
  constraint of_bounded_size CHECK ((octet_length(image_cipher) <= 600000))
);

create table face.switches (
  purpose text not null,
  channel text not null,
  effective_from timestamp with time zone not null,
  required boolean not null,
  set_by text not null,
  reason text not null,
  constraint switches_pkey PRIMARY KEY (purpose, channel, effective_from),
  constraint known_purpose CHECK ((purpose = ANY (ARRAY['open-account'::text, 'apply'::text, 'reset-password'::text, 'release-account'::text])))
);

create table identity.customers (
  customer_id uuid not null,
  name_cipher bytea,
  id_number_cipher bytea,
  id_number_index bytea,
  mobile_cipher bytea not null,
  mobile_index bytea not null,
  registered_at timestamp with time zone not null,
  constraint customers_pkey PRIMARY KEY (customer_id),
  constraint customers_id_number_index_key UNIQUE (id_number_index),
  constraint customers_mobile_index_key UNIQUE (mobile_index),
  constraint known_whole CHECK ((((name_cipher IS NULL) = (id_number_cipher IS NULL)) AND ((name_cipher IS NULL) = (id_number_index IS NULL))))
);

create table identity.devices (
  device_id uuid not null,
  customer_id uuid not null,
  token_hash bytea not null,
  name text not null,
  known_at timestamp with time zone not null,
  forgotten_at timestamp with time zone,
  constraint devices_pkey PRIMARY KEY (device_id),
  constraint devices_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customers(customer_id),
  constraint known_once UNIQUE (customer_id, token_hash)
);

create table identity.security_events (
  event_id uuid not null,
  customer_id uuid not null,
  kind text not null,
  at timestamp with time zone not null,
  device text not null,
  ip text not null,
  constraint security_events_pkey PRIMARY KEY (event_id),
  constraint security_events_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customers(customer_id)
);

create table identity.sessions (
  token_hash bytea not null,
  customer_id uuid not null,
  channel text not null,
  device text not null,
  ip text not null,
  started_at timestamp with time zone not null,
  idle_seconds integer not null,
  idle_until timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  session_id uuid not null default gen_random_uuid(),
  device_id uuid,
  rotate_seconds integer not null default 900,
  overlap_seconds integer not null default 60,
  rotated_at timestamp with time zone,
  next_token_hash bytea,
  next_issued_at timestamp with time zone,
  previous_token_hash bytea,
  previous_until timestamp with time zone,
  constraint sessions_pkey PRIMARY KEY (token_hash),
  constraint sessions_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customers(customer_id),
  constraint sessions_device_id_fkey FOREIGN KEY (device_id) REFERENCES identity.devices(device_id),
  constraint sessions_next_token_hash_key UNIQUE (next_token_hash),
  constraint sessions_previous_token_hash_key UNIQUE (previous_token_hash),
  constraint sessions_session_id_key UNIQUE (session_id)
);

create table integrations.external_calls (
  request_no text not null,
  system text not null,
  operation text not null,
  subject uuid not null,
  request_hash text not null,
  state text not null,
  attempts integer not null default 0,
  leased_until timestamp with time zone,
  answer_cipher bytea,
  cause text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint external_calls_pkey PRIMARY KEY (request_no),
  constraint known_state CHECK ((state = ANY (ARRAY['intended'::text, 'sent'::text, 'done'::text, 'refused'::text, 'unknown'::text])))
);

create table ledger.chart (
  code text not null,
  name_zh text not null,
  name_en text not null,
  type text not null,
  normal_side text not null,
  kind text not null,
  may_go_below_zero boolean not null,
  constraint chart_pkey PRIMARY KEY (code),
  constraint code_form CHECK ((code ~ '^\d{4}-\d{2}$'::text)),
  constraint known_kind CHECK ((kind = ANY (ARRAY['exact'::text, 'rolled'::text]))),
  constraint known_side CHECK ((normal_side = ANY (ARRAY['debit'::text, 'credit'::text]))),
  constraint known_type CHECK ((type = ANY (ARRAY['asset'::text, 'liability'::text, 'equity'::text, 'income'::text, 'expense'::text, 'memo'::text]))),
  constraint off_balance_codes_start_with_9 CHECK (((type = 'memo'::text) = (code ~~ '9%'::text))),
  constraint rolled_accounts_have_no_floor CHECK (((kind = 'exact'::text) OR may_go_below_zero))
);

create table ledger.closed_days (
  on_date date not null,
  entry_count bigint not null,
  digest bytea not null,
  closed_at timestamp with time zone not null default clock_timestamp(),
  constraint closed_days_pkey PRIMARY KEY (on_date)
);

create table ledger.closing (
  only_row boolean not null default true,
  closed_through date not null,
  constraint closing_pkey PRIMARY KEY (only_row),
  constraint closing_only_row_check CHECK (only_row)
);

create table ledger.entries (
  posted_in xid8 not null default pg_current_xact_id(),
  entry_id bigint generated always as identity not null,
  ref text not null,
  on_date date not null,
  memo text not null,
  digest bytea not null,
  recorded_at timestamp with time zone not null default clock_timestamp(),
  constraint entries_pkey PRIMARY KEY (posted_in, entry_id),
  constraint memo_form CHECK (((memo !~ '[[:cntrl:]]'::text) AND ((length(memo) >= 1) AND (length(memo) <= 500)))),
  constraint one_entry_per_ref UNIQUE (ref),
  constraint ref_form CHECK (((ref ~ '^[A-Za-z0-9][A-Za-z0-9._:/-]*$'::text) AND (length(ref) <= 200)))
);

create table ledger.exact_accounts (
  account text not null,
  normal_sign smallint not null,
  balance_fen bigint not null default 0,
  version bigint not null default 0,
  may_go_below_zero boolean not null,
  last_recorded_at timestamp with time zone not null default '-infinity'::timestamp with time zone,
  constraint exact_accounts_pkey PRIMARY KEY (account),
  constraint balance_is_safe CHECK (((balance_fen >= '-9007199254740991'::bigint) AND (balance_fen <= '9007199254740991'::bigint))),
  constraint not_below_zero CHECK ((may_go_below_zero OR (balance_fen >= 0)))
) with (fillfactor=70);

create table ledger.fold_watermark (
  only_row boolean not null default true,
  folded_through xid8 not null,
  constraint fold_watermark_pkey PRIMARY KEY (only_row),
  constraint fold_watermark_only_row_check CHECK (only_row)
);

create table ledger.folded (
  account text not null,
  balance_fen bigint not null,
  constraint folded_pkey PRIMARY KEY (account),
  constraint balance_is_safe CHECK (((balance_fen >= '-9007199254740991'::bigint) AND (balance_fen <= '9007199254740991'::bigint)))
);

create table ledger.lines (
  entry_id bigint not null,
  line_no integer not null,
  posted_in xid8 not null default pg_current_xact_id(),
  account text not null,
  debit_fen bigint not null,
  credit_fen bigint not null,
  account_version bigint,
  balance_after_fen bigint,
  recorded_at timestamp with time zone not null default clock_timestamp(),
  constraint lines_pkey PRIMARY KEY (entry_id, line_no),
  constraint amounts_are_safe CHECK ((((debit_fen >= 0) AND (debit_fen <= '9007199254740991'::bigint)) AND ((credit_fen >= 0) AND (credit_fen <= '9007199254740991'::bigint)))),
  constraint exact_lines_are_numbered CHECK ((((account_version IS NULL) = (account !~~ '%/%'::text)) AND ((account_version IS NULL) = (balance_after_fen IS NULL)))),
  constraint one_side_only CHECK (((debit_fen = 0) <> (credit_fen = 0)))
);

create table ledger.seals (
  seal_no bigint not null,
  through_xid xid8 not null,
  through_entry_id bigint not null,
  entry_count bigint not null,
  hash bytea not null,
  sealed_at timestamp with time zone not null default clock_timestamp(),
  constraint seals_pkey PRIMARY KEY (seal_no)
);

create table messages.messages (
  message_id uuid not null,
  message_no text not null,
  customer_id uuid,
  kind text not null,
  text_cipher bytea not null,
  state text not null default 'queued'::text,
  attempts integer not null default 0,
  queued_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  worthless_from timestamp with time zone,
  mobile_cipher bytea,
  title_cipher bytea,
  read_at timestamp with time zone,
  about text,
  about_id uuid,
  bunch_id uuid,
  constraint messages_pkey PRIMARY KEY (message_id),
  constraint about_whole CHECK (((about IS NULL) = (about_id IS NULL))),
  constraint known_about CHECK ((about = ANY (ARRAY['loan'::text, 'application'::text]))),
  constraint known_state CHECK ((state = ANY (ARRAY['queued'::text, 'sent'::text, 'refused'::text, 'given-up'::text]))),
  constraint messages_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customers(customer_id),
  constraint messages_message_no_key UNIQUE (message_no),
  constraint to_somebody CHECK (((customer_id IS NULL) <> (mobile_cipher IS NULL)))
);

create table platform.data_keys (
  key_no integer generated always as identity not null,
  class text not null,
  wrapped bytea,
  master_id text not null,
  created_at timestamp with time zone not null default now(),
  active_from timestamp with time zone not null default now(),
  retired_at timestamp with time zone,
  destroyed_at timestamp with time zone,
  carried_over boolean not null default false,
  constraint data_keys_pkey PRIMARY KEY (key_no),
  constraint destroyed_after_retired CHECK (((destroyed_at IS NULL) OR (retired_at IS NOT NULL))),
  constraint destroyed_whole CHECK (((wrapped IS NULL) = (destroyed_at IS NOT NULL))),
  constraint known_class CHECK ((class = ANY (ARRAY['root'::text, 'C1'::text, 'C2'::text, 'C3'::text]))),
  constraint number_fits CHECK (((key_no >= 1) AND (key_no <= 65535))),
  constraint only_a_root_is_carried_over CHECK (((class = 'root'::text) OR (NOT carried_over)))
);

create table platform.idempotency_keys (
  owner uuid not null,
  key text not null,
  operation text not null,
  request_hash text not null,
  status integer,
  answer_cipher bytea,
  created_at timestamp with time zone not null default now(),
  constraint idempotency_keys_pkey PRIMARY KEY (owner, key),
  constraint answered_whole CHECK (((status IS NULL) = (answer_cipher IS NULL)))
);

create table platform.migrations (
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null default now(),
  constraint migrations_pkey PRIMARY KEY (name)
);

create table platform.rate_limits (
  subject text not null,
  window_start timestamp with time zone not null,
  hits integer not null,
  constraint rate_limits_pkey PRIMARY KEY (subject, window_start)
);

create table privacy.closures (
  customer_id uuid not null,
  id_number_index bytea,
  closed_at timestamp with time zone not null,
  channel text not null,
  device text not null,
  ip text not null,
  constraint closures_pkey PRIMARY KEY (customer_id),
  constraint closures_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customers(customer_id)
);

create table privacy.exports (
  export_id uuid not null,
  customer_id uuid not null,
  made_at timestamp with time zone not null,
  channel text not null,
  device text not null,
  ip text not null,
  records integer not null,
  constraint exports_pkey PRIMARY KEY (export_id),
  constraint exports_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customers(customer_id)
);

create table privacy.kept (
  customer_id uuid not null,
  what text not null,
  keep_until date not null,
  deleted_at timestamp with time zone,
  constraint kept_pkey PRIMARY KEY (customer_id, what),
  constraint kept_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES privacy.closures(customer_id)
);

create table products.parameters (
  product_code text not null,
  branch_code text not null default '*'::text,
  name text not null,
  effective_from date not null,
  value jsonb not null,
  constraint parameters_pkey PRIMARY KEY (product_code, name, branch_code, effective_from),
  constraint parameters_product_code_fkey FOREIGN KEY (product_code) REFERENCES products.products(product_code)
);

create table products.products (
  product_code text not null,
  name text not null,
  route text not null,
  constraint products_pkey PRIMARY KEY (product_code),
  constraint known_route CHECK ((route = ANY (ARRAY['instant'::text, 'standard'::text])))
);

create table reminders.reminders (
  loan_id uuid not null,
  kind text not null,
  subject text not null,
  days integer not null,
  reminded_on date not null,
  reminded_at timestamp with time zone not null,
  constraint reminders_pkey PRIMARY KEY (loan_id, kind, subject, days),
  constraint days_not_negative CHECK ((days >= 0)),
  constraint known_kind CHECK ((kind = ANY (ARRAY['due'::text, 'overdue'::text, 'early'::text]))),
  constraint reminders_loan_id_fkey FOREIGN KEY (loan_id) REFERENCES servicing.loans(loan_id)
);

create table repayment.debit_batches (
  batch_id uuid not null,
  batch_no text not null,
  run_id uuid not null,
  debit_on date not null,
  items integer not null,
  state text not null default 'open'::text,
  made_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  constraint debit_batches_pkey PRIMARY KEY (batch_id),
  constraint debit_batches_batch_no_key UNIQUE (batch_no),
  constraint known_state CHECK ((state = ANY (ARRAY['open'::text, 'settled'::text])))
);

create table repayment.deposit_legs (
  leg_id uuid not null,
  repayment_id uuid not null,
  step text not null,
  request_no text not null,
  state text not null,
  refusal_code text,
  opened_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  constraint deposit_legs_pkey PRIMARY KEY (leg_id),
  constraint deposit_legs_repayment_id_fkey FOREIGN KEY (repayment_id) REFERENCES repayment.deposit_repayments(repayment_id),
  constraint deposit_legs_request_no_key UNIQUE (request_no),
  constraint known_state CHECK ((state = ANY (ARRAY['open'::text, 'done'::text, 'refused'::text]))),
  constraint known_step CHECK ((step = ANY (ARRAY['release'::text, 'redeem'::text, 'pay'::text, 'pledge'::text]))),
  constraint refused_for_a_reason CHECK (((state = 'refused'::text) = (refusal_code IS NOT NULL))),
  constraint settled_at_its_end CHECK (((settled_at IS NULL) = (state = 'open'::text)))
);

create table repayment.deposit_repayments (
  repayment_id uuid not null,
  deposit_no_cipher bytea not null,
  loan_no text not null,
  paid_out_fen bigint,
  state text not null,
  constraint deposit_repayments_pkey PRIMARY KEY (repayment_id),
  constraint deposit_repayments_paid_out_fen_check CHECK ((paid_out_fen > 0)),
  constraint deposit_repayments_repayment_id_fkey FOREIGN KEY (repayment_id) REFERENCES repayment.repayments(repayment_id),
  constraint known_state CHECK ((state = ANY (ARRAY['releasing'::text, 'redeeming'::text, 'paying'::text, 'restoring'::text, 'done'::text, 'refused'::text]))),
  constraint paid_only_after_redemption CHECK (((state <> ALL (ARRAY['paying'::text, 'done'::text])) OR (paid_out_fen IS NOT NULL)))
);

create table repayment.early_quotes (
  quote_id uuid not null,
  loan_id uuid not null,
  customer_id uuid not null,
  loan_version integer not null,
  quoted_on date not null,
  principal_fen bigint,
  approval text not null,
  outcomes jsonb not null,
  quoted_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint early_quotes_pkey PRIMARY KEY (quote_id),
  constraint early_quotes_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customers(customer_id),
  constraint early_quotes_loan_id_fkey FOREIGN KEY (loan_id) REFERENCES servicing.loans(loan_id),
  constraint early_quotes_principal_fen_check CHECK ((principal_fen > 0)),
  constraint known_approval CHECK ((approval = ANY (ARRAY['none'::text, 'officer'::text])))
);

create table repayment.early_requests (
  request_id uuid not null,
  request_no text not null,
  loan_id uuid not null,
  loan_no text not null,
  customer_id uuid not null,
  product_code text not null,
  branch_code text not null,
  mode text not null,
  principal_fen bigint not null,
  quoted jsonb not null,
  state text not null default 'requested'::text,
  version integer not null default 1,
  debit_on date,
  decline_reason text,
  note text,
  decided_by uuid,
  decided_at timestamp with time zone,
  requested_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint early_requests_pkey PRIMARY KEY (request_id),
  constraint debit_day_once_approved CHECK (((state <> ALL (ARRAY['approved'::text, 'paid'::text, 'failed'::text])) OR (debit_on IS NOT NULL))),
  constraint decided_whole CHECK ((num_nulls(decided_by, decided_at, note) = ANY (ARRAY[0, 3]))),
  constraint early_requests_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customers(customer_id),
  constraint early_requests_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES staff.members(staff_id),
  constraint early_requests_loan_id_fkey FOREIGN KEY (loan_id) REFERENCES servicing.loans(loan_id),
  constraint early_requests_principal_fen_check CHECK ((principal_fen > 0)),
  constraint early_requests_request_no_key UNIQUE (request_no),
  constraint ended_at_its_end CHECK (((ended_at IS NULL) = (state = ANY (ARRAY['requested'::text, 'approved'::text])))),
  constraint known_mode CHECK ((mode = ANY (ARRAY['shorter-term'::text, 'lower-instalment'::text, 'pay-off'::text]))),
  constraint known_state CHECK ((state = ANY (ARRAY['requested'::text, 'approved'::text, 'paid'::text, 'declined'::text, 'cancelled'::text, 'failed'::text]))),
  constraint reason_where_declined CHECK (((state = 'declined'::text) = (decline_reason IS NOT NULL)))
);

create table repayment.repayments (
  repayment_id uuid not null,
  loan_id uuid not null,
  customer_id uuid not null,
  via text not null,
  request_no text not null,
  batch_id uuid,
  amount_fen bigint not null,
  least_fen bigint not null,
  to_account_no text not null,
  effective_on date not null,
  mode text,
  fee_fen bigint not null default 0,
  quote_id uuid,
  state text not null,
  booked_fen bigint,
  booked_on date,
  core_serial_no text,
  refusal_code text,
  requested_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  early_request_id uuid,
  constraint repayments_pkey PRIMARY KEY (repayment_id),
  constraint booked_as_ordered CHECK (((booked_fen >= least_fen) AND (booked_fen <= amount_fen))),
  constraint booked_whole CHECK ((((state = 'booked'::text) = (booked_fen IS NOT NULL)) AND ((booked_fen IS NULL) = (booked_on IS NULL)))),
  constraint early_has_a_mode CHECK (((mode IS NOT NULL) OR ((early_request_id IS NULL) AND (quote_id IS NULL) AND (fee_fen = 0)))),
  constraint known_mode CHECK ((mode = ANY (ARRAY['shorter-term'::text, 'lower-instalment'::text, 'pay-off'::text]))),
  constraint known_state CHECK ((state = ANY (ARRAY['requested'::text, 'sent'::text, 'booked'::text, 'refused'::text]))),
  constraint known_via CHECK ((via = ANY (ARRAY['debit'::text, 'customer'::text, 'deposit'::text]))),
  constraint least_within_amount CHECK ((least_fen <= amount_fen)),
  constraint repayments_amount_fen_check CHECK ((amount_fen > 0)),
  constraint repayments_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES repayment.debit_batches(batch_id),
  constraint repayments_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customers(customer_id),
  constraint repayments_early_request_id_fkey FOREIGN KEY (early_request_id) REFERENCES repayment.early_requests(request_id),
  constraint repayments_least_fen_check CHECK ((least_fen > 0)),
  constraint repayments_loan_id_fkey FOREIGN KEY (loan_id) REFERENCES servicing.loans(loan_id),
  constraint repayments_request_no_key UNIQUE (request_no),
  constraint settled_at_its_end CHECK (((settled_at IS NOT NULL) = (state = ANY (ARRAY['booked'::text, 'refused'::text]))))
);

create table review.events (
  event_id uuid not null,
  application_id uuid not null,
  staff_id uuid,
  event text not null,
  note_cipher bytea,
  amount_fen bigint,
  annual_rate_ppm integer,
  term_months integer,
  at timestamp with time zone not null,
  constraint events_pkey PRIMARY KEY (event_id),
  constraint events_application_id_fkey FOREIGN KEY (application_id) REFERENCES review.reviews(application_id),
  constraint events_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff.members(staff_id)
);

create table review.papers (
  paper_id uuid not null,
  application_id uuid not null,
  kind text not null,
  name_cipher bytea not null,
  media_type text not null,
  size_bytes integer not null,
  sha256 text not null,
  scan text not null,
  uploaded_by uuid,
  uploaded_at timestamp with time zone not null,
  recorded boolean not null default false,
  constraint papers_pkey PRIMARY KEY (paper_id),
  constraint known_scan CHECK ((scan = ANY (ARRAY['clean'::text, 'not-scanned'::text]))),
  constraint known_type CHECK ((media_type = ANY (ARRAY['image/jpeg'::text, 'image/png'::text, 'application/pdf'::text]))),
  constraint papers_application_id_fkey FOREIGN KEY (application_id) REFERENCES application.applications(application_id),
  constraint papers_size_bytes_check CHECK (((size_bytes >= 1) AND (size_bytes <= 5242880))),
  constraint papers_uploaded_by_fkey FOREIGN KEY (uploaded_by) REFERENCES staff.members(staff_id)
);

create table review.pieces (
  paper_id uuid not null,
  no integer not null,
  content_cipher bytea not null,
  constraint pieces_pkey PRIMARY KEY (paper_id, no),
  constraint pieces_content_cipher_check CHECK ((octet_length(content_cipher) <= 800000)),
  constraint pieces_paper_id_fkey FOREIGN KEY (paper_id) REFERENCES review.papers(paper_id) ON DELETE CASCADE
);

create table review.reviews (
  application_id uuid not null,
  application_no text not null,
  customer_id uuid not null,
  product_code text not null,
  branch_code text not null,
  wanted_fen bigint,
  state text not null,
  level integer not null default 1,
  version integer not null default 1,
  holder_id uuid,
  held_since timestamp with time zone,
  opened_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  asked_kinds text[],
  asked_words_cipher bytea,
  asked_at timestamp with time zone,
  amount_fen bigint,
  annual_rate_ppm integer,
  term_months integer,
  valid_until date,
  decline_reason text,
  decided_by uuid,
  decided_at timestamp with time zone,
  recorded_by uuid,
  recorded_at timestamp with time zone,
  constraint reviews_pkey PRIMARY KEY (application_id),
  constraint approved_whole CHECK (((state <> ALL (ARRAY['to-sign'::text, 'to-check'::text, 'paying'::text, 'done'::text])) OR ((amount_fen IS NOT NULL) AND (annual_rate_ppm IS NOT NULL) AND (term_months IS NOT NULL) AND (valid_until IS NOT NULL) AND (decided_by IS NOT NULL) AND (decided_at IS NOT NULL)))),
  constraint asked_while_waiting CHECK (((state = 'waiting-for-papers'::text) <= (asked_at IS NOT NULL))),
  constraint declined_whole CHECK (((state <> 'declined'::text) OR ((decline_reason IS NOT NULL) AND (decided_by IS NOT NULL) AND (decided_at IS NOT NULL)))),
  constraint held_with_time CHECK (((holder_id IS NULL) = (held_since IS NULL))),
  constraint known_state CHECK ((state = ANY (ARRAY['open'::text, 'waiting-for-papers'::text, 'to-sign'::text, 'to-check'::text, 'paying'::text, 'done'::text, 'declined'::text, 'withdrawn'::text]))),
  constraint recorded_whole CHECK ((((recorded_by IS NULL) = (recorded_at IS NULL)) AND ((state <> ALL (ARRAY['to-check'::text, 'paying'::text, 'done'::text])) OR (recorded_by IS NOT NULL)))),
  constraint reviews_amount_fen_check CHECK ((amount_fen > 0)),
  constraint reviews_annual_rate_ppm_check CHECK ((annual_rate_ppm >= 0)),
  constraint reviews_application_id_fkey FOREIGN KEY (application_id) REFERENCES application.applications(application_id),
  constraint reviews_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customers(customer_id),
  constraint reviews_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES staff.members(staff_id),
  constraint reviews_holder_id_fkey FOREIGN KEY (holder_id) REFERENCES staff.members(staff_id),
  constraint reviews_level_check CHECK (((level >= 1) AND (level <= 9))),
  constraint reviews_recorded_by_fkey FOREIGN KEY (recorded_by) REFERENCES staff.members(staff_id),
  constraint reviews_term_months_check CHECK (((term_months >= 1) AND (term_months <= 360)))
);

create table servicing.ageing (
  business_on date not null,
  product_code text not null,
  from_days integer not null,
  class text not null,
  loans bigint not null,
  principal_fen bigint not null,
  constraint ageing_pkey PRIMARY KEY (business_on, product_code, from_days, class)
);

create table servicing.discount_rules (
  rule_id uuid not null,
  product_code text not null,
  branch_code text not null default '*'::text,
  employer_code text not null default '*'::text,
  payer_name text not null,
  discount_rate_ppm integer not null,
  from_on date not null,
  until_on date,
  state text not null,
  note text not null default ''::text,
  drafted_by uuid,
  drafted_at timestamp with time zone not null,
  published_by uuid,
  published_at timestamp with time zone,
  submitted_by uuid,
  submitted_at timestamp with time zone,
  returned_by uuid,
  returned_at timestamp with time zone,
  return_reason text,
  end_on date,
  end_asked_by uuid,
  end_asked_at timestamp with time zone,
  end_agreed_by uuid,
  end_agreed_at timestamp with time zone,
  applied_after uuid,
  applied_at timestamp with time zone,
  constraint discount_rules_pkey PRIMARY KEY (rule_id),
  constraint days_in_order CHECK (((until_on IS NULL) OR (until_on >= from_on))),
  constraint discount_rules_discount_rate_ppm_check CHECK ((discount_rate_ppm > 0)),
  constraint discount_rules_end_agreed_by_fkey FOREIGN KEY (end_agreed_by) REFERENCES staff.members(staff_id),
  constraint discount_rules_end_asked_by_fkey FOREIGN KEY (end_asked_by) REFERENCES staff.members(staff_id),
  constraint discount_rules_returned_by_fkey FOREIGN KEY (returned_by) REFERENCES staff.members(staff_id),
  constraint discount_rules_submitted_by_fkey FOREIGN KEY (submitted_by) REFERENCES staff.members(staff_id),
  constraint known_state CHECK ((state = ANY (ARRAY['draft'::text, 'submitted'::text, 'published'::text, 'returned'::text, 'withdrawn'::text]))),
  constraint two_end_it CHECK (((end_agreed_by IS DISTINCT FROM end_asked_by) OR (end_agreed_by IS NULL))),
  constraint two_persons CHECK (((published_by IS NULL) OR ((published_by IS DISTINCT FROM drafted_by) AND (published_by IS DISTINCT FROM submitted_by))))
);

create table servicing.instalments (
  loan_id uuid not null,
  no integer not null,
  due_on date not null,
  days integer not null,
  principal_fen bigint not null,
  interest_fen bigint not null,
  balance_fen bigint not null,
  kind text not null default 'regular'::text,
  period_no integer,
  from_on date not null,
  opening_fen bigint not null,
  discount_fen bigint not null default 0,
  paid_principal_fen bigint not null default 0,
  paid_interest_fen bigint not null default 0,
  penalty_fen bigint not null default 0,
  penalty_through date,
  paid_penalty_fen bigint not null default 0,
  due_booked boolean not null default false,
  settled_on date,
  constraint instalments_pkey PRIMARY KEY (loan_id, no),
  constraint discount_within_interest CHECK (((discount_fen >= 0) AND (discount_fen <= interest_fen))),
  constraint instalments_balance_fen_check CHECK ((balance_fen >= 0)),
  constraint instalments_interest_fen_check CHECK ((interest_fen >= 0)),
  constraint instalments_loan_id_fkey FOREIGN KEY (loan_id) REFERENCES servicing.loans(loan_id),
  constraint instalments_principal_fen_check CHECK ((principal_fen >= 0)),
  constraint known_kind CHECK (((kind = ANY (ARRAY['regular'::text, 'early'::text])) AND ((kind = 'regular'::text) = (period_no IS NOT NULL)))),
  constraint paid_within_due CHECK ((((paid_principal_fen >= 0) AND (paid_principal_fen <= principal_fen)) AND ((paid_interest_fen >= 0) AND (paid_interest_fen <= (interest_fen - discount_fen))) AND ((paid_penalty_fen >= 0) AND (paid_penalty_fen <= penalty_fen)))),
  constraint settled_when_paid CHECK (((settled_on IS NULL) OR ((paid_principal_fen = principal_fen) AND (paid_interest_fen = (interest_fen - discount_fen)) AND (paid_penalty_fen = penalty_fen))))
) with (fillfactor=85);

create table servicing.loans (
  loan_id uuid not null,
  loan_no text not null,
  contract_id uuid not null,
  disbursement_id uuid not null,
  customer_id uuid not null,
  product_code text not null,
  state text not null,
  principal_fen bigint not null,
  outstanding_fen bigint not null,
  annual_rate_ppm integer not null,
  term_months integer not null,
  repayment_method text not null,
  convention jsonb not null,
  account_no_cipher bytea not null,
  disbursed_on date not null,
  matures_on date not null,
  opened_at timestamp with time zone not null,
  branch_code text,
  employer_code text,
  penalty_rate_ppm integer not null default 0,
  grace_days integer not null default 0,
  early_fee_ppm integer not null default 0,
  allocation text[] not null default '{penalty,interest,principal}'::text[],
  version integer not null default 1,
  surplus_fen bigint not null default 0,
  written_off_fen bigint not null default 0,
  closed_on date,
  constraint loans_pkey PRIMARY KEY (loan_id),
  constraint known_state CHECK ((state = ANY (ARRAY['active'::text, 'closed'::text, 'written-off'::text]))),
  constraint loans_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES contract.contracts(contract_id),
  constraint loans_contract_id_key UNIQUE (contract_id),
  constraint loans_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customers(customer_id),
  constraint loans_disbursement_id_fkey FOREIGN KEY (disbursement_id) REFERENCES disbursement.disbursements(disbursement_id),
  constraint loans_disbursement_id_key UNIQUE (disbursement_id),
  constraint loans_early_fee_ppm_check CHECK ((early_fee_ppm >= 0)),
  constraint loans_grace_days_check CHECK ((grace_days >= 0)),
  constraint loans_loan_no_key UNIQUE (loan_no),
  constraint loans_penalty_rate_ppm_check CHECK ((penalty_rate_ppm >= 0)),
  constraint loans_principal_fen_check CHECK ((principal_fen > 0)),
  constraint loans_surplus_fen_check CHECK ((surplus_fen >= 0)),
  constraint loans_written_off_fen_check CHECK ((written_off_fen >= 0)),
  constraint outstanding_within_principal CHECK (((outstanding_fen >= 0) AND (outstanding_fen <= principal_fen)))
) with (fillfactor=85);

create table servicing.past_plans (
  loan_id uuid not null,
  plan_no integer not null,
  ended_on date not null,
  transaction_id uuid not null,
  rows jsonb not null,
  constraint past_plans_pkey PRIMARY KEY (loan_id, plan_no),
  constraint past_plans_loan_id_fkey FOREIGN KEY (loan_id) REFERENCES servicing.loans(loan_id),
  constraint past_plans_transaction_id_fkey FOREIGN KEY (transaction_id) REFERENCES servicing.transactions(transaction_id)
);

create table servicing.positions (
  loan_id uuid not null,
  product_code text not null,
  annual_rate_ppm integer not null,
  day_count text not null,
  running_no integer,
  running_from date,
  running_due_on date,
  running_opening_fen bigint,
  running_interest_fen bigint,
  accrued_fen bigint not null default 0,
  accrued_on date not null,
  next_no integer,
  next_due_on date,
  days_past_due integer not null default 0,
  class text not null default 'normal'::text,
  aged_on date,
  constraint positions_pkey PRIMARY KEY (loan_id),
  constraint known_class CHECK ((class = ANY (ARRAY['normal'::text, 'special-mention'::text, 'substandard'::text, 'doubtful'::text, 'loss'::text]))),
  constraint positions_loan_id_fkey FOREIGN KEY (loan_id) REFERENCES servicing.loans(loan_id),
  constraint running_whole CHECK ((num_nulls(running_no, running_from, running_due_on, running_opening_fen, running_interest_fen) = ANY (ARRAY[0, 5])))
) with (fillfactor=75);

create table servicing.transactions (
  transaction_id uuid not null,
  loan_id uuid not null,
  type text not null,
  source_id uuid not null,
  via text,
  effective_on date not null,
  recorded_on date not null,
  recorded_at timestamp with time zone not null,
  amount_fen bigint not null,
  mode text,
  quoted_fee_fen bigint not null default 0,
  penalty_fen bigint not null default 0,
  interest_fen bigint not null default 0,
  principal_fen bigint not null default 0,
  fee_fen bigint not null default 0,
  surplus_fen bigint not null default 0,
  voided_by uuid,
  seq bigint generated always as identity not null,
  constraint transactions_pkey PRIMARY KEY (transaction_id),
  constraint known_mode CHECK ((mode = ANY (ARRAY['shorter-term'::text, 'lower-instalment'::text, 'pay-off'::text]))),
  constraint known_type CHECK ((type = ANY (ARRAY['disbursement'::text, 'repayment'::text, 'early-repayment'::text, 'reversal'::text, 'refund'::text, 'write-off'::text, 'recovery'::text]))),
  constraint known_via CHECK ((via = ANY (ARRAY['debit'::text, 'customer'::text, 'deposit'::text, 'counter'::text]))),
  constraint one_fact_per_source UNIQUE (source_id, type),
  constraint transactions_amount_fen_check CHECK ((amount_fen >= 0)),
  constraint transactions_loan_id_fkey FOREIGN KEY (loan_id) REFERENCES servicing.loans(loan_id),
  constraint transactions_voided_by_fkey FOREIGN KEY (voided_by) REFERENCES servicing.transactions(transaction_id)
);

create table settings.settings (
  name text not null,
  effective_from date not null,
  value jsonb not null,
  constraint settings_pkey PRIMARY KEY (name, effective_from)
);

create table signing.files (
  contract_id uuid not null,
  signing_id uuid not null,
  contract_no text not null,
  sha256 text not null,
  size_bytes integer not null,
  content_cipher bytea,
  sm2_signature bytea,
  sm2_public_key text,
  constraint files_pkey PRIMARY KEY (contract_id),
  constraint files_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES contract.contracts(contract_id),
  constraint files_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint files_sha256_key UNIQUE (sha256),
  constraint files_signing_id_fkey FOREIGN KEY (signing_id) REFERENCES signing.signings(signing_id),
  constraint files_signing_id_key UNIQUE (signing_id),
  constraint files_size_bytes_check CHECK ((size_bytes > 0)),
  constraint of_bounded_size CHECK ((octet_length(content_cipher) <= 8000000)),
  constraint sm2_whole CHECK (((sm2_signature IS NULL) = (sm2_public_key IS NULL)))
);

create table signing.signings (
  signing_id uuid not null,
  contract_id uuid not null,
  application_id uuid not null,
  customer_id uuid not null,
  state text not null,
  request_no text not null,
  text_hash text not null,
  evidence_cipher bytea not null,
  evidence_hash text not null,
  key_cipher bytea,
  certificate_cipher bytea,
  certified_at timestamp with time zone,
  signatures_cipher bytea,
  requested_at timestamp with time zone not null,
  signed_at timestamp with time zone,
  refused_at timestamp with time zone,
  refusal_code text,
  constraint signings_pkey PRIMARY KEY (signing_id),
  constraint certified_whole CHECK (((certificate_cipher IS NULL) = (certified_at IS NULL))),
  constraint key_while_requested CHECK (((state = 'requested'::text) = (key_cipher IS NOT NULL))),
  constraint known_state CHECK ((state = ANY (ARRAY['requested'::text, 'signed'::text, 'refused'::text]))),
  constraint refused_whole CHECK ((((state = 'refused'::text) = (refused_at IS NOT NULL)) AND ((state = 'refused'::text) = (refusal_code IS NOT NULL)))),
  constraint signed_whole CHECK ((((state = 'signed'::text) = (signed_at IS NOT NULL)) AND ((state = 'signed'::text) = (signatures_cipher IS NOT NULL)) AND ((state <> 'signed'::text) OR (certificate_cipher IS NOT NULL)))),
  constraint signings_application_id_fkey FOREIGN KEY (application_id) REFERENCES application.applications(application_id),
  constraint signings_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES contract.contracts(contract_id),
  constraint signings_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customers(customer_id),
  constraint signings_request_no_key UNIQUE (request_no)
);

create table staff.acts (
  act_id uuid not null,
  staff_id uuid,
  login_name text not null,
  operation text not null,
  subject jsonb not null,
  outcome text not null,
  at timestamp with time zone not null,
  device text not null,
  ip text not null,
  constraint acts_pkey PRIMARY KEY (act_id),
  constraint acts_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff.members(staff_id)
);

create table staff.authorities (
  level integer not null,
  product_code text not null,
  branch_code text not null default '*'::text,
  effective_from date not null,
  max_amount_fen bigint not null,
  min_rate_ppm integer not null,
  max_term_months integer not null,
  constraint authorities_pkey PRIMARY KEY (level, product_code, branch_code, effective_from),
  constraint authorities_level_check CHECK (((level >= 1) AND (level <= 9))),
  constraint authorities_max_amount_fen_check CHECK ((max_amount_fen > 0)),
  constraint authorities_max_term_months_check CHECK ((max_term_months > 0)),
  constraint authorities_min_rate_ppm_check CHECK ((min_rate_ppm >= 0))
);

create table staff.members (
  staff_id uuid not null,
  login_name text not null,
  name text not null,
  branch_code text not null,
  roles text[] not null,
  level integer not null default 0,
  password_hash text not null,
  wrong_tries integer not null default 0,
  locked_until timestamp with time zone,
  joined_at timestamp with time zone not null,
  left_at timestamp with time zone,
  constraint members_pkey PRIMARY KEY (staff_id),
  constraint members_level_check CHECK (((level >= 0) AND (level <= 9))),
  constraint members_login_name_key UNIQUE (login_name)
);

create table staff.roles (
  role text not null,
  name text not null,
  rights text[] not null,
  constraint roles_pkey PRIMARY KEY (role)
);

create table staff.sessions (
  token_hash bytea not null,
  session_id uuid not null,
  staff_id uuid not null,
  device text not null,
  ip text not null,
  started_at timestamp with time zone not null,
  idle_seconds integer not null,
  idle_until timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint sessions_pkey PRIMARY KEY (token_hash),
  constraint sessions_session_id_key UNIQUE (session_id),
  constraint sessions_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff.members(staff_id)
);

create table transfers.comparisons (
  system text not null,
  business_on date not null,
  lines integer not null,
  open_legs integer not null,
  compared_at timestamp with time zone not null,
  constraint comparisons_pkey PRIMARY KEY (system, business_on),
  constraint known_system CHECK ((system = ANY (ARRAY['core-banking'::text, 'card-network'::text])))
);

create table transfers.differences (
  difference_id uuid not null,
  system text not null,
  business_on date not null,
  kind text not null,
  request_no text not null,
  serial_no text not null,
  found_at timestamp with time zone not null,
  constraint differences_pkey PRIMARY KEY (difference_id),
  constraint found_once UNIQUE (system, business_on, kind, request_no, serial_no),
  constraint known_kind CHECK ((kind = ANY (ARRAY['missing-here'::text, 'missing-there'::text, 'other-content'::text, 'refused-here'::text, 'twice'::text, 'too-many'::text])))
);

create table transfers.legs (
  leg_id uuid not null,
  transfer_id uuid not null,
  step text not null,
  request_no text not null,
  state text not null,
  serial_no text,
  booked_on date,
  refusal_code text,
  opened_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  constraint legs_pkey PRIMARY KEY (leg_id),
  constraint known_state CHECK ((state = ANY (ARRAY['open'::text, 'done'::text, 'refused'::text]))),
  constraint known_step CHECK ((step = ANY (ARRAY['take'::text, 'give'::text, 'back'::text]))),
  constraint legs_request_no_key UNIQUE (request_no),
  constraint legs_transfer_id_fkey FOREIGN KEY (transfer_id) REFERENCES transfers.transfers(transfer_id)
);

create table transfers.transfers (
  transfer_id uuid not null,
  customer_id uuid not null,
  direction text not null,
  amount_fen bigint not null,
  account_no_cipher bytea not null,
  card_no_cipher bytea not null,
  bank_name text not null,
  clearing_account_no text not null,
  state text not null,
  refusal_code text,
  serial_no text,
  asked_on date not null,
  requested_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  constraint transfers_pkey PRIMARY KEY (transfer_id),
  constraint known_direction CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text]))),
  constraint known_state CHECK ((state = ANY (ARRAY['requested'::text, 'sent'::text, 'returning'::text, 'done'::text, 'refused'::text]))),
  constraint settled_at_its_end CHECK (((settled_at IS NOT NULL) = (state = ANY (ARRAY['done'::text, 'refused'::text])))),
  constraint some_money CHECK ((amount_fen > 0)),
  constraint transfers_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customers(customer_id)
);

create view evidence.contract_register as
 SELECT c.contract_id,
    c.contract_no,
    c.application_id,
    a.application_no,
    a.branch_code,
    c.customer_id,
    c.principal_fen,
    c.state,
    c.signed_offline,
    c.agreed_at,
    c.drawn_up_at,
    s.state AS signing,
    (EXISTS ( SELECT
           FROM servicing.loans l
          WHERE l.contract_id = c.contract_id)) AS paid,
    (EXISTS ( SELECT
           FROM evidence.packs p
          WHERE p.contract_id = c.contract_id)) AS sealed
   FROM contract.contracts c
     JOIN application.applications a ON a.application_id = c.application_id
     LEFT JOIN LATERAL ( SELECT signings.state
           FROM signing.signings
          WHERE signings.contract_id = c.contract_id
          ORDER BY signings.requested_at DESC
         LIMIT 1) s ON true;

create view ledger.entry_contents as
 SELECT e.posted_in,
    e.entry_id,
    e.ref,
    e.on_date,
    e.memo,
    e.digest,
    e.recorded_at,
    ledger.digest(e.ref, e.on_date, e.memo, l.accounts, l.amounts) AS digest_now
   FROM ledger.entries e
     CROSS JOIN LATERAL ( SELECT array_agg(lines.account ORDER BY lines.line_no) AS accounts,
            array_agg(lines.debit_fen - lines.credit_fen ORDER BY lines.line_no) AS amounts
           FROM ledger.lines
          WHERE lines.entry_id = e.entry_id) l;

CREATE INDEX cards_of_customer ON account.cards USING btree (customer_id, bound_at DESC);

CREATE UNIQUE INDEX one_bound_card ON account.cards USING btree (customer_id) WHERE (unbound_at IS NULL);

CREATE UNIQUE INDEX one_open_request ON account.requests USING btree (customer_id) WHERE (state = ANY (ARRAY['requested'::text, 'sent'::text]));

CREATE INDEX requests_of_customer ON account.requests USING btree (customer_id, requested_at DESC);

CREATE INDEX applications_of_customer ON application.applications USING btree (customer_id, started_at DESC);

CREATE INDEX applications_of_employer ON application.applications USING btree (employer_code);

CREATE INDEX drafts_by_last_save ON application.applications USING btree (saved_at) WHERE (step = ANY (ARRAY['employee-information-agreement'::text, 'system-check'::text, 'credit-report-agreement'::text, 'face-check'::text, 'identity'::text, 'about-you'::text, 'money'::text, 'submit'::text]));

CREATE UNIQUE INDEX one_open_application ON application.applications USING btree (customer_id, product_code) WHERE (step <> ALL (ARRAY['done'::text, 'declined'::text, 'not-eligible'::text, 'withdrawn'::text, 'expired'::text]));

CREATE INDEX system_checks_of_application ON application.system_checks USING btree (application_id, checked_at DESC);

CREATE UNIQUE INDEX one_open_case ON cases.cases USING btree (kind, subject) WHERE (closed_at IS NULL);

CREATE INDEX consents_by_time ON consent.consents USING brin (agreed_at);

CREATE INDEX consents_of_customer ON consent.consents USING btree (customer_id);

CREATE UNIQUE INDEX one_open_draft ON content.drafts USING btree (kind) WHERE (state = ANY (ARRAY['draft'::text, 'submitted'::text, 'returned'::text]));

CREATE UNIQUE INDEX one_version_a_day ON content.texts USING btree (kind, effective_from) WHERE (withdrawn_at IS NULL);

CREATE INDEX contracts_by_time ON contract.contracts USING btree (drawn_up_at DESC, contract_id);

CREATE UNIQUE INDEX one_live_contract ON contract.contracts USING btree (application_id) WHERE (state <> 'void'::text);

CREATE UNIQUE INDEX one_use_of_funds_number ON contract.contracts USING btree (use_of_funds_no);

CREATE INDEX codes_by_age ON copies.copies USING btree (requested_at) WHERE (unzip_code_cipher IS NOT NULL);

CREATE INDEX copies_of_contract ON copies.copies USING btree (contract_id, requested_at DESC);

CREATE INDEX copies_of_customer_by_day ON copies.copies USING btree (customer_id, requested_on);

CREATE UNIQUE INDEX core_number_once ON corrections.corrections USING btree (core_no) WHERE ((core_no IS NOT NULL) AND (state <> ALL (ARRAY['returned'::text, 'withdrawn'::text, 'failed'::text])));

CREATE INDEX corrections_by_time ON corrections.corrections USING btree (drafted_at DESC, correction_id);

CREATE INDEX corrections_of_branch ON corrections.corrections USING btree (branch_code, drafted_at DESC);

CREATE INDEX corrections_of_customer ON corrections.corrections USING btree (customer_id);

CREATE INDEX corrections_of_loan ON corrections.corrections USING btree (loan_id, drafted_at DESC);

CREATE UNIQUE INDEX one_open_correction ON corrections.corrections USING btree (loan_id) WHERE (state = ANY (ARRAY['draft'::text, 'submitted'::text, 'approved'::text, 'sent'::text]));

CREATE INDEX password_nonces_by_age ON credentials.password_nonces USING btree (expires_at);

CREATE INDEX sms_codes_by_age ON credentials.sms_codes USING btree (sent_at);

CREATE INDEX sms_codes_latest ON credentials.sms_codes USING btree (holder, purpose, subject, sent_at DESC);

CREATE INDEX tries_of_strangers ON credentials.tries USING btree (tried_at) WHERE (customer_id IS NULL);

CREATE INDEX findings_of_run ON day_end.findings USING btree (run_id);

CREATE UNIQUE INDEX one_open_run ON day_end.runs USING btree ((true)) WHERE (state <> 'done'::text);

CREATE INDEX back_tests_of_model ON decision.back_tests USING btree (model_id, started_at DESC);

CREATE INDEX decisions_by_day ON decision.decisions USING btree (decided_on DESC) WHERE (state = 'decided'::text);

CREATE INDEX models_in_force ON decision.models USING btree (effective_from DESC, version_no DESC) WHERE (state = 'published'::text);

CREATE UNIQUE INDEX one_running_back_test ON decision.back_tests USING btree (model_id) WHERE (state = 'running'::text);

CREATE INDEX disbursements_open ON disbursement.disbursements USING btree (requested_at) WHERE (state = ANY (ARRAY['requested'::text, 'sent'::text]));

CREATE INDEX disbursements_paid ON disbursement.disbursements USING btree (paid_on) WHERE (state = 'paid'::text);

CREATE UNIQUE INDEX one_payout_of_contract ON disbursement.disbursements USING btree (contract_id) WHERE (state <> 'refused'::text);

CREATE INDEX documents_by_age ON documents.documents USING btree (keep_until) WHERE (keep_until IS NOT NULL);

CREATE UNIQUE INDEX one_confirmed_of_a_customer ON documents.documents USING btree (customer_id) WHERE (state = 'confirmed'::text);

CREATE UNIQUE INDEX one_draft_of_a_customer ON documents.documents USING btree (customer_id) WHERE (state = 'draft'::text);

CREATE INDEX changes_of_customer ON ecif.changes USING btree (customer_id, changed_at DESC);

CREATE INDEX rosters_in_force ON employers.rosters USING btree (effective_from DESC, version_no DESC) WHERE (state = 'published'::text);

CREATE INDEX anchors_by_place ON evidence.anchors USING btree (seq, stamped_at);

CREATE INDEX packs_of_customer ON evidence.packs USING btree (customer_id);

CREATE INDEX face_attempts_failed ON face.attempts USING btree (started_at) WHERE (reason IS DISTINCT FROM 'passed'::text);

CREATE INDEX face_attempts_of_customer ON face.attempts USING btree (customer_id, purpose, submitted_at);

CREATE INDEX face_evidence_by_age ON face.evidence USING btree (keep_until);

CREATE INDEX devices_forgotten ON identity.devices USING btree (forgotten_at) WHERE (forgotten_at IS NOT NULL);

CREATE INDEX security_events_of_customer ON identity.security_events USING btree (customer_id, at DESC);

CREATE INDEX sessions_by_age ON identity.sessions USING btree (ends_at);

CREATE INDEX sessions_of_customer ON identity.sessions USING btree (customer_id) WHERE (ended_at IS NULL);

CREATE INDEX sessions_of_device ON identity.sessions USING btree (device_id);

CREATE INDEX external_calls_of_subject ON integrations.external_calls USING btree (subject);

CREATE INDEX external_calls_open ON integrations.external_calls USING btree (created_at) WHERE (state = ANY (ARRAY['intended'::text, 'sent'::text, 'unknown'::text]));

CREATE INDEX entries_by_day ON ledger.entries USING brin (on_date) WITH (pages_per_range='16', autosummarize='on');

CREATE UNIQUE INDEX lines_of_exact_accounts ON ledger.lines USING btree (account, account_version) WHERE (account_version IS NOT NULL);

CREATE INDEX lines_of_rolled_accounts ON ledger.lines USING btree (posted_in, account) WHERE (account_version IS NULL);

CREATE INDEX messages_of_bunch ON messages.messages USING btree (bunch_id, attempts, message_id) WHERE ((bunch_id IS NOT NULL) AND (state = 'queued'::text));

CREATE INDEX messages_of_customer ON messages.messages USING btree (customer_id, queued_at DESC, message_id DESC) WHERE ((customer_id IS NOT NULL) AND (worthless_from IS NULL));

CREATE INDEX messages_unread ON messages.messages USING btree (customer_id) WHERE ((customer_id IS NOT NULL) AND (worthless_from IS NULL) AND (read_at IS NULL));

CREATE INDEX messages_waiting ON messages.messages USING btree (queued_at) WHERE (state = 'queued'::text);

CREATE INDEX idempotency_keys_by_age ON platform.idempotency_keys USING btree (created_at);

CREATE UNIQUE INDEX one_root_key ON platform.data_keys USING btree (class) WHERE (class = 'root'::text);

CREATE INDEX rate_limits_by_age ON platform.rate_limits USING btree (window_start);

CREATE INDEX closures_by_person ON privacy.closures USING btree (id_number_index);

CREATE INDEX exports_of_customer ON privacy.exports USING btree (customer_id, made_at DESC);

CREATE INDEX kept_by_age ON privacy.kept USING btree (keep_until) WHERE (deleted_at IS NULL);

CREATE INDEX early_quotes_by_age ON repayment.early_quotes USING btree (quoted_at);

CREATE INDEX early_quotes_of_customer ON repayment.early_quotes USING btree (customer_id, quoted_at DESC);

CREATE INDEX early_requests_for_officers ON repayment.early_requests USING btree (state, requested_at);

CREATE INDEX early_requests_of_customer ON repayment.early_requests USING btree (customer_id);

CREATE INDEX early_requests_of_loan ON repayment.early_requests USING btree (loan_id, requested_at DESC);

CREATE INDEX early_requests_to_debit ON repayment.early_requests USING btree (debit_on, request_id) WHERE (state = 'approved'::text);

CREATE INDEX legs_of_deposit_repayment ON repayment.deposit_legs USING btree (repayment_id, opened_at DESC);

CREATE UNIQUE INDEX one_open_early_request ON repayment.early_requests USING btree (loan_id) WHERE (state = ANY (ARRAY['requested'::text, 'approved'::text]));

CREATE UNIQUE INDEX one_open_leg ON repayment.deposit_legs USING btree (repayment_id) WHERE (state = 'open'::text);

CREATE UNIQUE INDEX one_open_repayment ON repayment.repayments USING btree (loan_id) WHERE (state = ANY (ARRAY['requested'::text, 'sent'::text]));

CREATE INDEX open_batches ON repayment.debit_batches USING btree (made_at) WHERE (state = 'open'::text);

CREATE INDEX repayments_booked ON repayment.repayments USING btree (booked_on, request_no) WHERE (state = 'booked'::text);

CREATE INDEX repayments_of_batch ON repayment.repayments USING btree (batch_id) WHERE (batch_id IS NOT NULL);

CREATE INDEX repayments_of_customer ON repayment.repayments USING btree (customer_id, requested_at DESC);

CREATE INDEX repayments_of_early_request ON repayment.repayments USING btree (early_request_id) WHERE (early_request_id IS NOT NULL);

CREATE INDEX repayments_of_loan ON repayment.repayments USING btree (loan_id, requested_at DESC);

CREATE INDEX events_of_review ON review.events USING btree (application_id, at);

CREATE INDEX papers_of_application ON review.papers USING btree (application_id, uploaded_at);

CREATE INDEX reviews_by_urgency ON review.reviews USING btree (state, due_at);

CREATE INDEX discount_rules_of_product ON servicing.discount_rules USING btree (product_code, from_on);

CREATE INDEX instalments_discounted ON servicing.instalments USING btree (loan_id) WHERE (discount_fen > 0);

CREATE INDEX instalments_due_unpaid ON servicing.instalments USING btree (loan_id) WHERE (due_booked AND (settled_on IS NULL));

CREATE INDEX loans_of_branch ON servicing.loans USING btree (branch_code, loan_no DESC);

CREATE INDEX loans_of_customer ON servicing.loans USING btree (customer_id, opened_at DESC);

CREATE INDEX positions_due ON servicing.positions USING btree (next_due_on) WHERE (next_due_on IS NOT NULL);

CREATE INDEX positions_running ON servicing.positions USING btree (running_due_on) WHERE (running_due_on IS NOT NULL);

CREATE UNIQUE INDEX transactions_of_loan ON servicing.transactions USING btree (loan_id, effective_on, seq);

CREATE UNIQUE INDEX one_signing_of_a_contract ON signing.signings USING btree (contract_id) WHERE (state <> 'refused'::text);

CREATE INDEX signings_of_contract ON signing.signings USING btree (contract_id, requested_at DESC);

CREATE INDEX signings_of_customer ON signing.signings USING btree (customer_id);

CREATE INDEX acts_by_time ON staff.acts USING btree (at);

CREATE INDEX acts_of_member ON staff.acts USING btree (staff_id, at);

CREATE INDEX staff_sessions_by_end ON staff.sessions USING btree (ends_at);

CREATE INDEX staff_sessions_of_member ON staff.sessions USING btree (staff_id) WHERE (ended_at IS NULL);

CREATE INDEX legs_by_day ON transfers.legs USING btree (booked_on, request_no) WHERE (state = 'done'::text);

CREATE UNIQUE INDEX one_leg_of_a_step ON transfers.legs USING btree (transfer_id, step) WHERE ((step = ANY (ARRAY['take'::text, 'give'::text])) OR (state = 'done'::text));

CREATE UNIQUE INDEX one_open_leg ON transfers.legs USING btree (transfer_id) WHERE (state = 'open'::text);

CREATE INDEX transfers_of_customer ON transfers.transfers USING btree (customer_id, requested_at DESC);

CREATE OR REPLACE FUNCTION consent.forget_of(customer uuid, today date)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
begin
  if not exists (
    select from privacy.kept
    where customer_id = customer and what = 'consents' and keep_until < today
  ) then
    raise exception 'the consents of % are kept', customer;
  end if;
  delete from consent.revocations where consent_id in (select consent_id from consent.consents where customer_id = customer);
  delete from consent.consents where customer_id = customer;
end $function$
;

CREATE OR REPLACE FUNCTION evidence.erase_of(customer uuid, today date)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
begin
  if not exists (
    select from privacy.kept
    where customer_id = customer and what = 'trade' and keep_until < today
  ) then
    raise exception 'the evidence of % is kept', customer;
  end if;
  update evidence.items set content_cipher = null
  where pack_id in (select pack_id from evidence.packs where customer_id = customer);
end $function$
;

CREATE OR REPLACE FUNCTION ledger.assert_balanced()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (
    select count(*) < 2
      or sum(debit_fen - credit_fen) filter (where account < '9') <> 0
      or sum(debit_fen - credit_fen) filter (where account >= '9') <> 0
    from ledger.lines
    where entry_id = new.entry_id
  ) then
    perform ledger.refuse('LB003', format('entry %s does not balance', new.ref));
  end if;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION ledger.assert_open(on_date date)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  v_closed date;
  v_folded xid8;
begin
  -- An older snapshot would show neither a day closed meanwhile nor the entry that a repeat must meet.
  if current_setting('transaction_isolation') <> 'read committed' then
    perform ledger.refuse('LB009', 'postings need the isolation level read committed');
  end if;
  select closed_through, folded_through into v_closed, v_folded from ledger.closing, ledger.fold_watermark;
  if on_date is null or on_date <= v_closed then
    perform ledger.refuse('LB002', format('%s is a closed day', on_date));
  end if;
  if pg_current_xact_id() < v_folded then
    perform ledger.refuse('LB009', 'transaction numbers went back: restored into another server, see docs/ledger.md');
  end if;
end $function$
;

CREATE OR REPLACE FUNCTION ledger.close_books(p_through date)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET lock_timeout TO '5s'
AS $function$
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
end $function$
;

CREATE OR REPLACE FUNCTION ledger.day_digest(p_on date)
 RETURNS bytea
 LANGUAGE sql
 STABLE
AS $function$
  select sha256(coalesce(string_agg(digest_now, '' order by ref), ''))
  from ledger.entry_contents
  where on_date = p_on
$function$
;

CREATE OR REPLACE FUNCTION ledger.digest(ref text, on_date date, memo text, accounts text[], amounts bigint[])
 RETURNS bytea
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  select sha256(convert_to(concat_ws(E'\n', ref, to_char(on_date::timestamp, 'YYYY-MM-DD'), memo,
    array_to_string(accounts, ','), array_to_string(amounts, ',')), 'UTF8'))
$function$
;

CREATE OR REPLACE FUNCTION ledger.fold_rolled()
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
end $function$
;

CREATE OR REPLACE FUNCTION ledger.open_account(p_account text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  insert into ledger.exact_accounts (account, normal_sign, may_go_below_zero)
  select p_account, case normal_side when 'debit' then 1 else -1 end, may_go_below_zero
  from ledger.chart
  where code = split_part(p_account, '/', 1) and kind = 'exact'
    and p_account ~ '^[0-9-]+/[A-Za-z0-9-]+$' and length(p_account) <= 72
  on conflict (account) do nothing;
  if not found then
    perform from ledger.exact_accounts where account = p_account;
    if not found then perform ledger.refuse('LB004', format('no such account: %s', p_account)); end if;
  end if;
end $function$
;

CREATE OR REPLACE FUNCTION ledger.post(p_ref text, p_on date, p_memo text, p_accounts text[], p_amounts bigint[])
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_digest bytea := ledger.digest(p_ref, p_on, p_memo, p_accounts, p_amounts);
  v_entry_id bigint;
  v_known bytea;
  v_account text collate "C";
  v_before text collate "C" := '';
  v_now record;
  v_sum bigint := 0;
  v_memo_sum bigint := 0;
  -- By line: what its exact account has become.
  v_version bigint[] := array_fill(null::bigint, array[cardinality(p_accounts)]);
  v_balance bigint[] := v_version;
  v_recorded timestamptz[] := v_version;
begin
  insert into ledger.entries (ref, on_date, memo, digest) values (p_ref, p_on, p_memo, v_digest)
  on conflict (ref) do nothing
  returning entry_id into v_entry_id;
  if v_entry_id is null then
    select digest into v_known from ledger.entries where ref = p_ref;
    if v_known is distinct from v_digest then
      perform ledger.refuse('LB001', format('entry %s is in the books with other content', p_ref));
    end if;
    return 'known';
  end if;
  perform ledger.assert_open(p_on);

  for i in 1 .. cardinality(p_accounts) loop
    v_account := p_accounts[i];
    if v_account is null or v_account < v_before or coalesce(p_amounts[i], 0) = 0 then
      perform ledger.refuse('LB005', format('line %s of %s has no amount or is out of order', i, p_ref));
    end if;
    v_before := v_account;
    if v_account < '9' then v_sum := v_sum + p_amounts[i]; else v_memo_sum := v_memo_sum + p_amounts[i]; end if;
    if position('/' in v_account) = 0 then
      perform from ledger.chart where code = v_account and kind = 'rolled';
      if not found then perform ledger.refuse('LB004', format('no such account: %s', v_account)); end if;
    else
      loop
        update ledger.exact_accounts a
        set balance_fen = a.balance_fen + a.normal_sign * p_amounts[i], version = a.version + 1,
          last_recorded_at = greatest(a.last_recorded_at, clock_timestamp())
        where a.account = v_account
        returning a.version, a.balance_fen, a.last_recorded_at into v_now;
        exit when found;
        perform ledger.open_account(v_account);
      end loop;
      v_version[i] := v_now.version;
      v_balance[i] := v_now.balance_fen;
      v_recorded[i] := v_now.last_recorded_at;
    end if;
  end loop;

  if v_sum <> 0 or v_memo_sum <> 0 or coalesce(cardinality(p_accounts), 0) < 2 then
    perform ledger.refuse('LB003', format('entry %s does not balance', p_ref));
  end if;
  insert into ledger.lines (entry_id, line_no, account, debit_fen, credit_fen, account_version, balance_after_fen, recorded_at)
  select v_entry_id, l.no, l.account, greatest(l.amount, 0), greatest(-l.amount, 0), l.version, l.balance,
    coalesce(l.recorded, clock_timestamp())
  from unnest(p_accounts, p_amounts, v_version, v_balance, v_recorded)
    with ordinality as l (account, amount, version, balance, recorded, no);
  return 'posted';
end $function$
;

CREATE OR REPLACE FUNCTION ledger.post_many(p_refs text[], p_ons date[], p_memos text[], p_entry_nos integer[], p_accounts text[], p_amounts bigint[])
 RETURNS SETOF text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_digests bytea[];
  v_new bigint[];
begin
  select array_agg(ledger.digest(e.ref, e.on_date, e.memo, l.accounts, l.amounts) order by e.no) into v_digests
  from unnest(p_refs, p_ons, p_memos) with ordinality as e (ref, on_date, memo, no)
  left join (
    select entry_no, array_agg(account order by no) as accounts, array_agg(amount order by no) as amounts
    from unnest(p_entry_nos, p_accounts, p_amounts) with ordinality as l (entry_no, account, amount, no)
    group by entry_no
  ) l on l.entry_no = e.no;

  -- In the order of their refs, so that two batches with common entries never wait for each other.
  with written as (
    insert into ledger.entries (ref, on_date, memo, digest)
    select e.ref, e.on_date, e.memo, e.digest
    from unnest(p_refs, p_ons, p_memos, v_digests) as e (ref, on_date, memo, digest)
    order by e.ref collate "C"
    on conflict (ref) do nothing
    returning entry_id
  )
  select coalesce(array_agg(entry_id), '{}') into v_new from written;
  perform ledger.refuse('LB001', format('entry %s is in the books with other content', e.ref))
  from unnest(p_refs, v_digests) as e (ref, digest)
  join ledger.entries known on known.ref = e.ref and known.digest <> e.digest;
  perform ledger.assert_open(e.on_date)
  from ledger.entries e where e.ref = any (p_refs) and e.entry_id = any (v_new)
  group by e.on_date;

  perform case
    when l.amount is null or l.amount = 0 then ledger.refuse('LB005', format('no amount for a line on %s', l.account))
    when c.kind is null or (c.kind = 'exact') <> (position('/' in l.account) > 0)
      then ledger.refuse('LB004', format('no such account: %s', l.account))
  end
  from unnest(p_accounts, p_amounts) as l (account, amount)
  left join ledger.chart c on c.code = split_part(l.account, '/', 1);
  perform ledger.refuse('LB003', format('entry %s does not balance', e.ref))
  from unnest(p_refs) with ordinality as e (ref, no)
  left join unnest(p_entry_nos, p_accounts, p_amounts) as l (entry_no, account, amount) on l.entry_no = e.no
  group by e.no, e.ref
  having count(l.account) < 2 or sum(l.amount) filter (where l.account < '9') <> 0
    or sum(l.amount) filter (where l.account >= '9') <> 0;

  perform ledger.write_lines(p_refs, v_new, p_entry_nos, p_accounts, p_amounts);
  return query
    select case when k.entry_id = any (v_new) then 'posted' else 'known' end
    from unnest(p_refs) with ordinality as e (ref, no)
    join ledger.entries k on k.ref = e.ref
    order by e.no;
end $function$
;

CREATE OR REPLACE FUNCTION ledger.refuse(code text, message text)
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
begin
  raise exception using errcode = code, message = message;
end $function$
;

CREATE OR REPLACE FUNCTION ledger.seal(p_most integer)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
end $function$
;

CREATE OR REPLACE FUNCTION ledger.sealed_content(entry_id bigint, recorded_at timestamp with time zone, digest bytea)
 RETURNS bytea
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select int8send(entry_id) || int8send((extract(epoch from recorded_at) * 1000000)::bigint) || digest
$function$
;

CREATE OR REPLACE FUNCTION ledger.write_lines(p_refs text[], p_new bigint[], p_entry_nos integer[], p_accounts text[], p_amounts bigint[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  perform ledger.open_account(missing.account)
  from (
    select distinct l.account collate "C" as account
    from unnest(p_accounts) as l (account)
    join ledger.chart c on c.code = split_part(l.account, '/', 1) and c.kind = 'exact'
    where not exists (select from ledger.exact_accounts a where a.account = l.account)
    order by 1
  ) missing;
  perform from ledger.exact_accounts where account = any (p_accounts) order by account for update;

  -- A statement of its own after the locks: only so does it see the balances that they protect.
  with given as materialized (
    select e.entry_id, l.entry_no, l.no, l.no - min(l.no) over (partition by l.entry_no) + 1 as line_no, l.account, l.amount, c.kind,
      case c.normal_side when 'debit' then l.amount else -l.amount end as change
    from unnest(p_entry_nos, p_accounts, p_amounts) with ordinality as l (entry_no, account, amount, no)
    join ledger.entries e on e.ref = p_refs[l.entry_no]
    join ledger.chart c on c.code = split_part(l.account, '/', 1)
    where e.entry_id = any (p_new)
  ), booked as materialized (
    select g.*, a.may_go_below_zero,
      a.version + row_number() over course as version,
      (a.balance_fen + sum(g.change) over course)::bigint as balance,
      greatest(a.last_recorded_at, clock_timestamp()) as recorded_at
    from given g
    left join ledger.exact_accounts a on a.account = g.account
    window course as (partition by g.account order by g.entry_no, g.no)
  ), written as (
    insert into ledger.lines
      (entry_id, line_no, account, debit_fen, credit_fen, account_version, balance_after_fen, recorded_at)
    select entry_id, line_no, account, greatest(amount, 0), greatest(-amount, 0), version,
      case when balance < 0 and not may_go_below_zero
        then ledger.refuse('LB006', format('%s would go below zero', account)) else balance end,
      recorded_at
    from booked
  )
  update ledger.exact_accounts a
  set balance_fen = a.balance_fen + b.change, version = a.version + b.lines, last_recorded_at = b.recorded_at
  from (
    select account, sum(change)::bigint as change, count(*) as lines, max(recorded_at) as recorded_at
    from booked where kind = 'exact' group by account
  ) b
  where a.account = b.account;
end $function$
;

CREATE OR REPLACE FUNCTION servicing.accrued(rate_ppm integer, day_count text, opening_fen bigint, whole_fen bigint, from_on date, due_on date, as_of date)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select case
    when due_on is null or as_of <= from_on then 0
    when as_of >= due_on then whole_fen
    else least(whole_fen, div(
      2::numeric * opening_fen * rate_ppm * servicing.interest_days(day_count, from_on, as_of)
        + 1000000 * case day_count when 'actual/365' then 365 else 360 end,
      2000000 * case day_count when 'actual/365' then 365 else 360 end)::bigint) end
$function$
;

CREATE OR REPLACE FUNCTION servicing.interest_days(day_count text, from_on date, as_of date)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select case day_count
    when '30/360' then 360 * (extract(year from as_of) - extract(year from from_on))::integer
      + 30 * (extract(month from as_of) - extract(month from from_on))::integer
      + least(extract(day from as_of), 30)::integer - least(extract(day from from_on), 30)::integer
    else as_of - from_on end
$function$
;

CREATE CONSTRAINT TRIGGER entry_balances AFTER INSERT ON ledger.entries DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger.assert_balanced();

grant usage on schema account to miaodai_app;

grant usage on schema application to miaodai_app;

grant usage on schema branches to miaodai_app;

grant usage on schema calendar to miaodai_app;

grant usage on schema cases to miaodai_app;

grant usage on schema consent to miaodai_app;

grant usage on schema content to miaodai_app;

grant usage on schema contract to miaodai_app;

grant usage on schema copies to miaodai_app;

grant usage on schema corrections to miaodai_app;

grant usage on schema credentials to miaodai_app;

grant usage on schema day_end to miaodai_app;

grant usage on schema decision to miaodai_app;

grant usage on schema disbursement to miaodai_app;

grant usage on schema documents to miaodai_app;

grant usage on schema ecif to miaodai_app;

grant usage on schema employers to miaodai_app;

grant usage on schema evidence to miaodai_app;

grant usage on schema face to miaodai_app;

grant usage on schema identity to miaodai_app;

grant usage on schema integrations to miaodai_app;

grant usage on schema ledger to miaodai_app;

grant usage on schema ledger to miaodai_books;

grant usage on schema messages to miaodai_app;

grant usage on schema platform to miaodai_app;

grant usage on schema privacy to miaodai_app;

grant usage on schema products to miaodai_app;

grant usage on schema reminders to miaodai_app;

grant usage on schema repayment to miaodai_app;

grant usage on schema review to miaodai_app;

grant usage on schema servicing to miaodai_app;

grant usage on schema settings to miaodai_app;

grant usage on schema signing to miaodai_app;

grant usage on schema staff to miaodai_app;

grant usage on schema transfers to miaodai_app;

grant insert, select on account.accounts to miaodai_app;

grant delete, insert, select on account.cards to miaodai_app;

grant insert, select, update on account.requests to miaodai_app;

grant usage on application.application_numbers to miaodai_app;

grant insert, select, update on application.applications to miaodai_app;

grant insert, select on application.faces_shown to miaodai_app;

grant insert, select on application.status_history to miaodai_app;

grant insert, select on application.system_checks to miaodai_app;

grant insert, select on branches.branches to miaodai_app;

grant insert, select on calendar.business_days to miaodai_app;

grant delete, insert, select, update on calendar.day_overrides to miaodai_app;

grant insert, select, update on cases.cases to miaodai_app;

grant insert, select on consent.consents to miaodai_app;

grant insert, select on consent.revocations to miaodai_app;

grant insert, select on content.drafts to miaodai_app;

grant insert, select on content.texts to miaodai_app;

grant usage on contract.contract_numbers to miaodai_app;

grant insert, select, update on contract.contracts to miaodai_app;

grant insert, select on copies.copies to miaodai_app;

grant insert, select, update on corrections.corrections to miaodai_app;

grant delete, insert, select, update on credentials.password_nonces to miaodai_app;

grant delete, insert, select, update on credentials.passwords to miaodai_app;

grant delete, insert, select, update on credentials.sms_codes to miaodai_app;

grant delete, insert, select, update on credentials.tries to miaodai_app;

grant select, update on day_end.clockwork to miaodai_app;

grant insert, select, update on day_end.comparisons to miaodai_app;

grant insert, select on day_end.differences to miaodai_app;

grant insert, select on day_end.findings to miaodai_app;

grant insert, select, update on day_end.runs to miaodai_app;

grant insert, select, update on day_end.steps to miaodai_app;

grant insert, select on decision.back_tests to miaodai_app;

grant insert, select, update on decision.decisions to miaodai_app;

grant insert, select on decision.models to miaodai_app;

grant insert, select, update on disbursement.disbursements to miaodai_app;

grant delete, insert, select, update on documents.documents to miaodai_app;

grant delete, insert, select, update on documents.sides to miaodai_app;

grant insert, select on ecif.changes to miaodai_app;

grant delete, insert, select, update on ecif.fields to miaodai_app;

grant insert, select on employers.employers to miaodai_app;

grant insert, select on employers.rosters to miaodai_app;

grant insert, select on evidence.anchors to miaodai_app;

grant select on evidence.contract_register to miaodai_app;

grant insert, select on evidence.items to miaodai_app;

grant insert, select on evidence.packs to miaodai_app;

grant delete, insert, select, update on face.attempts to miaodai_app;

grant delete, insert, select on face.enrolments to miaodai_app;

grant delete, insert, select on face.evidence to miaodai_app;

grant insert, select on face.switches to miaodai_app;

grant insert, select on identity.customers to miaodai_app;

grant delete, insert, select, update on identity.devices to miaodai_app;

grant delete, insert, select on identity.security_events to miaodai_app;

grant delete, insert, select, update on identity.sessions to miaodai_app;

grant insert, select, update on integrations.external_calls to miaodai_app;

grant select on ledger.chart to miaodai_app;

grant select on ledger.chart to miaodai_books;

grant select on ledger.closed_days to miaodai_app;

grant select on ledger.closing to miaodai_app;

grant select on ledger.closing to miaodai_books;

grant select on ledger.entries to miaodai_app;

grant insert, select on ledger.entries to miaodai_books;

grant select on ledger.entry_contents to miaodai_app;

grant select on ledger.entry_contents to miaodai_books;

grant select on ledger.exact_accounts to miaodai_app;

grant insert, select on ledger.exact_accounts to miaodai_books;

grant select on ledger.fold_watermark to miaodai_app;

grant select, update on ledger.fold_watermark to miaodai_books;

grant select on ledger.folded to miaodai_app;

grant insert, select, update on ledger.folded to miaodai_books;

grant select on ledger.lines to miaodai_app;

grant insert, select on ledger.lines to miaodai_books;

grant select on ledger.seals to miaodai_app;

grant insert, select on ledger.seals to miaodai_books;

grant delete, insert, select, update on messages.messages to miaodai_app;

grant insert, select on platform.data_keys to miaodai_app;

grant delete, insert, select, update on platform.idempotency_keys to miaodai_app;

grant delete, insert, select, update on platform.rate_limits to miaodai_app;

grant insert, select on privacy.closures to miaodai_app;

grant insert, select on privacy.exports to miaodai_app;

grant insert, select on privacy.kept to miaodai_app;

grant insert, select on products.parameters to miaodai_app;

grant insert, select on products.products to miaodai_app;

grant insert, select on reminders.reminders to miaodai_app;

grant insert, select, update on repayment.debit_batches to miaodai_app;

grant insert, select, update on repayment.deposit_legs to miaodai_app;

grant insert, select, update on repayment.deposit_repayments to miaodai_app;

grant delete, insert, select on repayment.early_quotes to miaodai_app;

grant usage on repayment.early_request_numbers to miaodai_app;

grant insert, select, update on repayment.early_requests to miaodai_app;

grant insert, select, update on repayment.repayments to miaodai_app;

grant insert, select on review.events to miaodai_app;

grant delete, insert, select, update on review.papers to miaodai_app;

grant delete, insert, select, update on review.pieces to miaodai_app;

grant insert, select, update on review.reviews to miaodai_app;

grant insert, select, update on servicing.ageing to miaodai_app;

grant insert, select, update on servicing.discount_rules to miaodai_app;

grant delete, insert, select, update on servicing.instalments to miaodai_app;

grant usage on servicing.loan_numbers to miaodai_app;

grant insert, select, update on servicing.loans to miaodai_app;

grant insert, select on servicing.past_plans to miaodai_app;

grant insert, select, update on servicing.positions to miaodai_app;

grant insert, select, update on servicing.transactions to miaodai_app;

grant insert, select on settings.settings to miaodai_app;

grant insert, select on signing.files to miaodai_app;

grant insert, select on signing.signings to miaodai_app;

grant insert, select on staff.acts to miaodai_app;

grant insert, select on staff.authorities to miaodai_app;

grant insert, select, update on staff.members to miaodai_app;

grant insert, select, update on staff.roles to miaodai_app;

grant delete, insert, select, update on staff.sessions to miaodai_app;

grant insert, select, update on transfers.comparisons to miaodai_app;

grant insert, select on transfers.differences to miaodai_app;

grant insert, select, update on transfers.legs to miaodai_app;

grant insert, select, update on transfers.transfers to miaodai_app;

grant update (unbound_at) on account.cards to miaodai_app;

grant update (title, paragraphs, reading_seconds, must_reach_end, note, revision, state, authors, drafted_by, drafted_at, submitted_by, submitted_at, published_by, published_at, returned_by, returned_at, return_reason, withdrawn_by, withdrawn_at) on content.drafts to miaodai_app;

grant update (withdrawn_by, withdrawn_at, withdraw_reason) on content.texts to miaodai_app;

grant update (address_cipher, unzip_code_cipher, state, reason, settled_at) on copies.copies to miaodai_app;

grant update (state, done, total, finished_at, result) on decision.back_tests to miaodai_app;

grant update (state, effective_from, submitted_by, submitted_at, published_by, published_at, returned_by, returned_at, return_reason) on decision.models to miaodai_app;

grant update (state, effective_from, submitted_by, submitted_at, published_by, published_at, returned_by, returned_at, return_reason) on employers.rosters to miaodai_app;

grant update (name_cipher, id_number_cipher, id_number_index, mobile_cipher, mobile_index) on identity.customers to miaodai_app;

grant update (token_hash) on identity.sessions to miaodai_app;

grant update (balance_fen, version, last_recorded_at) on ledger.exact_accounts to miaodai_books;

grant update (id_number_index) on privacy.closures to miaodai_app;

grant update (deleted_at) on privacy.kept to miaodai_app;

grant update (note_cipher) on review.events to miaodai_app;

grant update (content_cipher) on signing.files to miaodai_app;

grant update (state, evidence_cipher, key_cipher, certificate_cipher, certified_at, signatures_cipher, signed_at, refused_at, refusal_code) on signing.signings to miaodai_app;

grant execute on function consent.forget_of(customer uuid, today date) to miaodai_app;

grant execute on function evidence.erase_of(customer uuid, today date) to miaodai_app;

grant execute on function ledger.assert_balanced() to miaodai_app;

grant execute on function ledger.assert_balanced() to miaodai_books;

grant execute on function ledger.assert_open(on_date date) to miaodai_books;

grant execute on function ledger.close_books(p_through date) to miaodai_app;

grant execute on function ledger.day_digest(p_on date) to miaodai_app;

grant execute on function ledger.digest(ref text, on_date date, memo text, accounts text[], amounts bigint[]) to miaodai_app;

grant execute on function ledger.digest(ref text, on_date date, memo text, accounts text[], amounts bigint[]) to miaodai_books;

grant execute on function ledger.fold_rolled() to miaodai_app;

grant execute on function ledger.open_account(p_account text) to miaodai_books;

grant execute on function ledger.post(p_ref text, p_on date, p_memo text, p_accounts text[], p_amounts bigint[]) to miaodai_app;

grant execute on function ledger.post_many(p_refs text[], p_ons date[], p_memos text[], p_entry_nos integer[], p_accounts text[], p_amounts bigint[]) to miaodai_app;

grant execute on function ledger.refuse(code text, message text) to miaodai_app;

grant execute on function ledger.refuse(code text, message text) to miaodai_books;

grant execute on function ledger.seal(p_most integer) to miaodai_app;

grant execute on function ledger.sealed_content(entry_id bigint, recorded_at timestamp with time zone, digest bytea) to miaodai_app;

grant execute on function ledger.sealed_content(entry_id bigint, recorded_at timestamp with time zone, digest bytea) to miaodai_books;

grant execute on function ledger.write_lines(p_refs text[], p_new bigint[], p_entry_nos integer[], p_accounts text[], p_amounts bigint[]) to miaodai_books;

grant execute on function servicing.accrued(rate_ppm integer, day_count text, opening_fen bigint, whole_fen bigint, from_on date, due_on date, as_of date) to miaodai_app;

grant execute on function servicing.accrued(rate_ppm integer, day_count text, opening_fen bigint, whole_fen bigint, from_on date, due_on date, as_of date) to public;

grant execute on function servicing.interest_days(day_count text, from_on date, as_of date) to miaodai_app;

grant execute on function servicing.interest_days(day_count text, from_on date, as_of date) to public;
