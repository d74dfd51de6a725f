import { sql } from 'kysely';
import type { Convention, Method, ScheduleRow } from '@miaodai/loan-math';
import {
  assert,
  fen,
  ratePpm,
  type ApplicationId,
  type BusinessDate,
  type ContractId,
  type CustomerId,
  type Instant,
} from '@miaodai/values';
import type { Document } from '../../bank/content/index.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { Contract, CostStatement, Papers } from './contract.rules.ts';

const TABLE = 'contract.contracts';
const terms = (tx: Tx | Db) =>
  tx
    .selectFrom(TABLE)
    .select([
      'contract_id',
      'contract_no',
      'application_id',
      'customer_id',
      'product_code',
      'state',
      'principal_fen',
      'limit_fen',
    ])
    .select(['annual_rate_ppm', 'term_months', 'purpose', 'repayment_method', 'convention', 'account_no_cipher'])
    .select([
      'text_hash',
      'cost_statement_hash',
      'cost_confirmed_at',
      'valid_until',
      'signed_on',
      'use_of_funds_no',
      'use_of_funds_signed_on',
    ]);
type Find =
  { contractId: ContractId } | { contractId: ContractId; customerId: CustomerId } | { applicationId: ApplicationId };

async function find(tx: Tx | Db, vault: Vault, by: Find, lock = false): Promise<Contract | undefined> {
  let query = terms(tx);
  if ('contractId' in by) query = query.where('contract_id', '=', by.contractId);
  if ('customerId' in by) query = query.where('customer_id', '=', by.customerId);
  if ('applicationId' in by) query = query.where('application_id', '=', by.applicationId).where('state', '<>', 'void');
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  if (!row) return undefined;
  const id = row.contract_id as ContractId;
  return {
    id,
    no: row.contract_no,
    applicationId: row.application_id as ApplicationId,
    customerId: row.customer_id as CustomerId,
    productCode: row.product_code,
    state: row.state as Contract['state'],
    principalFen: fen(row.principal_fen),
    limitFen: fen(row.limit_fen),
    annualRatePpm: ratePpm(row.annual_rate_ppm),
    termMonths: row.term_months,
    purpose: row.purpose,
    repaymentMethod: row.repayment_method as Method,
    convention: row.convention as unknown as Convention,
    accountNo: vault.open(`${TABLE}.account_no`, id, row.account_no_cipher),
    textHash: row.text_hash,
    costStatementHash: row.cost_statement_hash,
    costConfirmedAt: row.cost_confirmed_at,
    validUntil: row.valid_until,
    signedOffline:
      row.signed_on && row.use_of_funds_no && row.use_of_funds_signed_on
        ? {
            signedOn: row.signed_on,
            useOfFundsNo: row.use_of_funds_no,
            useOfFundsSignedOn: row.use_of_funds_signed_on,
          }
        : null,
  };
}

/** The papers of a contract that is known to be the asker's. */
export async function papersOf(tx: Tx | Db, vault: Vault, contractId: ContractId): Promise<Papers> {
  const row = await tx
    .selectFrom(TABLE)
    .select(['drawn_up_on', 'schedule', 'document_cipher', 'cost_statement'])
    .where('contract_id', '=', contractId)
    .executeTakeFirstOrThrow();
  return {
    drawnUpOn: row.drawn_up_on,
    schedule: row.schedule as unknown as ScheduleRow[],
    document: JSON.parse(vault.open(`${TABLE}.document`, contractId, row.document_cipher)) as Document,
    costStatement: row.cost_statement as unknown as CostStatement,
  };
}

/** Locked, so that it is agreed to, voided or paid out by one request at a time. */
export const lockContract = (tx: Tx, vault: Vault, contractId: ContractId): Promise<Contract | undefined> =>
  find(tx, vault, { contractId }, true);

/** Somebody else's contract is as if it did not exist. */
export const ownContract = (
  tx: Tx | Db,
  vault: Vault,
  contractId: ContractId,
  customerId: CustomerId,
  { lock = false } = {},
): Promise<Contract | undefined> => find(tx, vault, { contractId, customerId }, lock);

