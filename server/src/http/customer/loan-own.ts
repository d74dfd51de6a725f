import { assert, type CustomerId, type LoanId } from '@miaodai/values';
import { HEAD_OFFICE } from '../../bank/branches/index.ts';
import { today } from '../../bank/calendar/index.ts';
import { readProduct } from '../../bank/products/index.ts';
import { ownContract } from '../../lending/contract/index.ts';
import { ownLoan, readBook, type LoanDetail, type TransactionType } from '../../lending/servicing/index.ts';
import type { Needs } from './needs.ts';

/** Of one loan; of more, the latest are seen. */
export const MOST_TRANSACTIONS = 2_000;

/** Write-offs are the bank's own business. */
const SHOWN = ['disbursement', 'repayment', 'early-repayment', 'reversal', 'refund', 'recovery'] as const;
export const typesOf = (type: Exclude<(typeof SHOWN)[number], 'recovery'> | undefined): readonly TransactionType[] => {
  if (type === undefined) return SHOWN;
  return type === 'repayment' ? ['repayment', 'recovery'] : [type];
};

type Own = { loanId: string; customerId: CustomerId };

/** A loan of this customer's with its whole plan. */
export async function bookOfOwn({ db, vault }: Needs, { loanId, customerId }: Own) {
  const loan = await ownLoan(db, vault, loanId as LoanId, customerId);
  return loan && bookOf({ db }, loan);
}

export async function bookOf({ db }: Pick<Needs, 'db'>, loan: LoanDetail) {
  const read = await readBook(db, loan.id, { all: true });
  assert(read, 'a loan has a plan');
  return { ...read, accountNo: loan.accountNo };
}

/** What it is called, and what the contract is called. */
export async function namesOf(
  { db, vault }: Needs,
  loan: Pick<LoanDetail, 'productCode' | 'contractId' | 'customerId'>,
) {
  const product = await readProduct(db, loan.productCode, HEAD_OFFICE, await today(db));
  const contract = await ownContract(db, vault, loan.contractId, loan.customerId);
  return { productName: product?.name ?? '', contractNo: contract?.no ?? '' };
}
