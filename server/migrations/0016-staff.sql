-- The bank's own people: who they are, what they may do, and what they have done.

create schema staff;
grant usage on schema staff to miaodai_app;

-- Roles are sets of rights; the rights themselves are the code's (shared/http-api/src/rights.ts).
create table staff.roles (
  role    text primary key,
  name    text not null,
  rights  text[] not null
);
grant select, insert, update on staff.roles to miaodai_app;

create table staff.members (
  staff_id       uuid primary key,
  login_name     text not null unique,
  name           text not null,
  branch_code    text not null,
  roles          text[] not null,
  -- Of an officer's authority; 0 decides nothing.
  level          integer not null default 0 check (level between 0 and 9),
  password_hash  text not null,
  wrong_tries    integer not null default 0,
  locked_until   timestamptz,
  joined_at      timestamptz not null,
  left_at        timestamptz
);
grant select, insert, update on staff.members to miaodai_app;

create table staff.sessions (
  -- SHA-256 of the cookie: who reads this table cannot sign in with what they find.
  token_hash    bytea primary key,
  session_id    uuid not null unique,
  staff_id      uuid not null references staff.members,
  device        text not null,
  ip            text not null,
  started_at    timestamptz not null,
  idle_seconds  integer not null,
  idle_until    timestamptz not null,
  ends_at       timestamptz not null,
  ended_at      timestamptz
);
create index staff_sessions_of_member on staff.sessions (staff_id) where ended_at is null;
create index staff_sessions_by_end on staff.sessions (ends_at);
grant select, insert, update, delete on staff.sessions to miaodai_app;

-- The audit trail: every write at the console and every look at a person's full data. Nothing here is ever changed.
create table staff.acts (
  act_id     uuid primary key,
  staff_id   uuid references staff.members,
  -- As typed, where nobody of that name is known.
  login_name text not null,
  operation  text not null,
  subject    jsonb not null,
  outcome    text not null,
  at         timestamptz not null,
  device     text not null,
  ip         text not null
);
create index acts_by_time on staff.acts (at);
create index acts_of_member on staff.acts (staff_id, at);
grant select, insert on staff.acts to miaodai_app;

-- How far an officer of a level may go, for a product, at a branch ('*': everywhere), from a day on.
create table staff.authorities (
  level            integer not null check (level between 1 and 9),
  product_code     text not null,
  branch_code      text not null default '*',
  effective_from   date not null,
  max_amount_fen   bigint not null check (max_amount_fen > 0),
  min_rate_ppm     integer not null check (min_rate_ppm >= 0),
  max_term_months  integer not null check (max_term_months > 0),
  primary key (level, product_code, branch_code, effective_from)
);
grant select, insert on staff.authorities to miaodai_app;
