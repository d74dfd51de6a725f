import type { Answer, CustomerOperations } from '@miaodai/http-api';
import {
  capped,
  exactYuan,
  workingOf,
  workingOfDays,
  workingToDay,
  yearDaysOf,
  type InterestWorking,
} from '@miaodai/loan-math';
import {
  addDays,
  dayOfMonth,
  daysBetween,
  minus,
  percentText,
  sum,
  yuanDisplay,
  type BusinessDate,
  type Fen,
} from '@miaodai/values';
import {
  accruedOn,
  ownInterest,
  runningOn,
  seeInstalment,
  standingOf,
  type Allotment,
  type Instalment,
  type LoanBook,
  type LoanTransaction,
} from '../../lending/servicing/index.ts';

type Workings = Answer<CustomerOperations['explainInstalment']>;
type Working = Workings['workings'][number];
type Part = Working['parts'][number];

const part = (name: string, value: string): Part => ({ name, value });
const yuan = (amount: Fen): string => `${yuanDisplay(amount)} 元`;
const plain = { formula: null, exact: null, note: null };
export const rowName = ({ kind, periodNo }: Pick<Instalment, 'kind' | 'periodNo'>): string =>
  kind === 'early' ? '提前还款' : `第 ${periodNo} 期`;

/** The figures of one row of the plan: balance, rate, time, rounding; what others pay; what being late costs. */
export function explainInstalment(book: LoanBook, row: Instalment, on: BusinessDate): Workings {
  const { dueFen, paidFen, leftFen, penaltyFen, daysPastDue } = seeInstalment(book.terms, row, on);
  const workings = [
    interestOf(book, row),
    ...(row.discountFen > 0 ? [discountOf(book, row)] : []),
    principalOf(book, row),
    ...(penaltyFen > 0 || daysPastDue > 0 ? [penaltyOf(book, row, on, penaltyFen)] : []),
    {
      ...{ name: row.kind === 'early' ? '本次合计' : '本期应还合计', amountFen: dueFen, ...plain },
      parts: [
        part('本金', yuan(row.principalFen)),
        part('利息', yuan(row.interestFen)),
        ...(row.discountFen > 0 ? [part('减：贴息', yuan(row.discountFen))] : []),
        ...(penaltyFen > 0 ? [part('罚息', yuan(penaltyFen))] : []),
        part('已还', yuan(paidFen)),
        part('还需支付', yuan(leftFen)),
      ],
    },
  ];
  return { title: rowName(row), workings };
}

function interestOf({ terms }: LoanBook, row: Instalment): Working {
  const { dayCount } = terms.convention;
  const rate = terms.annualRatePpm;
  const period = { from: row.fromOn, to: row.dueOn, dueDay: dayOfMonth(terms.disbursedOn) };
  // Days inside a period cost no more than the period: what was charged says whether they would have.
  const working =
    row.kind === 'early'
      ? capped(workingOfDays(row.openingFen, rate, row.days, dayCount), row.interestFen)
      : workingOf(row.openingFen, rate, period, dayCount);
  return interestShown(row.kind === 'early' ? '截至当日的利息' : '本期利息', working, [
    part('计息期间', `${row.fromOn} 至 ${row.dueOn}`),
    part('计息天数', timeText(working)),
  ]);
}

function interestShown(name: string, working: InterestWorking, time: Part[]): Working {
  const { openingFen, ratePpm, exactText, roundedFen, cappedFen } = working;
  return {
    ...{ name, amountFen: roundedFen, formula: formulaOf(working), exact: exactText },
    parts: [part('计息本金', yuan(openingFen)), part('年利率', percentText(ratePpm)), ...time],
    note:
      cappedFen === null
        ? '首日计息，末日不计息；四舍五入到分。'
        : `按天计算超过整期利息，只收整期利息 ${yuan(cappedFen)}。`,
  };
}

