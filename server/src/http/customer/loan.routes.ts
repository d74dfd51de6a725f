import type { loanOperations } from '@miaodai/http-api';
import { mask, ok, refuse, sum, type LoanId } from '@miaodai/values';
import { HEAD_OFFICE } from '../../bank/branches/index.ts';
import { today } from '../../bank/calendar/index.ts';
import { readProduct } from '../../bank/products/index.ts';
import { ownContract } from '../../lending/contract/index.ts';
import { listLoans, ownLoan, type LoanDetail } from '../../lending/servicing/index.ts';
import type { Handlers } from '../door.ts';
import type { Needs } from './needs.ts';

export const loanRoutes = (needs: Needs): Handlers<typeof loanOperations> => {
  const { db, vault } = needs;
  return {
    listLoans: async (_, { customerId }) => {
      const loans = await listLoans(db, vault, customerId);
      return ok({ loans: await Promise.all(loans.map((loan) => viewLoan(needs, loan))) });
    },
    readLoan: async ({ params }, { customerId }) => {
      const loan = await ownLoan(db, vault, params.loanId as LoanId, customerId);
      if (!loan) return refuse('not-found');
      const totalInterestFen = sum(loan.rows.map((row) => row.interestFen));
      return ok({ ...(await viewLoan(needs, loan)), totalInterestFen, rows: [...loan.rows] });
    },
  };
};

async function viewLoan({ db, vault }: Needs, loan: LoanDetail) {
  const product = await readProduct(db, loan.productCode, HEAD_OFFICE, await today(db));
  const contract = await ownContract(db, vault, loan.contractId, loan.customerId);
  // Until repayments are taken in, the next instalment is the first that is not past.
  const next = loan.rows.find((row) => loan.outstandingFen > 0 && row.dueOn >= loan.disbursedOn);
  return {
    loanId: loan.id,
    loanNo: loan.no,
    contractId: loan.contractId,
    contractNo: contract?.no ?? '',
    productName: product?.name ?? '',
    state: loan.state,
    principalFen: loan.principalFen,
    outstandingFen: loan.outstandingFen,
    annualRatePpm: loan.annualRatePpm,
    repaymentMethod: loan.repaymentMethod,
    termMonths: loan.termMonths,
    disbursedOn: loan.disbursedOn,
    maturesOn: loan.maturesOn,
    repaymentAccountNo: mask.accountNo(loan.accountNo),
    nextPayment: next ? { no: next.no, dueOn: next.dueOn, totalFen: next.totalFen } : null,
  };
}
