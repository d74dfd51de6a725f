import { sql } from 'kysely';
import { fen, type ApplicationId, type BusinessDate, type CustomerId, type Instant } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { ENDED, type Answers, type Application, type Route, type Status, type Step } from './application.rules.ts';

const TABLE = 'application.applications';
const COLUMNS = [
  ...[
    'application_id',
    'application_no',
    'previous_application_id',
    'customer_id',
    'product_code',
    'branch_code',
    'step',
    'route',
    'erp_no_cipher',
  ],
  ...[
    'employer_code',
    'employer_name',
    'employer_grade',
    'hired_on',
    'identity_tries',
    'answers_cipher',
    'amount_fen',
    'version',
    'started_at',
    'saved_at',
  ],
] as const;
type Row = {
  application_id: string;
  application_no: string;
  previous_application_id: string | null;
  customer_id: string;
  product_code: string;
  branch_code: string;
  step: string;
  route: string | null;
  erp_no_cipher: Uint8Array | null;
  employer_code: string | null;
  employer_name: string | null;
  employer_grade: string | null;
  hired_on: BusinessDate | null;
  identity_tries: number;
  answers_cipher: Uint8Array | null;
  amount_fen: number | null;
  version: number;
  started_at: Instant;
  saved_at: Instant;
};

const select = (tx: Tx | Db) =>
  tx
    .selectFrom(TABLE)
    .select(COLUMNS as never)
    .$castTo<Row>();

/** Locks the application: whatever moves it waits its turn and sees what the one before has done. */
export async function lockApplication(tx: Tx, vault: Vault, id: ApplicationId): Promise<Application | undefined> {
  const row = await select(tx).where('application_id', '=', id).forUpdate().executeTakeFirst();
  return row && read(row, vault);
}

/** Somebody else's application is as if it did not exist. Locked where a transaction is about to change it. */
export async function ownApplication(
  tx: Tx | Db,
  vault: Vault,
  id: ApplicationId,
  customerId: CustomerId,
  { lock = false } = {},
): Promise<Application | undefined> {
  const query = select(tx).where('application_id', '=', id).where('customer_id', '=', customerId);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  return row && read(row, vault);
}

export async function latestApplication(
  tx: Tx | Db,
  vault: Vault,
  customerId: CustomerId,
): Promise<Application | undefined> {
  const row = await select(tx)
    .where('customer_id', '=', customerId)
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && read(row, vault);
}

export async function latestDeclined(
  tx: Tx | Db,
  vault: Vault,
  customerId: CustomerId,
): Promise<Application | undefined> {
  const row = await select(tx)
    .where('customer_id', '=', customerId)
    .where('step', '=', 'declined')
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && read(row, vault);
}

export async function openApplicationOf(
  tx: Tx,
  vault: Vault,
  customerId: CustomerId,
  productCode: string,
): Promise<Application | undefined> {
  const row = await select(tx)
    .where('customer_id', '=', customerId)
    .where('product_code', '=', productCode)
    .where('step', 'not in', [...ENDED])
    .executeTakeFirst();
  return row && read(row, vault);
}

/** The open application that was routed, to whichever product: the same person would be routed there again. */
export async function openRoutedApplication(
  tx: Tx,
  vault: Vault,
  customerId: CustomerId,
): Promise<Application | undefined> {
  const row = await select(tx)
    .where('customer_id', '=', customerId)
    .where('route', 'in', ['instant', 'standard'])
    .where('step', 'not in', [...ENDED])
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && read(row, vault);
}

