-- Apart from schema.sql: keys outlive another version of the tables, or every signature of a sandbox would lose its root.
-- Runs at every start.
create schema if not exists sim_ca;
create table if not exists sim_ca.keys (
  name text primary key check (name in ('root', 'issuing', 'time-stamp')),
  private_key bytea not null,
  certificate bytea not null
);
create table if not exists sim_ca.certificates (
  serial_no text primary key,
  type text not null check (type in ('EVENT', 'INSTITUTION')),
  req_sn text not null,
  content jsonb not null,
  certificate bytea not null,
  issued_at timestamptz not null default now(),
  revoked_at timestamptz,
  unique (type, req_sn)
);
create sequence if not exists sim_ca.lists;
create sequence if not exists sim_ca.stamps;
