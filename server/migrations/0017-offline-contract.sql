-- Officer's flow: approved by a person, signed on paper at a branch, recorded here before the money goes out.
alter table application.applications drop constraint known_step;
alter table application.applications add constraint known_step check (step in (
  'employee-information-agreement', 'credit-report-agreement', 'face-check', 'identity', 'about-you', 'money', 'submit',
  'decision', 'amount', 'use-of-funds', 'contract', 'confirm', 'paying', 'done', 'officer', 'offline-contract', 'declined',
  'not-eligible', 'withdrawn'));
