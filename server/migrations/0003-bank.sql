-- What the bank's staff set. Every value is a row with the day from which it holds; nothing of it is a constant in code.

create schema settings;
grant usage on schema settings to miaodai_app;

-- Bank-wide settings: how long a session lasts, how many wrong tries lock, how often a text may be sent.
create table settings.settings (
  name            text not null,
  effective_from  date not null,
  value           jsonb not null,
  primary key (name, effective_from)
);
grant select, insert on settings.settings to miaodai_app;

create schema branches;
grant usage on schema branches to miaodai_app;

create table branches.branches (
  branch_code  text primary key,
  name         text not null
);
-- Which branch serves which employer's people.
create table branches.employers (
  employer_code  text primary key,
  branch_code    text not null references branches.branches
);
grant select, insert on branches.branches, branches.employers to miaodai_app;

create schema products;
grant usage on schema products to miaodai_app;

create table products.products (
  product_code  text primary key,
  name          text not null,
  route         text not null,
  constraint known_route check (route in ('instant', 'standard'))
);
-- A branch's row goes before the bank's own ('*') from the day on that both hold.
create table products.parameters (
  product_code    text not null references products.products,
  branch_code     text not null default '*',
  name            text not null,
  effective_from  date not null,
  value           jsonb not null,
  primary key (product_code, name, branch_code, effective_from)
);
grant select, insert on products.products, products.parameters to miaodai_app;

create schema content;
grant usage on schema content to miaodai_app;

-- Every text that a customer reads and the bank may change: agreements, templates, introductions, messages. {{name}} is filled in.
create table content.texts (
  kind             text not null,
  version          text not null,
  effective_from   date not null,
  title            text not null,
  paragraphs       jsonb not null,
  reading_seconds  integer not null default 0 check (reading_seconds between 0 and 120),
  primary key (kind, version),
  constraint one_version_a_day unique (kind, effective_from)
);
grant select, insert on content.texts to miaodai_app;

create schema calendar;
grant usage on schema calendar to miaodai_app;

-- The bank's own days. The latest is today in the books; it is opened by day end, not by midnight.
create table calendar.business_days (
  business_on  date primary key,
  opened_at    timestamptz not null
);
grant select, insert on calendar.business_days to miaodai_app;
