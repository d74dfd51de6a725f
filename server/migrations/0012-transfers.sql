-- Money between a customer's electronic account and their bound card. The balances are the core's and the network's, not ours: here is
-- what was asked, what is on its way and what became of it.

create schema transfers;
grant usage on schema transfers to miaodai_app;

create table transfers.transfers (
  transfer_id          uuid primary key,
  customer_id          uuid not null references identity.customers,
  -- 'in': from the card to the account.
  direction            text not null,
  amount_fen           bigint not null,
  account_no_cipher    bytea not null,
  card_no_cipher       bytea not null,
  bank_name            text not null,
  -- The bank's own account between the core and the card network.
  clearing_account_no  text not null,
  state                text not null,
  refusal_code         text,
  -- The core's number of the leg that made it so.
  serial_no            text,
  -- The bank's day, for the limits of a day and a year.
  asked_on             date not null,
  requested_at         timestamptz not null,
  settled_at           timestamptz,
  constraint known_direction check (direction in ('in', 'out')),
  constraint known_state check (state in ('requested', 'sent', 'returning', 'done', 'refused')),
  constraint some_money check (amount_fen > 0),
  constraint settled_at_its_end check ((settled_at is not null) = (state in ('done', 'refused')))
);
create index transfers_of_customer on transfers.transfers (customer_id, requested_at desc);
grant select, insert, update on transfers.transfers to miaodai_app;

-- A movement at one system under a number of its own: take it from the one side, give it to the other; where the other has finally
-- refused, give it back. Going back has as many legs as it takes.
create table transfers.legs (
  leg_id        uuid primary key,
  transfer_id   uuid not null references transfers.transfers,
  step          text not null,
  request_no    text not null unique,
  state         text not null,
  serial_no     text,
  booked_on     date,
  refusal_code  text,
  opened_at     timestamptz not null,
  settled_at    timestamptz,
  constraint known_step check (step in ('take', 'give', 'back')),
  constraint known_state check (state in ('open', 'done', 'refused'))
);
-- One after the other; taken and given once; what is done in going back is done once.
create unique index one_open_leg on transfers.legs (transfer_id) where state = 'open';
create unique index one_leg_of_a_step on transfers.legs (transfer_id, step) where step in ('take', 'give') or state = 'done';
grant select, insert, update on transfers.legs to miaodai_app;

-- Who lets a lost or frozen account go on shows their face for that, and for nothing else.
alter table face.switches
  drop constraint known_purpose,
  add constraint known_purpose check (purpose in ('open-account', 'apply', 'reset-password', 'release-account'));
alter table face.attempts
  drop constraint known_purpose,
  add constraint known_purpose check (purpose in ('open-account', 'apply', 'reset-password', 'release-account'));
