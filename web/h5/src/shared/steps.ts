import type { Application } from '../api.ts';

export type Step = Application['step'];
/** What the customer sees: two of the server's steps have two pages. */
export type PageName = Step | 'check' | 'result';

/** The page that a step opens with. The server's step alone decides; a page of another step leads here. */
export function landing(step: Step): PageName {
  if (step === 'submit') return 'check';
  return step === 'amount' ? 'result' : step;
}

/** Pages of earlier answers that may be opened again, nearest last. */
const open: Partial<Record<Step, readonly PageName[]>> = {
  money: ['about-you'],
  submit: ['about-you', 'money', 'check', 'submit'],
  amount: ['result', 'amount'],
};

export const mayShow = (page: PageName, step: Step): boolean =>
  page === landing(step) || (open[step]?.includes(page) ?? false);

/** Where «返回» leads within the application; undefined: home, since all is saved. */
export function pageBefore(page: PageName, step: Step): PageName | undefined {
  const pages = open[step] ?? [];
  const at = pages.indexOf(page);
  // From check-answers on, an earlier page was opened by «修改»: back is the review, not the chain.
  if (step === 'submit') return page === 'check' ? 'money' : 'check';
  return at < 0 ? pages.at(-1) : pages[at - 1];
}

/** A page whose place in the browser's history is worth keeping: going back to it shows something. */
export const isRevisitable = (page: PageName, next: Step): boolean => mayShow(page, next);

export const APPLY_STAGES = ['授权与核身', '个人信息', '收支与用款', '核对提交'] as const;
export const BORROW_STAGES = ['借款金额', '用途声明', '借款合同', '确认放款'] as const;

export type Progress = { names: readonly string[]; current: number };

const applyStage: Partial<Record<PageName, number>> = {
  'employee-information-agreement': 0,
  'system-check': 0,
  'credit-report-agreement': 0,
  'face-check': 0,
  identity: 0,
  'about-you': 1,
  money: 2,
  check: 3,
  submit: 3,
};
const borrowStage: Partial<Record<PageName, number>> = {
  result: 0,
  amount: 0,
  'use-of-funds': 1,
  contract: 2,
  signing: 2,
  confirm: 3,
};

/** Which chain a page is in and how far; undefined for pages outside both. */
export function progress(page: PageName): Progress | undefined {
  const apply = applyStage[page];
  if (apply !== undefined) return { names: APPLY_STAGES, current: apply };
  const borrow = borrowStage[page];
  return borrow === undefined ? undefined : { names: BORROW_STAGES, current: borrow };
}

/** Pages of what was filled in: in a new session the face comes first. */
const FORM: readonly PageName[] = ['identity', 'about-you', 'money', 'check', 'submit'];
export const asksFaceFirst = (page: PageName, { faceAgain }: Pick<Application, 'faceAgain'>): boolean =>
  faceAgain && FORM.includes(page);

/** Steps at which nothing is left to do for the customer. */
export const ENDED: readonly Step[] = ['done', 'declined', 'not-eligible', 'withdrawn', 'expired'];
export const isEnded = (step: Step): boolean => ENDED.includes(step);
