-- Identity cards of customers: pictures, what was read of them, and what the customer has confirmed. All of it sealed.

create schema documents;
grant usage on schema documents to miaodai_app;

create table documents.documents (
  document_id    uuid primary key,
  customer_id    uuid not null references identity.customers,
  -- draft: sides are photographed and read. confirmed: the one that holds. replaced: by a later one.
  state          text not null default 'draft',
  -- Goes up with every picture: what is confirmed is what was shown.
  version        integer not null default 1,
  -- As confirmed, and which of them the customer has set right by hand.
  fields_cipher  bytea,
  edited         text[],
  -- The last day on which it is good; null for ever.
  expires_on     date,
  begun_at       timestamptz not null,
  confirmed_at   timestamptz,
  -- When everything of it is deleted; null while it is needed.
  keep_until     timestamptz,
  constraint known_state check (state in ('draft', 'confirmed', 'replaced')),
  constraint confirmed_whole check (
    (state = 'draft') = (confirmed_at is null)
    and (confirmed_at is null) = (fields_cipher is null) and (confirmed_at is null) = (edited is null)),
  constraint kept_while_it_holds check ((state = 'confirmed') = (keep_until is null))
);
create unique index one_draft_of_a_customer on documents.documents (customer_id) where state = 'draft';
create unique index one_confirmed_of_a_customer on documents.documents (customer_id) where state = 'confirmed';
create index documents_by_age on documents.documents (keep_until) where keep_until is not null;
grant select, insert, update, delete on documents.documents to miaodai_app;

create table documents.sides (
  document_id      uuid not null references documents.documents on delete cascade,
  side             text not null,
  -- Encoded anew, without what the camera wrote into it.
  picture_cipher   bytea not null,
  -- Of the front: the part with the holder's face.
  portrait_cipher  bytea,
  -- Fields, how sure of each, quality.
  reading_cipher   bytea not null,
  read_at          timestamptz not null,
  primary key (document_id, side),
  constraint known_side check (side in ('front', 'back')),
  constraint portrait_of_the_front check ((side = 'front') = (portrait_cipher is not null)),
  constraint of_bounded_size check (octet_length(picture_cipher) <= 3000000)
);
grant select, insert, update, delete on documents.sides to miaodai_app;
