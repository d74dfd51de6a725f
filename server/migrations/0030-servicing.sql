-- The loan while it lives: what of each instalment is paid, what has accrued, what has happened. How it fits: docs/servicing.md.

-- Accounts of a loan's life. Accrued interest is the bank's own, hot side: nobody owes it before it falls due.
insert into ledger.chart (code, name_zh, name_en, type, normal_side, kind, may_go_below_zero) values
  ('1132-03', '应计利息', 'Accrued interest', 'asset', 'debit', 'rolled', true),
  ('2241-01', '多收还款', 'Over-payment owed back', 'liability', 'credit', 'exact', false),
  ('6011-03', '提前还款手续费收入', 'Early repayment fee income', 'income', 'credit', 'rolled', true),
  ('6702-01', '贷款核销损失', 'Loan losses', 'expense', 'debit', 'rolled', true),
  ('9002-01', '已核销资产', 'Written-off loans', 'memo', 'debit', 'exact', false),
  ('9002-02', '已核销资产对应', 'Written-off loans, counterpart', 'memo', 'credit', 'rolled', true);

-- What the contract and the product said when the loan was opened; they hold for its life.
alter table servicing.loans
  add column branch_code       text,
  add column employer_code     text,
  add column penalty_rate_ppm  integer not null default 0 check (penalty_rate_ppm >= 0),
  add column grace_days        integer not null default 0 check (grace_days >= 0),
  add column early_fee_ppm     integer not null default 0 check (early_fee_ppm >= 0),
  -- In which order an instalment's parts are paid.
  add column allocation        text[] not null default '{penalty,interest,principal}',
  -- Grows with every fact: what was quoted before it holds no more.
  add column version           integer not null default 1,
  -- Paid beyond what was owed; owed back.
  add column surplus_fen       bigint not null default 0 check (surplus_fen >= 0),
  add column written_off_fen   bigint not null default 0 check (written_off_fen >= 0),
  add column closed_on         date,
  drop constraint known_state,
  add constraint known_state check (state in ('active', 'closed', 'written-off'));
update servicing.loans loan
set branch_code = application.branch_code, employer_code = application.employer_code
from contract.contracts contract
join application.applications application using (application_id)
where contract.contract_id = loan.contract_id;

alter table servicing.instalments
  -- 'early': what was repaid before its time, a row of its own that is settled on the day it is made.
  add column kind                text not null default 'regular',
  -- Which of the loan's periods, as the customer counts them; none of an early row.
  add column period_no           integer,
  add column from_on             date,
  -- The balance that its interest is counted on.
  add column opening_fen         bigint,
  -- Of the interest: what another pays.
  add column discount_fen        bigint not null default 0,
  add column paid_principal_fen  bigint not null default 0,
  add column paid_interest_fen   bigint not null default 0,
  -- Penalty up to penalty_through; from there on it is counted from what is not paid.
  add column penalty_fen         bigint not null default 0,
  add column penalty_through     date,
  add column paid_penalty_fen    bigint not null default 0,
  -- Its interest stands in the books as due.
  add column due_booked          boolean not null default false,
  add column settled_on          date;
update servicing.instalments instalment
set period_no = no,
    from_on = coalesce((select before.due_on from servicing.instalments before
                        where before.loan_id = instalment.loan_id and before.no = instalment.no - 1), loan.disbursed_on),
    opening_fen = instalment.balance_fen + instalment.principal_fen
from servicing.loans loan
where loan.loan_id = instalment.loan_id;
alter table servicing.instalments
  alter column from_on set not null,
  alter column opening_fen set not null,
  add constraint known_kind check (kind in ('regular', 'early') and (kind = 'regular') = (period_no is not null)),
  add constraint discount_within_interest check (discount_fen between 0 and interest_fen),
  add constraint paid_within_due check (
    paid_principal_fen between 0 and principal_fen
    and paid_interest_fen between 0 and interest_fen - discount_fen
    and paid_penalty_fen between 0 and penalty_fen),
  add constraint settled_when_paid check (settled_on is null or (
    paid_principal_fen = principal_fen and paid_interest_fen = interest_fen - discount_fen and paid_penalty_fen = penalty_fen)),
  set (fillfactor = 85);
grant update, delete on servicing.instalments to miaodai_app;

-- What day end goes through every night: narrow, and written in place.
create table servicing.positions (
  loan_id              uuid primary key references servicing.loans,
  product_code         text not null,
  annual_rate_ppm      integer not null,
  day_count            text not null,
  -- The first instalment whose interest is not booked as due; none when all are.
  running_no           integer,
  running_from         date,
  running_due_on       date,
  running_opening_fen  bigint,
  running_interest_fen bigint,
  -- In the books as accrued, and up to which day (exclusive: interest of the days before it).
  accrued_fen          bigint not null default 0,
  accrued_on           date not null,
  -- The oldest instalment that is not settled; none when all are.
  next_no              integer,
  next_due_on          date,
  -- As of the last ageing.
  days_past_due        integer not null default 0,
  class                text not null default 'normal',
  aged_on              date,
  constraint known_class check (class in ('normal', 'special-mention', 'substandard', 'doubtful', 'loss')),
  constraint running_whole check (num_nulls(running_no, running_from, running_due_on, running_opening_fen, running_interest_fen) in (0, 5))
) with (fillfactor = 75);
create index positions_due on servicing.positions (next_due_on) where next_due_on is not null;
create index positions_running on servicing.positions (running_due_on) where running_due_on is not null;
grant select, insert, update on servicing.positions to miaodai_app;

