import type { BusinessDate, Fen } from '@miaodai/values';
import type { LegOrder, LegState } from './transfers.rules.ts';

export type System = LegOrder['at'];
/** What one of their journals says about one movement; which side is empty says which way it went at the card network. */
export type Line = {
  requestNo: string;
  serialNo: string;
  bookedOn: BusinessDate;
  amountFen: Fen;
  from: string;
  to: string;
};
/** The leg of that number, as we have it. */
export type KnownLeg = {
  state: LegState;
  serialNo: string | null;
  bookedOn: BusinessDate | null;
  order: LegOrder;
};
/**
 * missing-here: they moved money under a number of ours that we never gave. missing-there: done here, and not in their journal.
 * other-content: another amount, account, card, day or serial number. refused-here: we count it as refused, they moved it.
 * twice: one number, two movements. too-many: more than a day can have; the journal itself is wrong, or ours.
 */
export type DifferenceKind = 'missing-here' | 'missing-there' | 'other-content' | 'refused-here' | 'twice' | 'too-many';

/** What their line and our leg disagree on; 'open' where the leg's outcome is not known here yet, and is looked at again. */
export function compareLine(
  system: System,
  line: Line,
  ours: { leg: KnownLeg | undefined; isOther: boolean; before: boolean },
): DifferenceKind | 'open' | undefined {
  const { leg } = ours;
  // A payout or repayment under its own number is nobody's transfer: lending/day-end compares it.
  if (!leg && ours.isOther) return undefined;
  if (ours.before) return 'twice';
  if (!leg) return 'missing-here';
  if (leg.order.at !== system || !sameOrder(line, leg.order)) return 'other-content';
  if (leg.state === 'open') return 'open';
  if (leg.state === 'refused') return 'refused-here';
  return leg.serialNo === line.serialNo && leg.bookedOn === line.bookedOn ? undefined : 'other-content';
}

function sameOrder(line: Line, leg: LegOrder): boolean {
  const [from, to] =
    leg.at === 'core-banking'
      ? [leg.order.fromAccountNo, leg.order.toAccountNo]
      : leg.operation === 'debit'
        ? [leg.order.cardNo, '']
        : ['', leg.order.cardNo];
  return line.amountFen === leg.order.amountFen && line.from === from && line.to === to;
}

const NAMES: Readonly<Record<System, string>> = { 'core-banking': '核心', 'card-network': '卡清算网络' };
const WORDS: Readonly<Record<DifferenceKind, string>> = {
  'missing-here': '对方有此笔，本行没有',
  'missing-there': '本行已完成，对方没有此笔',
  'other-content': '双方金额、账卡号、日期或流水号不一致',
  'refused-here': '本行记为失败，对方已动账',
  twice: '同一编号对方动账两次',
  'too-many': '当日差异过多，其余未列出，请核对整份流水',
};

/** What the person reads who gets the case. */
export const wordsOf = (
  system: System,
  on: BusinessDate,
  { kind, requestNo, serialNo }: { kind: DifferenceKind; requestNo: string; serialNo: string },
): string =>
  [`${on} ${NAMES[system]}对账：${WORDS[kind]}`, requestNo && `编号 ${requestNo}`, serialNo && `流水号 ${serialNo}`]
    .filter((part) => part !== '')
    .join('，');
