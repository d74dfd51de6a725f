-- Officer's flow: what an officer decides on, the papers for it, and the contract that is signed on paper.

create schema review;
grant usage on schema review to miaodai_app;

create table review.reviews (
  application_id   uuid primary key references application.applications,
  -- Of the application, for the work list, which is filtered by them.
  application_no   text not null,
  customer_id      uuid not null references identity.customers,
  product_code     text not null,
  branch_code      text not null,
  wanted_fen       bigint,
  state            text not null,
  -- The lowest level of authority that may decide.
  level            integer not null default 1 check (level between 1 and 9),
  -- Rises with whatever happens to it: who decides has seen what there is.
  version          integer not null default 1,
  holder_id        uuid references staff.members,
  held_since       timestamptz,
  opened_at        timestamptz not null,
  due_at           timestamptz not null,
  asked_kinds      text[],
  asked_words_cipher bytea,
  asked_at         timestamptz,
  amount_fen       bigint check (amount_fen > 0),
  annual_rate_ppm  integer check (annual_rate_ppm >= 0),
  term_months      integer check (term_months between 1 and 360),
  valid_until      date,
  decline_reason   text,
  decided_by       uuid references staff.members,
  decided_at       timestamptz,
  recorded_by      uuid references staff.members,
  recorded_at      timestamptz,
  constraint known_state check (state in (
    'open', 'waiting-for-papers', 'to-sign', 'to-check', 'paying', 'done', 'declined', 'withdrawn')),
  constraint held_with_time check ((holder_id is null) = (held_since is null)),
  constraint asked_while_waiting check ((state = 'waiting-for-papers') <= (asked_at is not null)),
  constraint approved_whole check (
    state not in ('to-sign', 'to-check', 'paying', 'done')
    or (amount_fen is not null and annual_rate_ppm is not null and term_months is not null and valid_until is not null
      and decided_by is not null and decided_at is not null)),
  constraint declined_whole check (
    state <> 'declined' or (decline_reason is not null and decided_by is not null and decided_at is not null)),
  constraint recorded_whole check (
    (recorded_by is null) = (recorded_at is null)
    and (state not in ('to-check', 'paying', 'done') or recorded_by is not null))
);
create index reviews_by_urgency on review.reviews (state, due_at);
grant select, insert, update on review.reviews to miaodai_app;

-- Who did what, when and why. Nothing here is ever changed; notes go when nothing demands them any more.
create table review.events (
  event_id         uuid primary key,
  application_id   uuid not null references review.reviews,
  -- Null: the customer, or the system.
  staff_id         uuid references staff.members,
  event            text not null,
  note_cipher      bytea,
  amount_fen       bigint,
  annual_rate_ppm  integer,
  term_months      integer,
  at               timestamptz not null
);
create index events_of_review on review.events (application_id, at);
grant select, insert on review.events to miaodai_app;
grant update (note_cipher) on review.events to miaodai_app;

create table review.papers (
  paper_id        uuid primary key,
  application_id  uuid not null references application.applications,
  kind            text not null,
  name_cipher     bytea not null,
  media_type      text not null,
  size_bytes      integer not null check (size_bytes between 1 and 5242880),
  sha256          text not null,
  scan            text not null,
  -- Null: the customer.
  uploaded_by     uuid references staff.members,
  uploaded_at     timestamptz not null,
  -- Belongs to the recorded contract: stays.
  recorded        boolean not null default false,
  constraint known_type check (media_type in ('image/jpeg', 'image/png', 'application/pdf')),
  constraint known_scan check (scan in ('clean', 'not-scanned'))
);
create index papers_of_application on review.papers (application_id, uploaded_at);
grant select, insert, update, delete on review.papers to miaodai_app;

-- The file in pieces, each sealed by itself: no row is larger than what is read at once when keys are changed.
create table review.pieces (
  paper_id        uuid not null references review.papers on delete cascade,
  no              integer not null,
  content_cipher  bytea not null check (octet_length(content_cipher) <= 800000),
  primary key (paper_id, no)
);
grant select, insert, update, delete on review.pieces to miaodai_app;

-- Signed on paper: its number is the paper's, and the use-of-funds statement has one of its own.
alter table contract.contracts add column signed_offline boolean not null default false;
alter table contract.contracts add column signed_on date;
alter table contract.contracts add column use_of_funds_no text;
alter table contract.contracts add column use_of_funds_signed_on date;
alter table contract.contracts add constraint signed_on_paper_whole check (
  signed_offline = (signed_on is not null)
  and signed_offline = (use_of_funds_no is not null)
  and signed_offline = (use_of_funds_signed_on is not null));
create unique index one_use_of_funds_number on contract.contracts (use_of_funds_no);
