import { dueOn } from '@miaodai/loan-math';
import { capitalAmount, mask, percentText, yuanDisplay, type BusinessDate } from '@miaodai/values';
import { DAY_COUNT_WORDS, METHOD_WORDS } from '../../lending/contract/index.ts';
import type { BookOfLoan } from '../../lending/servicing/index.ts';
import { sumsOf, viewInstalment, type InstalmentAnswer } from './loan.view.ts';
import { rowName } from './loan-workings.view.ts';

type Paper = {
  read: BookOfLoan;
  contractNo: string;
  productName: string;
  on: BusinessDate;
};
type Person = { name: string; idNumber: string };
type Noted = Paper & { customer: Person; accountNo: string; purpose: string; lender: string };

export const STATE_WORDS: Readonly<Record<InstalmentAnswer['state'], string>> = {
  ...{ upcoming: '待还', overdue: '逾期', 'partly-paid': '部分已还', settled: '已还', early: '提前还款' },
};

/** 借据: the loan as it was paid out, and its plan as it is now. For the template 'loan-note'. */
export function loanNotePaper({ read, contractNo, productName, on, ...noted }: Noted) {
  const { loan, book } = read;
  const { terms } = book;
  return {
    ...{ title: '借款借据', loanNo: loan.no, contractNo, on: dayParts(on) },
    ...{ principal: yuanDisplay(terms.principalFen), principalInCapitals: capitalAmount(terms.principalFen) },
    ...{ annualRate: percentText(terms.annualRatePpm), dayCount: DAY_COUNT_WORDS[terms.convention.dayCount] },
    terms: [
      ['借据编号', loan.no],
      ['合同编号', contractNo],
      ['借款人', noted.customer.name],
      ['证件号码', mask.idNumber(noted.customer.idNumber)],
      ['贷款人', noted.lender],
      ['贷款产品', productName],
      ['借款期限', `${terms.periods} 个月`],
      ['还款方式', METHOD_WORDS[terms.method]],
      ['放款日', terms.disbursedOn],
      ['约定到期日', dueOn({ disbursedOn: terms.disbursedOn }, terms.periods)],
      ['借款用途', noted.purpose],
      ['还款账户', mask.accountNo(noted.accountNo)],
    ],
    remarks: [
      `本件由系统根据贷款档案于 ${on} 生成，是借据的副本，供借款人查阅参考。借贷双方的权利和义务以已签署的借款合同（编号 ${contractNo}）为准。`,
    ],
    plan: { title: `还款计划（截至 ${on}）`, ...planTable(rowsOf(read, on)) },
  };
}

/** For the template 'repayment-plan'. `rows`: what was asked for. */
export function planPaper(
  { read, contractNo, productName, on }: Paper,
  rows: readonly InstalmentAnswer[],
  range: string,
) {
  const { loan, book } = read;
  return {
    ...{ title: '还款计划表', loanNo: loan.no, contractNo, on: dayParts(on) },
    facts: [
      ['借据编号', loan.no],
      ['贷款产品', productName],
      ['借款金额', `${yuanDisplay(book.terms.principalFen)} 元`],
      ['年化利率（单利）', percentText(book.terms.annualRatePpm)],
      ['还款方式', METHOD_WORDS[book.terms.method]],
      ['范围', range],
    ],
    plan: planTable(rows),
    remarks: [`金额单位为人民币元。本表为截至 ${on} 的还款计划和还款情况，罚息计算到当日；提前还款后计划会重新计算。`],
  };
}

const rowsOf = ({ book }: BookOfLoan, on: BusinessDate) => book.rows.map((row) => viewInstalment(book.terms, row, on));

const HEADS = ['期次', '还款日', '本金', '利息', '贴息', '罚息', '应还', '已还', '状态'];

function planTable(rows: readonly InstalmentAnswer[]) {
  const sums = sumsOf(rows);
  return {
    heads: HEADS,
    rows: rows.map((row) => [...[rowName(row), row.dueOn, ...amountsOf(row).map(yuanDisplay), STATE_WORDS[row.state]]]),
    sums: amountsOf(sums).map(yuanDisplay),
  };
}

type Amounts = Pick<
  InstalmentAnswer,
  'principalFen' | 'interestFen' | 'discountFen' | 'penaltyFen' | 'dueFen' | 'paidFen'
>;
const amountsOf = ({ principalFen, interestFen, discountFen, penaltyFen, dueFen, paidFen }: Amounts) => [
  ...[principalFen, interestFen, discountFen, penaltyFen, dueFen, paidFen],
];

const dayParts = (on: BusinessDate) => {
  const [year = 0, month = 0, day = 0] = on.split('-').map(Number);
  return { year, month, day };
};
