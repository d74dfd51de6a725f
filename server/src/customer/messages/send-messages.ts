import { secondsBetween } from '@miaodai/values';
import { openCase } from '../../bank/cases/index.ts';
import { together } from '../../platform/db/together.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { readMobiles } from '../identity/index.ts';
import { leastAttempts, settleMessages, takeSome, type BunchMessage, type Settled } from './bunches.store.ts';
import { MAX_ATTEMPTS, type SendNeeds } from './send-message.ts';

/** At once at the gateway. Those that a dying process has sent and not settled are sent again, under the same numbers. */
const SOME = 16;
/** A run ends before the queued job, its backstop, begins beside it; the rest goes on in the next one. */
const RUN_SECONDS = 2;
const LONGEST_PAUSE_SECONDS = 300;

/**
 * Job: hands the texts of a bunch to the gateway, some at a time, first those that were tried least. Where it is silent the run ends and
 * another comes after a growing pause.
 */
export async function sendMessages(needs: SendNeeds, job: Job): Promise<void> {
  const { db, vault, clock, inTx } = needs;
  const startedAt = clock.now();
  let silent = false;
  while (!silent && secondsBetween(startedAt, clock.now()) < RUN_SECONDS) {
    const some = await takeSome(db, vault, job.subject, SOME);
    if (some.length === 0) break;
    silent = await sendSome(needs, some);
  }
  await inTx(async ({ tx, emit }) => {
    const attempts = await leastAttempts(tx, job.subject);
    if (attempts !== undefined) {
      const pause = Math.min(5 * 2 ** Math.max(attempts - 1, 0), LONGEST_PAUSE_SECONDS);
      emit('messages.queued', job.subject, silent ? { afterSeconds: pause } : {});
    }
    await job.completeIn(tx);
  });
}

/** @returns whether the gateway left any of them unanswered. */
async function sendSome({ db, vault, smsGateway, inTx }: SendNeeds, some: readonly BunchMessage[]): Promise<boolean> {
  const mobiles = await readMobiles(
    db,
    vault,
    some.map(({ customerId }) => customerId),
  );
  const states = await Promise.all(some.map(async (message) => ({ id: message.id, state: await send(message) })));
  const settled = states.filter((one): one is Settled => one.state !== undefined);
  const broken = some.filter(({ text }) => text === undefined);
  await inTx(async ({ tx, now }) => {
    const why = 'its text does not open';
    await together([
      settleMessages(tx, settled, now),
      ...broken.map(({ id }) => openCase(tx, 'message-not-readable', id, why, now)),
    ]);
  });
  return settled.length < some.length;

  async function send({ messageNo, customerId, text, attempts }: BunchMessage): Promise<Settled['state'] | undefined> {
    const mobile = mobiles.get(customerId);
    if (mobile === undefined || text === undefined) return 'given-up';
    const outcome = await smsGateway.send({ messageNo, mobile, text });
    if (outcome.is === 'done') return 'sent';
    if (outcome.is === 'refused') return 'refused';
    return attempts >= MAX_ATTEMPTS ? 'given-up' : undefined;
  }
}
