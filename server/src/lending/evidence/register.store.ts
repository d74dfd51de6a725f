import type { ApplicationId, ContractId, CustomerId, Instant } from '@miaodai/values';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db/connect.ts';

const VIEW = 'evidence.contract_register';

/** A contract as the console lists it. */
export type Registered = {
  contractId: ContractId;
  contractNo: string;
  applicationId: ApplicationId;
  applicationNo: string;
  branchCode: string;
  customerId: CustomerId;
  principalFen: number;
  state: 'drafted' | 'agreed' | 'void';
  signedOffline: boolean;
  agreedAt: Instant | null;
  signing: 'requested' | 'signed' | 'refused' | null;
};

const select = (db: Db | Tx) =>
  db
    .selectFrom(VIEW)
    .select(['contract_id', 'contract_no', 'application_id', 'application_no', 'branch_code', 'customer_id'])
    .select(['principal_fen', 'state', 'signed_offline', 'agreed_at', 'signing']);
type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>;

export async function registered(db: Db | Tx, contractId: ContractId): Promise<Registered | undefined> {
  const row = await select(db).where('contract_id', '=', contractId).executeTakeFirst();
  return row && read(row);
}

type Filter = {
  /** Null: of every branch. */
  branchCode: string | null;
  contractNo: string | undefined;
  signing: 'requested' | 'signed' | 'refused' | undefined;
};

/** The newest first. */
export async function listRegistered(
  db: Db,
  { branchCode, contractNo, signing }: Filter,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ contracts: Registered[]; total: number }> {
  let found = db.selectFrom(VIEW);
  let page = select(db);
  if (branchCode !== null) {
    found = found.where('branch_code', '=', branchCode);
    page = page.where('branch_code', '=', branchCode);
  }
  if (contractNo !== undefined) {
    // A piece of it is enough: numbers are long to type.
    const has = sql<boolean>`position(${contractNo} in contract_no) > 0`;
    found = found.where(has);
    page = page.where(has);
  }
  if (signing !== undefined) {
    found = found.where('signing', '=', signing);
    page = page.where('signing', '=', signing);
  }
  const { total } = await found.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const rows = await page.orderBy('drawn_up_at', 'desc').orderBy('contract_id').limit(limit).offset(offset).execute();
  return { contracts: rows.map(read), total };
}

const read = (row: Row): Registered => ({
  ...{ contractId: row.contract_id as ContractId, contractNo: row.contract_no as string },
  ...{ applicationId: row.application_id as ApplicationId, applicationNo: row.application_no as string },
  ...{ branchCode: row.branch_code as string, customerId: row.customer_id as CustomerId },
  ...{ principalFen: row.principal_fen as number, state: row.state as Registered['state'] },
  ...{ signedOffline: row.signed_offline as boolean, agreedAt: row.agreed_at },
  signing: row.signing as Registered['signing'],
});

/** Paid out, and without a pack so far: what a job has missed, or what is older than evidence. */
export async function unsealed(db: Db | Tx, most: number): Promise<ContractId[]> {
  const { rows } = await sql<{ id: ContractId }>`
    select contract_id as id
    from evidence.contract_register
    where paid and not sealed
    order by drawn_up_at
    limit ${most}`.execute(db);
  return rows.map(({ id }) => id);
}
