import { useEffect, useMemo, useState } from 'react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Fen } from '@miaodai/values';
import { api, type Product, type Quote } from '../api.ts';
import type { Trial } from './trial-engine.ts';

type Engine = typeof import('./trial-engine.ts');

type Method = Product['repaymentMethod'];
type Asked = { code: string; amountFen: number; termMonths: number; repaymentMethod?: Method };
type Count = (amountFen: Fen, termMonths: number, method?: Method) => Trial;
const quote = async ({ code: productCode, ...query }: Asked, signal: AbortSignal): Promise<Quote> =>
  api.quote({ params: { productCode }, query }, { signal });

/**
 * Counts trial schedules at once, here, with the bank's engine. One quote of the server gives the day and proves that both
 * count alike; where they don't, or the engine can't run (old WebViews), undefined: then ask the server for each.
 */
export function useCounting(product: Product | undefined): Count | undefined {
  const term = product?.termsMonths[0] ?? 12;
  const code = product?.code ?? '';
  const sample = useQuery({
    queryKey: ['quote', code, product?.minAmountFen, term],
    queryFn: async ({ signal }) => quote({ code, amountFen: product?.minAmountFen ?? 0, termMonths: term }, signal),
    enabled: !!product,
    staleTime: 5 * 60_000,
  });
  const engine = useQuery({
    queryKey: ['trial-engine'],
    queryFn: async (): Promise<Engine> => import('./trial-engine.ts'),
    staleTime: Infinity,
    retry: false,
  });
  return useMemo(() => {
    if (!product || !sample.data || !engine.data) return undefined;
    const { disbursedOn } = sample.data;
    const count: Count = (amountFen, termMonths, repaymentMethod = product.repaymentMethod) =>
      engine.data.trial({ ...product, repaymentMethod }, amountFen, termMonths, disbursedOn);
    return agrees(sample.data, () => count(product.minAmountFen, term)) ? count : undefined;
  }, [product, sample.data, engine.data, term]);
}

function agrees(sample: Quote, count: () => Trial): boolean {
  try {
    return JSON.stringify(count().rows) === JSON.stringify(sample.rows);
  } catch {
    return false;
  }
}

/**
 * The trial of an amount and a term; undefined while nothing sensible is typed or it is not known yet.
 * @param method to compare with: without it the product's own.
 */
export function useTrial(
  product: Product | undefined,
  amountFen: Fen | undefined,
  termMonths: number | undefined,
  method = product?.repaymentMethod,
) {
  const count = useCounting(product);
  const valid =
    product !== undefined && amountFen !== undefined && termMonths !== undefined && inRange(product, amountFen);
  const asked = useSettled(valid ? `${amountFen}/${termMonths}/${method}` : '', 300);
  const remote = useQuery({
    queryKey: ['quote', product?.code, amountFen, termMonths, method],
    queryFn: async ({ signal }) =>
      quote(
        {
          ...{ code: product?.code ?? '', amountFen: amountFen ?? 0, termMonths: termMonths ?? 0 },
          ...(method ? { repaymentMethod: method } : {}),
        },
        signal,
      ),
    enabled: valid && !count && asked === `${amountFen}/${termMonths}/${method}`,
    placeholderData: keepPreviousData,
    staleTime: 5 * 60_000,
    retry: false,
  });
  return useMemo(() => {
    if (!valid) return { trial: undefined, count };
    return { trial: count ? count(amountFen, termMonths, method) : remote.data, count };
  }, [valid, count, amountFen, termMonths, method, remote.data]);
}

const inRange = (product: Product, amountFen: Fen): boolean =>
  amountFen >= product.minAmountFen && amountFen <= product.maxAmountFen && amountFen % product.amountStepFen === 0;

/** A value once it has stayed the same for so long. */
function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
