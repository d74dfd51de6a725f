import {
  assert,
  capitalAmount,
  dayInShanghai,
  fen,
  mask,
  percentText,
  secondInShanghai,
  sum,
  yuanDisplay,
  type BusinessDate,
  type CustomerId,
  type Instant,
} from '@miaodai/values';
import type { Document } from '../../bank/content/index.ts';
import type { ScheduleRow } from '@miaodai/loan-math';
import {
  DAY_COUNT_WORDS,
  METHOD_WORDS,
  type Contract,
  type CostItem,
  type CostStatement,
  type Papers,
} from './contract.rules.ts';

/** By what the customer was recognised who agreed, and when; the whole of it is known by its hash, which stands in their certificate. */
export type AgreedBy = {
  customerId: CustomerId;
  requestNo: string;
  evidenceHash: string;
  evidence: {
    agreedAt: Instant;
    faces: readonly { shownAt: Instant }[];
    idDocument: { confirmedAt: Instant } | null;
    systemCheckedAt: Instant | null;
    password: { provenAt: Instant };
    from: { channel: string; ip: string };
  };
};

type Fact = readonly [label: string, value: string];
type Wording = { title: string; paragraphs: readonly string[] };
type Day = { year: number; month: number; day: number };

/** What templates/contract.typ sets: words and figures in the form in which they are read, nothing left to compute. */
export type ContractFileData = {
  title: string;
  contractNo: string;
  agreedOn: Day;
  /** Examples, not a contract: said across every page. */
  sample: boolean;
  principal: string;
  principalInCapitals: string;
  annualRate: string;
  irr: string;
  terms: readonly Fact[];
  paragraphs: readonly string[];
  schedule: { note: string; rows: readonly string[][]; sums: readonly string[] };
  costStatement: CostPage & { title: string; confirmed: string };
  useOfFunds: Wording & { agreed: string };
  signing: { groups: readonly { title: string; rows: readonly Fact[] }[]; remarks: readonly string[] };
};

/** What templates/cost-statement.typ and the annex set. */
export type CostPage = {
  principal: string;
  principalInCapitals: string;
  annualCost: string;
  irr: string;
  items: readonly CostItem[];
  onDefault: readonly CostItem[];
  closing: string;
};

type From = {
  contract: Contract;
  papers: Papers;
  customer: { name: string; idNumber: string };
  useOfFunds: Document & { declaredAt: Instant };
  agreedBy: AgreedBy;
};

export const COST_STATEMENT_TITLE = '综合融资成本明示表';
const CHANNELS: Readonly<Record<string, string>> = { 'direct-bank': '手机网页（直销银行）' };

export function contractFileFrom({ contract, papers, customer, useOfFunds, agreedBy }: From): ContractFileData {
  const { costStatement, document } = papers;
  assert(contract.costConfirmedAt, `${contract.no}: its cost statement was confirmed`);
  return {
    title: document.title,
    contractNo: contract.no,
    agreedOn: dayOf(dayInShanghai(agreedBy.evidence.agreedAt)),
    sample: false,
    ...headline(contract, costStatement),
    terms: termsShown(contract),
    paragraphs: document.paragraphs,
    schedule: schedulePage(papers.schedule, papers.drawnUpOn),
    costStatement: {
      title: COST_STATEMENT_TITLE,
      ...costPage(costStatement),
      confirmed: `借款人于 ${secondInShanghai(contract.costConfirmedAt)}（北京时间）阅读并确认本表，版本 ${costStatement.version}。`,
    },
    useOfFunds: {
      title: useOfFunds.title,
      paragraphs: useOfFunds.paragraphs,
      agreed: `借款人于 ${secondInShanghai(useOfFunds.declaredAt)}（北京时间）阅读并同意本声明，版本 ${useOfFunds.version}。`,
    },
    signing: {
      groups: [
        { title: '借款人', rows: signer(customer, agreedBy) },
        { title: '借款人同意的文本', rows: agreedTo(contract, papers, useOfFunds) },
        { title: '贷款人', rows: [['名称', '本行，以银行电子印章的数字证书所载名称为准']] },
      ],
      remarks: REMARKS,
    },
  };
}

