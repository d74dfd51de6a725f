import { idNumberCheckLetter } from '@miaodai/values';
import type { SeedPerson } from '../../server/src/seed/seed-customer.ts';

/** A made-up person and how the outside systems will treat them. */
export type Person = SeedPerson & {
  erpNo: string;
  /** On the roster of this employer; null for somebody whom HR does not know. */
  employerCode: string | null;
  /** What will happen, for whoever tries them out. */
  story: string;
};

/** Documented, and good for nothing outside a sandbox. */
export const LOGIN_PASSWORD = 'Miaodai-2026';
export const TRANSACTION_PASSWORD = '271828';

type Traits = {
  /** Two digits for the 15th and 16th place of the ID number: 9x marks a case (see docs/integrations/simulators.md). */
  idCase?: string;
  /** Last digit of the account number: how the core treats a payout to it. */
  accountDigit?: number;
  /** Last digit of the bound card's number: how the card network treats it. */
  cardDigit?: number;
  employerCode?: string | null;
  erpDigit?: number;
  story?: string;
};

/** The n-th person: all numbers follow from n, so that no two are alike. @param n from 1 to 9999 */
export function aPerson(n: number, name: string, traits: Traits = {}): Person {
  const four = String(n).padStart(4, '0');
  const born = `19${String(80 + (n % 20))}${String(1 + (n % 12)).padStart(2, '0')}${String(1 + (n % 28)).padStart(2, '0')}`;
  // Region, birth, three digits in sequence: the first two say the case, an ordinary person has no 9 in front.
  const region = String(110101 + Math.floor(n / 100));
  const first17 = `${region}${born}${traits.idCase ?? `0${n % 10}`}${String(n % 9)}`;
  return {
    name,
    idNumber: first17 + idNumberCheckLetter(first17),
    mobile: `1380000${four}`,
    loginPassword: LOGIN_PASSWORD,
    transactionPassword: TRANSACTION_PASSWORD,
    accountNo: `62316800000${four}${traits.accountDigit ?? 0}`,
    cardNo: `62220200000000${four}${traits.cardDigit ?? 0}`,
    erpNo: `800${four}${traits.erpDigit ?? 1}`,
    employerCode: traits.employerCode === undefined ? 'KS02' : traits.employerCode,
    story: traits.story ?? '',
  };
}

/** Whom a sandbox begins with. */
export const demoPersons: readonly Person[] = [
  aPerson(1, '王小明', { story: '秒批秒贷：审批通过，放款实时到账' }),
  aPerson(2, '李晓红', { employerCode: 'KS01', story: '大庆分行客户，利率更低；审批通过，放款实时到账' }),
  aPerson(3, '张建国', { accountDigit: 5, story: '核心付款后断开连接：先显示“处理中”，查证后到账一次' }),
  aPerson(4, '赵敏', { accountDigit: 6, story: '核心很晚才应答：先显示“处理中”，查证后到账一次' }),
  aPerson(5, '陈立', { accountDigit: 7, story: '核心付款后返回 500 错误页：查证后到账一次' }),
  aPerson(6, '刘洋', { accountDigit: 8, story: '核心拒绝入账：放款未成功，额度退回' }),
  aPerson(7, '周婷', { employerCode: 'KS05', erpDigit: 6, story: '单位不在秒贷名单：转融信贷，由客户经理办理' }),
  aPerson(8, '吴强', { employerCode: null, erpDigit: 9, story: '查不到员工信息：无资格' }),
  aPerson(9, '郑洁', { idCase: '93', story: '信用报告有较多逾期：未通过' }),
  aPerson(10, '孙磊', { idCase: '95', story: '征信系统无应答：一直“审批中”，转人工核实' }),
  aPerson(11, '钱芳', { idCase: '80', story: '电子认证机构不予发证：合同未能签署，可重新签署' }),
  aPerson(12, '冯涛', { idCase: '81', story: '电子认证机构发证后断开连接：先显示“签署中”，查询后签成一份' }),
];
