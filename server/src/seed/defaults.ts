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
    rights: ['work-list', 'application-review', 'offline-contract', 'contracts-read', 'personal-data'],
  },
  {
    role: 'approver',
    name: '审批主管',
    rights: ['work-list', 'application-review', 'contracts-read', 'personal-data'],
  },
  { role: 'risk-editor', name: '风险策略岗', rights: ['models-edit'] },
  { role: 'risk-publisher', name: '风险策略复核岗', rights: ['models-publish'] },
  { role: 'business-editor', name: '业务管理岗', rights: ['employers-edit', 'texts-edit'] },
  { role: 'business-publisher', name: '业务管理复核岗', rights: ['employers-publish', 'texts-publish'] },
  { role: 'auditor', name: '审计岗', rights: ['work-list', 'contracts-read', 'evidence-export', 'audit-trail'] },
] as const;

/** An officer's level: how much, how long, at what rate at least. Above it the next level decides. */
const levels = [
  { level: 1, maxAmountFen: 200_000_00, minRatePpm: 34_500, maxTermMonths: 24 },
  { level: 2, maxAmountFen: 400_000_00, minRatePpm: 30_000, maxTermMonths: 36 },
  { level: 3, maxAmountFen: 1_000_000_00, minRatePpm: 20_000, maxTermMonths: 60 },
] as const;
export const authorities = products.flatMap(({ code }) => levels.map((level) => ({ product: code, ...level })));
