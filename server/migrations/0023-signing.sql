-- A contract is signed as one file: by the customer, with a certificate issued for this signing, then by the bank.

alter table application.applications drop constraint known_step;
alter table application.applications add constraint known_step check (step in (
  'employee-information-agreement', 'system-check', 'credit-report-agreement', 'face-check', 'identity', 'about-you',
  'money', 'submit', 'decision', 'amount', 'use-of-funds', 'contract', 'signing', 'confirm', 'paying', 'done', 'officer',
  'offline-contract', 'declined', 'not-eligible', 'withdrawn', 'expired'));
-- Which attempt it was: what is signed later names it as evidence. Null in rows from before.
alter table application.faces_shown add column attempt_id uuid;

-- The cost statement is confirmed by itself, before the text is agreed to. Signed offline it is confirmed on paper.
alter table contract.contracts add column cost_confirmed_at timestamptz;
update contract.contracts set cost_confirmed_at = agreed_at where state = 'agreed' and not signed_offline;
-- Agreed to before contracts were signed, and not yet paid out: the customer agrees once more, and it is signed.
with unsigned as (
  update application.applications a set step = 'contract', version = a.version + 1
  from contract.contracts c
  where a.step = 'confirm' and c.application_id = a.application_id and c.state = 'agreed' and not c.signed_offline
  returning c.contract_id
)
update contract.contracts c set state = 'drafted', agreed_at = null
from unsigned u where c.contract_id = u.contract_id;

create schema signing;
grant usage on schema signing to miaodai_app;

create table signing.signings (
  signing_id           uuid primary key,
  contract_id          uuid not null references contract.contracts,
  application_id       uuid not null references application.applications,
  customer_id          uuid not null references identity.customers,
  state                text not null,
  -- Our number at the certificate authority: another with every signing.
  request_no           text not null unique,
  -- Of the text that was agreed to.
  text_hash            text not null,
  -- What tells who agreed, and from where: ids, times and hashes as canonical JSON. The certificate names its hash.
  evidence_cipher      bytea not null,
  evidence_hash        text not null,
  -- The customer's key and what asks for its certificate: from the agreement to the signature, and no longer.
  key_cipher           bytea,
  -- As it was issued, with its chain; sealed, since it names the customer.
  certificate_cipher   bytea,
  certified_at         timestamptz,
  -- Who signed, by which certificate, when: both, in their order.
  signatures_cipher    bytea,
  requested_at         timestamptz not null,
  signed_at            timestamptz,
  refused_at           timestamptz,
  refusal_code         text,
  constraint known_state check (state in ('requested', 'signed', 'refused')),
  constraint key_while_requested check ((state = 'requested') = (key_cipher is not null)),
  constraint certified_whole check ((certificate_cipher is null) = (certified_at is null)),
  constraint signed_whole check (
    (state = 'signed') = (signed_at is not null)
    and (state = 'signed') = (signatures_cipher is not null)
    and (state <> 'signed' or certificate_cipher is not null)),
  constraint refused_whole check (
    (state = 'refused') = (refused_at is not null) and (state = 'refused') = (refusal_code is not null))
);
-- However often, and from however many devices, it is agreed to: one signing.
create unique index one_signing_of_a_contract on signing.signings (contract_id) where state <> 'refused';
create index signings_of_contract on signing.signings (contract_id, requested_at desc);
create index signings_of_customer on signing.signings (customer_id);
grant select, insert on signing.signings to miaodai_app;
grant update (state, evidence_cipher, key_cipher, certificate_cipher, certified_at, signatures_cipher, signed_at, refused_at, refusal_code)
  on signing.signings to miaodai_app;

-- The signed file, apart: it is large, and asked for by few.
create table signing.files (
  contract_id     uuid primary key references contract.contracts,
  signing_id      uuid not null unique references signing.signings,
  contract_no     text not null,
  sha256          text not null unique check (sha256 ~ '^[0-9a-f]{64}$'),
  size_bytes      integer not null check (size_bytes > 0),
  -- Null once nothing demands it any more; its hash stays.
  content_cipher  bytea,
  constraint of_bounded_size check (octet_length(content_cipher) <= 8000000)
);
grant select, insert on signing.files to miaodai_app;
grant update (content_cipher) on signing.files to miaodai_app;
