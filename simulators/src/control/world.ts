import { z } from 'zod';
import type { Db } from '../db.ts';
import { ACCOUNT_STATES, createBankAccounts, type AccountState } from '../core-banking/accounts.ts';
import { BOOKING_COLUMNS, coreSeq, type Booking } from '../core-banking/transfers.ts';
import { createEmployers } from '../hr-system.ts';

// What a tester or a seed may put into the systems, and what a test reads out of them, past their own interfaces.

const name = z.string().min(1).max(60);
const idNumber = z.string().regex(/^\d{17}[\dX]$/);
const balanceFen = z.int().min(0);

export const accountInput = z.strictObject({
  accountNo: z.string().regex(/^\d{8,32}$/),
  holderName: name,
  idNumber,
  state: z.enum(ACCOUNT_STATES).default('normal'),
  balanceFen: balanceFen.default(0),
});
export const accountChange = z.strictObject({
  state: z.enum(ACCOUNT_STATES).optional(),
  balanceFen: balanceFen.optional(),
});
export const employeeInput = z.strictObject({
  erpNo: z.string().regex(/^[A-Za-z0-9]{4,20}$/),
  name,
  idNumber,
  employerCode: z.string(),
  hiredOn: z.iso.date(),
  leftOn: z.iso.date().nullable().default(null),
});
export const citizenInput = z.strictObject({ name, idNumber });

/** What is there from the start. May run again over what is there. */
export const seedWorld = (db: Db): Promise<void> =>
  db.tx(async (query) => {
    await createBankAccounts(query);
    await createEmployers(query);
  });

/** Everything but the installed version goes, and the start is laid again. */
export async function resetWorld(db: Db): Promise<void> {
  await db.query(
    `truncate sim_control.calls, sim_control.settings, sim_core.bookings, sim_core.requests, sim_core.account_requests, sim_core.holds,
       sim_core.deposits, sim_core.accounts, sim_hr.employees, sim_hr.employers, sim_registry.citizens, sim_bureau.queries,
       sim_big_data.assessments, sim_sms.messages, sim_card.settlements, sim_card.requests, sim_card.cards,
       sim_mail.messages, sim_mail.put_off,
       sim_ca.certificates
     restart identity`,
  );
  await seedWorld(db);
}

/** An account that is there stays as it is, so that a seed may run at every start. */
export async function createAccount(db: Db, account: z.infer<typeof accountInput>): Promise<boolean> {
  const created = await db.query(
    `insert into sim_core.accounts (account_no, holder_name, id_number, state, balance_fen)
     values ($1, $2, $3, $4, $5)
     on conflict do nothing
     returning account_no`,
    [account.accountNo, account.holderName, account.idNumber, account.state, account.balanceFen],
  );
  return created.length > 0;
}

export async function changeAccount(db: Db, accountNo: string, change: z.infer<typeof accountChange>) {
  const changed = await db.query<{ state: AccountState; balanceFen: number }>(
    `update sim_core.accounts
     set state = coalesce($2, state), balance_fen = coalesce($3, balance_fen), frozen_by_channel = frozen_by_channel and $2::text is null
     where account_no = $1
     returning state, balance_fen as "balanceFen"`,
    [accountNo, change.state ?? null, change.balanceFen ?? null],
  );
  return changed[0];
}

/** False where no such employer is known. */
export function putEmployee(db: Db, employee: z.infer<typeof employeeInput>): Promise<boolean> {
  const { erpNo, name: employeeName, idNumber: number, employerCode, hiredOn, leftOn } = employee;
  return db.tx(async (query) => {
    const [employer] = await query('select code from sim_hr.employers where code = $1', [employerCode]);
    if (!employer) return false;
    // One row per ERP number and one per person: whoever held either is replaced.
    await query('delete from sim_hr.employees where erp_no = $1 or id_number = $2', [erpNo, number]);
    await query(
      `insert into sim_hr.employees (erp_no, name, id_number, employer_code, hired_on, left_on)
       values ($1, $2, $3, $4, $5, $6)`,
      [erpNo, employeeName, number, employerCode, hiredOn, leftOn],
    );
    return true;
  });
}

export async function putCitizen(db: Db, citizen: z.infer<typeof citizenInput>): Promise<void> {
  await db.query(
    `insert into sim_registry.citizens (id_number, name)
     values ($1, $2)
     on conflict (id_number) do update set name = excluded.name`,
    [citizen.idNumber, citizen.name],
  );
}

export type Transfer = {
  requestNo: string;
  coreSerialNo: string;
  fromAccountNo: string;
  toAccountNo: string;
  amountFen: number;
  remark: string;
  bookedOn: string;
};

/** Newest first; of one request number, or the latest of all. */
export async function listTransfers(db: Db, requestNo?: string): Promise<Transfer[]> {
  const rows = await db.query<Booking & { remark: string }>(
    `select ${BOOKING_COLUMNS}, remark
     from sim_core.bookings
     where $1::text is null or tran_no = $1
     order by id desc
     limit 5000`,
    [requestNo ?? null],
  );
  return rows.map((row) => ({
    requestNo: row.tranNo,
    coreSerialNo: coreSeq(row.id),
    fromAccountNo: row.fromAcct,
    toAccountNo: row.toAcct,
    amountFen: row.amountFen,
    remark: row.remark,
    bookedOn: `${row.acctDate.slice(0, 4)}-${row.acctDate.slice(4, 6)}-${row.acctDate.slice(6)}`,
  }));
}

export async function countWorld(db: Db) {
  const calls = await db.query<{ system: string; operation: string; count: number }>(
    `select system, operation, count(*) as count from sim_control.calls group by system, operation order by 1, 2`,
  );
  const requests = await db.query<{ state: string; count: number }>(
    `select state, count(*) as count from sim_core.requests group by state`,
  );
  const [totals] = await db.query<{ bookings: number; bookedFen: number; bureauQueries: number; texts: number }>(
    `select count(*) as bookings, coalesce(sum(amount_fen), 0)::bigint as "bookedFen",
            (select count(*) from sim_bureau.queries) as "bureauQueries",
            (select count(*) from sim_sms.messages) as texts
     from sim_core.bookings`,
  );
  return { calls, requests: Object.fromEntries(requests.map((row) => [row.state, row.count])), ...totals };
}

export const listBureauQueries = (db: Db, ofPerson?: string) =>
  db.query(
    `select query_no as "queryNo", auth_no as "consentNo", name, id_number as "idNumber", queried_at as "queriedAt"
     from sim_bureau.queries
     where $1::text is null or id_number = $1
     order by queried_at desc
     limit 200`,
    [ofPerson ?? null],
  );

export type Call = {
  arrivedAt: Date;
  system: string;
  operation: string;
  number: string;
  fault: string | null;
  answer: string | null;
  tookMs: number | null;
};
export const listCalls = (db: Db, number: string | undefined, limit: number) =>
  db.query<Call>(
    `select arrived_at as "arrivedAt", system, operation, number, fault, answer, took_ms as "tookMs"
     from sim_control.calls
     where $1::text is null or number = $1
     order by id desc
     limit $2`,
    [number ?? null, limit],
  );
