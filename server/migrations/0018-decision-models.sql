-- What decides on a loan is a model that staff draft and publish: JSON that is never changed once it is here.
create table decision.models (
  model_id        uuid primary key,
  version_no      integer not null unique check (version_no > 0),
  -- Null: for every product that has none of its own.
  product_code    text references products.products,
  content         text not null,
  content_hash    text not null,
  state           text not null,
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
  -- Who wrote or submitted it never publishes it; only what came with the installation was published by nobody.
  constraint two_persons check (published_by is null or (published_by <> drafted_by and published_by <> submitted_by)),
  constraint published_by_somebody check (state <> 'published' or drafted_by is null or published_by is not null)
);
create index models_in_force on decision.models (effective_from desc, version_no desc) where state = 'published';
grant select, insert on decision.models to miaodai_app;
grant update (state, effective_from, submitted_by, submitted_at, published_by, published_at, returned_by, returned_at,
  return_reason) on decision.models to miaodai_app;

-- What a model would have decided of what was decided: kept with the model. Numbers and application numbers, nothing of persons.
create table decision.back_tests (
  back_test_id  uuid primary key,
  model_id      uuid not null references decision.models,
  product_code  text,
  from_on       date not null,
  to_on         date not null,
  state         text not null,
  done          integer not null default 0,
  total         integer not null default 0,
  started_by    uuid not null references staff.members,
  started_at    timestamptz not null,
  finished_at   timestamptz,
  result        jsonb,
  constraint known_state check (state in ('running', 'done', 'cancelled', 'failed')),
  constraint period_in_order check (from_on <= to_on),
  constraint done_whole check ((state = 'done') = (result is not null)),
  constraint ended_whole check ((state = 'running') = (finished_at is null))
);
-- Two of one model at a time would only wait for each other.
create unique index one_running_back_test on decision.back_tests (model_id) where state = 'running';
create index back_tests_of_model on decision.back_tests (model_id, started_at desc);
grant select, insert on decision.back_tests to miaodai_app;
grant update (state, done, total, finished_at, result) on decision.back_tests to miaodai_app;

alter table decision.decisions
  add column model_id      uuid references decision.models,
  add column product_code  text,
  add column decided_on    date,
  add column score         integer,
  add column grade         text,
  -- Told to an officer and not to the customer: a person decides.
  add column recommended   boolean not null default false,
  -- Which sources did not answer, and why.
  add column missing       jsonb not null default '[]';
create index decisions_by_day on decision.decisions (decided_on desc) where state = 'decided';

-- How well the bank knows an employer; limits go by it.
alter table branches.employers
  add column grade text not null default 'B' constraint known_grade check (grade in ('A', 'B', 'C'));
