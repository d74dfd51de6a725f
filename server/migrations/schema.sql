-- What the migrations make. Written by server/src/bin/schema.ts, compared by a test.

create schema platform;

create table platform.idempotency_keys (
  owner uuid not null,
  key text not null,
  operation text not null,
  request_hash text not null,
  status integer,
  answer jsonb,
  created_at timestamp with time zone not null default now(),
  constraint idempotency_keys_pkey PRIMARY KEY (owner, key),
  constraint answered_whole CHECK (((status IS NULL) = (answer IS NULL)))
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

CREATE INDEX idempotency_keys_by_age ON platform.idempotency_keys USING btree (created_at);

CREATE INDEX rate_limits_by_age ON platform.rate_limits USING btree (window_start);

grant usage on schema platform to miaodai_app;

grant delete, insert, select, update on platform.idempotency_keys to miaodai_app;

grant delete, insert, select, update on platform.rate_limits to miaodai_app;
