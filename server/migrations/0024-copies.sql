-- Contracts sent by e-mail: an encrypted file, to an address that the customer names.

create schema copies;
grant usage on schema copies to miaodai_app;

create table copies.copies (
  copy_id            uuid primary key,
  contract_id        uuid not null references contract.contracts,
  customer_id        uuid not null references identity.customers,
  -- Null once nothing demands it any more.
  address_cipher     bytea,
  -- Opens the file; the mail never has it. Null once its days are over.
  unzip_code_cipher  bytea,
  state              text not null default 'queued',
  -- Why it did not arrive, as far as anybody said.
  reason             text,
  -- By the bank's day: so many a day.
  requested_on       date not null,
  requested_at       timestamptz not null,
  settled_at         timestamptz,
  constraint known_state check (state in ('queued', 'accepted', 'bounced', 'failed')),
  constraint known_reason check (reason in ('no-such-address', 'mailbox-full', 'refused', 'not-accepted-in-time')),
  constraint settled_whole check ((state = 'queued') = (settled_at is null)),
  constraint reason_where_it_failed check ((state in ('bounced', 'failed')) = (reason is not null))
);
create index copies_of_contract on copies.copies (contract_id, requested_at desc);
create index copies_of_customer_by_day on copies.copies (customer_id, requested_on);
create index codes_by_age on copies.copies (requested_at) where unzip_code_cipher is not null;
grant select, insert on copies.copies to miaodai_app;
grant update (address_cipher, unzip_code_cipher, state, reason, settled_at) on copies.copies to miaodai_app;

-- What an installation that is older than these rules begins with.
insert into settings.settings (name, effective_from, value)
select added.name, date '2020-01-01', to_jsonb(added.value)
from (values ('contractCopiesPerDay', 5), ('unzipCodeDays', 30), ('mailRetryFirstSeconds', 30), ('mailRetryMaxSeconds', 1800),
  ('mailGiveUpSeconds', 86400)) added (name, value)
where exists (select from settings.settings);
