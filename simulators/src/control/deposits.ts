import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { DepositState } from '../core-banking/deposits.ts';
import type { Db } from '../db.ts';
import type { World } from './control-world.ts';
import { badRequest, notFound, oneOrMore, read } from './input.ts';

const loanNo = z.string().regex(/^[A-Za-z0-9-]{1,40}$/);
export const depositInput = z.strictObject({
  depositNo: z.string().regex(/^[A-Za-z0-9]{1,32}$/),
  accountNo: z.string().regex(/^\d{8,32}$/),
  principalFen: z.int().min(1).max(1_000_000_000_00),
  annualRatePpm: z.int().min(0).max(1_000_000).default(15_000),
  openedOn: z.iso.date(),
  maturesOn: z.iso.date(),
  pledgedForLoanNo: loanNo.nullable().default(null),
});
const depositChange = z.strictObject({ pledgedForLoanNo: loanNo.nullable() });

export type ShownDeposit = {
  depositNo: string;
  accountNo: string;
  principalFen: number;
  annualRatePpm: number;
  openedOn: string;
  maturesOn: string;
  state: DepositState;
  pledgedForLoanNo: string | null;
};

/** Time deposits, past the core's own interface: a channel can neither make one nor see whose it is. */
export function addDeposits(app: FastifyInstance, { db }: World): void {
  app.post('/deposits', async (request) => {
    const created: string[] = [];
    for (const deposit of read(oneOrMore(depositInput), request.body)) {
      if (await createDeposit(db, deposit)) created.push(deposit.depositNo);
    }
    return { created };
  });
  app.put<{ Params: { depositNo: string } }>('/deposits/:depositNo', async (request) => {
    const { pledgedForLoanNo } = read(depositChange, request.body);
    const [changed] = await db.query(
      `update sim_core.deposits
       set state = case when $2::text is null then 'free' else 'pledged' end, pledged_for = $2
       where deposit_no = $1 and state <> 'redeemed'
       returning deposit_no as "depositNo", state, pledged_for as "pledgedForLoanNo"`,
      [request.params.depositNo, pledgedForLoanNo],
    );
    if (!changed) throw notFound('no such deposit, or redeemed');
    return changed;
  });
  app.get<{ Querystring: { accountNo?: string } }>('/deposits', (request) => listDeposits(db, request.query.accountNo));
}

/** A deposit that is there stays as it is, so that a seed may run at every start. @throws where the account is not known. */
export async function createDeposit(db: Db, deposit: z.infer<typeof depositInput>): Promise<boolean> {
  const { depositNo, accountNo, principalFen, annualRatePpm, openedOn, maturesOn, pledgedForLoanNo } = deposit;
  if (maturesOn <= openedOn) throw badRequest('matures before it is opened');
  const [account] = await db.query('select 1 from sim_core.accounts where account_no = $1', [accountNo]);
  if (!account) throw badRequest(`no account ${accountNo}`);
  const state: DepositState = pledgedForLoanNo === null ? 'free' : 'pledged';
  const created = await db.query(
    `insert into sim_core.deposits
       (deposit_no, account_no, principal_fen, rate_ppm, opened_on, matures_on, state, pledged_for)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict do nothing
     returning deposit_no`,
    [depositNo, accountNo, principalFen, annualRatePpm, openedOn, maturesOn, state, pledgedForLoanNo],
  );
  return created.length > 0;
}

export const listDeposits = (db: Db, accountNo?: string) =>
  db.query<ShownDeposit>(
    `select deposit_no as "depositNo", account_no as "accountNo", principal_fen as "principalFen",
            rate_ppm as "annualRatePpm", opened_on::text as "openedOn", matures_on::text as "maturesOn", state,
            pledged_for as "pledgedForLoanNo"
     from sim_core.deposits
     where $1::text is null or account_no = $1
     order by deposit_no
     limit 200`,
    [accountNo ?? null],
  );
