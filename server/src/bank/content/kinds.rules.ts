/** 'document' is read and agreed to, 'notice' stands on a page, 'sms' is sent, 'lines' is a list that programs read. */
export type Form = 'document' | 'notice' | 'sms' | 'lines';
export const groups = {
  agreements: '协议与声明',
  messages: '短信',
  mails: '邮件',
  reasons: '原因说明',
  pages: '页面文字',
  lists: '名单与选项',
} as const;
type Group = keyof typeof groups;

/** A line of a list: `parts` fields between bars. */
type LineShape = { pattern: RegExp; words: string };
type Kind = { group: Group; form: Form; lines?: Lines };
/** Every line is of one of these shapes; of those in `needed` there is at least one. `unique`: no two begin alike. */
type Lines = { shapes: readonly LineShape[]; needed: readonly LineShape[]; unique: boolean };
export type Variable = { name: string; label: string; sample: string; required: boolean };

/** New kinds may be made of these, one for each rule of a decision model or product; the rest is what the code asks for by name. */
export const families = [
  { prefix: 'declined', label: '自动审批未通过原因' },
  { prefix: 'introduction', label: '产品介绍' },
] as const;

const agreement: Kind = { group: 'agreements', form: 'document' };
const part = '[^|\\s](?:[^|]*[^|\\s])?';
const shape = (pattern: string, words: string): LineShape => ({ pattern: new RegExp(`^${pattern}$`), words });
const paperFor = (use: string, words: string) => shape(`[a-z-]{1,32}\\|${part}\\|${use}`, words);
const papers = [
  paperFor('customer', '代码|名称|customer（客户上传）'),
  paperFor('contract', '代码|名称|contract（合同扫描件）'),
  paperFor('use-of-funds', '代码|名称|use-of-funds（用途声明扫描件）'),
];
const cost = (name: string, words: string) => shape(`${name}(?:\\|[^|]+){4}`, words);
const costItem = cost('item', 'item|项目|收取方式|标准|收取主体');
const costClosing = shape('closing\\|[^|]+', 'closing|结束语');

const KINDS: Readonly<Record<string, Kind>> = {
  registration: agreement,
  'id-document': agreement,
  'account-agreement': agreement,
  'card-binding': agreement,
  'employee-information': agreement,
  'credit-report': agreement,
  'face-check': agreement,
  'use-of-funds': agreement,
  'loan-contract': agreement,
  'cost-statement': {
    group: 'agreements',
    form: 'lines',
    lines: {
      shapes: [costItem, cost('default', 'default|项目|收取方式|标准|收取主体'), costClosing],
      ...{ needed: [costItem, costClosing], unique: false },
    },
  },
  'paper-kinds': { group: 'lists', form: 'lines', lines: { shapes: papers, needed: papers, unique: true } },
  'officer-decline-reasons': {
    group: 'lists',
    form: 'lines',
    lines: {
      shapes: [shape(`[a-z-]{1,32}\\|${part}\\|${part}`, '代码|内部名称|客户看到的说明')],
      needed: [],
      unique: true,
    },
  },
  'early-decline-reasons': {
    group: 'lists',
    form: 'lines',
    lines: {
      shapes: [shape(`[a-z-]{1,32}\\|${part}\\|${part}`, '代码|内部名称|客户看到的说明')],
      needed: [],
      unique: true,
    },
  },
  'common-passwords': {
    group: 'lists',
    form: 'lines',
    lines: { shapes: [shape('[\\x21-\\x7e\\s]+', '以空格分隔的密码')], needed: [], unique: false },
  },
  'payout-refused': { group: 'reasons', form: 'notice' },
  'signing-refused': { group: 'reasons', form: 'notice' },
};
const BY_PREFIX: Readonly<Record<string, Kind>> = {
  sms: { group: 'messages', form: 'sms' },
  mail: { group: 'mails', form: 'notice' },
  'mail-outcome': { group: 'reasons', form: 'notice' },
  declined: { group: 'reasons', form: 'notice' },
  'not-eligible': { group: 'reasons', form: 'notice' },
};

