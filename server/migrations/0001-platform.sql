-- The role that the server works as. It reads and writes rows by the grants beside each table and owns nothing.
-- Roles belong to the whole server: another database of it may have made this one already.
do $$
begin
  create role miaodai_app nologin;
exception
  when duplicate_object or unique_violation then null;
end $$;
do $$
begin
  execute format('grant miaodai_app to %I', current_user);
end $$;

grant usage on schema platform to miaodai_app;

-- A write is known by its key: the same key again returns the first answer, whatever has happened since.
create table platform.idempotency_keys (
  owner         uuid not null,
  key           text not null,
  operation     text not null,
  request_hash  text not null,
  -- Null while the first request is at work.
  status        integer,
  -- The text of the answer as it was sent, encrypted: it names the customer.
  answer_cipher bytea,
  -- When the key was taken, or taken over from a request that never ended.
  created_at    timestamptz not null default now(),
  primary key (owner, key),
  constraint answered_whole check ((status is null) = (answer_cipher is null))
);
create index idempotency_keys_by_age on platform.idempotency_keys (created_at);
grant select, insert, update, delete on platform.idempotency_keys to miaodai_app;

-- Rate limits that survive a restart and hold for all nodes together: how often something happened in a window.
create table platform.rate_limits (
  subject       text not null,
  window_start  timestamptz not null,
  hits          integer not null,
  primary key (subject, window_start)
);
create index rate_limits_by_age on platform.rate_limits (window_start);
grant select, insert, update, delete on platform.rate_limits to miaodai_app;
