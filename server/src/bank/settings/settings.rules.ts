import { z } from 'zod';

const seconds = (max: number) => z.number().int().min(1).max(max);
const limitFen = z.number().int().min(1).max(100_000_000_00);
const years = z.number().int().min(1).max(50);
const days = z.number().int().min(1).max(3_660);
const tries = z.number().int().min(1).max(100);

const idDocumentFields = [
  'name',
  'sex',
  'ethnicity',
  'birthDate',
  'address',
  'idNumber',
  'issuer',
  'validFrom',
  'validTo',
] as const;

const code = z.string().regex(/^[a-z-]{1,32}$/);
const count = (max: number) => z.number().int().min(0).max(max);
/** Somebody of whom the bank knows all but what they say: codes as in the form, counts as the sources tell them. */
const estimateAssumed = z.object({
  ageYears: z.number().int().min(16).max(100),
  ...{ maritalStatus: code, education: code, position: code, housing: code },
  employerGrade: z.enum(['A', 'B', 'C']),
  monthsEmployed: count(1_200),
  ...{ openLoans: count(99), overdueCount24m: count(99), worstOverdueDays: count(9_999), lenderQueries6m: count(99) },
  score: count(1_000),
  /** What the bureau knows of monthly debts beyond what was told, as a share of the income. */
  untoldDebtPpm: count(1_000_000),
});

