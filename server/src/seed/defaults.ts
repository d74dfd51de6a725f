import type { Settings } from '../bank/settings/settings.rules.ts';

/** What a new installation begins with. Staff change it by new rows with later dates; nothing here is read at run time. */
export const settings: Settings = {
  sessionIdleSeconds: 15 * 60,
  sessionMaxSeconds: 12 * 3_600,
  sessionRotateSeconds: 15 * 60,
  sessionOverlapSeconds: 60,
  newDeviceAsksCode: true,
  keypadShuffled: true,
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
  identityTriesPerApplication: 5,
  faceChecksPerDay: 10,
  faceAttemptSeconds: 3 * 60,
  faceProofSeconds: 10 * 60,
  faceFramesPerAction: 5,
  faceDistanceMilli: 550,
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
  cardCoolDownSeconds: 24 * 3_600,
  freshSessionSeconds: 10 * 60,
  dataExportsPerDay: 5,
  identityRetentionYears: 10,
  tradeRetentionYears: 10,
  consentRetentionYears: 5,
  messageRetentionDays: 365,
  securityLogRetentionDays: 200,
  servicePhone: '400-000-0000',
  directBankAppLink: 'miaodaibank://loan',
  directBankDownloadLink: 'https://bank.example.com/app',
  hostAppMarks: 'MiaodaiBank YuanGongBao',
};

export const branches = [
  { code: 'BJ01', name: '北京分行' },
  { code: 'DQ01', name: '大庆分行' },
];
export const employers = [
  { code: 'KS01', branch: 'DQ01' },
  { code: 'KS02', branch: 'BJ01' },
  { code: 'KS03', branch: 'DQ01' },
  { code: 'KS04', branch: 'BJ01' },
  { code: 'KS05', branch: 'BJ01' },
  { code: 'KS06', branch: 'DQ01' },
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
  offerValidDays: 30,
  fundingAccountNo: '1100000000000001',
  admission: {
    minAgeYears: 18,
    maxAgeYearsAtMaturity: 65,
    maxOverdueCount24m: 2,
    maxWorstOverdueDays: 30,
    maxLenderQueries6m: 10,
    minRiskScore: 450,
    maxDebtToIncomePpm: 550_000,
  },
  limitIncomeMultiple: 24,
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
