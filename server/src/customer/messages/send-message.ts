import type { SmsGateway } from '../../integrations/sms-gateway/port.ts';
import type { Clock } from '../../platform/clock.ts';
import type { InTx } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db } from '../../platform/db/connect.ts';
import { together } from '../../platform/db/together.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { readContact } from '../identity/index.ts';
import { settleMessage, takeAttempt } from './messages.store.ts';

export type SendNeeds = { db: Db; inTx: InTx; vault: Vault; clock: Clock; smsGateway: SmsGateway };

/** With pauses that double from 5 s: given up after about an hour and a half. */
export const MAX_ATTEMPTS = 10;

/** Job: hands a text to the gateway; while it is silent, again and again under the same number. */
export async function sendMessage({ db, inTx, vault, clock, smsGateway }: SendNeeds, job: Job): Promise<void> {
  const message = await takeAttempt(db, vault, job.subject);
  if (!message) return inTx(({ tx }) => job.completeIn(tx));
  if (message.worthlessFrom !== null && clock.now() >= message.worthlessFrom) return settle('given-up');

  const { to } = message;
  const { mobile } = 'mobile' in to ? to : await readContact(db, vault, to.customerId);
  const outcome = await smsGateway.send({ messageNo: message.messageNo, mobile, text: message.text });
  if (outcome.is === 'done') return settle('sent');
  if (outcome.is === 'refused') return settle('refused');
  if (message.attempts >= MAX_ATTEMPTS) return settle('given-up');
  return inTx(async (context) => {
    context.emit('message.queued', message.id, { afterSeconds: 5 * 2 ** (message.attempts - 1) });
    await job.completeIn(context.tx);
  });

  async function settle(state: 'sent' | 'refused' | 'given-up'): Promise<void> {
    await inTx(async ({ tx, now }) => {
      await together([settleMessage(tx, job.subject, state, now), job.completeIn(tx)]);
    });
  }
}
