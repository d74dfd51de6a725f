import type { loanOperations } from '@miaodai/http-api';
import { ok, refuse, type LoanId } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { allotmentsOf, factsOf, listLoans, ownLoan, transactionsOf } from '../../lending/servicing/index.ts';
import type { Handlers } from '../door.ts';
import { downloadRoutes } from './loan-files.routes.ts';
import { bookOf, bookOfOwn, MOST_TRANSACTIONS, namesOf, typesOf } from './loan-own.ts';
import { pageOf, pagesOf, planRange, transactionRange } from './loan-range.ts';
import { recordsOf } from './loan-records.ts';
import { explainInstalment, explainLoan, explainTransaction } from './loan-workings.view.ts';
import { sumsOf, viewDetail, viewInstalment, viewLoan, viewTransaction } from './loan.view.ts';
import type { Needs } from './needs.ts';

const INSTALMENTS_A_PAGE = 24;
const TRANSACTIONS_A_PAGE = 20;
export const loanRoutes = (needs: Needs): Handlers<typeof loanOperations> => ({
  ...loansThemselves(needs),
  ...whatHappened(needs),
  ...downloadRoutes(needs),
});

type Themselves = 'listLoans' | 'readLoan' | 'explainLoan' | 'listInstalments' | 'explainInstalment';

function loansThemselves(needs: Needs): Pick<Handlers<typeof loanOperations>, Themselves> {
  const { db, vault } = needs;
  return {
    listLoans: async (_, { customerId }) => {
      const on = await today(db);
      const loans = await listLoans(db, vault, customerId);
      const shown = loans.map(async (loan) => {
        const named = { ...(await namesOf(needs, loan)), accountNo: loan.accountNo };
        return viewLoan(await bookOf(needs, loan), named, on);
      });
      return ok({ loans: await Promise.all(shown) });
    },
    readLoan: async ({ params }, { customerId }) => {
      const read = await bookOfOwn(needs, { ...params, customerId });
      if (!read) return refuse('not-found');
      const named = { ...(await namesOf(needs, read.loan)), accountNo: read.accountNo };
      return ok(viewDetail(read, named, await today(db)));
    },
    explainLoan: async ({ params }, { customerId }) => {
      const read = await bookOfOwn(needs, { ...params, customerId });
      return read ? ok(explainLoan(read.book, await today(db))) : refuse('not-found');
    },
    listInstalments: async ({ params, query }, { customerId }) => {
      const range = planRange(query);
      if (!range.ok) return range;
      const read = await bookOfOwn(needs, { ...params, customerId });
      if (!read) return refuse('not-found');
      const on = await today(db);
      const asked = range.value;
      const all = read.book.rows
        .filter((row) => !asked || (row.dueOn >= asked.from && row.dueOn <= asked.to))
        .map((row) => viewInstalment(read.book.terms, row, on));
      const { items, ...page } = pageOf(all, query.page ?? 1, INSTALMENTS_A_PAGE);
      return ok({ ...page, instalments: items, sums: sumsOf(all) });
    },
    explainInstalment: async ({ params: { no, ...params } }, { customerId }) => {
      const read = await bookOfOwn(needs, { ...params, customerId });
      const row = read?.book.rows.find((one) => one.no === no);
      return read && row ? ok(explainInstalment(read.book, row, await today(db))) : refuse('not-found');
    },
  };
}

function whatHappened(
  needs: Needs,
): Pick<Handlers<typeof loanOperations>, 'listTransactions' | 'explainTransaction' | 'listRepayments'> {
  const { db, vault } = needs;
  return {
    listTransactions: async ({ params, query }, { customerId }) => {
      const range = transactionRange(query, await today(db));
      if (!range.ok) return range;
      const loan = await ownLoan(db, vault, params.loanId as LoanId, customerId);
      if (!loan) return refuse('not-found');
      const { page = 1 } = query;
      const asked = { ...range.value, types: typesOf(query.type), page, pageSize: TRANSACTIONS_A_PAGE };
      const { total, transactions } = await transactionsOf(db, loan.id, asked);
      const pages = pagesOf(total, TRANSACTIONS_A_PAGE);
      return ok({ page, pages, total, ...range.value, transactions: transactions.map(viewTransaction) });
    },
    explainTransaction: async ({ params }, { customerId }) => {
      const read = await bookOfOwn(needs, { ...params, customerId });
      if (!read) return refuse('not-found');
      const { transactions } = await transactionsOf(db, read.loan.id, { page: 1, pageSize: MOST_TRANSACTIONS });
      const asked = transactions.find(({ id, type }) => id === params.transactionId && type !== 'write-off');
      if (!asked) return refuse('not-found');
      const allotments = allotmentsOf(read.book, factsOf(transactions), asked.id);
      return ok(explainTransaction(read.book, asked, allotments));
    },
    listRepayments: async ({ params, query }, { customerId }) => {
      const loan = await ownLoan(db, vault, params.loanId as LoanId, customerId);
      if (!loan) return refuse('not-found');
      const { items, ...page } = pageOf(await recordsOf(db, loan.id), query.page ?? 1, TRANSACTIONS_A_PAGE);
      return ok({ ...page, repayments: items });
    },
  };
}
