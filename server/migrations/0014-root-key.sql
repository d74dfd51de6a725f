-- The root key is random in a new installation. Until now it was the first master key file's own bytes, and stays so where it was: then that
-- file is a secret for good, even after another master key has taken its place, and rotate-keys says so.
alter table platform.data_keys
  add column carried_over boolean not null default false,
  add constraint only_a_root_is_carried_over check (class = 'root' or not carried_over);
update platform.data_keys set carried_over = true where class = 'root';
