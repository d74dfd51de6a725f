import { createHash } from 'node:crypto';
import { secondsBetween } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import type { TimeStampAuthority } from '../../integrations/time-stamp/port.ts';
import type { Clock } from '../../platform/clock.ts';
import type { InTx } from '../../platform/context.ts';
import type { Db } from '../../platform/db/connect.ts';
import { anchorStatement } from './evidence.rules.ts';
import { chainHead, insertAnchor, latestAnchor, type Head } from './evidence.store.ts';

type Needs = { db: Db; inTx: InTx; timeStampAuthority: TimeStampAuthority };

export type Anchored = { head?: Head; cause?: string };

/**
 * Has the head of the chain time-stamped outside the bank: from then on nobody, the bank least of all, can make what comes before it
 * anew. Two who do it at once keep two stamps, which does no harm. Nothing to do is neither a head nor a cause.
 */
export async function anchorChain({ db, inTx, timeStampAuthority }: Needs): Promise<Anchored> {
  const head = await chainHead(db);
  const last = await latestAnchor(db);
  if (!head || (last && last.seq >= head.seq)) return {};
  const digest = createHash('sha256').update(anchorStatement(head)).digest();
  const stamped = await timeStampAuthority.stamp(digest);
  if (stamped.is !== 'done') return { cause: stamped.is === 'refused' ? stamped.code : stamped.cause };
  await inTx(({ tx, now }) => insertAnchor(tx, { ...head, token: stamped.value, stampedAt: now }));
  return { head };
}

/** By the clock: as often as staff have set. */
export async function anchorByClock(needs: Needs & { clock: Clock }): Promise<Anchored> {
  const { db, clock } = needs;
  const { evidenceAnchorSeconds } = await readSettings(db, await today(db));
  const last = await latestAnchor(db);
  if (last && secondsBetween(last.stampedAt, clock.now()) < evidenceAnchorSeconds) return {};
  return anchorChain(needs);
}
