import type { Query } from '../db.ts';

export const ACCOUNT_STATES = ['normal', 'frozen', 'closed', 'credit-only', 'not-active', 'lost'] as const;
export type AccountState = (typeof ACCOUNT_STATES)[number];
/** How the messages call them (interface, section 5). */
export const ACCT_STS: Record<AccountState, string> = {
  normal: '0',
  frozen: '1',
  closed: '2',
  'credit-only': '3',
  'not-active': '4',
  lost: '5',
};
export type Account = {
  accountNo: string;
  holderName: string;
  idNumber: string;
  state: AccountState;
  balanceFen: number;
  heldFen: number;
};

/** The bank's own account that loans are paid from. */
export const FUNDING_ACCOUNT = {
  accountNo: '1100000000000001',
  holderName: '融信贷放款户',
  balanceFen: 10_000_000_000_00,
};

/** The bank's own account against the card network: transfers from and to cards go over it. */
const CLEARING_ACCOUNT = {
  accountNo: '1100000000000002',
  holderName: '银行卡清算户',
  balanceFen: 1_000_000_000_00,
};

/** Where the bank keeps what its customers have put away for a time, and what it pays for it. */
export const DEPOSITS_ACCOUNT = {
  accountNo: '1100000000000003',
  holderName: '定期存款户',
  balanceFen: 1_000_000_000_00,
};

export async function createBankAccounts(query: Query): Promise<void> {
  for (const { accountNo, holderName, balanceFen } of [FUNDING_ACCOUNT, CLEARING_ACCOUNT, DEPOSITS_ACCOUNT]) {
    await query(
      `insert into sim_core.accounts (account_no, holder_name, id_number, state, balance_fen)
       values ($1, $2, '', 'normal', $3)
       on conflict do nothing`,
      [accountNo, holderName, balanceFen],
    );
  }
}

const COLUMNS = `
  account_no as "accountNo", holder_name as "holderName", id_number as "idNumber", state, balance_fen as "balanceFen",
  coalesce((
    select sum(amount_fen)
    from sim_core.holds
    where holds.account_no = accounts.account_no and active
  ), 0)::bigint as "heldFen"`;

export async function findAccount(query: Query, accountNo: string): Promise<Account | undefined> {
  const [account] = await query<Account>(`select ${COLUMNS} from sim_core.accounts where account_no = $1`, [accountNo]);
  return account;
}

export const listAccounts = (query: Query) =>
  query<Account>(`select ${COLUMNS} from sim_core.accounts order by account_no limit 500`);

/**
 * Locked in the order of their numbers, so that two transfers in opposite directions never wait for each other.
 * Read again after the lock, because a lock wait refreshes the locked rows only, and not the holds beside them.
 */
export async function lockAccounts(query: Query, accountNos: readonly string[]): Promise<Map<string, Account>> {
  await query('select 1 from sim_core.accounts where account_no = any($1) order by account_no for update', [
    accountNos,
  ]);
  const found = await query<Account>(`select ${COLUMNS} from sim_core.accounts where account_no = any($1)`, [
    accountNos,
  ]);
  return new Map(found.map((account) => [account.accountNo, account]));
}

/** Why this account cannot pay that much, as a return code. */
export function payerRefusal(payer: Account | undefined, amountFen: number): string | undefined {
  if (!payer) return '2101';
  const byState = {
    ...{ normal: undefined, closed: '2102', frozen: '2103' },
    ...{ 'credit-only': '2104', 'not-active': '2105', lost: '2107' },
  };
  if (byState[payer.state]) return byState[payer.state];
  return payer.balanceFen - payer.heldFen < amountFen ? '2106' : undefined;
}

export function payeeRefusal(payee: Account | undefined): string | undefined {
  if (!payee) return '2201';
  const byState = {
    ...{ normal: undefined, closed: '2202', frozen: '2203' },
    ...{ 'credit-only': undefined, 'not-active': '2205', lost: undefined },
  };
  return byState[payee.state];
}
