import assert from 'node:assert/strict';
import type { Answer, CustomerOperations } from '@miaodai/http-api';
import { ANSWERS, moneyAnswersFor, type Borrower } from '../kit/borrower.ts';
import type { Ask } from './visitor.ts';

export type Application = Answer<CustomerOperations['readApplication']>;
export type Step = Application['step'];

/** What an ordinary borrower does at each step to come to the next. */
const NEXT: Partial<Record<Step, (borrower: Borrower, at: Application) => Promise<unknown>>> = {
  'employee-information-agreement': (borrower, at) => borrower.agreeOnly(at, 'employee-information'),
  'system-check': (borrower, at) => borrower.checkSystem(at),
  'credit-report-agreement': (borrower, at) => borrower.agree(at, 'credit-report'),
  'face-check': (borrower, at) => borrower.showFace(at),
  identity: (borrower, at) => borrower.identify(at),
  'about-you': ({ api }, { applicationId, version }) =>
    api.saveAboutYou({ params: { applicationId }, body: { version, complete: true, answers: ANSWERS.aboutYou } }),
  money: ({ api }, { applicationId, version, route }) =>
    api.saveMoney({
      params: { applicationId },
      body: { version, complete: true, answers: moneyAnswersFor({ route }) },
    }),
  submit: (borrower, at) => borrower.submit(at),
  decision: (borrower, at) => borrower.untilDecided(at),
  amount: (borrower, at) => borrower.chooseAmount(at),
  'use-of-funds': (borrower, at) => borrower.declareUse(at),
  contract: (borrower, at) => borrower.agreeToContract(at),
  confirm: (borrower, at) => borrower.confirm(at),
};

/** Signed in and at a step of an application of their own. */
export async function walkTo(borrower: Borrower, step: Step): Promise<Application> {
  await borrower.signIn();
  let at = await borrower.start();
  // Signed in a second time, the face comes first.
  if (at.faceAgain) at = await borrower.showFace(at);
  while (at.step !== step) at = await goOn(borrower, at);
  return at;
}

/** One step further. */
export async function goOn(borrower: Borrower, at: Application): Promise<Application> {
  const move = NEXT[at.step];
  assert.ok(move, `an ordinary borrower goes on from ${at.step}`);
  await move(borrower, at);
  return borrower.api.readApplication({ params: { applicationId: at.applicationId }, query: {} });
}

type Texts = Record<'employee-information' | 'credit-report' | 'face-check', { version: string; textHash: string }>;

export async function textsFor({ api }: Borrower): Promise<Texts> {
  const read = async (kind: keyof Texts) => {
    const { version, textHash } = await api.readAgreement({ params: { kind } });
    return { version, textHash };
  };
  return {
    'employee-information': await read('employee-information'),
    'credit-report': await read('credit-report'),
    'face-check': await read('face-check'),
  };
}

const SOME_HASH = 'ab'.repeat(32);
const NO_ATTEMPT = '01890000-0000-7000-8000-0000000000fa';

export type WriteName =
  | 'startApplication'
  | 'agreeToEmployeeInformation'
  | 'checkSystem'
  | 'agreeToCreditReport'
  | 'checkFace'
  | 'identify'
  | 'saveAboutYou'
  | 'saveMoney'
  | 'requestSubmissionCode'
  | 'submitApplication'
  | 'chooseAmount'
  | 'declareUseOfFunds'
  | 'withdrawApplication'
  | 'confirmCostStatement'
  | 'agreeContract'
  | 'confirmDisbursement';

/** Every write of the API as a request in good order: what would refuse it is the moment, or who asks. */
export function writes(
  { applicationId, version, contractId }: Pick<Application, 'applicationId' | 'version' | 'contractId'>,
  texts: Texts,
): Record<WriteName, Ask> {
  const at = `/api/customer/applications/${applicationId}`;
  const contract = `/api/customer/contracts/${contractId ?? '01890000-0000-7000-8000-000000000000'}`;
  const post = (path: string, body?: unknown): Ask => ({
    method: 'POST',
    path,
    ...(body === undefined ? {} : { body }),
  });
  return {
    startApplication: post('/api/customer/applications', { productCode: 'instant-loan' }),
    agreeToEmployeeInformation: post(`${at}/agreements/employee-information`, texts['employee-information']),
    checkSystem: post(`${at}/system-checks`),
    agreeToCreditReport: post(`${at}/agreements/credit-report`, texts['credit-report']),
    checkFace: post(`${at}/face-checks`, { ...texts['face-check'], faceAttemptId: NO_ATTEMPT }),
    identify: post(`${at}/identity`, { erpNo: '80000011' }),
    saveAboutYou: {
      method: 'PUT',
      path: `${at}/about-you`,
      body: { version, complete: false, answers: ANSWERS.aboutYou },
    },
    saveMoney: { method: 'PUT', path: `${at}/money`, body: { version, complete: false, answers: ANSWERS.money } },
    requestSubmissionCode: post(`${at}/submission-codes`),
    submitApplication: post(`${at}/submission`, { smsCode: '123456', transactionPassword: 'a.b.c.d.e' }),
    chooseAmount: post(`${at}/amount`, { amountFen: 50_000_00 }),
    declareUseOfFunds: post(`${at}/use-of-funds`, { version: '2026-1', textHash: SOME_HASH }),
    withdrawApplication: post(`${at}/withdrawal`),
    confirmCostStatement: post(`${contract}/cost-statement-confirmation`, { costStatementHash: SOME_HASH }),
    agreeContract: post(`${contract}/agreement`, { textHash: SOME_HASH, transactionPassword: 'a.b.c.d.e' }),
    confirmDisbursement: post(`${contract}/disbursement`),
  };
}

export const WRITE_NAMES = Object.keys(
  writes({ applicationId: '', version: 1, contractId: null }, {} as Texts),
) as WriteName[];
