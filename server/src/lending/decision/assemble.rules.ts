import { assert, birthOf, fen, wholeMonthsBetween, yearsBetween, ZERO, type BusinessDate } from '@miaodai/values';
import type { Product } from '../../bank/products/index.ts';
import type { Application } from '../application/index.ts';
import type { Dossier } from './dossier.rules.ts';

/** What each source said, or why it said nothing. */
type Said<T> = { value: T } | { missing: string };
type Standing =
  { employee: false } | { employee: true; employerCode: string; whitelisted: boolean; hiredOn: BusinessDate };
export type Known = {
  hr: Said<Standing>;
  bureau: Said<Omit<Dossier['bureau'], 'known'>>;
  bigData: Said<Omit<Dossier['bigData'], 'known'>>;
};
export type SourceName = keyof Known;
export type Missing = { source: SourceName; why: string };

/** Who has not answered, and why. */
export const missingOf = (known: Known): Missing[] =>
  (['hr', 'bureau', 'bigData'] as const).flatMap((source) => {
    const said = known[source];
    return 'missing' in said ? [{ source, why: said.missing }] : [];
  });

/** Without these nothing is decided. */
export const lackingOf = (known: Known, { sources }: Pick<Product, 'sources'>): Missing[] =>
  missingOf(known).filter(({ source }) => sources[source].must);

type About = {
  application: Application;
  idNumber: string;
  product: Product;
  history: Dossier['history'];
  employerGrade: string;
  today: BusinessDate;
};

/** The dossier of a submitted application: whole, with the fallback of each source that has not answered. */
export function assemble(
  { application, idNumber, product, history, employerGrade, today }: About,
  known: Known,
): Dossier {
  const { termMonths, purpose, ...money } = application.answers.money;
  const { maritalStatus, education, position, housing } = application.answers.aboutYou;
  const { monthlyIncomeFen, monthlyExpenseFen, monthlyDebtFen } = money;
  const complete =
    monthlyIncomeFen !== undefined &&
    monthlyExpenseFen !== undefined &&
    monthlyDebtFen !== undefined &&
    termMonths !== undefined;
  assert(complete && purpose && maritalStatus && education && position && housing, `${application.no} is whole`);
  assert(application.route === 'instant' || application.route === 'standard', `${application.no} is routed`);
  const { productCode, branchCode, route } = application;
  return {
    decidedOn: today,
    application: { productCode, branchCode, route, termMonths, purpose, wantedFen: application.amountFen ?? 0 },
    applicant: {
      ageYears: yearsBetween(birthOf(idNumber), today),
      ...{ maritalStatus, education, position, housing },
      ...{ monthlyIncomeFen, monthlyExpenseFen, monthlyDebtFen },
    },
    employer: employerOf(application, known.hr, employerGrade, today),
    bureau: bureauOf(known.bureau),
    bigData:
      'value' in known.bigData
        ? { known: true, score: known.bigData.value.score, warnings: known.bigData.value.warnings }
        : { known: false, score: product.sources.bigData.fallbackScore, warnings: [] },
    history,
    product: {
      ...{ annualRatePpm: product.annualRatePpm, minAmountFen: product.minAmountFen },
      ...{ maxAmountFen: product.maxAmountFen, amountStepFen: product.amountStepFen },
      ...{ repaymentMethod: product.repaymentMethod, dayCount: product.dayCount },
    },
  };
}

/** What the HR system says now; where it is silent, what it said when the application was routed. */
function employerOf(
  { employerCode, hiredOn, route }: Application,
  hr: Known['hr'],
  grade: string,
  today: BusinessDate,
): Dossier['employer'] {
  const months = (from: BusinessDate | null): number => (from ? Math.max(0, wholeMonthsBetween(from, today)) : 0);
  if ('missing' in hr) {
    const then = { known: false, employee: true, whitelisted: route === 'instant' };
    return { ...then, code: employerCode ?? '', grade, monthsEmployed: months(hiredOn) };
  }
  const { value } = hr;
  if (!value.employee) {
    return { known: true, employee: false, code: employerCode ?? '', grade, whitelisted: false, monthsEmployed: 0 };
  }
  const { employerCode: code, whitelisted } = value;
  return { known: true, employee: true, code, grade, whitelisted, monthsEmployed: months(value.hiredOn) };
}

/** Where the bureau may be left out, nothing is held against anybody; a model sees by `known` that nothing was asked. */
function bureauOf(bureau: Known['bureau']): Dossier['bureau'] {
  if ('missing' in bureau) {
    const none = { overdueCount24m: 0, worstOverdueDays: 0, lenderQueries6m: 0 };
    return { known: false, monthlyDebtFen: ZERO, openLoans: 0, ...none };
  }
  const { monthlyDebtFen, openLoans, overdueCount24m, worstOverdueDays, lenderQueries6m } = bureau.value;
  const counts = { openLoans, overdueCount24m, worstOverdueDays, lenderQueries6m };
  return { known: true, monthlyDebtFen: fen(monthlyDebtFen), ...counts };
}

const NAMES: Readonly<Record<SourceName, string>> = {
  hr: '人力资源系统（hr-system）',
  bureau: '征信（credit-bureau）',
  bigData: '大数据平台（big-data）',
};

/** For the person who takes the case up: who is silent, and all that is known without them. */
export function reasonOf(known: Known): string {
  const silent = missingOf(known).map(({ source, why }) => `${NAMES[source]}未应答：${why}`);
  const { hr, bureau, bigData } = known;
  const told = [
    ...('value' in hr
      ? [hr.value.employee ? `人力资源系统：在职，单位 ${hr.value.employerCode}` : '人力资源系统：未在职']
      : []),
    ...('value' in bureau
      ? [`征信：两年内逾期 ${bureau.value.overdueCount24m} 次，最长 ${bureau.value.worstOverdueDays} 天`]
      : []),
    ...('value' in bigData ? [`大数据：评分 ${bigData.value.score}，预警 ${bigData.value.warnings.length} 项`] : []),
  ];
  return `${silent.join('；')}。已有：${told.join('；') || '无'}`;
}