const REMARKS = [
  '本文件依次含两个电子签名：借款人的签名使用电子认证机构为本次签署签发的事件证书，贷款人的签名使用银行电子印章；每个签名均附有可信时间戳。签名人、证书编号和签署时间以签名本身为准。',
  '以上摘要值（SHA-256）由借款人同意时所见文本计算得出。本文件签署后任何改动都会使签名失效；可用支持电子签名的 PDF 阅读器，或在本行“合同验真”页面上传本文件核验。',
];

export const dayOf = (on: BusinessDate): Day => {
  const [year = 0, month = 0, day = 0] = on.split('-').map(Number);
  return { year, month, day };
};

const headline = (contract: Pick<Contract, 'principalFen' | 'annualRatePpm'>, { irrPpm }: CostStatement) => ({
  principal: yuanDisplay(contract.principalFen),
  principalInCapitals: capitalAmount(contract.principalFen),
  annualRate: percentText(contract.annualRatePpm),
  irr: percentText(irrPpm),
});

const termsShown = (contract: Contract): Fact[] => [
  ['贷款期限', `${contract.termMonths} 个月`],
  ['还款方式', METHOD_WORDS[contract.repaymentMethod]],
  ['贷款用途', contract.purpose],
  ['支付方式', '借款人自主支付'],
  ['放款账户', contract.accountNo],
  ['还款账户', contract.accountNo],
  ['计息方式', DAY_COUNT_WORDS[contract.convention.dayCount]],
];

export function schedulePage(rows: readonly ScheduleRow[], on: BusinessDate): ContractFileData['schedule'] {
  const principal = sum(rows.map((row) => row.principalFen));
  const interest = sum(rows.map((row) => row.interestFen));
  return {
    note: `本表按 ${on} 放款计算，金额单位为人民币元。实际还款计划以放款日为准。`,
    rows: rows.map((row) => [
      ...[String(row.no), row.dueOn, yuanDisplay(row.totalFen), yuanDisplay(row.principalFen)],
      ...[yuanDisplay(row.interestFen), yuanDisplay(row.balanceFen)],
    ]),
    sums: [fen(principal + interest), principal, interest].map(yuanDisplay),
  };
}

export const costPage = (cost: CostStatement): CostPage => ({
  principal: yuanDisplay(cost.principalFen),
  principalInCapitals: capitalAmount(cost.principalFen),
  annualCost: percentText(cost.annualCostPpm),
  irr: percentText(cost.irrPpm),
  items: cost.items,
  onDefault: cost.onDefault,
  closing: cost.closing,
});

function signer({ name, idNumber }: From['customer'], { requestNo, evidenceHash, evidence }: AgreedBy): Fact[] {
  const { faces, idDocument, systemCheckedAt, password, from } = evidence;
  const recognised: Fact[] = [
    ...(idDocument ? [['居民身份证', `经联网核查，${told(idDocument.confirmedAt)}`] as const] : []),
    ...(systemCheckedAt ? [['系统核查', `通过，${told(systemCheckedAt)}`] as const] : []),
    ...faces.map(({ shownAt }) => ['人脸识别', `通过，${told(shownAt)}`] as const),
    ['交易密码', `验证通过，${told(password.provenAt)}`],
  ];
  return [
    ['姓名', name],
    ['公民身份号码', mask.idNumber(idNumber)],
    ['同意时间', told(evidence.agreedAt)],
    ['签署渠道', CHANNELS[from.channel] ?? from.channel],
    ['网络地址', from.ip],
    ...recognised,
    ['证书申请编号', requestNo],
    ['身份证据摘要', evidenceHash],
  ];
}

const agreedTo = (contract: Contract, papers: Papers, useOfFunds: Document): Fact[] => [
  [`${papers.document.title}\n（版本 ${papers.document.version}）`, contract.textHash],
  [`${COST_STATEMENT_TITLE}\n（版本 ${papers.costStatement.version}）`, contract.costStatementHash],
  [`${useOfFunds.title}\n（版本 ${useOfFunds.version}）`, useOfFunds.textHash],
];

const told = (at: Instant): string => `${secondInShanghai(at)}（北京时间）`;
