import type { Dialect } from '../dialect.ts';

/** Return codes of the interface document, with their texts. */
export const RET_MSG: Readonly<Record<string, string>> = {
  '0000': 'SUCCESS',
  '1001': '交易处理中',
  '2101': '付款账户不存在',
  '2102': '付款账户已销户',
  '2103': '付款账户已冻结',
  '2104': '付款账户只收不付',
  '2105': '付款账户未激活',
  '2106': '付款账户可用余额不足',
  '2107': '付款账户已挂失',
  '2201': '收款账户不存在',
  '2202': '收款账户已销户',
  '2203': '收款账户已冻结',
  '2205': '收款账户未激活',
  '2301': '交易流水号重复且要素不一致',
  '2302': '金额超出范围',
  '2303': '收付款账户相同',
  '2401': '止付编号重复且要素不一致',
  '2402': '止付不存在',
  '2501': '客户已有二类户',
  '2502': '请求编号重复且要素不一致',
  '2503': '客户信息不符合开户要求',
  '2511': '账户不存在',
  '2512': '账户不是未激活状态',
  '2522': '账户当前状态不允许变更',
  '2523': '非渠道冻结，渠道不能解除',
  '2531': '存单不存在',
  '2532': '存单未为该借据质押',
  '2533': '存单已质押',
  '2534': '存单已支取',
  '2535': '账户不能收款',
  '3404': '交易不存在',
  '3405': '账户不存在',
  '4001': '报文格式错误',
  '9001': '系统繁忙',
  '9999': '系统异常',
};

/** Codes under which a transfer is refused for ever; the core keeps the refusal under the number. */
export const FINAL_REFUSALS: ReadonlySet<string> = new Set(
  Object.keys(RET_MSG).filter((code) => /^2[1-3]/.test(code) && code !== '2301'),
);

export const coreDialect: Dialect = {
  code: 'RET_CODE',
  ok: '0000',
  malformed: '4001',
  failed: '9999',
  text: 'RET_MSG',
  texts: RET_MSG,
  amount: 'AMT',
  currency: 'CCY',
  account: 'TO_ACCT',
};

export const under = (code: string, fields: object = {}): object => ({
  RET_CODE: code,
  RET_MSG: RET_MSG[code] ?? '交易拒绝',
  ...fields,
});
