import { z } from 'zod';
import { defineOperations } from '../operation.ts';
import { idSchema, instantSchema } from '../schemas.ts';
import { mobileSchema, smsCodeSchema, smsCodeSentSchema } from './session.ts';

/** What is weak is said by 'weak-password', with words; this is only its bounds. */
export const newLoginPasswordSchema = z.string().min(1, '请设置登录密码').max(64, '登录密码最多 64 位');
/** A compact JWE of the six digits; see readPasswordEnvelope. */
const sealedPasswordSchema = z.string().min(1).max(4_096);
const done = z.object({ done: z.literal(true) });

export const securityOperations = defineOperations({
  readSecurity: {
    method: 'GET',
    path: '/api/customer/security',
    summary: 'How this customer is protected, and what has happened of late.',
    who: 'customer',
    kind: 'read',
    success: [
      200,
      z.object({
        /** Masked. */
        mobile: z.string(),
        loginPasswordSet: z.boolean(),
        transactionPassword: z.enum(['unset', 'set', 'locked']),
        lockedUntil: instantSchema.nullable(),
        /** Whether the bank knows who this is, by their ID card. */
        known: z.boolean(),
        /** Masked. */
        name: z.string().nullable(),
        events: z.array(
          z.object({
            kind: z.string(),
            /** In the customer's words: '登录密码已修改'. */
            title: z.string(),
            at: instantSchema,
            device: z.string(),
            /** Masked. */
            ip: z.string(),
          }),
        ),
      }),
    ],
    refusals: [],
  },
  requestCode: {
    method: 'POST',
    path: '/api/customer/codes',
    summary: "An SMS code to the customer's own mobile, good for one purpose.",
    who: 'customer',
    kind: 'write',
    body: z.strictObject({
      purpose: z.enum(['activate', 'reset-transaction-password', 'change-mobile', 'bind-card']),
    }),
    success: [201, smsCodeSentSchema],
    refusals: ['too-many-requests'],
  },
  changeLoginPassword: {
    method: 'PUT',
    path: '/api/customer/login-password',
    summary: 'A new login password, by the old one. Every other session ends.',
    who: 'customer',
    kind: 'write',
    body: z.strictObject({
      oldPassword: z.string().min(1, '请输入原登录密码').max(64, '登录密码最多 64 位'),
      newPassword: newLoginPasswordSchema,
    }),
    success: [200, done],
    refusals: ['login-password-wrong', 'login-locked', 'weak-password'],
  },
  requestLoginReset: {
    method: 'POST',
    path: '/api/customer/login-reset-codes',
    summary: 'An SMS code for a new login password. The answer is the same whether or not the number is registered.',
    who: 'public',
    kind: 'session',
    body: z.strictObject({ mobile: mobileSchema }),
    success: [201, smsCodeSentSchema],
    refusals: ['too-many-requests'],
  },
  resetLoginPassword: {
    method: 'POST',
    path: '/api/customer/login-resets',
    summary:
      "A new login password, by SMS code and, for a customer who is known by their ID card, its number. 'id-number-needed' leaves the code good. Every session ends.",
    who: 'public',
    kind: 'session',
    body: z.strictObject({
      mobile: mobileSchema,
      smsCode: smsCodeSchema,
      idNumber: z
        .string()
        .regex(/^\d{17}[\dXx]$/, '请输入 18 位身份证号')
        .optional(),
      password: newLoginPasswordSchema,
    }),
    success: [200, done],
    refusals: [
      'weak-password',
      'sms-code-wrong',
      'sms-code-expired',
      'id-number-needed',
      'identity-mismatch',
      'too-many-requests',
    ],
  },
  changeTransactionPassword: {
    method: 'PUT',
    path: '/api/customer/transaction-password',
    summary: 'A new transaction password, by the old one; each sealed with a nonce of its own.',
    who: 'customer',
    kind: 'write',
    body: z.strictObject({ old: sealedPasswordSchema, new: sealedPasswordSchema }),
    success: [200, done],
    refusals: [
      'password-envelope-expired',
      'transaction-password-wrong',
      'transaction-password-locked',
      'transaction-password-unset',
      'weak-password',
    ],
  },
  resetTransactionPassword: {
    method: 'POST',
    path: '/api/customer/transaction-password-resets',
    summary:
      "A new transaction password for one that is forgotten or locked, by SMS code ('reset-transaction-password') and face.",
    who: 'customer',
    kind: 'write',
    body: z.strictObject({ smsCode: smsCodeSchema, faceAttemptId: idSchema, new: sealedPasswordSchema }),
    success: [200, done],
    refusals: [
      'password-envelope-expired',
      'transaction-password-unset',
      'weak-password',
      'face-not-matched',
      'sms-code-wrong',
      'sms-code-expired',
    ],
  },
  requestMobileChange: {
    method: 'POST',
    path: '/api/customer/mobile-change-codes',
    summary: 'An SMS code to the new number. The answer is the same whether or not somebody has that number.',
    who: 'customer',
    kind: 'write',
    body: z.strictObject({ newMobile: mobileSchema }),
    success: [201, smsCodeSentSchema],
    refusals: ['too-many-requests'],
  },
  changeMobile: {
    method: 'PUT',
    path: '/api/customer/mobile',
    summary:
      "Another mobile number: by a code to the new one and the transaction password, or, where none is set, a code to the old number ('change-mobile'). Every other session ends.",
    who: 'customer',
    kind: 'write',
    body: z.strictObject({
      newMobile: mobileSchema,
      newCode: smsCodeSchema,
      oldCode: smsCodeSchema.optional(),
      transactionPassword: sealedPasswordSchema.optional(),
    }),
    success: [200, z.object({ mobile: z.string() })],
    refusals: [
      'proof-missing',
      'password-envelope-expired',
      'transaction-password-wrong',
      'transaction-password-locked',
      'sms-code-wrong',
      'sms-code-expired',
      'mobile-taken',
    ],
  },
});
