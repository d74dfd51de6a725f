-- A customer begins as a mobile number and a login password; who they are is learnt later, all of it at once.
alter table identity.customers
  alter name_cipher drop not null,
  alter id_number_cipher drop not null,
  alter id_number_index drop not null,
  add constraint known_whole check (
    (name_cipher is null) = (id_number_cipher is null) and (name_cipher is null) = (id_number_index is null)
  );
grant update (name_cipher, id_number_cipher, id_number_index, mobile_cipher, mobile_index)
  on identity.customers to miaodai_app;

-- A browser that a customer has proven to be theirs: by registering or by an SMS code on it.
create table identity.devices (
  device_id    uuid primary key,
  customer_id  uuid not null references identity.customers,
  -- SHA-256 of the device cookie.
  token_hash   bytea not null,
  name         text not null,
  known_at     timestamptz not null,
  -- Ended by the customer: from then on it must prove itself anew.
  forgotten_at timestamptz,
  constraint known_once unique (customer_id, token_hash)
);
grant select, insert, update on identity.devices to miaodai_app;

-- The cookie's token is replaced now and then. The next one is handed out while the present one still holds; once the browser has shown
-- the next one, the one before holds for a short overlap only, for requests that were on their way.
alter table identity.sessions
  add session_id uuid not null default gen_random_uuid() unique,
  add device_id uuid references identity.devices,
  add rotate_seconds integer not null default 900,
  add overlap_seconds integer not null default 60,
  add rotated_at timestamptz,
  add next_token_hash bytea unique,
  add next_issued_at timestamptz,
  add previous_token_hash bytea unique,
  add previous_until timestamptz;
grant update (token_hash) on identity.sessions to miaodai_app;

-- What has happened to the customer's access, for the customer to read.
create table identity.security_events (
  event_id     uuid primary key,
  customer_id  uuid not null references identity.customers,
  kind         text not null,
  at           timestamptz not null,
  device       text not null,
  -- Masked before it is written.
  ip           text not null
);
create index security_events_of_customer on identity.security_events (customer_id, at desc);
grant select, insert on identity.security_events to miaodai_app;

-- A code may go to a number that is nobody's yet. Who holds it: the customer's id, or the keyed hash of the number as hex.
drop index credentials.sms_codes_latest;
alter table credentials.sms_codes add holder text;
update credentials.sms_codes set holder = customer_id::text;
alter table credentials.sms_codes
  alter holder set not null,
  alter customer_id drop not null;
create index sms_codes_latest on credentials.sms_codes (holder, purpose, subject, sent_at desc);

-- So may a text: then the number is kept with it, and not the customer.
alter table messages.messages
  alter customer_id drop not null,
  add mobile_cipher bytea,
  add constraint to_somebody check ((customer_id is null) <> (mobile_cipher is null));
