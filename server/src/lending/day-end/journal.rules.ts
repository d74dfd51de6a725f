import type { BusinessDate, Fen } from '@miaodai/values';

/** What the core's journal says of one movement under a number of ours. */
export type JournalLine = {
  requestNo: string;
  coreSerialNo: string;
  fromAccountNo: string;
  toAccountNo: string;
  amountFen: Fen;
  bookedOn: BusinessDate;
};
/** The payout or repayment of that number, as we have it. The bank's own side of it is named. */
export type Ours = {
  state: 'open' | 'booked' | 'refused';
  fromAccountNo?: string;
  toAccountNo?: string;
  amountFen: Fen;
  serialNo: string | null;
  bookedOn: BusinessDate | null;
};
/**
 * other-content: another amount, account, serial number or day. refused-here: we count it as refused, they moved it. twice: one number,
 * two movements. missing-there: booked here, and not in their journal. Numbers that nobody here has given are found by
 * customer/transfers, which asks whether they are a loan's.
 */
export type DifferenceKind = 'other-content' | 'refused-here' | 'twice' | 'missing-there' | 'too-many';

/** 'open' where the outcome is not known here yet: looked at again, once it is. A part of what was ordered is no difference before. */
export function compareLine(line: JournalLine, ours: Ours, before: boolean): DifferenceKind | 'open' | undefined {
  if (before) return 'twice';
  const sameAccounts =
    (ours.fromAccountNo ?? line.fromAccountNo) === line.fromAccountNo &&
    (ours.toAccountNo ?? line.toAccountNo) === line.toAccountNo;
  if (ours.state === 'open') return sameAccounts && line.amountFen <= ours.amountFen ? 'open' : 'other-content';
  if (ours.state === 'refused') return 'refused-here';
  const same =
    sameAccounts &&
    line.amountFen === ours.amountFen &&
    line.coreSerialNo === ours.serialNo &&
    line.bookedOn === ours.bookedOn;
  return same ? undefined : 'other-content';
}

const WORDS: Readonly<Record<DifferenceKind, string>> = {
  'other-content': '双方金额、账号、日期或流水号不一致',
  'refused-here': '本行记为失败，核心已动账',
  twice: '同一编号核心动账两次',
  'missing-there': '本行已入账，核心没有此笔',
  'too-many': '当日差异过多，其余未列出，请核对整份流水',
};

/** What the person reads who gets the case. */
export const wordsOf = (
  on: BusinessDate,
  { kind, requestNo, serialNo }: { kind: DifferenceKind; requestNo: string; serialNo: string },
): string =>
  [`${on} 核心贷款流水对账：${WORDS[kind]}`, requestNo && `编号 ${requestNo}`, serialNo && `流水号 ${serialNo}`]
    .filter((part) => part !== '')
    .join('，');