/** A month is a twelfth of the year; odd days are a 360th (or 365th) each. */
function formulaOf({ openingFen, ratePpm, months, days, yearDays }: InterestWorking): string {
  const head = `${yuanDisplay(openingFen)} × ${percentText(ratePpm)}`;
  if (months === 0) return `${head} × ${days} ÷ ${yearDays}`;
  if (days > 0) return `${head} × (${months} × 30 + ${days}) ÷ ${yearDays}`;
  return months === 1 ? `${head} ÷ 12` : `${head} × ${months} ÷ 12`;
}

function timeText({ months, days, yearDays }: InterestWorking): string {
  if (months === 0) return `${days} 天（一年按 ${yearDays} 天）`;
  return days > 0 ? `${months} 个月零 ${days} 天（每月按 30 天、一年按 360 天）` : `${months} 个月（一年 12 个月）`;
}

/** The latest rule that holds on the due day. */
function discountOf({ terms, discounts }: LoanBook, row: Instalment): Working {
  const [rule] = discounts
    .filter(({ fromOn, untilOn }) => fromOn <= row.dueOn && (untilOn === null || row.dueOn <= untilOn))
    .toSorted((a, b) => (a.fromOn < b.fromOn ? 1 : -1));
  const ratePpm = Math.min(rule?.ratePpm ?? 0, terms.annualRatePpm);
  const known = rule !== undefined && terms.annualRatePpm > 0;
  return {
    ...{ name: '贴息', amountFen: row.discountFen },
    formula: known
      ? `${yuanDisplay(row.interestFen)} × ${percentText(ratePpm)} ÷ ${percentText(terms.annualRatePpm)}`
      : null,
    exact: known ? exactYuan(row.interestFen, BigInt(ratePpm), BigInt(terms.annualRatePpm)) : null,
    parts: [
      part('本期利息', yuan(row.interestFen)),
      ...(known ? [part('贴息利率', percentText(ratePpm)), part('年利率', percentText(terms.annualRatePpm))] : []),
      part('您承担的利息', yuan(ownInterest(row))),
    ],
    note: '由贴息方替您支付，不计入您的应还金额；四舍五入到分。',
  };
}

function principalOf(book: LoanBook, row: Instalment): Working {
  const parts = [part('期初剩余本金', yuan(row.openingFen)), part('还后剩余本金', yuan(row.balanceFen))];
  const made = { ...plain, name: row.kind === 'early' ? '提前归还的本金' : '本期本金', amountFen: row.principalFen };
  if (row.kind === 'early')
    return { ...made, parts, note: '还款金额先还到期款项、截至当日的利息和手续费，其余归还本金。' };
  if (row.balanceFen === 0) return { ...made, parts, note: '最后一期，还清全部剩余本金。' };
  switch (book.terms.method) {
    case 'interest-only':
      return { ...made, parts, note: '先息后本：每期只还利息，本金在最后一期归还。' };
    case 'equal-instalment': {
      const levelFen = sum([row.principalFen, row.interestFen]);
      return {
        ...made,
        formula: `${yuanDisplay(levelFen)} − ${yuanDisplay(row.interestFen)}`,
        parts: [
          part('每期还款额（本金与利息）', yuan(levelFen)),
          part('减：本期利息', yuan(row.interestFen)),
          ...parts,
        ],
        note: '等额本息：各期本金与利息之和相同，由贷款本金、期数和年利率算得，四舍五入到分，尾差在最后一期结清。',
      };
    }
    case 'equal-principal':
      return evenPrincipal(book, row, { ...made, parts });
  }
}

/** The plan that the row belongs to: between early repayments. One that was cut short has lost how many rows it had. */
function evenPrincipal({ rows }: LoanBook, row: Instalment, made: Working): Working {
  const begins = rows.filter((one) => one.kind === 'early' && one.no < row.no).at(-1)?.no ?? 0;
  const plan = rows.filter((one) => one.no > begins);
  const isCut = plan.some((one) => one.kind === 'early');
  const [first] = plan;
  const note = '等额本金：各期本金相同，四舍五入到分，尾差在最后一期结清。';
  if (isCut || !first) return { ...made, note };
  const count = BigInt(plan.length);
  return {
    ...made,
    formula: `${yuanDisplay(first.openingFen)} ÷ ${plan.length}`,
    exact: exactYuan(first.openingFen, 1n, count),
    parts: [part('计划本金', yuan(first.openingFen)), part('期数', `${plan.length} 期`), ...made.parts],
    note,
  };
}

