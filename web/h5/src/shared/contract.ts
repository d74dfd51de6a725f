import { useQuery } from '@tanstack/react-query';
import { api } from '../api.ts';

export const useContract = (contractId: string | null) =>
  useQuery({
    queryKey: ['contract', contractId],
    queryFn: async ({ signal }) => api.readContract({ params: { contractId: contractId ?? '' } }, { signal }),
    enabled: contractId !== null,
  });
