-- Messages that customers read here, reminders of what falls due, and the days on which banks work.

-- 站内信: what is sent also stands in the customer's pages, under a title, until it is read. Codes never do (worthless_from).
alter table messages.messages
  -- None of texts that are older than the pages.
  add column title_cipher  bytea,
  add column read_at       timestamptz,
  -- What it tells of, where that can be opened.
  add column about         text,
  add column about_id      uuid,
  -- Of those that were written many at once, and are sent by one job.
  add column bunch_id      uuid,
  add constraint known_about check (about in ('loan', 'application')),
  add constraint about_whole check ((about is null) = (about_id is null));
-- What came before there was a place to read it is not news.
update messages.messages set read_at = queued_at where customer_id is not null;
create index messages_of_customer on messages.messages (customer_id, queued_at desc, message_id desc)
  where customer_id is not null and worthless_from is null;
create index messages_of_bunch on messages.messages (bunch_id, attempts, message_id)
  where bunch_id is not null and state = 'queued';
create index messages_unread on messages.messages (customer_id)
  where customer_id is not null and worthless_from is null and read_at is null;

-- Told once, whatever is run again. subject: the number of the instalment, or the id of the request for an early repayment.
create schema reminders;
grant usage on schema reminders to miaodai_app;
create table reminders.reminders (
  loan_id      uuid not null references servicing.loans,
  kind         text not null,
  subject      text not null,
  -- So many days before or after the day that it tells of.
  days         integer not null,
  reminded_on  date not null,
  reminded_at  timestamptz not null,
  primary key (loan_id, kind, subject, days),
  constraint known_kind check (kind in ('due', 'overdue', 'early')),
  constraint days_not_negative check (days >= 0)
);
grant select, insert on reminders.reminders to miaodai_app;

-- Days that are other than the calendar of holidays says: for years that it does not know yet, and for the bank's own. With the first
-- row of a year all of its holidays are taken to be here.
create table calendar.day_overrides (
  day      date primary key,
  working  boolean not null,
  note     text not null
);
grant select, insert, update, delete on calendar.day_overrides to miaodai_app;

-- What an installation that is older than this begins with.
insert into settings.settings (name, effective_from, value)
select 'reminderHour', date '2020-01-01', '9'::jsonb
where exists (select from settings.settings);
insert into content.texts (kind, version, effective_from, title, paragraphs)
select added.kind, '2026-1', date '2020-01-01', added.title, jsonb_build_array(added.text)
from (values
  ('sms:due-soon', '还款提醒',
    '【秒贷】您的贷款 {{loanNo}} 将于 {{dueOn}} 还款，应还 {{amount}} 元，当日从电子账户 {{accountNo}} 自动扣款。请提前转入足够的资金。'),
  ('sms:due-today', '今天还款',
    '【秒贷】您的贷款 {{loanNo}} 今天（{{dueOn}}）还款，应还 {{amount}} 元，将从电子账户 {{accountNo}} 自动扣款。请确认账户余额足够。'),
  ('sms:overdue', '还款尚未完成',
    '【秒贷】您的贷款 {{loanNo}} 有还款尚未完成，已过还款日 {{days}} 天，现应还 {{amount}} 元。请转入电子账户 {{accountNo}}，或登录直销银行还款。如有困难，请致电 {{phone}}，我们和您一起想办法。'),
  ('sms:debit-done', '自动扣款成功',
    '【秒贷】您的贷款 {{loanNo}} 已从电子账户 {{accountNo}} 自动扣款 {{amount}} 元，目前应还款项已还清。'),
  ('sms:debit-partial', '自动扣款部分成功',
    '【秒贷】您的贷款 {{loanNo}} 已从电子账户 {{accountNo}} 自动扣款 {{amount}} 元，还需还 {{stillDue}} 元。请转入资金，我们会再次扣款；您也可以登录直销银行还款。'),
  ('sms:debit-failed', '自动扣款未成功',
    '【秒贷】您的贷款 {{loanNo}} 应还 {{amount}} 元，从电子账户 {{accountNo}} 扣款未成功，多为余额不足。请转入资金，我们会再次扣款；您也可以登录直销银行还款。'),
  ('sms:repaid', '还款成功',
    '【秒贷】您的贷款 {{loanNo}} 已从电子账户 {{accountNo}} 还款 {{amount}} 元。如非本人操作，请立即联系客服。'),
  ('sms:repayment-refused', '还款未成功',
    '【秒贷】您的贷款 {{loanNo}} 还款 {{amount}} 元未成功，没有从电子账户扣款。请登录直销银行查看原因后重试。'),
  ('sms:early-repaid', '提前还款成功',
    '【秒贷】您的贷款 {{loanNo}} 已提前还款 {{amount}} 元，剩余本金 {{balance}} 元。新的还款计划请登录直销银行查看。'),
  ('sms:loan-closed', '贷款已还清',
    '【秒贷】您的贷款 {{loanNo}} 已全部还清，感谢您的信任。'),
  ('sms:early-request-approved', '提前还款申请已通过',
    '【秒贷】您的贷款 {{loanNo}} 提前还款申请已通过，将于 {{debitOn}} 从电子账户 {{accountNo}} 扣款，预计 {{amount}} 元。在此之前可登录直销银行撤销。'),
  ('sms:early-request-declined', '提前还款申请未通过',
    '【秒贷】您的贷款 {{loanNo}} 提前还款申请未通过，贷款按原计划还款。原因请登录直销银行查看。'),
  ('sms:early-due-soon', '提前还款提醒',
    '【秒贷】您的贷款 {{loanNo}} 将于 {{debitOn}} 提前还款，预计 {{amount}} 元，当日从电子账户 {{accountNo}} 扣款。请提前转入足够的资金；如需撤销，请在此之前登录直销银行办理。'),
  ('sms:early-debit-failed', '提前还款未完成',
    '【秒贷】您的贷款 {{loanNo}} 提前还款 {{amount}} 元扣款未成功，贷款按原计划还款。如仍需提前还款，请登录直销银行重新申请。'),
  ('sms:deposit-repayment-failed', '存单还款未完成',
    '【秒贷】您用存单归还贷款 {{loanNo}} 未成功，存单没有支取，贷款按原计划还款。请登录直销银行重新提交，或致电 {{phone}}。'),
  ('sms:deposit-redeemed', '存单已支取，还款未完成',
    '【秒贷】您的存单已支取，{{amount}} 元已转入电子账户 {{accountNo}}，但归还贷款 {{loanNo}} 未成功。请登录直销银行还款，或致电 {{phone}}。'),
  ('sms:repayment-reversed', '还款已冲正',
    '【秒贷】您的贷款 {{loanNo}} 的一笔还款 {{amount}} 元已冲正，应还金额和还款计划随之更新，请登录直销银行查看。如有疑问，请致电 {{phone}}。'),
  ('sms:refund-done', '多还款项已退回',
    '【秒贷】您的贷款 {{loanNo}} 多还的 {{amount}} 元已退回电子账户 {{accountNo}}。'),
  ('sms:repayment-recorded', '还款已补记',
    '【秒贷】您的贷款 {{loanNo}} 已补记 {{paidOn}} 的还款 {{amount}} 元，应还金额随之更新，请登录直销银行查看。')
) added (kind, title, text)
where exists (select from content.texts)
on conflict do nothing;
