import type { AnswerOf } from '../../api.ts';

export type DayEnd = AnswerOf<'readDayEnd'>;
export type Run = NonNullable<DayEnd['run']>;
export type Step = Run['steps'][number];

/** The checklist as staff read it, and what each step counts. */
export const steps: Readonly<Record<Step['step'], { label: string; unit: string }>> = {
  'settle-unknown': { label: '处理未明结果', unit: '笔' },
  reconcile: { label: '与核心流水对账', unit: '天' },
  'fall-due': { label: '到期应收', unit: '笔' },
  accrue: { label: '计提利息', unit: '笔' },
  collect: { label: '批量扣款', unit: '笔' },
  age: { label: '逾期与五级分类', unit: '笔' },
  remind: { label: '还款提醒', unit: '条' },
  prove: { label: '总分核对', unit: '笔' },
  'open-next-day': { label: '关账并开启次日', unit: '天' },
};

export const runStates = {
  running: { label: '运行中', tone: 'active' },
  stopped: { label: '已停止', tone: 'bad' },
  done: { label: '已完成', tone: 'good' },
} as const;

export const secondsText = (seconds: number): string =>
  seconds < 60 ? `${Math.ceil(seconds)} 秒` : `${Math.floor(seconds / 60)} 分 ${Math.ceil(seconds % 60)} 秒`;
