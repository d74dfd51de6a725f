-- Whom the bank lends to at once: the roster of employers, imported whole, published by a second person, in force from a day on.
-- What branches.employers held came with the installation and could not be changed; the first roster says the same and more.
create schema employers;
grant usage on schema employers to miaodai_app;

create table employers.rosters (
  roster_id       uuid primary key,
  version_no      integer not null unique check (version_no > 0),
  state           text not null,
  file_name       text not null,
  -- SHA-256 of the file as it came.
  file_hash       text not null,
  employers       integer not null check (employers > 0),
  note            text not null,
  effective_from  date,
  -- Null where it came with the installation.
  drafted_by      uuid references staff.members,
  drafted_at      timestamptz not null,
  submitted_by    uuid references staff.members,
  submitted_at    timestamptz,
  published_by    uuid references staff.members,
  published_at    timestamptz,
  returned_by     uuid references staff.members,
  returned_at     timestamptz,
  return_reason   text,
  constraint known_state check (state in ('draft', 'submitted', 'published', 'returned')),
  constraint published_whole check ((state = 'published') = (effective_from is not null)
    and (state <> 'published' or published_at is not null)),
  constraint returned_whole check (state <> 'returned' or (returned_by is not null and return_reason is not null)),
  -- Who drafted or submitted it never publishes it; only what came with the installation was published by nobody.
  constraint two_persons check (published_by is null or (published_by <> drafted_by and published_by <> submitted_by)),
  constraint published_by_somebody check (state <> 'published' or drafted_by is null or published_by is not null)
);
create index rosters_in_force on employers.rosters (effective_from desc, version_no desc) where state = 'published';
grant select, insert on employers.rosters to miaodai_app;
grant update (state, effective_from, submitted_by, submitted_at, published_by, published_at, returned_by, returned_at,
  return_reason) on employers.rosters to miaodai_app;

create table employers.employers (
  roster_id         uuid not null references employers.rosters,
  employer_code     text not null,
  name              text not null,
  grade             text not null,
  -- Null: the head office serves its people.
  branch_code       text references branches.branches,
  -- Both days count; without a first day it is not on the whitelist, without a last one until further notice.
  whitelisted_from  date,
  whitelisted_to    date,
  primary key (roster_id, employer_code),
  constraint known_grade check (grade in ('A', 'B', 'C')),
  constraint whitelist_in_order check (whitelisted_to is null or coalesce(whitelisted_from <= whitelisted_to, false))
);
grant select, insert on employers.employers to miaodai_app;

drop table branches.employers;

-- As the roster said when the applicant was identified; null where it did not know the employer.
alter table application.applications add column employer_grade text;
create index applications_of_employer on application.applications (employer_code);
