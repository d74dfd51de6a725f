-- The check between the two agreements, drafts that expire, what was declined and is taken up again, and a face for every session.
alter table application.applications drop constraint known_step;
alter table application.applications add constraint known_step check (step in (
  'employee-information-agreement', 'system-check', 'credit-report-agreement', 'face-check', 'identity', 'about-you',
  'money', 'submit', 'decision', 'amount', 'use-of-funds', 'contract', 'confirm', 'paying', 'done', 'officer',
  'offline-contract', 'declined', 'not-eligible', 'withdrawn', 'expired'));
drop index application.one_open_application;
create unique index one_open_application on application.applications (customer_id, product_code)
  where step not in ('done', 'declined', 'not-eligible', 'withdrawn', 'expired');

-- The declined application that this one takes up again: each is taken up once.
alter table application.applications
  add column previous_application_id uuid unique references application.applications;

-- What nobody has gone on with is looked for by its last save.
create index drafts_by_last_save on application.applications (saved_at)
  where step in ('employee-information-agreement', 'system-check', 'credit-report-agreement', 'face-check', 'identity',
    'about-you', 'money', 'submit');

-- What the bank looked at between the two agreements, and what it found: names of checks, nothing of persons.
create table application.system_checks (
  check_id        uuid primary key,
  application_id  uuid not null references application.applications,
  checked_at      timestamptz not null,
  passed          boolean not null,
  findings        jsonb not null
);
create index system_checks_of_application on application.system_checks (application_id, checked_at desc);
grant select, insert on application.system_checks to miaodai_app;

-- In which sessions the applicant has shown their face; sessions are deleted in their time, so nothing refers to them.
create table application.faces_shown (
  application_id  uuid not null references application.applications,
  session_id      uuid not null,
  shown_at        timestamptz not null,
  primary key (application_id, session_id)
);
grant select, insert on application.faces_shown to miaodai_app;

-- What an installation that is older than these rules begins with.
insert into products.parameters (product_code, branch_code, name, effective_from, value)
select product_code, '*', added.name, date '2020-01-01', to_jsonb(added.value)
from products.products, (values ('draftDays', 30), ('resubmitAfterDays', 30)) added (name, value);
insert into settings.settings (name, effective_from, value)
select 'systemChecksPerDay', date '2020-01-01', to_jsonb(20)
where exists (select from settings.settings);
