import type { ApplicationId, BusinessDate, CustomerId, Fen, Instant } from '@miaodai/values';

export type Step =
  | 'employee-information-agreement'
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
  | 'confirm'
  | 'paying'
  | 'done'
  | 'officer'
  | 'offline-contract'
  | 'declined'
  | 'not-eligible'
  | 'withdrawn';

/** 申请中, 审批中, 待放款, 未通过, 已放款; 无资格, 已取消. */
export type Status = 'applying' | 'deciding' | 'to-be-paid' | 'declined' | 'paid' | 'not-eligible' | 'withdrawn';
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
};
type SoFar<T> = { [Name in keyof T]?: T[Name] | undefined };
/** Page two and page three, as far as they are filled in. */
export type Answers = { aboutYou: SoFar<AboutYou>; money: SoFar<Money> };

export type Application = {
  id: ApplicationId;
  no: string;
  customerId: CustomerId;
  productCode: string;
  branchCode: string;
  step: Step;
  route: Route | null;
  erpNo: string | null;
  employerCode: string | null;
  employerName: string | null;
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
  confirm: 'to-be-paid',
  paying: 'to-be-paid',
  done: 'paid',
  officer: 'deciding',
  'offline-contract': 'to-be-paid',
  declined: 'declined',
  'not-eligible': 'not-eligible',
  withdrawn: 'withdrawn',
};
export const statusOf = (step: Step): Status => STATUS[step];

/** What may follow what. Where a step may be gone back to, the page saves in place and the step stays. */
const NEXT: Readonly<Record<Step, readonly Step[]>> = {
  'employee-information-agreement': ['credit-report-agreement', 'withdrawn'],
  'credit-report-agreement': ['face-check', 'withdrawn'],
  'face-check': ['identity', 'withdrawn'],
  identity: ['about-you', 'officer', 'not-eligible', 'withdrawn'],
  'about-you': ['money', 'withdrawn'],
  money: ['submit', 'withdrawn'],
  submit: ['decision', 'money', 'about-you', 'withdrawn'],
  decision: ['amount', 'officer', 'declined'],
  amount: ['use-of-funds', 'officer', 'withdrawn'],
  'use-of-funds': ['contract', 'withdrawn'],
  contract: ['confirm', 'withdrawn'],
  confirm: ['paying', 'withdrawn'],
  paying: ['done', 'confirm', 'offline-contract'],
  done: [],
  officer: ['offline-contract', 'declined', 'withdrawn'],
  'offline-contract': ['paying', 'withdrawn'],
  declined: [],
  'not-eligible': [],
  withdrawn: [],
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
export const missingMoney = (answers: Answers): string[] => MONEY.filter((name) => answers.money[name] === undefined);
