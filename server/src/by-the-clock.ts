import type { CustomerId } from '@miaodai/values';
import { deleteRunOut } from './customer/privacy/index.ts';
import { compareTransfers } from './customer/transfers/index.ts';
import { keepHouse } from './housekeeping.ts';
import { foldRolled, seal } from './ledger/index.ts';
import { beginWhenDue, numbersOfLoans } from './lending/day-end/index.ts';
import { applicationsOf, eraseAnswersOf, expireDrafts } from './lending/application/index.ts';
import { forgetAnswersAbout } from './integrations/external-calls/index.ts';
import { eraseContractDocuments } from './lending/contract/index.ts';
import { eraseSignings } from './lending/signing/index.ts';
import { eraseCopies } from './lending/copies/index.ts';
import { eraseDossier } from './lending/decision/index.ts';
import { eraseReviews, lapseApprovals } from './lending/review/index.ts';
import { erasePayouts } from './lending/disbursement/index.ts';
import { eraseLoans } from './lending/servicing/index.ts';
import { collectByClock, eraseDepositRepayments, eraseEarlyRepayments } from './lending/repayment/index.ts';
import { anchorByClock, checkByClock, eraseEvidence, unsealed } from './lending/evidence/index.ts';
import { takeUpAgain } from './lending/take-up-again.ts';
import type { Clock } from './platform/clock.ts';
import type { Context, InTx } from './platform/context.ts';
import type { Vault } from './platform/crypto/vault.ts';
import type { Db } from './platform/db/connect.ts';
import type { Handler } from './platform/jobs/jobs.ts';
import type { Log } from './platform/telemetry/log.ts';

type Needs = { db: Db; inTx: InTx; clock: Clock; vault: Vault; log: Log } & Pick<
  Parameters<typeof compareTransfers>[0],
  'coreBanking' | 'cardNetwork'
> &
  Pick<Parameters<typeof anchorByClock>[0], 'timeStampAuthority'>;

/** When, in the bank's home. */
export const HOURS: Readonly<Record<string, string>> = {
  // At midnight the bank's day is over; whatever was missed, or lost its job, is taken up within a minute.
  'day-end.clock': '* * * * *',
  'ledger.fold-and-seal': '* * * * *',
  'lending.take-up-again': '* * * * *',
  // Looks every hour; at which of them it debits is a setting.
  'repayment.debit-hours': '0 * * * *',
  'application.expire-drafts': '20 * * * *',
  'review.lapse-approvals': '20 * * * *',
  'platform.housekeeping': '10 3 * * *',
  'privacy.delete-run-out': '40 3 * * *',
  // Looks so often; how often it stamps is a setting.
  'evidence.anchor': '*/5 * * * *',
  'evidence.check': '25 4 * * *',
  // Every hour: what was compared is not compared again, and a system that was silent is asked once more.
  'transfers.compare': '50 * * * *',
};

// What happens at an hour of the day and not because something happened. One node does it, whichever takes the job.
export const byTheClock = ({
  db,
  inTx,
  clock,
  vault,
  log,
  timeStampAuthority,
  ...journals
}: Needs): Record<string, Handler> => ({
  'day-end.clock': async (job) => {
    await beginWhenDue(inTx);
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
  'repayment.debit-hours': (job) => collectByClock({ inTx }, job),
  'application.expire-drafts': async (job) => {
    await expireDrafts({ inTx, vault });
    await inTx(({ tx }) => job.completeIn(tx));
  },
  'review.lapse-approvals': async (job) => {
    await lapseApprovals({ inTx, vault });
    await inTx(({ tx }) => job.completeIn(tx));
  },
  'transfers.compare': (job) => compareTransfers({ db, inTx, vault, ...journals, knownElsewhere: numbersOfLoans }, job),
  'evidence.anchor': async (job) => {
    const { head, cause } = await anchorByClock({ db, inTx, clock, timeStampAuthority });
    // The log is kept outside the database, like that of the books' seal.
    if (head) log.info({ seq: head.seq, head: head.packHash }, 'evidence chain stamped');
    if (cause) log.warn({ cause }, 'evidence chain not stamped');
    await inTx(({ tx }) => job.completeIn(tx));
  },
  'evidence.check': async (job) => {
    // What a job has missed, and what is older than evidence, some every night.
    const missed = await unsealed(db, 500);
    const findings = await checkByClock({ db, inTx, vault });
    if (findings > 0) log.error({ findings }, 'evidence is not what was sealed');
    await inTx(async ({ tx, emit }) => {
      for (const contractId of missed) emit('loan.opened', contractId);
      await job.completeIn(tx);
    });
  },
  'platform.housekeeping': async (job) => {
    log.info(await keepHouse({ db, clock }), 'deleted what nobody needs any more');
    await inTx(({ tx }) => job.completeIn(tx));
  },
  'privacy.delete-run-out': async (job) => {
    const deleted = await deleteRunOut({ inTx, vault, eraseTrade: (context, id) => eraseTrade(context, vault, id) });
    if (deleted > 0) log.info({ deleted }, 'deleted what former customers had left');
    await inTx(({ tx }) => job.completeIn(tx));
  },
});

/** What lending holds of a person; amounts, terms and hashes stay, as the books do. */
async function eraseTrade({ tx, today }: Context, vault: Vault, customerId: CustomerId): Promise<void> {
  const applications = (await applicationsOf(tx, vault, customerId)).map(({ id }) => id);
  for (const id of applications) await eraseDossier(tx, vault, id);
  await forgetAnswersAbout(tx, applications);
  await eraseAnswersOf(tx, customerId, { all: true });
  await eraseReviews(tx, customerId, applications);
  await eraseContractDocuments(tx, vault, customerId);
  await eraseSignings(tx, vault, customerId);
  await eraseCopies(tx, customerId);
  await erasePayouts(tx, vault, customerId);
  await eraseDepositRepayments(tx, vault, customerId);
  await eraseEarlyRepayments(tx, customerId);
  await eraseLoans(tx, vault, customerId);
  await eraseEvidence(tx, customerId, today);
}
