import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Contract } from '../api.ts';

const key = (contractId: string | null) => ['contract', contractId] as const;

export const useContract = (contractId: string | null) =>
  useQuery({
    queryKey: key(contractId),
    queryFn: async ({ signal }) =>
      api.readContract({ params: { contractId: contractId ?? '' }, query: {} }, { signal }),
    enabled: contractId !== null,
  });

/** Puts an answer of the server in place of what is known of the contract. */
export function useSetContract(): (contract: Contract) => void {
  const queries = useQueryClient();
  return (contract) => {
    void queries.cancelQueries({ queryKey: key(contract.contractId) });
    queries.setQueryData(key(contract.contractId), contract);
  };
}
