import type { DayCount, Method } from '@miaodai/loan-math';
import type { BusinessDate, Fen, RatePpm } from '@miaodai/values';

/**
 * All that a decision goes by, as it is stored with it: what the model reads, and the product's terms that the limit is computed with.
 * Whole and without null: what a silent source would have said is filled by its fallback, and `known` says so. Names, numbers of
 * persons and addresses are not in it.
 */
export type Dossier = {
  decidedOn: BusinessDate;
  application: {
    productCode: string;
    branchCode: string;
    route: 'instant' | 'standard';
    termMonths: number;
    purpose: string;
    wantedFen: number;
  };
  applicant: {
    ageYears: number;
    maritalStatus: string;
    education: string;
    position: string;
    housing: string;
    monthlyIncomeFen: Fen;
    monthlyExpenseFen: Fen;
    monthlyDebtFen: Fen;
  };
  employer: {
    known: boolean;
    employee: boolean;
    code: string;
    grade: string;
    whitelisted: boolean;
    monthsEmployed: number;
  };
  bureau: {
    known: boolean;
    monthlyDebtFen: Fen;
    openLoans: number;
    overdueCount24m: number;
    worstOverdueDays: number;
    lenderQueries6m: number;
  };
  bigData: { known: boolean; score: number; warnings: string[] };
  history: { applications: number; declined: number; openLoans: number; outstandingFen: number; overdueDays: number };
  product: {
    annualRatePpm: RatePpm;
    minAmountFen: Fen;
    maxAmountFen: Fen;
    amountStepFen: Fen;
    repaymentMethod: Method;
    dayCount: DayCount;
  };
};

/** What a name stands for: a value, a list of such things, or a group of names. */
export type Shape = 'value' | { list: Shape } | { fields: Readonly<Record<string, Shape>> };

const values = (...names: string[]): Shape => ({
  fields: Object.fromEntries(names.map((name): [string, Shape] => [name, 'value'])),
});

/** What a model may read: a name that is not here is a mistake, which the engine would take for nothing. See docs/decision.md. */
export const DOSSIER_SHAPE = {
  fields: {
    decidedOn: 'value',
    application: values('productCode', 'branchCode', 'route', 'termMonths', 'purpose', 'wantedFen'),
    applicant: values(
      ...['ageYears', 'maritalStatus', 'education', 'position', 'housing'],
      ...['monthlyIncomeFen', 'monthlyExpenseFen', 'monthlyDebtFen'],
    ),
    employer: values('known', 'employee', 'code', 'grade', 'whitelisted', 'monthsEmployed'),
    bureau: values(
      ...['known', 'monthlyDebtFen', 'openLoans', 'overdueCount24m', 'worstOverdueDays', 'lenderQueries6m'],
    ),
    bigData: { fields: { known: 'value', score: 'value', warnings: { list: 'value' } } },
    history: values('applications', 'declined', 'openLoans', 'outstandingFen', 'overdueDays'),
    product: values(
      ...['annualRatePpm', 'minAmountFen', 'maxAmountFen', 'amountStepFen', 'repaymentMethod', 'dayCount'],
    ),
  },
} as const satisfies Shape;

/** Whether something stored long ago has all that a model may read today. */
export function hasShape(thing: unknown, shape: Shape): boolean {
  if (shape === 'value') return ['string', 'number', 'boolean'].includes(typeof thing);
  if ('list' in shape) return Array.isArray(thing) && thing.every((one) => hasShape(one, shape.list));
  if (typeof thing !== 'object' || thing === null) return false;
  return Object.entries(shape.fields).every(([name, part]) => hasShape((thing as Record<string, unknown>)[name], part));
}
