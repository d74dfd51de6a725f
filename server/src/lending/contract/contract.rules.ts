import { createHash } from 'node:crypto';
import {
  annualRatesOf,
  conventionFor,
  schedule,
  type Convention,
  type Method,
  type Schedule,
  type ScheduleRow,
  type Terms,
} from '@miaodai/loan-math';
import {
  capitalAmount,
  fen,
  percentText,
  ratePpm,
  toldRate,
  yuanDisplay,
  type ApplicationId,
  type BusinessDate,
  type ContractId,
  type CustomerId,
  type Fen,
  type Instant,
  type RatePpm,
} from '@miaodai/values';
import type { Document, Text } from '../../bank/content/index.ts';
import type { Product } from '../../bank/products/index.ts';

export type Contract = {
  id: ContractId;
  no: string;
  applicationId: ApplicationId;
  customerId: CustomerId;
  productCode: string;
  state: 'drafted' | 'agreed' | 'void';
  principalFen: Fen;
  limitFen: Fen;
  annualRatePpm: RatePpm;
  termMonths: number;
  purpose: string;
  repaymentMethod: Method;
  convention: Convention;
  accountNo: string;
  /** Of the text and of the cost statement: what was agreed to. */
  textHash: string;
  costStatementHash: string;
  /** The cost statement is confirmed by itself, before the text is agreed to. */
  costConfirmedAt: Instant | null;
  validUntil: BusinessDate;
  /** On paper, at a branch; its number is the paper's. */
  signedOffline: SignedOffline | null;
};
export type SignedOffline = { signedOn: BusinessDate; useOfFundsNo: string; useOfFundsSignedOn: BusinessDate };

/** What the customer reads before they agree; apart from the terms, since nothing else asks for so much. */
export type Papers = {
  /** As if paid out on the day of drawing up. */
  drawnUpOn: BusinessDate;
  schedule: readonly ScheduleRow[];
  document: Document;
  costStatement: CostStatement;
};

export type CostItem = { name: string; howCharged: string; standard: string; chargedBy: string };
/** 综合融资成本明示表 */
export type CostStatement = {
  version: string;
  principalFen: Fen;
  items: CostItem[];
  annualCostPpm: number;
  irrPpm: number;
  onDefault: CostItem[];
  closing: string;
  readingSeconds: number;
  mustReachEnd: boolean;
};

export const METHOD_WORDS: Readonly<Record<Method, string>> = {
  'equal-instalment': '等额本息',
  'equal-principal': '等额本金',
  'interest-only': '按月付息、到期还本',
};
export const DAY_COUNT_WORDS: Readonly<Record<Convention['dayCount'], string>> = {
  monthly: '月利率为年利率除以 12，不足整月按 30 天折算',
  '30/360': '每月按 30 天、每年按 360 天计息',
  'actual/360': '按实际天数计息，每年按 360 天折算日利率',
  'actual/365': '按实际天数计息，每年按 365 天折算日利率',
};

/** What the engine needs of a contract. The schedule of the loan itself begins on the day of the payout. */
export const termsOf = (
  contract: Pick<Contract, 'principalFen' | 'annualRatePpm' | 'termMonths' | 'repaymentMethod' | 'convention'>,
  disbursedOn: BusinessDate,
): Terms => ({
  method: contract.repaymentMethod,
  principalFen: contract.principalFen,
  annualRatePpm: ratePpm(contract.annualRatePpm),
  periods: contract.termMonths,
  convention: contract.convention,
  disbursedOn,
});

export const scheduleFor = (product: Product, principalFen: Fen, termMonths: number, on: BusinessDate): Schedule =>
  schedule({
    method: product.repaymentMethod,
    principalFen,
    annualRatePpm: product.annualRatePpm,
    periods: termMonths,
    convention: conventionFor(product.dayCount),
    disbursedOn: on,
  });

