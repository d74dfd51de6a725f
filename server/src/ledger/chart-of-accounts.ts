/** The accounts that we post to. Codes follow the bank's general ledger; the table ledger.chart holds the same rows. */
export type AccountType = 'asset' | 'liability' | 'equity' | 'income' | 'expense' | 'memo';

export type ChartRow = {
  code: string;
  nameZh: string;
  nameEn: string;
  /** 'memo' is off-balance (表外): a book of its own that balances by itself. */
  type: AccountType;
  normalSide: 'debit' | 'credit';
  /** Exact: one account for each loan, contract…, balance kept and locked. Rolled: the bank's own hot side, lines only. */
  kind: 'exact' | 'rolled';
  mayGoBelowZero: boolean;
};

/** Where a line goes: a code, and for exact accounts whose ('1303-01/<loan id>'). */
declare const accountBrand: unique symbol;
export type Account = string & { readonly [accountBrand]: true };

export const CHART: readonly ChartRow[] = [
  exactRow('1132-01', '应收利息', 'Interest receivable', 'asset'),
  exactRow('1132-02', '应收贴息', 'Discount interest receivable', 'asset'),
  rolledRow('1132-03', '应计利息', 'Accrued interest', 'asset', 'debit'),
  exactRow('1303-01', '贷款本金', 'Loan principal', 'asset'),
  { ...exactRow('2241-01', '多收还款', 'Over-payment owed back', 'liability'), normalSide: 'credit' },
  rolledRow('3001-01', '贷款资金', 'Loan funding', 'liability'),
  rolledRow('3001-09', '核心清算', 'Core clearing', 'liability'),
  rolledRow('6011-01', '利息收入', 'Interest income', 'income'),
  rolledRow('6011-02', '罚息收入', 'Penalty interest income', 'income'),
  rolledRow('6011-03', '提前还款手续费收入', 'Early repayment fee income', 'income'),
  rolledRow('6702-01', '贷款核销损失', 'Loan losses', 'expense', 'debit'),
  rolledRow('9001-01', '授信额度', 'Credit limit granted', 'memo'),
  exactRow('9001-02', '可用额度', 'Credit limit available', 'memo'),
  exactRow('9001-03', '占用额度', 'Credit limit reserved', 'memo'),
  exactRow('9002-01', '已核销资产', 'Written-off loans', 'memo'),
  rolledRow('9002-02', '已核销资产对应', 'Written-off loans, counterpart', 'memo'),
];

/** By code, as accountants call them. */
export const accountNames: ReadonlyMap<string, string> = new Map(CHART.map(({ code, nameZh }) => [code, nameZh]));

export const accounts = {
  interestReceivable: (loanId: string) => exact('1132-01', loanId),
  discountInterestReceivable: (loanId: string) => exact('1132-02', loanId),
  /** Earned and not yet due: nobody owes it yet. */
  accruedInterest: '1132-03' as Account,
  loanPrincipal: (loanId: string) => exact('1303-01', loanId),
  /** Paid beyond what was owed. */
  surplus: (loanId: string) => exact('2241-01', loanId),
  loanFunding: '3001-01' as Account,
  coreClearing: '3001-09' as Account,
  interestIncome: '6011-01' as Account,
  penaltyIncome: '6011-02' as Account,
  earlyFeeIncome: '6011-03' as Account,
  loanLosses: '6702-01' as Account,
  writtenOff: (loanId: string) => exact('9002-01', loanId),
  /** The off-balance counterpart of what is written off. */
  writtenOffCounterpart: '9002-02' as Account,
  /** The off-balance counterpart of every limit. */
  limitGranted: '9001-01' as Account,
  /** Of an application or a contract: what may still be drawn. */
  limitAvailable: (contractId: string) => exact('9001-02', contractId),
  /** Of a disbursement: set aside while its outcome is open. */
  limitReserved: (disbursementId: string) => exact('9001-03', disbursementId),
} as const;

const exact = (code: string, whose: string): Account => `${code}/${whose}` as Account;

// Every exact account is a claim, a limit or what is owed back: more than nothing cannot be taken from it.
function exactRow(code: string, nameZh: string, nameEn: string, type: 'asset' | 'liability' | 'memo'): ChartRow {
  return { code, nameZh, nameEn, type, normalSide: 'debit', kind: 'exact', mayGoBelowZero: false };
}

function rolledRow(
  code: string,
  nameZh: string,
  nameEn: string,
  type: AccountType,
  normalSide: ChartRow['normalSide'] = 'credit',
): ChartRow {
  return { code, nameZh, nameEn, type, normalSide, kind: 'rolled', mayGoBelowZero: true };
}
