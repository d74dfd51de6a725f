-- What transfers are compared by, tries that take turns, and what housekeeping looks for.

-- A day of one outside system whose journal was laid beside our legs. Legs that were still open then are looked at once more.
create table transfers.comparisons (
  system        text not null,
  business_on   date not null,
  lines         integer not null,
  open_legs     integer not null,
  compared_at   timestamptz not null,
  primary key (system, business_on),
  constraint known_system check (system in ('core-banking', 'card-network'))
);
grant select, insert, update on transfers.comparisons to miaodai_app;

-- What did not agree. A difference is found once, however often its day is compared; a person has a case about it.
create table transfers.differences (
  difference_id  uuid primary key,
  system         text not null,
  business_on    date not null,
  kind           text not null,
  request_no     text not null,
  serial_no      text not null,
  found_at       timestamptz not null,
  constraint found_once unique (system, business_on, kind, request_no, serial_no),
  constraint known_kind check (kind in ('missing-here', 'missing-there', 'other-content', 'refused-here', 'twice', 'too-many'))
);
grant select, insert on transfers.differences to miaodai_app;
create index legs_by_day on transfers.legs (booked_on, request_no) where state = 'done';

-- Tries at passwords, also at numbers that are nobody's: those lock like any other, so that a lock tells nothing. One try is at work at a
-- time; its turn lapses by the database's clock where its process has died.
create table credentials.tries (
  -- The customer's id, or the keyed hash of the number as hex.
  holder        text not null,
  kind          text not null,
  customer_id   uuid references identity.customers,
  wrong_tries   integer not null,
  locked_until  timestamptz,
  turn          uuid,
  turn_until    timestamptz,
  tried_at      timestamptz not null,
  primary key (holder, kind),
  constraint known_kind check (kind in ('login', 'transaction'))
);
create index tries_of_strangers on credentials.tries (tried_at) where customer_id is null;
grant select, insert, update, delete on credentials.tries to miaodai_app;
insert into credentials.tries (holder, kind, customer_id, wrong_tries, locked_until, tried_at)
select customer_id::text, kind, customer_id, wrong_tries, locked_until, now()
from credentials.passwords
where wrong_tries > 0;
alter table credentials.passwords drop column wrong_tries, drop column locked_until;

-- Housekeeping finds by age what is of no use any more.
create index sessions_by_age on identity.sessions (ends_at);
create index sessions_of_device on identity.sessions (device_id);
create index devices_forgotten on identity.devices (forgotten_at) where forgotten_at is not null;
create index sms_codes_by_age on credentials.sms_codes (sent_at);
create index face_attempts_failed on face.attempts (started_at) where reason is distinct from 'passed';
grant delete on face.attempts to miaodai_app;
