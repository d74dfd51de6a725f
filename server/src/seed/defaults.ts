import type { Settings } from '../bank/settings/settings.rules.ts';

/** What a new installation begins with. Staff change it by new rows with later dates; nothing here is read at run time. */
export const settings: Settings = {
  sessionIdleSeconds: 15 * 60,
  sessionMaxSeconds: 12 * 3_600,
  sessionRotateSeconds: 15 * 60,
  sessionOverlapSeconds: 60,
  newDeviceAsksCode: true,
  keypadShuffled: true,
  loginPasswordMinLength: 8,
  loginTries: 5,
  loginLockSeconds: 30 * 60,
  signInsPerMinute: 30,
  transactionPasswordTries: 5,
  transactionPasswordLockSeconds: 24 * 3_600,
  passwordNonceSeconds: 10 * 60,
  smsCodeSeconds: 5 * 60,
  smsCodeResendSeconds: 60,
  smsCodeTries: 5,
  smsCodesPerDay: 20,
  smsCodesPerDevicePerDay: 30,
  smsCodesPerAddressPerHour: 200,
  fileChecksPerAddressPerHour: 60,
  estimatesPerAddressPerHour: 120,
  // An employee in good standing, and one who is just about taken: between them lies what an estimate tells.
  estimateAssumptions: {
    good: {
      ...{ ageYears: 38, maritalStatus: 'married', education: 'bachelor', position: 'staff', housing: 'owned-clear' },
      ...{ employerGrade: 'A', monthsEmployed: 120, openLoans: 0, overdueCount24m: 0, worstOverdueDays: 0 },
      ...{ lenderQueries6m: 0, score: 800, untoldDebtPpm: 0 },
    },
    bad: {
      ...{ ageYears: 28, maritalStatus: 'single', education: 'college', position: 'staff', housing: 'rented' },
      ...{ employerGrade: 'C', monthsEmployed: 6, openLoans: 2, overdueCount24m: 2, worstOverdueDays: 15 },
      ...{ lenderQueries6m: 6, score: 500, untoldDebtPpm: 100_000 },
    },
  },
  staffSessionIdleSeconds: 15 * 60,
  staffSessionMaxSeconds: 10 * 3_600,
  staffSignInTries: 5,
  staffLockSeconds: 30 * 60,
  identityTriesPerApplication: 5,
  faceChecksPerDay: 10,
  faceAttemptSeconds: 3 * 60,
  faceProofSeconds: 10 * 60,
  faceFramesPerAction: 5,
  faceDistanceMilli: 500,
  faceLikenessMilli: 300,
  // It hardly tells a screen from a face on our films (docs/face.md): only what it is sure of is refused.
  faceLivenessMilli: 10,
  faceEvidenceDays: 180,
  faceWithoutReference: 'refuse',
  idImagesPerDay: 30,
  idDocumentTriesPerDay: 5,
  idDocumentEditable: ['address', 'ethnicity', 'issuer'],
  idDocumentSurePpm: 900_000,
  idDraftDays: 7,
  idImageRetentionDays: 3_653,
  customerMinAgeYears: 18,
  inquiryFirstSeconds: 2,
  inquiryMaxSeconds: 300,
  openOutcomeCaseSeconds: 30 * 60,
  openDecisionCaseSeconds: 10 * 60,
  transferMinFen: 1_00,
  transferInMaxFen: 50_000_00,
  transferInPerDayFen: 200_000_00,
  transferInPerYearFen: 10_000_000_00,
  transferOutMaxFen: 50_000_00,
  transferOutPerDayFen: 200_000_00,
  transferOutPerYearFen: 10_000_000_00,
  transferSmsAboveFen: 20_000_00,
  transferClearingAccountNo: '1100000000000002',
  compareDaysBack: 7,
  compareLateDays: 2,
  cardCoolDownSeconds: 24 * 3_600,
  freshSessionSeconds: 10 * 60,
  dataExportsPerDay: 5,
  identityRetentionYears: 10,
  tradeRetentionYears: 10,
  consentRetentionYears: 5,
  messageRetentionDays: 365,
  securityLogRetentionDays: 200,
  idempotencyKeyDays: 30,
  rateLimitDays: 2,
  smsCodeDays: 30,
  strangerTriesDays: 90,
  sessionDays: 180,
  staffSessionDays: 180,
  deviceUnusedDays: 365,
  deviceForgottenDays: 180,
  cardChecksPerDay: 10,
  systemChecksPerDay: 20,
  reviewHours: 24,
  paperMaxBytes: 5_242_880,
  papersPerApplication: 20,
  paperUploadsPerDay: 60,
  contractCopiesPerDay: 5,
  unzipCodeDays: 30,
  mailRetryFirstSeconds: 30,
  mailRetryMaxSeconds: 30 * 60,
  mailGiveUpSeconds: 24 * 3_600,
  evidenceHash: 'SHA-256',
  evidenceAnchorSeconds: 3_600,
  earlyQuotesPerDay: 100,
  earlyQuoteDays: 400,
  debitHours: [8, 14, 20],
  debitLeastFen: 1_00,
  reminderHour: 9,
  dayEndWaitSeconds: 600,
  pastDueBuckets: [1, 31, 61, 91, 181],
  servicePhone: '400-000-0000',
  publicOrigin: 'https://loan.bank.example.com',
  directBankAppLink: 'miaodaibank://loan',
  directBankDownloadLink: 'https://bank.example.com/app',
  hostAppMarks: 'MiaodaiBank YuanGongBao',
};

