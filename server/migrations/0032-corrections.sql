-- What one member of staff finds wrong with a loan and another agrees to set right. The facts themselves are servicing's.
create schema corrections;
grant usage on schema corrections to miaodai_app;

create table corrections.corrections (
  correction_id   uuid primary key,
  loan_id         uuid not null references servicing.loans,
  customer_id     uuid not null references identity.customers,
  branch_code     text not null,
  kind            text not null,
  -- Of a reversal: what is taken back.
  transaction_id  uuid references servicing.transactions,
  amount_fen      bigint not null check (amount_fen > 0),
  -- From which day on it counts. Of what leaves as money: the day on which the core has paid.
  effective_on    date not null,
  -- Whether the core has to pay the customer.
  pays_out        boolean not null,
  -- The number under which the core knows money that came in past us.
  core_no         text,
  core_serial_no  text,
  -- Our own number of what the core has to pay.
  request_no      text unique,
  from_account_no text,
  reason          text not null,
  -- What the drafter saw: before and after. Holds while the loan has that version.
  preview         jsonb not null,
  loan_version    integer not null,
  state           text not null default 'draft',
  drafted_by      uuid references staff.members,
  drafted_at      timestamptz not null,
  submitted_by    uuid references staff.members,
  submitted_at    timestamptz,
  -- The second person.
  published_by    uuid references staff.members,
  published_at    timestamptz,
  returned_by     uuid references staff.members,
  returned_at     timestamptz,
  return_reason   text,
  refusal_code    text,
  settled_at      timestamptz,
  constraint known_kind check (kind in ('reversal', 'refund', 'write-off', 'recovery', 'back-dated')),
  constraint known_state check (state in ('draft', 'submitted', 'approved', 'sent', 'done', 'returned', 'withdrawn', 'failed')),
  constraint reverses_something check ((kind = 'reversal') = (transaction_id is not null)),
  constraint money_in_by_number check ((kind in ('recovery', 'back-dated')) = (core_no is not null)),
  constraint paid_by_number check (pays_out or request_no is null),
  constraint two_persons check (published_by is distinct from drafted_by or published_by is null),
  constraint another_than_submitted check (published_by is distinct from submitted_by or published_by is null),
  constraint approved_by_somebody check (state not in ('approved', 'sent', 'done', 'failed') or published_by is not null),
  constraint settled_at_its_end check ((settled_at is not null) = (state in ('done', 'failed')))
);
-- Two at once would each be previewed without the other.
create unique index one_open_correction on corrections.corrections (loan_id) where state in ('draft', 'submitted', 'approved', 'sent');
-- Money that came once counts once.
create unique index core_number_once on corrections.corrections (core_no)
  where core_no is not null and state not in ('returned', 'withdrawn', 'failed');
create index corrections_of_loan on corrections.corrections (loan_id, drafted_at desc);
create index corrections_of_branch on corrections.corrections (branch_code, drafted_at desc);
create index corrections_by_time on corrections.corrections (drafted_at desc, correction_id);
create index corrections_of_customer on corrections.corrections (customer_id);
grant select, insert, update on corrections.corrections to miaodai_app;

-- The console's list: of a branch, the newest first.
create index loans_of_branch on servicing.loans (branch_code, loan_no desc);

-- Two persons for what another pays.
alter table servicing.discount_rules
  add column submitted_by  uuid references staff.members,
  add column submitted_at  timestamptz,
  add column returned_by   uuid references staff.members,
  add column returned_at   timestamptz,
  add column return_reason text,
  -- An end before its time: asked for by one, agreed to by another.
  add column end_on        date,
  add column end_asked_by  uuid references staff.members,
  add column end_asked_at  timestamptz,
  add column end_agreed_by uuid references staff.members,
  add column end_agreed_at timestamptz,
  -- Whose plans follow it now; the loans behind this one still have to.
  add column applied_after uuid,
  add column applied_at    timestamptz,
  drop constraint known_state,
  add constraint known_state check (state in ('draft', 'submitted', 'published', 'returned', 'withdrawn')),
  add constraint two_persons check (published_by is null or (published_by is distinct from drafted_by and published_by is distinct from submitted_by)),
  add constraint two_end_it check (end_agreed_by is distinct from end_asked_by or end_agreed_by is null);
create index discount_rules_of_product on servicing.discount_rules (product_code, from_on);