function penaltyOf({ terms }: LoanBook, row: Instalment, on: BusinessDate, penaltyFen: Fen): Working {
  const made = { ...plain, name: '罚息', amountFen: penaltyFen };
  const { penaltyRatePpm, graceDays, convention } = terms;
  if (penaltyRatePpm === 0) return { ...made, parts: [part('罚息利率', '0')], note: '这笔贷款逾期不收罚息。' };
  const grace = graceDays > 0 ? [part('宽限期', `${graceDays} 天，至 ${addDays(row.dueOn, graceDays)}`)] : [];
  const overdueFen = minus(row.principalFen, row.paidPrincipalFen);
  const from = row.penaltyThrough ?? row.dueOn;
  const settled = row.penaltyThrough === null ? [] : [part(`截至 ${row.penaltyThrough} 已计`, yuan(row.penaltyFen))];
  const paid = [part('已还罚息', yuan(row.paidPenaltyFen))];
  const days = daysBetween(from, on);
  if (row.settledOn !== null || days <= 0 || penaltyFen === row.penaltyFen)
    return {
      ...made,
      parts: [part('罚息利率（年）', percentText(penaltyRatePpm)), ...grace, ...settled, ...paid],
      note: null,
    };
  const year = yearDaysOf(convention.dayCount);
  return {
    ...made,
    formula:
      `${yuanDisplay(overdueFen)} × ${percentText(penaltyRatePpm)} × ${days} ÷ ${year}` +
      (row.penaltyFen > 0 ? ` + ${yuanDisplay(row.penaltyFen)}` : ''),
    exact: exactYuan(overdueFen, BigInt(penaltyRatePpm) * BigInt(days), 1_000_000n * BigInt(year)),
    parts: [
      part('逾期本金', yuan(overdueFen)),
      part('罚息利率（年）', percentText(penaltyRatePpm)),
      part('逾期天数', `${days} 天（${from} 至 ${on}）`),
      ...[...grace, ...settled, ...paid],
    ],
    note: '只对逾期本金计收，不对利息和罚息计收；四舍五入到分，按实际还款日计算。',
  };
}

/** The loan's own figures on a day. */
export function explainLoan(book: LoanBook, on: BusinessDate): Workings {
  const { rows, terms } = book;
  const repaidFen = sum(rows.map((row) => row.paidPrincipalFen));
  const running = runningOn(book, on);
  const ahead = running && running.fromOn < on ? running : undefined;
  return {
    title: '各项金额',
    workings: [
      {
        ...{ name: '剩余本金', amountFen: minus(terms.principalFen, repaidFen), ...plain },
        formula: `${yuanDisplay(terms.principalFen)} − ${yuanDisplay(repaidFen)}`,
        parts: [part('借款金额', yuan(terms.principalFen)), part('已还本金', yuan(repaidFen))],
      },
      ...(ahead ? accruedSoFar(book, ahead, on) : []),
      ...dueNow(book, on),
      interestInAll(book),
    ],
  };
}

function accruedSoFar(book: LoanBook, row: Instalment, on: BusinessDate): Working[] {
  const { annualRatePpm, convention, disbursedOn } = book.terms;
  const period = { from: row.fromOn, to: row.dueOn, dueDay: dayOfMonth(disbursedOn) };
  const working = workingToDay(row.openingFen, annualRatePpm, period, on, convention.dayCount);
  const { interestFen, discountFen } = accruedOn(book, row, on);
  const shown = interestShown('截至今日的利息', working, [
    part('计息期间', `${row.fromOn} 至 ${on}`),
    part('计息天数', timeText(working)),
  ]);
  const taken = discountFen > 0 ? [part('减：贴息', yuan(discountFen))] : [];
  const note = `${shown.note ?? ''}这部分利息还没有到期，到 ${row.dueOn} 与本期一起支付。`;
  return [{ ...shown, amountFen: minus(interestFen, discountFen), parts: [...shown.parts, ...taken], note }];
}

