import { addSeconds } from '@miaodai/values';
import { openDayByClock } from './bank/calendar/index.ts';
import { forgetOldNonces } from './customer/credentials/index.ts';
import { deleteEvidenceUntil } from './customer/face/index.ts';
import { foldRolled, seal } from './ledger/index.ts';
import { takeUpAgain } from './lending/take-up-again.ts';
import type { Clock } from './platform/clock.ts';
import type { InTx } from './platform/context.ts';
import type { Db } from './platform/db/connect.ts';
import { forgetOldKeys } from './platform/idempotency.store.ts';
import type { Handler } from './platform/jobs/jobs.ts';
import { forgetOldRates } from './platform/rate-limit.store.ts';
import type { Log } from './platform/telemetry/log.ts';

/** A client that tries again within a month gets its first answer. */
const KEYS_SECONDS = 30 * 86_400;

type Needs = { db: Db; inTx: InTx; clock: Clock; log: Log };

/** When, in the bank's home. */
export const HOURS: Readonly<Record<string, string>> = {
  'calendar.midnight': '0 0 * * *',
  'ledger.fold-and-seal': '* * * * *',
  'lending.take-up-again': '* * * * *',
  'platform.housekeeping': '10 3 * * *',
};

// What happens at an hour of the day and not because something happened. One node does it, whichever takes the job.
export const byTheClock = ({ db, inTx, clock, log }: Needs): Record<string, Handler> => ({
  'calendar.midnight': async (job) => {
    await openDayByClock(db, clock);
    await inTx(({ tx }) => job.completeIn(tx));
  },
  'ledger.fold-and-seal': async (job) => {
    await foldRolled(db);
    const head = await seal(db);
    // The log is kept outside the database: whoever rewrites the books cannot rewrite what was said there.
    if (head) log.info({ sealNo: head.sealNo, entries: head.entries, head: head.hash }, 'books sealed');
    await inTx(({ tx }) => job.completeIn(tx));
  },
  'lending.take-up-again': (job) => takeUpAgain({ inTx }, job),
  'platform.housekeeping': async (job) => {
    const now = clock.now();
    await forgetOldKeys(db, addSeconds(now, -KEYS_SECONDS));
    await forgetOldRates(db);
    await forgetOldNonces(db, now);
    await deleteEvidenceUntil(db, now);
    await inTx(({ tx }) => job.completeIn(tx));
  },
});
