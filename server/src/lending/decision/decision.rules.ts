import { conventionFor, schedule, type DayCount, type Method } from '@miaodai/loan-math';
import { fen, ratePpm, share, yearsBetween, ZERO, type BusinessDate, type Fen, type RatePpm } from '@miaodai/values';

/** Names this set of rules; kept with every decision, and changed with any of them. */
export const MODEL_VERSION = 'rules-1';

export type Dossier = {
  decidedOn: BusinessDate;
  bornOn: BusinessDate;
  monthlyIncomeFen: Fen;
  monthlyExpenseFen: Fen;
  /** As declared by the customer. */
  monthlyDebtFen: Fen;
  termMonths: number;
  bureau: {
    reportNo: string;
    monthlyDebtFen: Fen;
    overdueCount24m: number;
    worstOverdueDays: number;
    lenderQueries6m: number;
  };
  bigData: { score: number; warnings: string[] };
  product: {
    annualRatePpm: RatePpm;
    minAmountFen: Fen;
    maxAmountFen: Fen;
    amountStepFen: Fen;
    repaymentMethod: Method;
    dayCount: DayCount;
    limitIncomeMultiple: number;
    admission: {
      minAgeYears: number;
      maxAgeYearsAtMaturity: number;
      maxOverdueCount24m: number;
      maxWorstOverdueDays: number;
      maxLenderQueries6m: number;
      minRiskScore: number;
      maxDebtToIncomePpm: RatePpm;
    };
  };
};

export type Reason =
  'age' | 'overdue-history' | 'too-many-queries' | 'risk-score' | 'risk-warning' | 'repayment-capacity';
export type RuleOutcome = { rule: Reason; passed: boolean; value: number; limit: number };
export type Verdict = {
  approved: boolean;
  limitFen: Fen;
  annualRatePpm: RatePpm;
  reasons: Reason[];
  outcomes: RuleOutcome[];
};

/** The decision on a dossier: pure, so that any past decision can be made again from what is kept. */
export function decideOn(dossier: Dossier): Verdict {
  const { product } = dossier;
  const limit = limitOf(dossier);
  const outcomes = [
    ...admission(dossier),
    {
      rule: 'repayment-capacity' as const,
      passed: limit >= product.minAmountFen,
      value: limit,
      limit: product.minAmountFen,
    },
  ];
  const reasons = [...new Set(outcomes.filter((outcome) => !outcome.passed).map(({ rule }) => rule))];
  const approved = reasons.length === 0;
  return { approved, limitFen: approved ? limit : ZERO, annualRatePpm: product.annualRatePpm, reasons, outcomes };
}

function admission({ decidedOn, bornOn, termMonths, bureau, bigData, product }: Dossier): RuleOutcome[] {
  const rules = product.admission;
  const age = yearsBetween(bornOn, decidedOn);
  const ageAtMaturity = age + Math.ceil(termMonths / 12);
  const atLeast = (rule: Reason, value: number, limit: number): RuleOutcome => ({
    rule,
    passed: value >= limit,
    value,
    limit,
  });
  const atMost = (rule: Reason, value: number, limit: number): RuleOutcome => ({
    rule,
    passed: value <= limit,
    value,
    limit,
  });
  return [
    atLeast('age', age, rules.minAgeYears),
    atMost('age', ageAtMaturity, rules.maxAgeYearsAtMaturity),
    atMost('overdue-history', bureau.overdueCount24m, rules.maxOverdueCount24m),
    atMost('overdue-history', bureau.worstOverdueDays, rules.maxWorstOverdueDays),
    atMost('too-many-queries', bureau.lenderQueries6m, rules.maxLenderQueries6m),
    atLeast('risk-score', bigData.score, rules.minRiskScore),
    atMost('risk-warning', bigData.warnings.length, 0),
  ];
}

/**
 * The limit: what the monthly room can repay over the term, no more than so many monthly incomes, no more than the product gives,
 * in the product's steps. The room is the smaller of the allowed share of income less debts, and of income less debts and expenses;
 * of declared and reported debts the larger counts.
 */
export function limitOf(dossier: Dossier): Fen {
  const { monthlyIncomeFen: income, monthlyExpenseFen: expense, product } = dossier;
  const debt = Math.max(dossier.monthlyDebtFen, dossier.bureau.monthlyDebtFen);
  const allowed = share(income, BigInt(product.admission.maxDebtToIncomePpm), 1_000_000n);
  const room = Math.min(allowed - debt, income - debt - expense);
  if (room <= 0) return ZERO;
  const most = Math.min(income * product.limitIncomeMultiple, product.maxAmountFen);
  return largestRepayable(dossier, fen(room), Math.floor(most / product.amountStepFen));
}

/** The largest number of steps whose dearest instalment fits the room, by halving: instalments grow with the principal. */
function largestRepayable({ decidedOn, termMonths, product }: Dossier, room: Fen, mostSteps: number): Fen {
  const fits = (steps: number): boolean => {
    const plan = schedule({
      method: product.repaymentMethod,
      principalFen: fen(steps * product.amountStepFen),
      annualRatePpm: ratePpm(product.annualRatePpm),
      periods: termMonths,
      convention: conventionFor(product.dayCount),
      disbursedOn: decidedOn,
    });
    // The principal of an interest-only loan falls due in one sum, which no monthly room is measured by.
    const rows = product.repaymentMethod === 'interest-only' ? plan.rows.slice(0, -1) : plan.rows;
    return rows.every((row) => row.totalFen <= room);
  };
  let low = 0;
  let high = mostSteps;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return fen(low * product.amountStepFen);
}
