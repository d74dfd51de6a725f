import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';

/** As it is now: what was paid a moment ago on another page is to be seen. */
export const useLoan = (loanId: string) =>
  useQuery({
    queryKey: ['loan', loanId],
    queryFn: async ({ signal }) => api.readLoan({ params: { loanId } }, { signal }),
    staleTime: 5_000,
  });
