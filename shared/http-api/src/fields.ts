/**
 * What the application form asks, as data: label, kind and limits of every field. The page draws and checks its inputs from
 * it, and the server builds its schemas from it, so that a rule and its words exist once.
 */
import { fenFromYuan, yuanDisplay, fen } from '@miaodai/values';

export type ChoiceField = { kind: 'choice'; label: string; options: Readonly<Record<string, string>> };
export type TextField = { kind: 'text'; label: string; min: number; max: number; pattern?: RegExp; hint: string };
export type MoneyField = {
  kind: 'money';
  label: string;
  minFen: number;
  maxFen: number;
  /** Only multiples of it. */
  stepFen?: number;
  hint: string;
};
export type Field = ChoiceField | TextField | MoneyField;

/** Page two: basics, work, housing. */
export const aboutYouFields = {
  maritalStatus: choice('婚姻状况', { single: '未婚', married: '已婚', divorced: '离异', widowed: '丧偶' }),
  education: choice('最高学历', {
    'middle-school': '初中及以下',
    'high-school': '高中或中专',
    college: '大专',
    bachelor: '本科',
    master: '硕士',
    doctor: '博士',
  }),
  residenceAddress: {
    kind: 'text',
    label: '常住地址',
    min: 8,
    max: 80,
    hint: '请填写到门牌号，至少 8 个字',
  },
  department: { kind: 'text', label: '所在部门', min: 2, max: 40, hint: '请填写部门名称，至少 2 个字' },
  position: choice('职位', {
    staff: '一般员工',
    technician: '技术人员',
    'team-lead': '班组长或主管',
    'middle-manager': '中层管理人员',
    'senior-manager': '高层管理人员',
  }),
  housing: choice('住房情况', {
    'owned-clear': '自有住房，无按揭',
    'owned-mortgage': '自有住房，有按揭',
    family: '与父母同住',
    rented: '租房',
    dormitory: '单位宿舍',
  }),
} as const satisfies Record<string, Field>;

/** Page three: income and expenses. Term and purpose are offered by the product, not listed here. */
export const moneyFields = {
  monthlyIncomeFen: {
    kind: 'money',
    label: '月收入（税后）',
    minFen: 1_000_00,
    maxFen: 500_000_00,
    hint: '工资、奖金等平均每月到手的金额',
  },
  monthlyExpenseFen: {
    kind: 'money',
    label: '月生活支出',
    minFen: 0,
    maxFen: 500_000_00,
    hint: '家庭日常开支，没有请填 0',
  },
  monthlyDebtFen: {
    kind: 'money',
    label: '其他贷款月还款',
    minFen: 0,
    maxFen: 500_000_00,
    hint: '房贷、车贷、信用卡分期等，没有请填 0',
  },
} as const satisfies Record<string, Field>;

/** Page three of the standard loan: how much is wanted. What no product goes beyond; a product says its own limits. */
export const wantedField = {
  kind: 'money',
  label: '希望借款金额',
  minFen: 1,
  maxFen: 100_000_000_00,
  hint: '最终金额以审批为准',
} as const satisfies MoneyField;

/** As one product asks for it. */
export function wantedFieldOf(product: { minAmountFen: number; maxAmountFen: number; amountStepFen: number }) {
  const [least, most, step] = [product.minAmountFen, product.maxAmountFen, product.amountStepFen].map(yuanShown);
  return {
    ...wantedField,
    ...{ minFen: product.minAmountFen, maxFen: product.maxAmountFen, stepFen: product.amountStepFen },
    hint: `${least} – ${most} 元，${step} 元整数倍；${wantedField.hint}`,
  } satisfies MoneyField;
}

/** For the estimate of a limit: how well the bank knows the employer, by the grades of its roster, in words that people know of themselves. */
export const workplaceField = choice('工作单位', {
  A: '集团核心企业',
  B: '集团骨干企业',
  C: '集团其他单位',
  unknown: '不清楚',
});

/** Activation of the account: whoever writes to the customer must reach them, so that words, not digits, are counted (ACC-3). */
export const activationFields = {
  residenceAddress: {
    kind: 'text',
    label: '常住地址',
    min: 8,
    max: 80,
    pattern: /(?:\p{Script=Han}\P{Script=Han}*){8}/u,
    hint: '请填写到门牌号，至少 8 个汉字',
  },
} as const satisfies Record<string, Field>;

/** The ERP number that the employer gives its people (集团 ERP 编号). */
export const erpNoField = {
  kind: 'text',
  label: '集团 ERP 编号',
  min: 8,
  max: 8,
  pattern: /^\d{8}$/,
  hint: '8 位数字，可在工作证或员工宝“我的”页面找到',
} as const satisfies TextField;

/**
 * What is wrong with a value as the page holds it (money as yuan text, choices as codes): words that say what to do, or undefined
 * where it is right.
 */
export function fieldError(field: Field, value: string | undefined): string | undefined {
  const text = (value ?? '').trim();
  switch (field.kind) {
    case 'choice':
      return text in field.options ? undefined : `请选择${field.label}`;
    case 'text':
      return textError(field, text);
    case 'money':
      return moneyError(field, text);
  }
}

function textError(field: TextField, text: string): string | undefined {
  if (text === '') return `请填写${field.label}`;
  const letters = [...text].length;
  if (letters < field.min || letters > field.max || (field.pattern && !field.pattern.test(text))) return field.hint;
  return undefined;
}

function moneyError(field: MoneyField, text: string): string | undefined {
  if (text === '') return `请填写${field.label}`;
  const amount = fenFromYuan(text);
  if (amount === undefined) return '请填写数字，最多两位小数';
  if (amount < field.minFen) return `${field.label}不低于 ${yuanDisplay(fen(field.minFen))} 元`;
  if (amount > field.maxFen) return `${field.label}不超过 ${yuanDisplay(fen(field.maxFen))} 元`;
  if (field.stepFen && amount % field.stepFen !== 0) return `${field.label}应为 ${yuanShown(field.stepFen)} 元的整数倍`;
  return undefined;
}

/** Whole yuan without the cents that nobody needs. */
const yuanShown = (amount: number): string => yuanDisplay(fen(amount)).replace(/\.00$/, '');

function choice<const Options extends Readonly<Record<string, string>>>(label: string, options: Options) {
  return { kind: 'choice', label, options } as const;
}

/** Where a contract is sent to (CON-3). */
export const emailField = {
  label: '电子邮箱',
  error: '请输入正确的电子邮箱',
  maxLength: 254,
  pattern:
    /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$/,
} as const;
