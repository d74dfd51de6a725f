import { assert, fen, yuanText, type BusinessDate } from '@miaodai/values';
import { CHART, type Account, type AccountType } from './chart-of-accounts.ts';
import { chartRow } from './ledger.rules.ts';

// The journal format of hledger (https://hledger.org/hledger.html#journal), so that a program that shares nothing with ours
// can add the books up.

export type JournalEntry = {
  ref: string;
  on: BusinessDate;
  memo: string;
  entryId: number;
  /** Debits first; positive for a debit, negative for a credit. */
  lines: { account: Account; amount: number }[];
};

/** Declares the chart with the types that hledger's statements go by, and the currency with two decimals. */
export function journalHeader(): string {
  const tops = Object.entries(TOPS).map(([type, top]) => `account ${top}${HLEDGER_TYPES[type as AccountType]}`);
  const codes = CHART.map((row) => `account ${accountName(row.code)}  ; ${row.nameEn}`);
  return [
    '; Miaodai: the books, all amounts in yuan. Exact accounts end in the id of their loan, contract or payout.',
    '; Off-balance postings stand in [brackets]: hledger proves that they balance by themselves; --real leaves them out.',
    'commodity 1000.00 CNY',
    ...tops,
    ...codes,
    '',
    '',
  ].join('\n');
}

export function journalText({ ref, on, memo, entryId, lines }: JournalEntry): string {
  const described = memo.replaceAll(';', '；').replaceAll('|', '｜'); // These two have a meaning in the format.
  const postings = lines.map(({ account, amount }) => {
    const name = accountName(account);
    const shown = chartRow(account).type === 'memo' ? `[${name}]` : name;
    return `    ${shown}  ${yuanText(fen(amount))} CNY`;
  });
  return [`${on} * (${ref}) ${described}  ; entry:${entryId}`, ...postings, '', ''].join('\n');
}

/** '资产:1303-01 贷款本金:<loan>', sorted by hledger as the general ledger is. */
export function accountName(account: string): string {
  const [code = '', whose] = account.split('/');
  const row = CHART.find((known) => known.code === code);
  assert(row, `${code} is in the chart of accounts`);
  return [TOPS[row.type], `${code} ${row.nameZh}`, ...(whose === undefined ? [] : [whose])].join(':');
}

const TOPS: Record<AccountType, string> = {
  asset: '资产',
  liability: '负债',
  equity: '权益',
  income: '收入',
  expense: '费用',
  memo: '表外',
};

const HLEDGER_TYPES: Record<AccountType, string> = {
  asset: '  ; type: A',
  liability: '  ; type: L',
  equity: '  ; type: E',
  income: '  ; type: R',
  expense: '  ; type: X',
  memo: '',
};
