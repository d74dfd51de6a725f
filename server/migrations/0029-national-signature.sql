-- The national suite beside the signed file: SM2 over SM3 by the bank, on its very bytes; with the key that verifies it.

alter table signing.files
  add column sm2_signature bytea,
  add column sm2_public_key text,
  add constraint sm2_whole check ((sm2_signature is null) = (sm2_public_key is null));