export const purposeLabel = (product: Product, code: string): string =>
  product.purposes.find((purpose) => purpose.code === code)?.label ?? code;

type Wording = {
  contractNo: string;
  customerName: string;
  idNumber: string;
  accountNo: string;
  purpose: string;
  product: Product;
  plan: Schedule;
  today: BusinessDate;
};

/** The values of the contract template's variables, in the words and forms that a contract uses. */
export function contractWords(from: Wording): Record<string, string> {
  const { product, plan } = from;
  const { principalFen, periods, annualRatePpm, convention, method } = plan.terms;
  const total = fen(principalFen + plan.totalInterestFen);
  return {
    contractNo: from.contractNo,
    customerName: from.customerName,
    idNumber: from.idNumber,
    accountNo: from.accountNo,
    productName: product.name,
    principal: yuanDisplay(principalFen),
    principalInCapitals: capitalAmount(principalFen),
    annualRate: percentText(annualRatePpm),
    irr: percentText(toldRate(annualRatesOf(plan).irrPpm)),
    termMonths: String(periods),
    purpose: purposeLabel(product, from.purpose),
    repaymentMethod: METHOD_WORDS[method],
    dayCount: DAY_COUNT_WORDS[convention.dayCount],
    firstPayment: yuanDisplay(plan.rows[0]?.totalFen ?? fen(0)),
    totalInterest: yuanDisplay(plan.totalInterestFen),
    total: yuanDisplay(total),
    penalty: product.penaltyRatePpm === 0 ? '不收取' : `年利率 ${percentText(product.penaltyRatePpm)}`,
    earlyRepaymentFee:
      product.earlyRepaymentFeePpm === 0 ? '不收取' : `本金的 ${percentText(product.earlyRepaymentFeePpm)}`,
    today: from.today,
  };
}

/**
 * The cost statement from its text: a line `item|name|how charged|standard|by whom` for each cost, `default|…` for what is charged
 * on default, `closing|…` for the line that nothing else will be.
 * @throws where a line is none of these: a statement with a gap is never shown.
 */
export function costStatementFrom(text: Text, plan: Schedule): CostStatement {
  const rates = annualRatesOf(plan);
  const statement: CostStatement = {
    version: text.version,
    principalFen: plan.terms.principalFen,
    items: [],
    annualCostPpm: toldRate(rates.aprPpm),
    irrPpm: toldRate(rates.irrPpm),
    onDefault: [],
    closing: '',
    readingSeconds: text.readingSeconds,
    mustReachEnd: text.mustReachEnd,
  };
  for (const line of text.paragraphs) {
    const [kind = '', name = '', howCharged = '', standard = '', chargedBy = '', ...more] = line.split('|');
    const isWhole = [name, howCharged, standard, chargedBy].every((part) => part !== '') && more.length === 0;
    if (kind === 'item' && isWhole) statement.items.push({ name, howCharged, standard, chargedBy });
    else if (kind === 'default' && isWhole) statement.onDefault.push({ name, howCharged, standard, chargedBy });
    else if (kind === 'closing' && name !== '') statement.closing = name;
    else throw new Error(`cost statement ${text.version}: a line that begins with '${kind}' is not whole`);
  }
  return statement;
}

/** SHA-256 of the statement as JSON, its parts in the order in which it was made: a database keeps them in one of its own. */
export function costStatementHash(statement: CostStatement): string {
  const inOrder = ({ name, howCharged, standard, chargedBy }: CostItem) => ({ name, howCharged, standard, chargedBy });
  const { version, principalFen, items, annualCostPpm, irrPpm, onDefault, ...rest } = statement;
  const { closing, readingSeconds, mustReachEnd } = rest;
  const told = { version, principalFen, items: items.map(inOrder), annualCostPpm, irrPpm };
  const whole = { ...told, onDefault: onDefault.map(inOrder), closing, readingSeconds, mustReachEnd };
  return createHash('sha256').update(JSON.stringify(whole)).digest('hex');
}
