-- The end of the bank's day: named steps, each in chunks with a cursor, so that it goes on where it was. How and why: docs/day-end.md.
create schema day_end;
grant usage on schema day_end to miaodai_app;

-- One row. Whoever moves a day end on holds its lock, and the number of the stretch at work: a job with an older number has nothing to do.
create table day_end.clockwork (
  only_row  boolean primary key default true check (only_row),
  stretch   bigint not null default 0,
  -- Days are ended up to this one, the calendar or not: where somebody travels in time in a sandbox.
  until_on  date
);
insert into day_end.clockwork default values;
grant select, update on day_end.clockwork to miaodai_app;

create table day_end.runs (
  run_id       uuid primary key,
  -- The day that it ends.
  business_on  date not null,
  state        text not null,
  began_at     timestamptz not null,
  ended_at     timestamptz,
  constraint one_run_per_day unique (business_on),
  constraint known_state check (state in ('running', 'stopped', 'done')),
  constraint ended_when_done check ((state = 'done') = (ended_at is not null))
);
-- A day ends after the one before it.
create unique index one_open_run on day_end.runs ((true)) where state <> 'done';
grant select, insert, update on day_end.runs to miaodai_app;

create table day_end.steps (
  run_id      uuid not null references day_end.runs,
  step_no     integer not null,
  step        text not null,
  state       text not null default 'waiting',
  cursor      text,
  done        bigint not null default 0,
  -- As counted when it began; null where nobody can say before.
  total       bigint,
  began_at    timestamptz,
  touched_at  timestamptz,
  ended_at    timestamptz,
  -- In a row; the last one's words.
  failures    integer not null default 0,
  error       text,
  primary key (run_id, step_no),
  constraint known_state check (state in ('waiting', 'running', 'done'))
) with (fillfactor = 70);
grant select, insert, update on day_end.steps to miaodai_app;

-- What a step has found wrong: for a person; the day goes on.
create table day_end.findings (
  finding_id  uuid primary key,
  run_id      uuid not null references day_end.runs,
  step        text not null,
  words       text not null,
  found_at    timestamptz not null
);
create index findings_of_run on day_end.findings (run_id);
grant select, insert on day_end.findings to miaodai_app;

-- Days of the core's journal that were laid beside ours; looked at again while there was something open.
create table day_end.comparisons (
  business_on  date primary key,
  lines        integer not null,
  open         integer not null,
  compared_at  timestamptz not null
);
grant select, insert, update on day_end.comparisons to miaodai_app;
create table day_end.differences (
  difference_id  uuid primary key,
  business_on    date not null,
  kind           text not null,
  request_no     text not null,
  serial_no      text not null,
  found_at       timestamptz not null,
  constraint found_once unique (business_on, kind, request_no, serial_no)
);
grant select, insert on day_end.differences to miaodai_app;

-- How late loans were as a day began, counted in the same commits that aged them.
create table servicing.ageing (
  business_on    date not null,
  product_code   text not null,
  -- The bucket's first day past due; 0: not late.
  from_days      integer not null,
  class          text not null,
  loans          bigint not null,
  principal_fen  bigint not null,
  primary key (business_on, product_code, from_days, class)
);
grant select, insert, update on servicing.ageing to miaodai_app;

-- For proving the books without reading every row of every plan: what has fallen due and is not paid, and what others pay.
create index instalments_due_unpaid on servicing.instalments (loan_id) where due_booked and settled_on is null;
create index instalments_discounted on servicing.instalments (loan_id) where discount_fen > 0;

-- What the core should show of a day.
create index repayments_booked on repayment.repayments (booked_on, request_no) where state = 'booked';
create index disbursements_paid on disbursement.disbursements (paid_on) where state = 'paid';

-- The day moved by the clock alone until now; a queue without a worker would fill.
do $$
begin
  if to_regclass('pgboss.schedule') is not null then
    delete from pgboss.schedule where name = 'calendar.midnight';
  end if;
end $$;
