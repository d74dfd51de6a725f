import { PAGE_SIZES, wordOf } from '../../shared/list.ts';
import { loanClasses, loanStates } from '../../shared/loan-words.ts';

type State = keyof typeof loanStates;
type Class = keyof typeof loanClasses;
export type LoansSearch = {
  loanNo?: string;
  state?: State;
  class?: Class;
  overdue?: 'true' | 'false';
  productCode?: string;
  branchCode?: string;
  after?: string;
  before?: string;
  pageSize?: number;
};

const text = (value: unknown, shape: RegExp): string | undefined => {
  const word = typeof value === 'number' ? String(value) : value;
  return typeof word === 'string' && shape.test(word.trim()) ? word.trim() : undefined;
};
const LOAN_NO = /^[A-Za-z0-9-]{1,20}$/;

/** The list that an address asks for: what it says of others is dropped. */
export function loansSearch(search: Record<string, unknown>): LoansSearch {
  const pageSize = Number(search['pageSize']);
  const found = {
    loanNo: text(search['loanNo'], LOAN_NO),
    state: wordOf(search['state'], Object.keys(loanStates) as State[]),
    class: wordOf(search['class'], Object.keys(loanClasses) as Class[]),
    overdue: wordOf(String(search['overdue']), ['true', 'false'] as const),
    productCode: text(search['productCode'], /^[a-z-]{1,32}$/),
    branchCode: text(search['branchCode'], /^[A-Z0-9*]{1,16}$/),
    after: text(search['after'], LOAN_NO),
    before: text(search['before'], LOAN_NO),
    pageSize: PAGE_SIZES.includes(pageSize) && pageSize !== PAGE_SIZES[1] ? pageSize : undefined,
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}
