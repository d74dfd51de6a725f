import type { ApplicationId, BusinessDate, CustomerId, Fen, Instant } from '@miaodai/values';

export type Step =
  | 'employee-information-agreement'
  | 'system-check'
  | 'credit-report-agreement'
  | 'face-check'
  | 'identity'
  | 'about-you'
  | 'money'
  | 'submit'
  | 'decision'
  | 'amount'
  | 'use-of-funds'
  | 'contract'
  | 'signing'
  | 'confirm'
  | 'paying'
  | 'done'
  | 'officer'
  | 'offline-contract'
  | 'declined'
  | 'not-eligible'
  | 'withdrawn'
  | 'expired';

/** 申请中, 审批中, 待放款, 未通过, 已放款; 无资格, 已取消, 已失效. */
export type Status =
  'applying' | 'deciding' | 'to-be-paid' | 'declined' | 'paid' | 'not-eligible' | 'withdrawn' | 'expired';
export type Route = 'instant' | 'standard' | 'none';

type AboutYou = {
  maritalStatus: 'single' | 'married' | 'divorced' | 'widowed';
  education: 'middle-school' | 'high-school' | 'college' | 'bachelor' | 'master' | 'doctor';
  residenceAddress: string;
  department: string;
  position: 'staff' | 'technician' | 'team-lead' | 'middle-manager' | 'senior-manager';
  housing: 'owned-clear' | 'owned-mortgage' | 'family' | 'rented' | 'dormitory';
};
type Money = {
  monthlyIncomeFen: Fen;
  monthlyExpenseFen: Fen;
  monthlyDebtFen: Fen;
  termMonths: number;
  purpose: string;
  /** Asked for with the standard loan only; the instant one asks once the limit is known. */
  wantedFen: Fen;
};
type SoFar<T> = { [Name in keyof T]?: T[Name] | undefined };
/** Page two and page three, as far as they are filled in. */
export type Answers = { aboutYou: SoFar<AboutYou>; money: SoFar<Money> };

export type Application = {
  id: ApplicationId;
  no: string;
  /** The declined one that this one takes up again. */
  previousId: ApplicationId | null;
  customerId: CustomerId;
  productCode: string;
  branchCode: string;
  step: Step;
  route: Route | null;
  erpNo: string | null;
  employerCode: string | null;
  employerName: string | null;
  /** As the bank's roster said when the applicant was identified; null where it did not know the employer. */
  employerGrade: string | null;
  hiredOn: BusinessDate | null;
  identityTries: number;
  answers: Answers;
  amountFen: Fen | null;
  version: number;
  startedAt: Instant;
  savedAt: Instant;
};

const STATUS: Readonly<Record<Step, Status>> = {
  'employee-information-agreement': 'applying',
  'system-check': 'applying',
  'credit-report-agreement': 'applying',
  'face-check': 'applying',
  identity: 'applying',
  'about-you': 'applying',
  money: 'applying',
  submit: 'applying',
  decision: 'deciding',
  amount: 'to-be-paid',
  'use-of-funds': 'to-be-paid',
  contract: 'to-be-paid',
  signing: 'to-be-paid',
  confirm: 'to-be-paid',
  paying: 'to-be-paid',
  done: 'paid',
  officer: 'deciding',
  'offline-contract': 'to-be-paid',
  declined: 'declined',
  'not-eligible': 'not-eligible',
  withdrawn: 'withdrawn',
  expired: 'expired',
};
export const statusOf = (step: Step): Status => STATUS[step];

const BEFORE_FACE: readonly Step[] = [
  'employee-information-agreement',
  'system-check',
  'credit-report-agreement',
  'face-check',
];
const FORM: readonly Step[] = ['identity', 'about-you', 'money', 'submit'];

/** A customer's progress begins with the passed face check (APP-7): before it they are told of no status. */
export const toldStatusOf = (step: Step): Status | null => (BEFORE_FACE.includes(step) ? null : statusOf(step));

/** Nothing follows: another may be begun. */
export const ENDED = ['done', 'declined', 'not-eligible', 'withdrawn', 'expired'] as const satisfies Step[];

/** Not submitted yet: what lies for too long expires. */
export const DRAFT_STEPS: readonly Step[] = [...BEFORE_FACE, ...FORM];
export const isDraft = (step: Step): boolean => DRAFT_STEPS.includes(step);

/** Between the face check and the submission whoever comes back in another session shows their face again (APP-4). */
export const asksFaceInEachSession = (step: Step): boolean => FORM.includes(step);

/** What may follow what. Where a step may be gone back to, the page saves in place and the step stays. */
const NEXT: Readonly<Record<Step, readonly Step[]>> = {
  'employee-information-agreement': ['system-check', 'withdrawn', 'expired'],
  'system-check': ['credit-report-agreement', 'withdrawn', 'expired'],
  'credit-report-agreement': ['face-check', 'withdrawn', 'expired'],
  'face-check': ['identity', 'withdrawn', 'expired'],
  identity: ['about-you', 'not-eligible', 'withdrawn', 'expired'],
  'about-you': ['money', 'withdrawn', 'expired'],
  money: ['submit', 'withdrawn', 'expired'],
  submit: ['decision', 'money', 'about-you', 'withdrawn', 'expired'],
  decision: ['amount', 'officer', 'declined'],
  amount: ['use-of-funds', 'officer', 'withdrawn'],
  'use-of-funds': ['contract', 'withdrawn'],
  contract: ['signing', 'withdrawn'],
  // Refused by who issues certificates, it may be agreed to once more.
  signing: ['confirm', 'contract'],
  confirm: ['paying', 'withdrawn'],
  paying: ['done', 'confirm', 'offline-contract'],
  done: [],
  officer: ['offline-contract', 'declined', 'withdrawn'],
  'offline-contract': ['paying', 'withdrawn', 'expired'],
  declined: [],
  'not-eligible': [],
  withdrawn: [],
  expired: [],
};
export const canMove = (from: Step, to: Step): boolean => NEXT[from].includes(to);

/** Pages two and three may be changed until the application is submitted. */
export const mayEditAboutYou = (step: Step): boolean => ['about-you', 'money', 'submit'].includes(step);
export const mayEditMoney = (step: Step): boolean => ['money', 'submit'].includes(step);

const ABOUT_YOU = ['maritalStatus', 'education', 'residenceAddress', 'department', 'position', 'housing'] as const;
const MONEY = ['monthlyIncomeFen', 'monthlyExpenseFen', 'monthlyDebtFen', 'termMonths', 'purpose'] as const;

/** The answers that are still missing on each page, as the page names them. */
export const missingAboutYou = (answers: Answers): string[] =>
  ABOUT_YOU.filter((name) => answers.aboutYou[name] === undefined);
export const missingMoney = (answers: Answers, route: Route | null): string[] =>
  [...MONEY, ...(route === 'standard' ? (['wantedFen'] as const) : [])].filter(
    (name) => answers.money[name] === undefined,
  );