/** False where another request has opened one for this customer and product in the meantime. */
export async function insertApplication(
  tx: Tx,
  application: {
    id: ApplicationId;
    no: string;
    previousId: ApplicationId | null;
    customerId: CustomerId;
    productCode: string;
    branchCode: string;
    step: Step;
  },
  channel: string,
  now: Instant,
): Promise<boolean> {
  const row = await tx
    .insertInto(TABLE)
    .values({
      application_id: application.id,
      application_no: application.no,
      previous_application_id: application.previousId,
      customer_id: application.customerId,
      product_code: application.productCode,
      branch_code: application.branchCode,
      channel,
      step: application.step,
      started_at: now,
      saved_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('application_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** A20261123-000017: numbers may have gaps, never a repeat. */
export async function nextApplicationNo(tx: Tx, today: BusinessDate): Promise<string> {
  const { rows } = await sql<{ n: number }>`select nextval('application.application_numbers')::int as n`.execute(tx);
  return `A${today.replaceAll('-', '')}-${String(rows[0]?.n).padStart(6, '0')}`;
}

export type Change = Partial<{
  step: Step;
  route: Route;
  branchCode: string;
  employerCode: string | null;
  employerName: string | null;
  employerGrade: string | null;
  hiredOn: BusinessDate | null;
  erpNo: string;
  answers: Answers;
  termMonths: number;
  purpose: string;
  amountFen: number;
  submittedAt: Instant;
}>;

export async function updateApplication(
  tx: Tx,
  vault: Vault,
  id: ApplicationId,
  change: Change,
  now: Instant,
): Promise<void> {
  const { erpNo, answers, ...plain } = change;
  const values = {
    step: plain.step,
    route: plain.route,
    branch_code: plain.branchCode,
    employer_code: plain.employerCode,
    employer_name: plain.employerName,
    employer_grade: plain.employerGrade,
    hired_on: plain.hiredOn,
    term_months: plain.termMonths,
    purpose: plain.purpose,
    amount_fen: plain.amountFen,
    submitted_at: plain.submittedAt,
    ...(erpNo === undefined ? {} : { erp_no_cipher: vault.seal(`${TABLE}.erp_no`, id, erpNo) }),
    ...(answers === undefined ? {} : { answers_cipher: vault.seal(`${TABLE}.answers`, id, JSON.stringify(answers)) }),
  };
  await tx
    .updateTable(TABLE)
    .set(Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)))
    .set((eb) => ({ version: eb('version', '+', 1), saved_at: now }))
    .where('application_id', '=', id)
    .execute();
}

/** Counts a try before it is made; undefined where none is left. */
export async function countIdentityTry(tx: Tx, id: ApplicationId, most: number): Promise<number | undefined> {
  const row = await tx
    .updateTable(TABLE)
    .set((eb) => ({ identity_tries: eb('identity_tries', '+', 1) }))
    .where('application_id', '=', id)
    .where('identity_tries', '<', most)
    .returning('identity_tries')
    .executeTakeFirst();
  return row?.identity_tries;
}

/** What was asked was never answered: that was no try. */
export async function giveBackIdentityTry(tx: Tx, id: ApplicationId): Promise<void> {
  await tx
    .updateTable(TABLE)
    .set((eb) => ({ identity_tries: eb('identity_tries', '-', 1) }))
    .where('application_id', '=', id)
    .where('identity_tries', '>', 0)
    .execute();
}

export async function insertStatus(tx: Tx, id: ApplicationId, status: Status, at: Instant): Promise<void> {
  await tx
    .insertInto('application.status_history')
    .values({ application_id: id, status, at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function historyOf(tx: Tx | Db, id: ApplicationId): Promise<{ status: Status; at: Instant }[]> {
  const rows = await tx
    .selectFrom('application.status_history')
    .select(['status', 'at'])
    .where('application_id', '=', id)
    .orderBy('at')
    .execute();
  return rows.map(({ status, at }) => ({ status: status as Status, at }));
}

function read(row: Row, vault: Vault): Application {
  const id = row.application_id as ApplicationId;
  return {
    id,
    no: row.application_no,
    previousId: row.previous_application_id as ApplicationId | null,
    customerId: row.customer_id as CustomerId,
    productCode: row.product_code,
    branchCode: row.branch_code,
    step: row.step as Step,
    route: row.route as Route | null,
    erpNo: row.erp_no_cipher && vault.open(`${TABLE}.erp_no`, id, row.erp_no_cipher),
    employerCode: row.employer_code,
    employerName: row.employer_name,
    employerGrade: row.employer_grade,
    hiredOn: row.hired_on,
    identityTries: row.identity_tries,
    answers: row.answers_cipher
      ? (JSON.parse(vault.open(`${TABLE}.answers`, id, row.answers_cipher)) as Answers)
      : { aboutYou: {}, money: {} },
    amountFen: row.amount_fen === null ? null : fen(row.amount_fen),
    version: row.version,
    startedAt: row.started_at,
    savedAt: row.saved_at,
  };
}
