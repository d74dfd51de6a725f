import { assert, secondsBetween, type Instant } from '@miaodai/values';
import { readSettings, type Settings } from '../../bank/settings/index.ts';
import { inquiryPause, settleCall } from '../../integrations/external-calls/index.ts';
import type { MailRefusal } from '../../integrations/mail/port.ts';
import { refused, type Outcome } from '../../integrations/outcome.ts';
import type { InTx } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { together } from '../../platform/db/together.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { messageNoOf, type CopyReason } from './copies.rules.ts';
import { lockCopy, settleAs } from './copies.store.ts';

type Needs = { inTx: InTx; vault: Vault };

/**
 * The one place where the mail server's answer becomes a fact. What it says for now (greylisting, a full mailbox), and silence, is asked
 * again under the same number until the bank gives up.
 */
export function settleCopy({ inTx, vault }: Needs, job: Job, attempt: number, answer: Outcome<void>): Promise<void> {
  const copyId = job.subject;
  return inTx(async ({ tx, today, now, emit }) => {
    const [copy, settings] = await together([lockCopy(tx, vault, copyId), readSettings(tx, today)]);
    assert(copy, 'what was sent is there');
    const outcome = givenUp(copy.requestedAt, now, settings, answer);
    const counted = await settleCall(tx, messageNoOf(copyId), attempt, outcome);
    // Somebody else has taken over, and their job is all that keeps it moving.
    if (copy.state === 'queued' && !counted) return;
    if (copy.state === 'queued') {
      if (outcome.is === 'done') await settleAs(tx, copyId, { state: 'accepted', reason: null }, now);
      else if (outcome.is === 'refused') await settleAs(tx, copyId, failureOf(outcome.code), now);
      else emit('contract-copy.requested', copyId, { afterSeconds: pauseAfter(attempt, settings) });
    }
    await job.completeIn(tx);
  });
}

const GIVEN_UP = 'not-accepted-in-time';

const givenUp = (since: Instant, now: Instant, settings: Settings, answer: Outcome<void>): Outcome<void> =>
  answer.is === 'unknown' && secondsBetween(since, now) >= settings.mailGiveUpSeconds
    ? refused(GIVEN_UP, answer.cause)
    : answer;

const pauseAfter = (attempt: number, { mailRetryFirstSeconds, mailRetryMaxSeconds }: Settings): number =>
  inquiryPause(attempt, mailRetryFirstSeconds, mailRetryMaxSeconds);

const failureOf = (code: string): { state: 'bounced' | 'failed'; reason: CopyReason } =>
  code === GIVEN_UP ? { state: 'failed', reason: GIVEN_UP } : { state: 'bounced', reason: code as MailRefusal };

/** What the receiver's side said after it had taken the mail over; a mail that is not ours, or long settled so, changes nothing. */
export function recordBounce({ inTx, vault }: Needs, copyId: string, reason: MailRefusal): Promise<boolean> {
  return inTx(async ({ tx, now }) => {
    const copy = await lockCopy(tx, vault, copyId);
    if (!copy || (copy.state !== 'queued' && copy.state !== 'accepted')) return false;
    await settleAs(tx, copyId, { state: 'bounced', reason }, now);
    // It may come before our own side of the sending was written down.
    await settleCall(tx, messageNoOf(copyId), 0, refused(reason, 'delivery report'));
    return true;
  });
}
