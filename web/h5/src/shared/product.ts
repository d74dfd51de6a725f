import { useQuery } from '@tanstack/react-query';
import { api } from '../api.ts';

/** The one product these pages offer. Everything about it comes from the server. */
export const PRODUCT_CODE = 'instant-loan';

export const useProduct = () =>
  useQuery({
    queryKey: ['product'],
    queryFn: async ({ signal }) => api.readProduct({ params: { productCode: PRODUCT_CODE } }, { signal }),
    staleTime: 5 * 60_000,
  });

export const methodName = {
  'equal-instalment': '等额本息',
  'equal-principal': '等额本金',
  'interest-only': '先息后本',
} as const;
