import { z } from 'zod';

const seconds = (max: number) => z.number().int().min(1).max(max);
const tries = z.number().int().min(1).max(100);

/** Every setting with its bounds; units come last in the name. */
export const settingsSchema = z.object({
  sessionIdleSeconds: seconds(86_400),
  sessionMaxSeconds: seconds(7 * 86_400),
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
  identityTriesPerApplication: tries,
  faceChecksPerDay: tries,
  /** The first inquiry after an outcome that stayed unknown, doubled each time up to the maximum. */
  inquiryFirstSeconds: seconds(600),
  inquiryMaxSeconds: seconds(86_400),
  /** An outcome that is open for so long becomes a case for a person; inquiries go on. */
  openOutcomeCaseSeconds: seconds(7 * 86_400),
  /** After so long without an answer a must-have source of a decision becomes a case for a person. */
  openDecisionCaseSeconds: seconds(7 * 86_400),
  servicePhone: z.string().min(5).max(20),
});

export type Settings = z.infer<typeof settingsSchema>;
