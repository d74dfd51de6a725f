import { useEffect, useRef, useState } from 'react';
import { fieldError, type MoneyField } from '@miaodai/http-api/fields';
import type { Application, Product } from '../../api.ts';
import type { Draft } from '../../shared/draft.ts';
import { keptWish, type Wish } from '../../shared/wish.ts';
import { yuanBare } from '../../shared/yuan.ts';

type Money = Application['money'];
type SumName = Exclude<keyof Money, 'termMonths' | 'purpose'>;
export type MoneyFields = Partial<Record<SumName, MoneyField>>;

/** What a calculator was told and the form has no answer to yet, as far as it may stand there. */
export function carriedInto(saved: Money, wish: Wish, fields: MoneyFields, termsMonths: readonly number[]): Money {
  const { amountFen, termMonths, ...sums } = wish;
  const carried = Object.entries({ ...sums, wantedFen: amountFen }).filter(([name, value]) => {
    const field = fields[name as SumName];
    if (!field || value === undefined || saved[name as SumName] !== undefined) return false;
    return fieldError(field, yuanBare(value)) === undefined;
  });
  const term = saved.termMonths === undefined && termMonths !== undefined && termsMonths.includes(termMonths);
  return { ...(Object.fromEntries(carried) as Money), ...(term ? { termMonths } : {}) };
}

/** Fills what is empty with what a calculator was told, and saves it like anything that is typed. */
export function useCarried(
  { money }: Pick<Application, 'money'>,
  draft: Pick<Draft<Required<Money>>, 'put'>,
  fields: MoneyFields,
  { termsMonths }: Pick<Product, 'termsMonths'>,
): { saved: Money; carried: boolean } {
  const [found] = useState(() => carriedInto(money, keptWish(), fields, termsMonths));
  const carried = Object.keys(found).length > 0;
  const put = useRef(draft.put);
  useEffect(() => {
    if (Object.keys(found).length > 0) put.current(found);
  }, [found]);
  return { saved: { ...money, ...found }, carried };
}
