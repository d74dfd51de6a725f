import { z } from 'zod';
import { defineOperations } from '../operation.ts';
import { idSchema, instantSchema, sealedPasswordSchema } from '../schemas.ts';

const smsCodeSchema = z.string().regex(/^\d{6}$/, '请输入 6 位短信验证码');
const mobileSchema = z.string().regex(/^1\d{10}$/, '请输入 11 位手机号');
const cardNoSchema = z.string().regex(/^\d{12,19}$/, '请输入 12 至 19 位银行卡号');

export const accountChangeSchema = z
  .object({
    changeId: idSchema,
    kind: z.enum(['report-loss', 'release-loss', 'freeze', 'unfreeze']),
    /** requested and sent are both 处理中: the core has not said yet. */
    state: z.enum(['requested', 'sent', 'done', 'refused']),
    /** In the customer’s words, where refused. */
    reason: z.string().nullable(),
    requestedAt: instantSchema,
  })
  .meta({ id: 'AccountChange' });

export const boundCardSchema = z
  .object({ bankName: z.string(), cardNo: z.string(), boundAt: instantSchema })
  .meta({ id: 'BoundCard' });

export const accountCareOperations = defineOperations({
  requestAccountCode: {
    method: 'POST',
    path: '/api/customer/account/codes',
    summary: 'An SMS code for reporting the account lost, freezing it, or changing its card.',
    who: 'customer',
    kind: 'write',
    body: z.strictObject({ purpose: z.enum(['report-loss', 'freeze', 'bind-card', 'unbind-card']) }),
    success: [
      201,
      z.object({ sentTo: z.string(), resendAt: instantSchema, expiresAt: instantSchema, now: instantSchema }),
    ],
    refusals: ['too-many-requests'],
  },
  reportLoss: {
    method: 'POST',
    path: '/api/customer/account/loss-reports',
    summary: 'Report the account lost (挂失): nothing leaves it from then on. By session and SMS code, no password.',
    who: 'customer',
    kind: 'write',
    body: z.strictObject({ smsCode: smsCodeSchema }),
    success: [202, accountChangeSchema],
    refusals: ['account-not-ready', 'step-not-allowed', 'sms-code-wrong', 'sms-code-expired', 'outside-system-silent'],
  },
  releaseLoss: {
    method: 'POST',
    path: '/api/customer/account/loss-releases',
    summary: 'Release a loss report (解挂): by face and transaction password.',
    who: 'customer',
    kind: 'write',
    body: z.strictObject({ faceAttemptId: idSchema, transactionPassword: sealedPasswordSchema }),
    success: [202, accountChangeSchema],
    refusals: [
      'account-not-ready',
      'step-not-allowed',
      'face-not-matched',
      'transaction-password-wrong',
      'transaction-password-locked',
      'password-envelope-expired',
      'outside-system-silent',
    ],
  },
  requestFreeze: {
    method: 'POST',
    path: '/api/customer/account/freezes',
    summary: 'Freeze the account at the customer’s own wish (冻结).',
    who: 'customer',
    kind: 'write',
    body: z.strictObject({ smsCode: smsCodeSchema, transactionPassword: sealedPasswordSchema }),
    success: [202, accountChangeSchema],
    refusals: [
      'account-not-ready',
      'step-not-allowed',
      'sms-code-wrong',
      'sms-code-expired',
      'transaction-password-wrong',
      'transaction-password-locked',
      'password-envelope-expired',
      'outside-system-silent',
    ],
  },
  requestUnfreeze: {
    method: 'POST',
    path: '/api/customer/account/unfreezes',
    summary: 'End a freeze that the customer asked for (解冻): by face and transaction password.',
    who: 'customer',
    kind: 'write',
    body: z.strictObject({ faceAttemptId: idSchema, transactionPassword: sealedPasswordSchema }),
    success: [202, accountChangeSchema],
    refusals: [
      'account-not-ready',
      'step-not-allowed',
      'face-not-matched',
      'transaction-password-wrong',
      'transaction-password-locked',
      'password-envelope-expired',
      'outside-system-silent',
    ],
  },
  readAccountChange: {
    method: 'GET',
    path: '/api/customer/account/changes/{changeId}',
    summary:
      'What became of a loss report, a freeze or their end. With waitMs the answer waits while the outcome is open.',
    who: 'customer',
    kind: 'read',
    params: z.object({ changeId: idSchema }),
    query: z.object({ waitMs: z.coerce.number().int().min(0).max(10_000).optional() }),
    success: [200, accountChangeSchema],
    refusals: ['not-found'],
  },
  readBoundCard: {
    method: 'GET',
    path: '/api/customer/account/card',
    summary: 'The bound card, masked; null where none is bound.',
    who: 'customer',
    kind: 'read',
    success: [200, z.object({ card: boundCardSchema.nullable() })],
    refusals: [],
  },
  rebindCard: {
    method: 'POST',
    path: '/api/customer/account/card',
    summary: 'Bind another card of the same holder: four elements, transaction password, SMS code.',
    who: 'customer',
    kind: 'write',
    body: z.strictObject({
      cardNo: cardNoSchema,
      cardMobile: mobileSchema,
      smsCode: smsCodeSchema,
      transactionPassword: sealedPasswordSchema,
    }),
    success: [200, boundCardSchema],
    refusals: [
      'account-not-ready',
      'card-not-supported',
      'card-elements-mismatch',
      'too-many-requests',
      'card-lost',
      'card-changed-recently',
      'transfers-open',
      'sms-code-wrong',
      'sms-code-expired',
      'transaction-password-wrong',
      'transaction-password-locked',
      'password-envelope-expired',
      'outside-system-silent',
    ],
  },
  unbindCard: {
    method: 'POST',
    path: '/api/customer/account/card-unbindings',
    summary: 'Unbind the card: the balance is zero, nothing is on its way to or from the account.',
    who: 'customer',
    kind: 'write',
    body: z.strictObject({ smsCode: smsCodeSchema, transactionPassword: sealedPasswordSchema }),
    success: [200, z.object({ card: z.null() })],
    refusals: [
      'account-not-ready',
      'card-not-bound',
      'balance-not-zero',
      'transfers-open',
      'sms-code-wrong',
      'sms-code-expired',
      'transaction-password-wrong',
      'transaction-password-locked',
      'password-envelope-expired',
      'outside-system-silent',
    ],
  },
});