-- Interest of the days from from_on to as_of, at most the whole period's: loan-math's interestToDay, for a million loans at once.
-- A test holds the two together.
create function servicing.interest_days(day_count text, from_on date, as_of date) returns integer
language sql immutable parallel safe as $$
  select case day_count
    when '30/360' then 360 * (extract(year from as_of) - extract(year from from_on))::integer
      + 30 * (extract(month from as_of) - extract(month from from_on))::integer
      + least(extract(day from as_of), 30)::integer - least(extract(day from from_on), 30)::integer
    else as_of - from_on end
$$;
create function servicing.accrued(
  rate_ppm integer, day_count text, opening_fen bigint, whole_fen bigint, from_on date, due_on date, as_of date
) returns bigint language sql immutable parallel safe as $$
  select case
    when due_on is null or as_of <= from_on then 0
    when as_of >= due_on then whole_fen
    else least(whole_fen, div(
      2::numeric * opening_fen * rate_ppm * servicing.interest_days(day_count, from_on, as_of)
        + 1000000 * case day_count when 'actual/365' then 365 else 360 end,
      2000000 * case day_count when 'actual/365' then 365 else 360 end)::bigint) end
$$;
grant execute on function servicing.interest_days, servicing.accrued to miaodai_app;

-- The facts of a loan, in the order in which they take effect: folding them gives the loan as it stands. Never changed but to be voided.
create table servicing.transactions (
  transaction_id  uuid primary key,
  loan_id         uuid not null references servicing.loans,
  type            text not null,
  -- Whose fact it is: a disbursement, a repayment, a correction. Counts once.
  source_id       uuid not null,
  -- How the money came: automatic debit, the customer, a pledged deposit, the counter.
  via             text,
  effective_on    date not null,
  -- The bank's day on which it was recorded.
  recorded_on     date not null,
  recorded_at     timestamptz not null,
  amount_fen      bigint not null check (amount_fen >= 0),
  -- Of an early repayment: what becomes of the rest, and the fee that was quoted.
  mode            text,
  quoted_fee_fen  bigint not null default 0,
  -- What it paid, as the fold says now; a correction before it may change this, and says so by its own transaction.
  penalty_fen     bigint not null default 0,
  interest_fen    bigint not null default 0,
  principal_fen   bigint not null default 0,
  fee_fen         bigint not null default 0,
  surplus_fen     bigint not null default 0,
  -- The transaction that took it back.
  voided_by       uuid references servicing.transactions,
  constraint known_type check (type in ('disbursement', 'repayment', 'early-repayment', 'reversal', 'refund', 'write-off', 'recovery')),
  constraint known_via check (via in ('debit', 'customer', 'deposit', 'counter')),
  constraint known_mode check (mode in ('shorter-term', 'lower-instalment', 'pay-off')),
  constraint one_fact_per_source unique (source_id, type)
);
create index transactions_of_loan on servicing.transactions (loan_id, effective_on, recorded_at);
grant select, insert, update on servicing.transactions to miaodai_app;

-- The plan as it was before it was made anew.
create table servicing.past_plans (
  loan_id         uuid not null references servicing.loans,
  plan_no         integer not null,
  ended_on        date not null,
  transaction_id  uuid not null references servicing.transactions,
  rows            jsonb not null,
  primary key (loan_id, plan_no)
);
grant select, insert on servicing.past_plans to miaodai_app;

-- 贴息: for instalments that fall due in its days another pays a part of the interest. Never changed backwards: one ends, another begins.
create table servicing.discount_rules (
  rule_id            uuid primary key,
  product_code       text not null,
  -- '*': all.
  branch_code        text not null default '*',
  employer_code      text not null default '*',
  payer_name         text not null,
  -- So much of the annual rate the payer bears; never more than there is.
  discount_rate_ppm  integer not null check (discount_rate_ppm > 0),
  from_on            date not null,
  until_on           date,
  state              text not null,
  note               text not null default '',
  drafted_by         uuid,
  drafted_at         timestamptz not null,
  published_by       uuid,
  published_at       timestamptz,
  constraint known_state check (state in ('draft', 'submitted', 'published', 'withdrawn')),
  constraint days_in_order check (until_on is null or until_on >= from_on)
);
grant select, insert, update on servicing.discount_rules to miaodai_app;

-- Loans that are older than all this.
insert into servicing.positions
  (loan_id, product_code, annual_rate_ppm, day_count, running_no, running_from, running_due_on, running_opening_fen, running_interest_fen,
   accrued_on, next_no, next_due_on)
