import { useQuery, type QueryClient } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { accountKey } from '../../shared/account.ts';

/** What is owed and may be paid, as it is at this moment: balances and days change under an open page. */
export const useTerms = (loanId: string) =>
  useQuery({
    queryKey: ['repayment-terms', loanId],
    queryFn: async ({ signal }) => api.readRepayment({ params: { loanId } }, { signal }),
    staleTime: 0,
  });

const OF_A_LOAN = [
  ...['loan', 'repayment-terms', 'early-requests', 'deposits', 'instalments', 'transactions', 'repayment-records'],
  'workings',
];
const ALSO = ['loans', 'open-notes', 'movements', 'transfer-terms', 'messages'];

/** What money has changed is asked for anew where it is shown: an old balance must not be seen for a moment even. */
export function forgetLoan(queries: QueryClient, loanId: string): void {
  for (const queryKey of [...OF_A_LOAN.map((name) => [name, loanId]), ...ALSO.map((name) => [name]), accountKey])
    queries.removeQueries({ queryKey });
}
