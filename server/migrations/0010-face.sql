-- The face check: challenges that the server drew, what came of them, and the pictures as evidence.

create schema face;
grant usage on schema face to miaodai_app;

-- Whether a channel asks for a face check for a purpose (BO-7): rows with the moment from which they hold, added and never changed.
create table face.switches (
  purpose         text not null,
  channel         text not null,
  effective_from  timestamptz not null,
  required        boolean not null,
  set_by          text not null,
  reason          text not null,
  primary key (purpose, channel, effective_from),
  constraint known_purpose check (purpose in ('open-account', 'apply', 'reset-password'))
);
grant select, insert on face.switches to miaodai_app;

create table face.attempts (
  attempt_id         uuid primary key,
  customer_id        uuid not null references identity.customers,
  purpose            text not null,
  channel            text not null,
  required           boolean not null,
  stand_in           boolean not null,
  -- In the order in which they were drawn.
  actions            text[] not null,
  frames_per_action  integer not null,
  started_at         timestamptz not null,
  expires_at         timestamptz not null,
  -- Set before anybody looks at the frames: a try is used up by submitting them, whatever comes of it.
  submitted_at       timestamptz,
  decided_at         timestamptz,
  reason             text,
  -- What was measured, for whoever asks why.
  scores             jsonb,
  -- A passed attempt is good once.
  used_at            timestamptz,
  constraint known_purpose check (purpose in ('open-account', 'apply', 'reset-password')),
  constraint decided_with_reason check ((decided_at is null) = (reason is null)),
  constraint used_when_passed check (used_at is null or reason = 'passed')
);
create index face_attempts_of_customer on face.attempts (customer_id, purpose, submitted_at);
grant select, insert, update on face.attempts to miaodai_app;

-- Pictures that show how it was decided, AES-256-GCM under the bank's key; gone when their time is over.
create table face.evidence (
  attempt_id    uuid not null references face.attempts,
  no            integer not null,
  shows         text not null,
  image_cipher  bytea not null,
  keep_until    timestamptz not null,
  primary key (attempt_id, no),
  constraint of_bounded_size check (octet_length(image_cipher) <= 600000)
);
create index face_evidence_by_age on face.evidence (keep_until);
grant select, insert, delete on face.evidence to miaodai_app;

-- Where no picture of the ID card is on file and the bank has chosen to begin with the first one taken.
create table face.enrolments (
  customer_id   uuid primary key references identity.customers,
  image_cipher  bytea not null,
  attempt_id    uuid not null references face.attempts,
  enrolled_at   timestamptz not null
);
grant select, insert, delete on face.enrolments to miaodai_app;
