-- Early repayment: what was quoted, and what is asked of an officer.

-- What the customer was shown; honoured to the fen until it expires, unless the loan changes.
create table repayment.early_quotes (
  quote_id      uuid primary key,
  loan_id       uuid not null references servicing.loans,
  customer_id   uuid not null references identity.customers,
  -- Of the loan as it was quoted for.
  loan_version  integer not null,
  -- The bank's day that interest is counted to.
  quoted_on     date not null,
  -- None where only paying off was asked for.
  principal_fen bigint check (principal_fen > 0),
  approval      text not null,
  -- For each mode its figures, as they were shown.
  outcomes      jsonb not null,
  quoted_at     timestamptz not null,
  expires_at    timestamptz not null,
  constraint known_approval check (approval in ('none', 'officer'))
);
create index early_quotes_of_customer on repayment.early_quotes (customer_id, quoted_at desc);
create index early_quotes_by_age on repayment.early_quotes (quoted_at);
grant select, insert, delete on repayment.early_quotes to miaodai_app;

-- Where an officer approves early repayments, and sets the day of the debit.
create sequence repayment.early_request_numbers;
grant usage on sequence repayment.early_request_numbers to miaodai_app;
create table repayment.early_requests (
  request_id      uuid primary key,
  request_no      text not null unique,
  loan_id         uuid not null references servicing.loans,
  loan_no         text not null,
  customer_id     uuid not null references identity.customers,
  product_code    text not null,
  branch_code     text not null,
  mode            text not null,
  principal_fen   bigint not null check (principal_fen > 0),
  -- As it was shown to the customer.
  quoted          jsonb not null,
  state           text not null default 'requested',
  -- Grows with every change: whoever decides has seen what there is.
  version         integer not null default 1,
  debit_on        date,
  decline_reason  text,
  note            text,
  decided_by      uuid references staff.members,
  decided_at      timestamptz,
  requested_at    timestamptz not null,
  ended_at        timestamptz,
  constraint known_mode check (mode in ('shorter-term', 'lower-instalment', 'pay-off')),
  constraint known_state check (state in ('requested', 'approved', 'paid', 'declined', 'cancelled', 'failed')),
  constraint debit_day_once_approved check (state not in ('approved', 'paid', 'failed') or debit_on is not null),
  constraint reason_where_declined check ((state = 'declined') = (decline_reason is not null)),
  constraint decided_whole check (num_nulls(decided_by, decided_at, note) in (0, 3)),
  constraint ended_at_its_end check ((ended_at is null) = (state in ('requested', 'approved')))
);
-- Two would plan the same principal twice.
create unique index one_open_early_request on repayment.early_requests (loan_id) where state in ('requested', 'approved');
create index early_requests_of_loan on repayment.early_requests (loan_id, requested_at desc);
create index early_requests_of_customer on repayment.early_requests (customer_id);
create index early_requests_for_officers on repayment.early_requests (state, requested_at);
create index early_requests_to_debit on repayment.early_requests (debit_on, request_id) where state = 'approved';
grant select, insert, update on repayment.early_requests to miaodai_app;

alter table repayment.repayments
  add column early_request_id uuid references repayment.early_requests,
  add constraint early_has_a_mode check (mode is not null or (early_request_id is null and quote_id is null and fee_fen = 0));
create index repayments_of_early_request on repayment.repayments (early_request_id) where early_request_id is not null;

-- What an installation that is older than all this begins with.
insert into content.texts (kind, version, effective_from, title, paragraphs)
select 'early-decline-reasons', '2026-1', date '2020-01-01', '提前还款审批未通过原因', jsonb_build_array(
  'contract-terms|合同约定不可提前还款|按照借款合同的约定，这笔贷款目前不能提前还款，详情可致电客服咨询。',
  'overdue-first|有逾期款项需先归还|这笔贷款有逾期款项，请先归还逾期款项，再申请提前还款。',
  'discount-review|贴息安排需先核对|这笔贷款的贴息安排需要先核对，请联系经办机构。',
  'customer-wish|客户要求撤回|按您的要求，本次提前还款申请已结束，贷款按原计划还款。',
  'other|其他|本次提前还款申请未能通过，贷款按原计划还款，详情可致电客服咨询。')
where exists (select from content.texts)
on conflict do nothing;
insert into settings.settings (name, effective_from, value)
select added.name, date '2020-01-01', added.value::jsonb
from (values ('earlyQuotesPerDay', '100'), ('earlyQuoteDays', '400')) added (name, value)
where exists (select from settings.settings)
on conflict do nothing;
