import { useQuery } from '@tanstack/react-query';
import { api } from '../api.ts';

/** What these pages offer: the standard loan comes of it, by the applicant's employer. Everything about both comes from the server. */
export const PRODUCT_CODE = 'instant-loan';

export const useProduct = (productCode: string = PRODUCT_CODE) =>
  useQuery({
    queryKey: ['product', productCode],
    queryFn: async ({ signal }) => api.readProduct({ params: { productCode } }, { signal }),
    staleTime: 5 * 60_000,
  });

export const methodName = {
  'equal-instalment': '等额本息',
  'equal-principal': '等额本金',
  'interest-only': '先息后本',
} as const;