export const branches = [
  { code: 'BJ01', name: '北京分行' },
  { code: 'DQ01', name: '大庆分行' },
];
/** The first roster: on the whitelist from the first day of the group's list (docs/integrations/hr-system), never, or no more. */
const since = '2020-01-01';
export const employers = [
  { code: 'KS01', name: '昆山能源集团油气勘探公司', branch: 'DQ01', grade: 'A', from: since, to: null },
  { code: 'KS02', name: '昆山能源集团管道运输公司', branch: 'BJ01', grade: 'B', from: since, to: null },
  { code: 'KS03', name: '昆山能源集团炼化公司', branch: 'DQ01', grade: 'B', from: since, to: null },
  { code: 'KS04', name: '昆山能源集团研究院', branch: 'BJ01', grade: 'B', from: since, to: null },
  { code: 'KS05', name: '昆山能源集团物业公司', branch: 'BJ01', grade: 'C', from: null, to: null },
  { code: 'KS06', name: '昆山能源集团酒店公司', branch: 'DQ01', grade: 'C', from: since, to: '2022-12-31' },
];

const purposes = [
  { code: 'renovation', label: '家庭装修' },
  { code: 'education', label: '教育培训' },
  { code: 'durables', label: '购买家电家具' },
  { code: 'travel', label: '旅游出行' },
  { code: 'medical', label: '医疗健康' },
  { code: 'other-consumption', label: '其他日常消费' },
];

const parameters = {
  annualRatePpm: 36_000,
  minAmountFen: 1_000_00,
  maxAmountFen: 500_000_00,
  amountStepFen: 100_00,
  onlineThresholdFen: 300_000_00,
  termsMonths: [6, 12, 24, 36],
  purposes,
  repaymentMethod: 'equal-instalment',
  dayCount: 'monthly',
  penaltyRatePpm: 0,
  earlyRepaymentFeePpm: 0,
  graceDays: 0,
  allocation: ['penalty', 'interest', 'principal'],
  partialDebit: true,
  debitRetryDays: 90,
  reminderDays: [3, 1],
  overdueReminderDays: [1, 3, 7, 15, 30, 60, 90],
  // The regulator's rules on the classification of financial assets (2023): each class begins at more than 0, 90, 270, 360 days past due.
  classFromDays: { 'special-mention': 1, substandard: 91, doubtful: 271, loss: 361 },
  earlyRepayment: {
    ...{ approval: 'none', minFen: 100_00, stepFen: 1, fromDays: 0 },
    ...{ quoteSeconds: 30 * 60, reminderWorkingDays: 3 },
  },
  draftDays: 30,
  resubmitAfterDays: 30,
  offerValidDays: 30,
  fundingAccountNo: '1100000000000001',
  // The rules themselves are the decision model's (models/default.json).
  sources: {
    hr: { deadlineMs: 3_000, must: false },
    bureau: { deadlineMs: 5_000, must: true },
    bigData: { deadlineMs: 3_000, must: true, fallbackScore: 0 },
  },
  autoDecline: false,
};

export const products = [
  { code: 'instant-loan', name: '融信秒贷', route: 'instant', parameters },
  {
    code: 'standard-loan',
    name: '融信贷',
    route: 'standard',
    // Nothing of it is online: the least of all amounts is the threshold.
    parameters: { ...parameters, annualRatePpm: 43_500, onlineThresholdFen: parameters.minAmountFen },
  },
];
/** One branch lends at its own rate: a row that goes before the bank's own. */
export const branchOverrides = [{ product: 'instant-loan', branch: 'DQ01', name: 'annualRatePpm', value: 34_500 }];

/** Who drafts and who publishes are two people; no role has both. */
export const roles = [
  {
    role: 'officer',
    name: '客户经理',
    rights: [
      ...['work-list', 'application-review', 'offline-contract', 'contracts-read', 'loans-read', 'early-repayments'],
      ...['personal-data', 'borrower-data'],
    ],
  },
  {
    role: 'approver',
    name: '审批主管',
    rights: [
      ...['work-list', 'application-review', 'contracts-read', 'loans-read', 'early-repayments'],
      ...['personal-data', 'borrower-data'],
    ],
  },
  { role: 'risk-editor', name: '风险策略岗', rights: ['models-edit'] },
  { role: 'risk-publisher', name: '风险策略复核岗', rights: ['models-publish'] },
  { role: 'business-editor', name: '业务管理岗', rights: ['employers-edit', 'texts-edit'] },
  { role: 'business-publisher', name: '业务管理复核岗', rights: ['employers-publish', 'texts-publish'] },
  { role: 'servicing', name: '贷后管理岗', rights: ['loans-read', 'loans-correct', 'borrower-data'] },
  { role: 'servicing-publisher', name: '贷后管理复核岗', rights: ['loans-read', 'loans-approve', 'borrower-data'] },
  { role: 'operator', name: '日终运行岗', rights: ['loans-read', 'day-end'] },
  {
    role: 'auditor',
    name: '审计岗',
    rights: ['work-list', 'contracts-read', 'loans-read', 'evidence-export', 'audit-trail'],
  },
] as const;

/** An officer's level: how much, how long, at what rate at least. Above it the next level decides. */
const levels = [
  { level: 1, maxAmountFen: 200_000_00, minRatePpm: 34_500, maxTermMonths: 24 },
  { level: 2, maxAmountFen: 400_000_00, minRatePpm: 30_000, maxTermMonths: 36 },
  { level: 3, maxAmountFen: 1_000_000_00, minRatePpm: 20_000, maxTermMonths: 60 },
] as const;
export const authorities = products.flatMap(({ code }) => levels.map((level) => ({ product: code, ...level })));
