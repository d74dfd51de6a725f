-- A version that is published but not yet read by anybody may be called off. It stays, with who and why, and never holds; its day is free again.
alter table content.texts
  add column withdrawn_by     uuid references staff.members,
  add column withdrawn_at     timestamptz,
  add column withdraw_reason  text,
  add constraint withdrawn_whole check (
    (withdrawn_at is null) = (withdrawn_by is null) and (withdrawn_at is null) = (withdraw_reason is null)
  );
alter table content.texts drop constraint one_version_a_day;
create unique index one_version_a_day on content.texts (kind, effective_from) where withdrawn_at is null;
grant update (withdrawn_by, withdrawn_at, withdraw_reason) on content.texts to miaodai_app;
