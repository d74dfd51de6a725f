import { minus, ZERO, type Fen } from '@miaodai/values/fen';
import type { AnswerOf } from '../../api.ts';
import { yuanShort } from '../../shared/yuan.ts';

export type Terms = AnswerOf<'readRepayment'>;
export type Attempt = AnswerOf<'readRepaymentAttempt'>;
export type EarlyQuote = AnswerOf<'quoteEarlyRepayment'>;
export type Outcome = EarlyQuote['outcomes'][number];
export type EarlyRequest = AnswerOf<'listEarlyRequests'>['requests'][number];
export type Mode = Outcome['mode'];

export const modeName: Record<Mode, string> = {
  'shorter-term': '缩短期限',
  'lower-instalment': '减少月供',
  'pay-off': '全部结清',
};

/** What may be paid in a normal repayment: all that is due, the coming instalment too, or a part of what is due. */
export type Share = 'due' | 'ahead' | 'part';

export function sharesOf({ amounts }: Pick<Terms, 'amounts'>): Share[] {
  const due: Share[] = amounts.dueFen > 0 ? ['due'] : [];
  const ahead: Share[] = amounts.aheadFen === null ? [] : ['ahead'];
  return [...due, ...ahead, ...(amounts.dueFen > 0 ? (['part'] as const) : [])];
}

/** What is wrong with a part of what is due; the amount itself where nothing is. */
export function partError(amountFen: Fen | undefined, dueFen: Fen): string | undefined {
  if (amountFen === undefined || amountFen === 0) return '请输入还款金额';
  return amountFen > dueFen ? `最多还 ${yuanShort(dueFen)} 元，就是现在应还的金额` : undefined;
}

type EarlyLimits = Pick<Terms['early'], 'minFen' | 'maxFen' | 'stepFen'>;

/** A part is possible only where the least part is less than all that is left. */
export const mayRepayPart = ({ minFen, maxFen }: EarlyLimits): boolean => maxFen > minFen;

export function earlyLimitsText({ minFen, maxFen, stepFen }: EarlyLimits): string {
  const step = stepFen > 1 ? `，${yuanShort(stepFen)} 元整数倍` : '';
  return `${yuanShort(minFen)} – ${yuanShort(maxFen)} 元${step}`;
}

export function earlyError(amountFen: Fen | undefined, { minFen, maxFen, stepFen }: EarlyLimits): string | undefined {
  if (amountFen === undefined || amountFen === 0) return '请输入要提前归还的本金';
  // All that is left may always be repaid, whatever its steps.
  if (amountFen === maxFen) return undefined;
  if (amountFen < minFen) return `最少提前归还 ${yuanShort(minFen)} 元`;
  if (amountFen > maxFen) return `最多提前归还 ${yuanShort(maxFen)} 元，就是全部剩余本金`;
  return amountFen % stepFen === 0 ? undefined : `金额应为 ${yuanShort(stepFen)} 元的整数倍`;
}

/** What the account lacks for an amount; undefined where it is not known what it has. */
export function lackOf(amountFen: Fen, account: Terms['account']): Fen | undefined {
  if (!account) return undefined;
  return amountFen > account.availableFen ? minus(amountFen, account.availableFen) : ZERO;
}

export const isOpen = ({ state }: Pick<Attempt, 'state'>): boolean => state === 'requested' || state === 'sent';

/** A request that is still on its way. */
export const isLive = ({ state }: Pick<EarlyRequest, 'state'>): boolean =>
  state === 'requested' || state === 'approved' || state === 'paying';

export const requestState: Record<EarlyRequest['state'], string> = {
  requested: '审批中',
  approved: '已通过，等待扣款',
  paying: '扣款中',
  paid: '已完成',
  declined: '未通过',
  cancelled: '已取消',
  failed: '扣款未成功',
};

type Step = { name: string; state: 'done' | 'now' | 'next' | 'failed' };

/** The way of a request from asking to the debit, and where it has come to. */
export function stepsOf({ state, debitOn }: Pick<EarlyRequest, 'state' | 'debitOn'>): Step[] {
  const names = ['已提交申请', '客户经理审批', debitOn ? `${debitOn} 扣款` : '在约定的日期扣款', '提前还款完成'];
  const at = { requested: 1, declined: 1, approved: 2, paying: 2, failed: 2, cancelled: 0, paid: 4 }[state];
  const failed = state === 'declined' || state === 'failed';
  const shown = state === 'cancelled' ? ['已提交申请'] : failed ? names.slice(0, at + 1) : names;
  return shown.map((name, i) => ({
    name,
    state: i < at || (state === 'cancelled' && i === 0) ? 'done' : i > at ? 'next' : failed ? 'failed' : 'now',
  }));
}

export type Bar = { dueOn: string; beforeFen: Fen; afterFen: Fen };

/** Both plans by their days; an early repayment's own row is no instalment. */
export function barsOf(
  { rowsBefore }: Pick<EarlyQuote, 'rowsBefore'>,
  { rowsAfter }: Pick<Outcome, 'rowsAfter'>,
): Bar[] {
  const bars = new Map<string, Bar>();
  const note = (rows: EarlyQuote['rowsBefore'], side: 'beforeFen' | 'afterFen') => {
    for (const { dueOn, totalFen, periodNo } of rows) {
      if (periodNo === null) continue;
      const bar = bars.get(dueOn) ?? { dueOn, beforeFen: ZERO, afterFen: ZERO };
      bars.set(dueOn, { ...bar, [side]: totalFen });
    }
  };
  note(rowsBefore, 'beforeFen');
  note(rowsAfter, 'afterFen');
  return [...bars.values()].toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : 1));
}
