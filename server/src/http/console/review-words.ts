import { aboutYouFields, moneyFields, type Field } from '@miaodai/http-api/fields';
import { fen, mask, percentText, ratePpm, yuanDisplay } from '@miaodai/values';
import type { Application } from '../../lending/application/index.ts';
import type { Recommendation } from '../../lending/decision/index.ts';
import type { PastEvent } from '../../lending/review/index.ts';

// What the console says in words where the modules speak in codes.

type Line = { label: string; value: string };

export const EVENT_WORDS: Readonly<Record<PastEvent['event'], string>> = {
  opened: '申请转人工审批',
  claimed: '领取',
  released: '退回待领取',
  escalated: '同意，超出权限，提交上级',
  approved: '审批通过',
  declined: '审批不通过',
  'papers-asked': '要求补充资料',
  'paper-added': '上传资料',
  'paper-removed': '撤回资料',
  'contract-recorded': '登记线下合同',
  'payout-released': '复核放款',
  'payout-refused': '核心拒绝入账',
  paid: '已放款',
  withdrawn: '客户取消申请',
  lapsed: '逾期未签署，审批结果失效',
};

/** What the customer filled in, as the form asks it; where they live is masked. */
export function answersInWords({ answers }: Application): Line[] {
  const { residenceAddress, ...aboutYou } = answers.aboutYou;
  const shown = { ...aboutYou, ...(residenceAddress ? { residenceAddress: mask.address(residenceAddress) } : {}) };
  return [...inWords(aboutYouFields, shown), ...inWords(moneyFields, answers.money)];
}

const inWords = (fields: Readonly<Record<string, Field>>, answers: Readonly<Record<string, unknown>>): Line[] =>
  Object.entries(fields).flatMap(([name, field]) => {
    const value = answers[name];
    return value === undefined ? [] : [{ label: field.label, value: valueInWords(field, value) }];
  });

function valueInWords(field: Field, value: unknown): string {
  if (field.kind === 'money') return `${yuanDisplay(fen(Number(value)))} 元`;
  return field.kind === 'choice' ? (field.options[String(value)] ?? String(value)) : String(value);
}

const SOURCES: Readonly<Record<string, string>> = { hr: '人力资源系统', bureau: '征信系统', bigData: '大数据平台' };

export const missingInWords = ({ missing }: Recommendation): Line[] =>
  missing.map(({ source, why }) => ({ label: SOURCES[source] ?? source, value: why }));

const BOUND = { 'at-least': '不低于', 'at-most': '不高于' } as const;
const inYuan = new Set(['repayment-capacity']);

/** Each rule by the title of the text that a customer reads of it. */
export const outcomesInWords = ({ outcomes }: Recommendation, titles: ReadonlyMap<string, string>) =>
  outcomes.map(({ rule, kind, passed, value, limit }) => {
    const figure = (n: number) => (inYuan.has(rule) ? `${yuanDisplay(fen(n))} 元` : String(n));
    return {
      rule,
      words: titles.get(rule) ?? rule,
      passed,
      value: figure(value),
      limit: `${BOUND[kind]} ${figure(limit)}`,
    };
  });

/** By their path in the dossier. What is not named here is none of an officer's figures. */
const FIGURES: Readonly<Record<string, string>> = {
  'applicant.monthlyIncomeFen': '月收入',
  'applicant.monthlyExpenseFen': '月生活支出',
  'applicant.monthlyDebtFen': '申报的其他贷款月还款',
  'employer.grade': '单位等级',
  'employer.monthsEmployed': '入职月数',
  'employer.whitelisted': '单位在秒贷名单',
  'bureau.known': '已取得信用报告',
  'bureau.monthlyDebtFen': '信用报告：月还款',
  'bureau.openLoans': '信用报告：未结清贷款笔数',
  'bureau.overdueCount24m': '信用报告：24 个月逾期次数',
  'bureau.worstOverdueDays': '信用报告：最长逾期天数',
  'bureau.lenderQueries6m': '信用报告：6 个月审批查询次数',
  'bigData.known': '已取得大数据评分',
  'bigData.score': '大数据评分',
  'bigData.warnings': '大数据风险提示',
  'history.applications': '本行申请次数',
  'history.declined': '本行未通过次数',
  'history.openLoans': '本行未结清贷款笔数',
  'history.outstandingFen': '本行贷款余额',
  'history.overdueDays': '本行当前逾期天数',
  'product.annualRatePpm': '产品年利率',
};

export const figuresInWords = (dossier: unknown): Line[] =>
  Object.entries(FIGURES).flatMap(([path, label]) => {
    const value = path.split('.').reduce((at, name) => (isGroup(at) ? at[name] : undefined), dossier);
    return value === undefined || value === null ? [] : [{ label, value: figureInWords(path, value) }];
  });

const isGroup = (thing: unknown): thing is Record<string, unknown> => typeof thing === 'object' && thing !== null;

function figureInWords(path: string, value: unknown): string {
  if (path.endsWith('Fen')) return `${yuanDisplay(fen(Number(value)))} 元`;
  if (path.endsWith('Ppm')) return percentText(ratePpm(Number(value)));
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (Array.isArray(value)) return value.length === 0 ? '无' : value.join('、');
  return String(value);
}
