import { plus, PPM, share, ZERO, type BusinessDate, type Fen, type RatePpm } from '@miaodai/values';
import type { Product } from '../../bank/products/index.ts';
import type { Settings } from '../../bank/settings/index.ts';
import type { Dossier } from './dossier.rules.ts';
import type { Verdict } from './verdict.rules.ts';

/** What a visitor tells of themselves, before anything is known of them. */
export type Told = {
  monthlyIncomeFen: Fen;
  monthlyExpenseFen: Fen;
  monthlyDebtFen: Fen;
  workplace: 'A' | 'B' | 'C' | 'unknown';
  termMonths: number;
  ageYears: number | null;
};
type Assumed = Settings['estimateAssumptions']['good'];

/** The dossier that an application of this visitor would have, were the sources to say what is assumed. */
export function dossierOf(
  { workplace, termMonths, ageYears, ...money }: Told,
  assumed: Assumed,
  product: Product,
  today: BusinessDate,
): Dossier {
  const [purpose] = product.purposes;
  const { maritalStatus, education, position, housing, monthsEmployed, employerGrade } = assumed;
  const { openLoans, overdueCount24m, worstOverdueDays, lenderQueries6m, untoldDebtPpm } = assumed;
  const { productCode, branchCode, route } = product;
  return {
    decidedOn: today,
    application: { productCode, branchCode, route, termMonths, purpose: purpose?.code ?? '', wantedFen: 0 },
    applicant: {
      ageYears: ageYears ?? assumed.ageYears,
      ...{ maritalStatus, education, position, housing },
      ...money,
    },
    employer: {
      ...{ known: true, employee: true, code: '', monthsEmployed },
      ...{ grade: workplace === 'unknown' ? employerGrade : workplace, whitelisted: route === 'instant' },
    },
    bureau: {
      known: true,
      monthlyDebtFen: plus(money.monthlyDebtFen, share(money.monthlyIncomeFen, BigInt(untoldDebtPpm), BigInt(PPM))),
      ...{ openLoans, overdueCount24m, worstOverdueDays, lenderQueries6m },
    },
    bigData: { known: true, score: assumed.score, warnings: [] },
    history: { applications: 0, declined: 0, openLoans: 0, outstandingFen: ZERO, overdueDays: 0 },
    product: {
      ...{ annualRatePpm: product.annualRatePpm, minAmountFen: product.minAmountFen },
      ...{ maxAmountFen: product.maxAmountFen, amountStepFen: product.amountStepFen },
      ...{ repaymentMethod: product.repaymentMethod, dayCount: product.dayCount },
    },
  };
}

export type Estimate =
  | { outcome: 'range'; fromFen: Fen; toFen: Fen; annualRatePpm: RatePpm }
  | { outcome: 'at-most'; toFen: Fen; annualRatePpm: RatePpm }
  | { outcome: 'unlikely'; reasons: string[] };
type Judged = Pick<Verdict, 'approved' | 'limitFen' | 'annualRatePpm' | 'reasons'>;

/** Between the two verdicts, whichever of them a model likes better; the rate that is told is the dearer one. */
export function estimateFrom(good: Judged, bad: Judged): Estimate {
  const approved = [good, bad].filter((one) => one.approved).toSorted((a, b) => a.limitFen - b.limitFen);
  const [least] = approved;
  const most = approved.at(-1);
  if (!least || !most) return { outcome: 'unlikely', reasons: good.reasons };
  const annualRatePpm = least.annualRatePpm > most.annualRatePpm ? least.annualRatePpm : most.annualRatePpm;
  if (approved.length === 1) return { outcome: 'at-most', toFen: most.limitFen, annualRatePpm };
  return { outcome: 'range', fromFen: least.limitFen, toFen: most.limitFen, annualRatePpm };
}