/** Every setting with its bounds; units come last in the name. */
export const settingsSchema = z.object({
  sessionIdleSeconds: seconds(86_400),
  sessionMaxSeconds: seconds(7 * 86_400),
  /** A session's token is replaced this often; the one before holds for the overlap, for requests that were on their way. */
  sessionRotateSeconds: seconds(86_400),
  sessionOverlapSeconds: seconds(600),
  /** Whether signing in on a device that is new to the customer takes an SMS code. */
  newDeviceAsksCode: z.boolean(),
  /** The keypad of the transaction password changes the places of its digits at each opening. */
  keypadShuffled: z.boolean(),
  /** In letters; no more than the API takes. */
  loginPasswordMinLength: z.number().int().min(8).max(32),
  loginTries: tries,
  loginLockSeconds: seconds(7 * 86_400),
  signInsPerMinute: tries,
  transactionPasswordTries: tries,
  transactionPasswordLockSeconds: seconds(30 * 86_400),
  passwordNonceSeconds: seconds(3_600),
  smsCodeSeconds: seconds(3_600),
  smsCodeResendSeconds: seconds(600),
  smsCodeTries: tries,
  smsCodesPerDay: tries,
  /** Codes for people who are not signed in, beside the limit for each number. */
  smsCodesPerDevicePerDay: tries,
  smsCodesPerAddressPerHour: z.number().int().min(1).max(10_000),
  /** Files that anybody may have checked on the public page. */
  fileChecksPerAddressPerHour: z.number().int().min(1).max(10_000),
  /** Estimates of a limit that anybody may ask for, and what they assume where only a real application finds out. */
  estimatesPerAddressPerHour: z.number().int().min(1).max(10_000),
  estimateAssumptions: z.object({ good: estimateAssumed, bad: estimateAssumed }),
  /** The console: its sessions, and when wrong passwords lock a member of staff. */
  staffSessionIdleSeconds: seconds(86_400),
  staffSessionMaxSeconds: seconds(86_400),
  staffSignInTries: tries,
  staffLockSeconds: seconds(7 * 86_400),
  identityTriesPerApplication: tries,
  faceChecksPerDay: tries,
  /** How long a drawn challenge may be answered. */
  faceAttemptSeconds: seconds(3_600),
  /** How long a passed face check is good for what it was passed for. */
  faceProofSeconds: seconds(3_600),
  faceFramesPerAction: z.number().int().min(3).max(8),
  /** Euclidean distance of two descriptors, in thousandths: further apart is another person. */
  faceDistanceMilli: z.number().int().min(200).max(600),
  /** Cosine of two descriptors of the second net, in thousandths: less alike is another person. */
  faceLikenessMilli: z.number().int().min(100).max(900),
  /** What the net for pictures of pictures must say of a living face, in thousandths of certainty. */
  faceLivenessMilli: z.number().int().min(1).max(990),
  faceEvidenceDays: z.number().int().min(1).max(3_650),
  /** Nobody's picture is on file: refuse, or take them at their word once and keep the picture (a sandbox only). */
  faceWithoutReference: z.enum(['refuse', 'enrol']),
  /** Pictures of the identity card that are read, and questions to the citizen registry. */
  idImagesPerDay: tries,
  idDocumentTriesPerDay: tries,
  /** What the customer may always set right on it; the rest only where it was read with less certainty than this (ppm). */
  idDocumentEditable: z.array(z.enum(idDocumentFields)),
  idDocumentSurePpm: z.number().int().min(1).max(1_000_000),
  /** Pictures that were never confirmed; those of a card that was replaced. */
  idDraftDays: z.number().int().min(1).max(90),
  idImageRetentionDays: z.number().int().min(1).max(20_000),
  customerMinAgeYears: z.number().int().min(16).max(30),
  /** The first inquiry after an outcome that stayed unknown, doubled each time up to the maximum. */
  inquiryFirstSeconds: seconds(600),
  inquiryMaxSeconds: seconds(86_400),
  /** An outcome that is open for so long becomes a case for a person; inquiries go on. */
  openOutcomeCaseSeconds: seconds(7 * 86_400),
  /** After so long without an answer a must-have source of a decision becomes a case for a person. */
  openDecisionCaseSeconds: seconds(7 * 86_400),
  /** Money between account and bound card, each way: for one transfer, a bank's day, a calendar year. */
  transferMinFen: limitFen,
  transferInMaxFen: limitFen,
  transferInPerDayFen: limitFen,
  transferInPerYearFen: limitFen,
  transferOutMaxFen: limitFen,
  transferOutPerDayFen: limitFen,
  transferOutPerYearFen: limitFen,
  /** Above it a transfer takes an SMS code beside the transaction password. */
  transferSmsAboveFen: limitFen,
  /** The bank's own account between the core and the card network. */
  transferClearingAccountNo: z.string().regex(/^\d{8,32}$/),
  /** Days that are over are compared with the journals of core and card network, so far back; a person hears of one that grew so old. */
  compareDaysBack: z.number().int().min(1).max(60),
  compareLateDays: z.number().int().min(1).max(60),
  /** Nothing goes out to a card that replaced another for so long. */
  cardCoolDownSeconds: seconds(30 * 86_400),
  /** Data is exported and a customer record closed only so soon after signing in. */
  freshSessionSeconds: seconds(86_400),
  dataExportsPerDay: tries,
  /** How long what must be kept is kept after a customer has left: who they were, what they did, agreed to and were told. */
  identityRetentionYears: years,
  tradeRetentionYears: years,
  consentRetentionYears: years,
  messageRetentionDays: days,
  securityLogRetentionDays: days,
  /** How long what nobody needs any more is kept. Counts and codes are looked back at for a day; a key answers a client's second try. */
  idempotencyKeyDays: z.number().int().min(2).max(366),
  rateLimitDays: z.number().int().min(2).max(366),
  smsCodeDays: z.number().int().min(2).max(366),
  /** Tries at numbers that are nobody's: as long as they are counted, they lock like a customer's. */
  strangerTriesDays: z.number().int().min(2).max(3_660),
  sessionDays: days,
  /** Of staff; what they did stays in the audit trail for good. */
  staffSessionDays: days,
  /** A device on which nobody has signed in for so long proves itself anew; one that was forgotten so long ago is deleted. */
  deviceUnusedDays: days,
  deviceForgottenDays: days,
  cardChecksPerDay: tries,
  /** Of one customer, between the two agreements: each asks the citizen registry. */
  systemChecksPerDay: tries,
  /** An officer should have decided after so long; counted anew when papers that were asked for have come. */
  reviewHours: z.number().int().min(1).max(720),
  /** Papers for an officer's decision: of one file; kept of the customer, and of staff; uploaded by a customer in a day. */
  paperMaxBytes: z.number().int().min(10_000).max(5_242_880),
  papersPerApplication: tries,
  paperUploadsPerDay: tries,
  /** A signed contract by e-mail: how many a day for one customer; how long the code that opens it is kept. */
  contractCopiesPerDay: tries,
  unzipCodeDays: days,
  /** While the mail server does not take a mail: the first pause, doubled up to the longest, and when the bank gives up. */
  mailRetryFirstSeconds: seconds(600),
  mailRetryMaxSeconds: seconds(86_400),
  mailGiveUpSeconds: seconds(7 * 86_400),
  /** What new evidence packs are hashed with; those that are sealed keep theirs. */
  evidenceHash: z.enum(['SHA-256', 'SM3']),
  /** The head of the evidence chain is time-stamped outside the bank so often. */
  evidenceAnchorSeconds: z
    .number()
    .int()
    .min(60)
    .max(7 * 86_400),
  /** Hours of the day at which what is due is debited automatically, beside day end. */
  debitHours: z.array(z.number().int().min(0).max(23)).max(24),
  /** A debit in part takes no less than this: nobody wants a text about a fen. */
  debitLeastFen: limitFen,
  /** What a customer may have quoted in a day of repaying early, and how long expired quotes are kept. */
  earlyQuotesPerDay: z.number().int().min(1).max(10_000),
  earlyQuoteDays: z.number().int().min(2).max(3_660),
  /** Day end is at midnight: its reminders are sent from this hour of the day on. */
  reminderHour: z.number().int().min(1).max(23),
  /** Day end waits so long for answers of the core before it goes on without them. */
  dayEndWaitSeconds: seconds(86_400),
  /** From so many days past due on a loan counts in the next bucket. */
  pastDueBuckets: z
    .array(z.number().int().min(1).max(3_660))
    .min(1)
    .max(12)
    .refine((from) => from.every((day, i) => i === 0 || day > (from[i - 1] as number)), 'buckets in order'),
  servicePhone: z.string().min(5).max(20),
  /** Opens the direct bank's app at the loan page: an app link, or a scheme of its own. */
  directBankAppLink: z.url().max(200),
  directBankDownloadLink: z.url({ protocol: /^https$/ }).max(200),
  /** Where customers find us from outside: shared cards name it, whatever a request calls us. */
  publicOrigin: z
    .string()
    .max(200)
    .regex(/^https?:\/\/[a-z\d.-]+(:\d+)?$/),
  /** An app of ours names itself by one of these words in its user agent; words are parted by spaces. */
  hostAppMarks: z.string().min(1).max(200),
});

export type Settings = z.infer<typeof settingsSchema>;
