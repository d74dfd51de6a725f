-- The next version of a text, while staff write it: one of a kind at a time. What is published becomes a row of content.texts, which
-- nobody may change: what a customer agreed to stays readable for ever.
create table content.drafts (
  draft_id         uuid primary key,
  kind             text not null,
  -- That it will be, or became.
  version          text not null,
  title            text not null,
  paragraphs       jsonb not null,
  reading_seconds  integer not null check (reading_seconds between 0 and 120),
  must_reach_end   boolean not null,
  note             text not null,
  -- Counts its changes: nobody submits or publishes other words than those they have seen.
  revision         integer not null default 1 check (revision > 0),
  state            text not null,
  -- All who wrote in it, the latest last.
  authors          uuid[] not null check (cardinality(authors) > 0),
  drafted_by       uuid not null references staff.members,
  drafted_at       timestamptz not null,
  submitted_by     uuid references staff.members,
  submitted_at     timestamptz,
  published_by     uuid references staff.members,
  published_at     timestamptz,
  returned_by      uuid references staff.members,
  returned_at      timestamptz,
  return_reason    text,
  withdrawn_by     uuid references staff.members,
  withdrawn_at     timestamptz,
  constraint known_state check (state in ('draft', 'submitted', 'published', 'returned', 'withdrawn')),
  constraint submitted_whole check (state not in ('submitted', 'published') or submitted_by is not null),
  constraint published_whole check ((state = 'published') = (published_by is not null)),
  constraint returned_whole check (state <> 'returned' or (returned_by is not null and return_reason is not null)),
  constraint withdrawn_whole check ((state = 'withdrawn') = (withdrawn_by is not null)),
  constraint two_persons check (published_by is null or (published_by <> all (authors) and published_by <> submitted_by))
);
create unique index one_open_draft on content.drafts (kind) where state in ('draft', 'submitted', 'returned');
grant select, insert on content.drafts to miaodai_app;
grant update (title, paragraphs, reading_seconds, must_reach_end, note, revision, state, authors, drafted_by, drafted_at, submitted_by,
  submitted_at, published_by, published_at, returned_by, returned_at, return_reason, withdrawn_by, withdrawn_at)
  on content.drafts to miaodai_app;

alter table content.texts
  -- The button waits until the end of the text has been in view.
  add column must_reach_end boolean not null default true,
  -- Null where it came with the installation.
  add column draft_id uuid unique references content.drafts;

-- Whether anybody agreed to a text today is asked where a version is to hold from today.
create index consents_by_time on consent.consents using brin (agreed_at);