/** What is not named here stands on a page. */
export const kindOf = (kind: string): Kind =>
  own(KINDS, kind) ?? own(BY_PREFIX, kind.split(':')[0] ?? '') ?? { group: 'pages', form: 'notice' };

/** Whether staff may begin a text that there was none of yet. */
export const mayBegin = (kind: string): boolean =>
  families.some(({ prefix }) => kind.startsWith(`${prefix}:`) && kind.length > prefix.length + 1);

const CONTRACT = [
  ...['contractNo', 'customerName', 'idNumber', 'accountNo', 'productName', 'principal', 'principalInCapitals'],
  ...['annualRate', 'irr', 'termMonths', 'purpose', 'repaymentMethod', 'dayCount', 'firstPayment', 'totalInterest'],
  ...['total', 'penalty', 'earlyRepaymentFee', 'today'],
];
const COST_NEEDS = new Set(['repaymentMethod', 'annualRate', 'earlyRepaymentFee', 'penalty']);

/** What the code gives to each text: a variable beyond it would stop a customer on the way. Those with '?' may be left out. */
const GIVEN: Readonly<Record<string, readonly string[]>> = {
  'loan-contract': CONTRACT,
  'cost-statement': CONTRACT.map((name) => (COST_NEEDS.has(name) ? name : `${name}?`)),
  'use-of-funds': ['customerName', 'applicationNo', 'principal', 'purpose', 'productName'],
  'mail:contract-copy': ['contractNo', 'phone'],
  'sms:submission-code': ['code', 'minutes'],
  'sms:verification-code': ['code', 'use', 'minutes'],
  'sms:already-registered': ['use'],
  'sms:not-registered': ['use'],
  'sms:password-changed': ['which', 'time'],
  'sms:mobile-changed': ['before', 'now'],
  'sms:new-device': ['time'],
  'sms:approved': ['product', 'limit', 'validUntil'],
  'sms:declined': ['product'],
  'sms:officer-approved': ['product', 'amount', 'validUntil', 'branch'],
  'sms:papers-asked': ['product', 'papers'],
  'not-eligible:unknown-employee': ['triesLeft', 'phone?'],
  'not-eligible:no-tries-left': ['triesLeft?', 'phone'],
  'sign-at-branch': ['amount', 'validUntil', 'branch', 'phone'],
  'sms:paid-out': ['amount', 'accountNo', 'firstDueOn', 'firstPayment'],
  'sms:due-soon': ['loanNo', 'dueOn', 'amount', 'accountNo'],
  'sms:due-today': ['loanNo', 'dueOn', 'amount', 'accountNo'],
  'sms:overdue': ['loanNo', 'days', 'amount', 'accountNo', 'phone'],
  'sms:debit-done': ['loanNo', 'amount', 'accountNo'],
  'sms:debit-partial': ['loanNo', 'amount', 'stillDue', 'accountNo'],
  'sms:debit-failed': ['loanNo', 'amount', 'accountNo'],
  'sms:repaid': ['loanNo', 'amount', 'accountNo'],
  'sms:repayment-refused': ['loanNo', 'amount'],
  'sms:early-repaid': ['loanNo', 'amount', 'balance'],
  'sms:loan-closed': ['loanNo'],
  'sms:early-request-approved': ['loanNo', 'debitOn', 'amount', 'accountNo'],
  'sms:early-request-declined': ['loanNo'],
  'sms:early-due-soon': ['loanNo', 'debitOn', 'amount', 'accountNo'],
  'sms:early-debit-failed': ['loanNo', 'amount'],
  'sms:deposit-repayment-failed': ['loanNo', 'phone'],
  'sms:deposit-redeemed': ['loanNo', 'amount', 'accountNo', 'phone'],
  'sms:repayment-reversed': ['loanNo', 'amount', 'phone'],
  'sms:refund-done': ['loanNo', 'amount', 'accountNo'],
  'sms:repayment-recorded': ['loanNo', 'paidOn', 'amount'],
  'sms:account-open-done': ['accountNo'],
  'sms:account-activate-done': ['accountNo'],
  'sms:account-freeze-done': ['accountNo'],
  'sms:account-unfreeze-done': ['accountNo'],
  'sms:account-report-loss-done': ['accountNo'],
  'sms:account-release-loss-done': ['accountNo'],
  'sms:payout-refused': ['amount'],
  'sms:signing-refused': ['contractNo'],
  'sms:transfer-code': ['code', 'direction', 'amount', 'minutes'],
  'sms:transfer-in-done': ['amount', 'cardNo'],
  'sms:transfer-out-done': ['amount', 'cardNo'],
  'sms:transfer-refused': ['amount', 'cardNo'],
  'sms:transfer-returned': ['amount', 'cardNo'],
  'sms:card-changed': ['bankName', 'cardNo'],
  'sms:card-unbound': ['cardNo'],
};

