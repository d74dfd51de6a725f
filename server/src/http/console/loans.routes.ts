import type { loanConsoleOperations } from '@miaodai/http-api';
import { ok, refuse, type LoanId } from '@miaodai/values';
import { branchNames } from '../../bank/branches/index.ts';
import { today } from '../../bank/calendar/index.ts';
import { productNames } from '../../bank/products/index.ts';
import { readContact } from '../../customer/identity/index.ts';
import { accounts, entriesOf } from '../../ledger/index.ts';
import { listRegister, registeredLoan } from '../../lending/servicing/index.ts';
import type { Handlers } from '../door.ts';
import { branchSeen } from './branch.ts';
import type { StaffCaller } from './caller.ts';
import { viewEntry, viewLoan, viewLoans } from './loans.view.ts';
import type { Needs } from './needs.ts';

const PAGE_SIZE = 20;

/** Loans as staff see them: of their own branch, at the head office of every one. */
export const loanRoutes = ({ db, vault }: Needs): Handlers<typeof loanConsoleOperations, StaffCaller> => {
  const seen = async ({ loanId }: { loanId: string }, caller: StaffCaller) => {
    const loan = await registeredLoan(db, vault, loanId as LoanId, await today(db));
    const branch = branchSeen(caller);
    return branch === null || loan?.branchCode === branch ? loan : undefined;
  };
  return {
    listLoans: async ({ query }, caller) => {
      const { loanNo, state, overdue, productCode, after, before, pageSize = PAGE_SIZE } = query;
      const own = branchSeen(caller);
      const elsewhere = query.branchCode !== undefined && own !== null && query.branchCode !== own;
      const filter = {
        ...{ branchCode: elsewhere ? '' : (own ?? query.branchCode ?? null), loanNo, state, class: query.class },
        ...{ productCode, overdue: overdue === undefined ? undefined : overdue === 'true' },
      };
      const day = await today(db);
      const page = await listRegister(db, filter, { after, before, limit: pageSize }, day);
      const [branches, products] = [await branchNames(db), await productNames(db)];
      return ok({
        ...{ after: page.after, before: page.before },
        loans: await viewLoans({ db, vault, today: day }, page.loans),
        products: [...products].map(([code, name]) => ({ productCode: code, name })),
        branches: [...branches]
          .filter(([code]) => own === null || code === own)
          .map(([branchCode, name]) => ({ branchCode, name })),
      });
    },
    readLoanRecord: async ({ params }, caller) => {
      const loan = await seen(params, caller);
      return loan ? ok(await viewLoan({ db, vault, today: await today(db) }, loan.loanId)) : refuse('not-found');
    },
    readLoanEntries: async ({ params, query }, caller) => {
      const loan = await seen(params, caller);
      if (!loan) return refuse('not-found');
      const { page = 1 } = query;
      const { entries, total } = await entriesOf(db, accountsOf(loan.loanId), {
        ...{ limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE },
      });
      return ok({ entries: entries.map(viewEntry), total, page, pageSize: PAGE_SIZE });
    },
    revealLoanCustomer: async ({ params }, caller) => {
      const loan = await seen(params, caller);
      if (!loan) return refuse('not-found');
      const { name = '', mobile, idNumber = '' } = await readContact(db, vault, loan.customerId);
      return ok({ name, mobile, idNumber, accountNo: loan.accountNo });
    },
  };
};

/** The accounts that a loan has to itself. */
const accountsOf = (loanId: LoanId) => [
  accounts.loanPrincipal(loanId),
  accounts.interestReceivable(loanId),
  accounts.discountInterestReceivable(loanId),
  accounts.surplus(loanId),
  accounts.writtenOff(loanId),
];