function dueNow(book: LoanBook, on: BusinessDate): Working[] {
  const { dueNowFen, overdue } = standingOf(book, on);
  if (dueNowFen === 0) return [];
  const given = book.writtenOff;
  const rows = book.rows.filter((row) => row.settledOn === null && row.dueOn <= on);
  return [
    {
      ...{ name: overdue ? '逾期应还' : '今日应还', amountFen: dueNowFen, ...plain },
      parts: given
        ? [
            part('本金', yuan(given.principalFen)),
            part('利息', yuan(given.interestFen)),
            part('减：之后已还', yuan(given.recoveredFen)),
          ]
        : rows.map((row) => {
            const { leftFen, daysPastDue } = seeInstalment(book.terms, row, on);
            return part(
              `${rowName(row)}${daysPastDue > 0 ? `（逾期 ${daysPastDue} 天）` : '（今日到期）'}`,
              yuan(leftFen),
            );
          }),
    },
  ];
}

function interestInAll({ rows }: LoanBook): Working {
  const settled = rows.filter((row) => row.settledOn !== null);
  const discountFen = sum(rows.map((row) => row.discountFen));
  return {
    ...{ name: '利息合计', amountFen: sum(rows.map(ownInterest)), ...plain },
    parts: [
      part('已结清各期的利息', yuan(sum(settled.map(ownInterest)))),
      part('其余各期的利息', yuan(sum(rows.filter((row) => row.settledOn === null).map(ownInterest)))),
      ...(discountFen > 0 ? [part('另由贴息方支付', yuan(discountFen))] : []),
    ],
    note: '按目前的还款计划；每期利息先四舍五入到分，再相加。',
  };
}

const ALLOCATED = { penalty: '罚息', interest: '利息', principal: '本金' } as const;

const OTHERS = {
  disbursement: '贷款发放到您的电子账户的金额。',
  refund: '把之前多收的款项退还给您。',
  reversal: '撤销之前的一笔还款，还款计划按撤销后的情况重新计算。',
} as const;

/** Where a repayment's money went, row by row. */
export function explainTransaction(
  { terms }: LoanBook,
  { amountFen, paid, type }: LoanTransaction,
  allotments: readonly Allotment[],
): Workings {
  if (type === 'disbursement' || type === 'refund' || type === 'reversal') {
    const note = OTHERS[type];
    return { title: '这笔交易', workings: [{ ...plain, name: '金额', amountFen, parts: [], note }] };
  }
  const order = terms.allocation.map((one) => ALLOCATED[one]).join('、');
  const rows = allotments.map(({ row, ...parts }) => ({
    ...{ name: rowName(row), amountFen: sum([parts.penaltyFen, parts.interestFen, parts.principalFen]), ...plain },
    parts: [
      ...(parts.penaltyFen > 0 ? [part('罚息', yuan(parts.penaltyFen))] : []),
      part('利息', yuan(parts.interestFen)),
      part('本金', yuan(parts.principalFen)),
    ],
  }));
  const whole: Working = {
    ...{ name: '合计', amountFen, ...plain },
    parts: [
      part('本金', yuan(paid.principalFen)),
      part('利息', yuan(paid.interestFen)),
      ...(paid.penaltyFen > 0 ? [part('罚息', yuan(paid.penaltyFen))] : []),
      ...(paid.feeFen > 0 || type === 'early-repayment' ? [part('提前还款手续费', yuan(paid.feeFen))] : []),
      ...(paid.surplusFen > 0 ? [part('多还，应退还给您', yuan(paid.surplusFen))] : []),
    ],
    note: allotments.length > 0 ? `从最早一期还起，每期按${order}的顺序。` : null,
  };
  return { title: '这笔钱还了什么', workings: [...rows, whole] };
}