/** Each by one name in whatever text: how staff call it, and an example for the preview. */
const NAMES: Readonly<Record<string, readonly [label: string, sample: string]>> = {
  accountNo: ['电子账号', '6230 **** **** 1234'],
  amount: ['金额（元）', '50,000.00'],
  annualRate: ['年利率', '3.6%'],
  applicationNo: ['申请编号', 'SQ20261123000001'],
  balance: ['剩余本金（元）', '37,500.00'],
  bankName: ['银行名称', '工商银行'],
  before: ['原手机号', '138****0001'],
  branch: ['机构名称', '北京分行'],
  cardNo: ['卡号尾号', '6789'],
  code: ['验证码', '483920'],
  contractNo: ['合同编号', 'HT20261123000001'],
  customerName: ['客户姓名', '王小明'],
  dayCount: ['计息方式', '月利率为年利率除以 12，不足整月按 30 天折算'],
  days: ['已过还款日的天数', '3'],
  debitOn: ['扣款日', '2026-12-23'],
  direction: ['转账方向', '转出'],
  dueOn: ['还款日', '2026-12-23'],
  earlyRepaymentFee: ['提前还款手续费', '不收取'],
  firstDueOn: ['首期还款日', '2026-12-23'],
  firstPayment: ['首期应还（元）', '4,248.36'],
  idNumber: ['身份证号', '110101199001011234'],
  irr: ['内部收益率', '3.67%'],
  limit: ['可用额度（元）', '200,000.00'],
  loanNo: ['借据编号', 'JJ20261123-000017'],
  minutes: ['有效分钟数', '5'],
  now: ['新手机号', '139****0002'],
  paidOn: ['还款日期', '2026-12-23'],
  papers: ['资料名称', '收入证明、银行流水'],
  penalty: ['罚息', '年利率 5.4%'],
  phone: ['客服电话', '95588'],
  principal: ['借款金额（元）', '50,000.00'],
  principalInCapitals: ['借款金额大写', '人民币伍万元整'],
  product: ['产品名称', '融信秒贷'],
  productName: ['产品名称', '融信秒贷'],
  purpose: ['借款用途', '旅游出行'],
  repaymentMethod: ['还款方式', '等额本息'],
  stillDue: ['还需还（元）', '1,248.36'],
  termMonths: ['期限（月）', '12'],
  time: ['时间', '11月23日 10:32'],
  today: ['日期', '2026-11-23'],
  total: ['本息合计（元）', '50,980.35'],
  totalInterest: ['利息合计（元）', '980.35'],
  triesLeft: ['剩余次数', '2'],
  use: ['用途', '登录'],
  validUntil: ['有效期至', '2026-12-23'],
  which: ['密码种类', '登录密码'],
};

export const variablesOf = (kind: string): Variable[] =>
  (own(GIVEN, kind) ?? []).map((given) => {
    const name = given.replace('?', '');
    const [label, sample] = own(NAMES, name) ?? [name, name];
    return { name, label, sample, required: !given.endsWith('?') };
  });

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
