-- Repaying from a time deposit that is pledged for the loan (解冻存单还款): release, redeem, pay, each a leg with a number of its own.

create table repayment.deposit_repayments (
  repayment_id       uuid primary key references repayment.repayments,
  deposit_no_cipher  bytea not null,
  loan_no            text not null,
  -- What the core paid for the deposit; none while it has not.
  paid_out_fen       bigint check (paid_out_fen > 0),
  state              text not null,
  constraint known_state check (state in ('releasing', 'redeeming', 'paying', 'restoring', 'done', 'refused')),
  constraint paid_only_after_redemption check (state not in ('paying', 'done') or paid_out_fen is not null)
);
grant select, insert, update on repayment.deposit_repayments to miaodai_app;

create table repayment.deposit_legs (
  leg_id        uuid primary key,
  repayment_id  uuid not null references repayment.deposit_repayments,
  step          text not null,
  -- The core knows it by this, for ever. The last leg's is the repayment's own.
  request_no    text not null unique,
  state         text not null,
  refusal_code  text,
  opened_at     timestamptz not null,
  settled_at    timestamptz,
  constraint known_step check (step in ('release', 'redeem', 'pay', 'pledge')),
  constraint known_state check (state in ('open', 'done', 'refused')),
  constraint settled_at_its_end check ((settled_at is null) = (state = 'open')),
  constraint refused_for_a_reason check ((state = 'refused') = (refusal_code is not null))
);
-- One thing after the other.
create unique index one_open_leg on repayment.deposit_legs (repayment_id) where state = 'open';
create index legs_of_deposit_repayment on repayment.deposit_legs (repayment_id, opened_at desc);
grant select, insert, update on repayment.deposit_legs to miaodai_app;

-- What an installation that is older than automatic debits begins with.
insert into settings.settings (name, effective_from, value)
select 'debitLeastFen', date '2020-01-01', '100'::jsonb
where exists (select from settings.settings);