/** The live contract of an application. */
export const contractOf = (
  tx: Tx | Db,
  vault: Vault,
  applicationId: ApplicationId,
  { lock = false } = {},
): Promise<Contract | undefined> => find(tx, vault, { applicationId }, lock);

/** HT20261123-000017 */
export async function nextContractNo(tx: Tx, today: BusinessDate): Promise<string> {
  const { rows } = await sql<{ n: number }>`select nextval('contract.contract_numbers')::int as n`.execute(tx);
  return `HT${today.replaceAll('-', '')}-${String(rows[0]?.n).padStart(6, '0')}`;
}

type NumberTaken = 'contractNo' | 'useOfFundsNo';

/** Which number is another's, where one is: papers have the numbers that they have. */
export async function insertContract(
  tx: Tx,
  vault: Vault,
  contract: Contract & Papers,
  drawnUpAt: Instant,
): Promise<NumberTaken | undefined> {
  const { signedOffline } = contract;
  const row = await tx
    .insertInto(TABLE)
    .values({
      contract_id: contract.id,
      contract_no: contract.no,
      application_id: contract.applicationId,
      customer_id: contract.customerId,
      product_code: contract.productCode,
      state: contract.state,
      principal_fen: contract.principalFen,
      limit_fen: contract.limitFen,
      annual_rate_ppm: contract.annualRatePpm,
      term_months: contract.termMonths,
      purpose: contract.purpose,
      repayment_method: contract.repaymentMethod,
      convention: JSON.stringify(contract.convention),
      account_no_cipher: vault.seal(`${TABLE}.account_no`, contract.id, contract.accountNo),
      drawn_up_on: contract.drawnUpOn,
      schedule: JSON.stringify(contract.schedule),
      document_cipher: vault.seal(`${TABLE}.document`, contract.id, JSON.stringify(contract.document)),
      text_version: contract.document.version,
      text_hash: contract.textHash,
      cost_statement: JSON.stringify(contract.costStatement),
      cost_statement_hash: contract.costStatementHash,
      valid_until: contract.validUntil,
      drawn_up_at: drawnUpAt,
      agreed_at: contract.state === 'agreed' ? drawnUpAt : null,
      signed_offline: signedOffline !== null,
      signed_on: signedOffline?.signedOn ?? null,
      use_of_funds_no: signedOffline?.useOfFundsNo ?? null,
      use_of_funds_signed_on: signedOffline?.useOfFundsSignedOn ?? null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('contract_id')
    .executeTakeFirst();
  if (row) return undefined;
  const other = await tx
    .selectFrom(TABLE)
    .select('contract_id')
    .where('contract_no', '=', contract.no)
    .executeTakeFirst();
  if (other) return 'contractNo';
  // An application's second live contract would be a bug, which must not pass for a number that is taken.
  assert(signedOffline, `${contract.applicationId} has one live contract`);
  return 'useOfFundsNo';
}

export async function markAgreed(tx: Tx, contractId: ContractId, agreedAt: Instant): Promise<void> {
  await tx
    .updateTable(TABLE)
    .set({ state: 'agreed', agreed_at: agreedAt })
    .where('contract_id', '=', contractId)
    .execute();
}

export async function markCostConfirmed(tx: Tx, contractId: ContractId, at: Instant): Promise<void> {
  await tx.updateTable(TABLE).set({ cost_confirmed_at: at }).where('contract_id', '=', contractId).execute();
}

/** It was agreed to and could not be signed: it may be agreed to once more. */
export async function reopenContract(tx: Tx, contractId: ContractId): Promise<void> {
  await tx
    .updateTable(TABLE)
    .set({ state: 'drafted', agreed_at: null })
    .where('contract_id', '=', contractId)
    .where('state', '=', 'agreed')
    .execute();
}

export async function markVoid(tx: Tx, contractId: ContractId): Promise<void> {
  await tx.updateTable(TABLE).set({ state: 'void' }).where('contract_id', '=', contractId).execute();
}
