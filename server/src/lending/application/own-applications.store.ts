import type { ApplicationId, BusinessDate, CustomerId, Instant } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { statusOf, type Answers, type Status, type Step } from './application.rules.ts';

const TABLE = 'application.applications';

export type OwnApplication = {
  id: ApplicationId;
  no: string;
  status: Status;
  step: Step;
  erpNo: string | null;
  employerName: string | null;
  hiredOn: BusinessDate | null;
  answers: Answers;
  startedAt: Instant;
  submittedAt: Instant | null;
};

/** All that a customer has ever begun, the newest first. */
export async function applicationsOf(db: Db | Tx, vault: Vault, customerId: CustomerId): Promise<OwnApplication[]> {
  const rows = await db
    .selectFrom(TABLE)
    .select(['application_id', 'application_no', 'step', 'erp_no_cipher', 'employer_name', 'hired_on'])
    .select(['answers_cipher', 'started_at', 'submitted_at'])
    .where('customer_id', '=', customerId)
    .orderBy('started_at', 'desc')
    .execute();
  return rows.map((row) => {
    const id = row.application_id as ApplicationId;
    return {
      ...{ id, no: row.application_no, step: row.step as Step, status: statusOf(row.step as Step) },
      ...{ employerName: row.employer_name, hiredOn: row.hired_on },
      ...{ startedAt: row.started_at, submittedAt: row.submitted_at },
      erpNo: row.erp_no_cipher && vault.open(`${TABLE}.erp_no`, id, row.erp_no_cipher),
      answers: row.answers_cipher
        ? (JSON.parse(vault.open(`${TABLE}.answers`, id, row.answers_cipher)) as Answers)
        : { aboutYou: {}, money: {} },
    };
  });
}

/** What was filled in and never submitted serves nobody once the customer leaves. @param all also what was, when its time is over. */
export async function eraseAnswersOf(tx: Tx, customerId: CustomerId, { all }: { all: boolean }): Promise<void> {
  let update = tx
    .updateTable(TABLE)
    .set({ erp_no_cipher: null, answers_cipher: null, employer_name: null, hired_on: null })
    .where('customer_id', '=', customerId);
  if (!all) update = update.where('submitted_at', 'is', null);
  await update.execute();
}