select loan.loan_id, loan.product_code, loan.annual_rate_ppm, loan.convention ->> 'dayCount', first.no, first.from_on, first.due_on,
  first.opening_fen, first.interest_fen, loan.disbursed_on, first.no, first.due_on
from servicing.loans loan
join servicing.instalments first on first.loan_id = loan.loan_id and first.no = 1;
insert into servicing.transactions
  (transaction_id, loan_id, type, source_id, effective_on, recorded_on, recorded_at, amount_fen, principal_fen)
select gen_random_uuid(), loan_id, 'disbursement', disbursement_id, disbursed_on, disbursed_on, opened_at, principal_fen, principal_fen
from servicing.loans;

-- Getting the money.
create schema repayment;
grant usage on schema repayment to miaodai_app;

-- Automatic debits that go to the core in one message.
create table repayment.debit_batches (
  batch_id    uuid primary key,
  batch_no    text not null unique,
  run_id      uuid not null,
  debit_on    date not null,
  items       integer not null,
  state       text not null default 'open',
  made_at     timestamptz not null,
  settled_at  timestamptz,
  constraint known_state check (state in ('open', 'settled'))
);
create index open_batches on repayment.debit_batches (made_at) where state = 'open';
grant select, insert, update on repayment.debit_batches to miaodai_app;

-- One attempt to take money for a loan.
create table repayment.repayments (
  repayment_id    uuid primary key,
  loan_id         uuid not null references servicing.loans,
  customer_id     uuid not null references identity.customers,
  via             text not null,
  -- The core knows it by this, for ever.
  request_no      text not null unique,
  batch_id        uuid references repayment.debit_batches,
  amount_fen      bigint not null check (amount_fen > 0),
  least_fen       bigint not null check (least_fen > 0),
  to_account_no   text not null,
  -- The day that interest is counted to.
  effective_on    date not null,
  -- Of an early repayment.
  mode            text,
  fee_fen         bigint not null default 0,
  quote_id        uuid,
  state           text not null,
  booked_fen      bigint,
  booked_on       date,
  core_serial_no  text,
  refusal_code    text,
  requested_at    timestamptz not null,
  settled_at      timestamptz,
  constraint known_via check (via in ('debit', 'customer', 'deposit')),
  constraint known_state check (state in ('requested', 'sent', 'booked', 'refused')),
  constraint known_mode check (mode in ('shorter-term', 'lower-instalment', 'pay-off')),
  constraint least_within_amount check (least_fen <= amount_fen),
  constraint booked_whole check ((state = 'booked') = (booked_fen is not null) and (booked_fen is null) = (booked_on is null)),
  constraint booked_as_ordered check (booked_fen between least_fen and amount_fen),
  constraint settled_at_its_end check ((settled_at is not null) = (state in ('booked', 'refused')))
);
-- Two at once would pay the same instalment twice.
create unique index one_open_repayment on repayment.repayments (loan_id) where state in ('requested', 'sent');
create index repayments_of_loan on repayment.repayments (loan_id, requested_at desc);
create index repayments_of_customer on repayment.repayments (customer_id, requested_at desc);
create index repayments_of_batch on repayment.repayments (batch_id) where batch_id is not null;
grant select, insert, update on repayment.repayments to miaodai_app;

-- What an installation that is older than these rules begins with.
insert into products.parameters (product_code, branch_code, name, effective_from, value)
select product_code, '*', added.name, date '2020-01-01', added.value::jsonb
from products.products, (values
  ('graceDays', '0'),
  ('allocation', '["penalty", "interest", "principal"]'),
  ('partialDebit', 'true'),
  ('debitRetryDays', '90'),
  ('reminderDays', '[3, 1]'),
  ('overdueReminderDays', '[1, 3, 7, 15, 30, 60, 90]'),
  ('classFromDays', '{"special-mention": 1, "substandard": 91, "doubtful": 271, "loss": 361}'),
  ('earlyRepayment', '{"approval": "none", "minFen": 10000, "stepFen": 1, "fromDays": 0, "quoteSeconds": 1800, "reminderWorkingDays": 3}')
) added (name, value);
insert into settings.settings (name, effective_from, value)
select added.name, date '2020-01-01', added.value::jsonb
from (values
  ('debitHours', '[8, 14, 20]'),
  ('dayEndWaitSeconds', '600'),
  ('pastDueBuckets', '[1, 31, 61, 91, 181]')
) added (name, value)
where exists (select from settings.settings);
insert into staff.roles (role, name, rights)
select added.role, added.name, added.rights
from (values
  ('servicing', '贷后管理岗', array['loans-read', 'loans-correct', 'borrower-data']),
  ('servicing-publisher', '贷后管理复核岗', array['loans-read', 'loans-approve', 'borrower-data']),
  ('operator', '日终运行岗', array['loans-read', 'day-end'])
) added (role, name, rights)
where exists (select from staff.roles)
on conflict do nothing;
update staff.roles
set rights = rights || array['loans-read', 'borrower-data', 'early-repayments']
where role in ('officer', 'approver') and not 'loans-read' = any(rights);
update staff.roles
set rights = rights || array['loans-read']
where role = 'auditor' and not 'loans-read' = any(rights);
