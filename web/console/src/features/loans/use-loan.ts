import { useQuery } from '@tanstack/react-query';
import { api, type AnswerOf } from '../../api.ts';

export type LoanRecord = AnswerOf<'readLoanRecord'>;

export const useLoan = (loanId: string) =>
  useQuery({
    queryKey: ['loan', loanId],
    queryFn: ({ signal }) => api.readLoanRecord({ params: { loanId } }, { signal }),
  });
