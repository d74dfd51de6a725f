import { z } from 'zod';
import { defineOperations } from '../operation.ts';
import { idSchema, instantSchema } from '../schemas.ts';

export const sessionSchema = z
  .object({
    customer: z.object({
      /** Masked: 王**; null until the customer's ID card has been read and confirmed. */
      name: z.string().nullable(),
      /** Masked: 138****5678 */
      mobile: z.string(),
    }),
    /** Without a further request the session ends then; the page warns 60 s before. */
    idleUntil: instantSchema,
    endsAt: instantSchema,
    /** Whether the keypad of the transaction password changes the places of its digits; set by the bank. */
    keypadShuffled: z.boolean(),
    /** Messages that they have not read; counted up to 100. */
    unreadMessages: z.number().int(),
  })
  .meta({ id: 'Session' });

export const mobileSchema = z.string().regex(/^1[3-9]\d{9}$/, '请输入 11 位手机号');
export const smsCodeSchema = z.string().regex(/^\d{6}$/, '请输入 6 位短信验证码');
const loginPasswordSchema = z.string().min(1, '请输入登录密码').max(64, '登录密码最多 64 位');

/** That a code was sent, or would have been: the same whether or not the number is registered. */
export const smsCodeSentSchema = z
  .object({
    /** Masked. */
    sentTo: z.string(),
    resendAt: instantSchema,
    expiresAt: instantSchema,
    /** The server's clock, by which the page counts down. */
    now: instantSchema,
  })
  .meta({ id: 'SmsCodeSent' });

export const sessionOperations = defineOperations({
  signIn: {
    method: 'POST',
    path: '/api/customer/sessions',
    summary:
      'Sign in by mobile number and login password; sets the session cookie. A device that is new to this customer needs an SMS code too.',
    who: 'public',
    kind: 'session',
    body: z.strictObject({
      mobile: mobileSchema,
      password: loginPasswordSchema,
      /** After 'new-device': from requestSignInCode. */
      smsCode: smsCodeSchema.optional(),
    }),
    success: [201, sessionSchema],
    refusals: [
      'wrong-credentials',
      'login-locked',
      'new-device',
      'sms-code-wrong',
      'sms-code-expired',
      'too-many-requests',
    ],
  },
  requestSignInCode: {
    method: 'POST',
    path: '/api/customer/sign-in-codes',
    summary: 'An SMS code for signing in on a new device: sent to whoever has the right password.',
    who: 'public',
    kind: 'session',
    body: z.strictObject({ mobile: mobileSchema, password: loginPasswordSchema }),
    success: [201, smsCodeSentSchema],
    refusals: ['wrong-credentials', 'login-locked', 'too-many-requests'],
  },
  readSession: {
    method: 'GET',
    path: '/api/customer/session',
    summary: 'Who is signed in, and until when. Reading it keeps the session alive.',
    who: 'customer',
    kind: 'read',
    success: [200, sessionSchema],
    refusals: [],
  },
  signOut: {
    method: 'DELETE',
    path: '/api/customer/session',
    summary: 'End the session.',
    who: 'customer',
    kind: 'session',
    success: [200, z.object({ signedOut: z.literal(true) })],
    refusals: [],
  },
  listSessions: {
    method: 'GET',
    path: '/api/customer/sessions',
    summary: 'The live sessions of this customer: on which devices they are signed in, latest use first.',
    who: 'customer',
    kind: 'read',
    success: [
      200,
      z.object({
        sessions: z.array(
          z.object({
            sessionId: idSchema,
            /** In words: 'iPhone · 微信'. */
            device: z.string(),
            channel: z.string(),
            /** Masked. */
            ip: z.string(),
            startedAt: instantSchema,
            lastSeenAt: instantSchema,
            current: z.boolean(),
          }),
        ),
      }),
    ],
    refusals: [],
  },
  endSession: {
    method: 'DELETE',
    path: '/api/customer/sessions/{sessionId}',
    summary: 'End one session; its device is new again at its next sign-in.',
    who: 'customer',
    kind: 'write',
    params: z.object({ sessionId: idSchema }),
    success: [200, z.object({ ended: z.number().int() })],
    refusals: ['not-found'],
  },
  endOtherSessions: {
    method: 'POST',
    path: '/api/customer/sessions/ends',
    summary: 'End every session but this one; their devices are new again.',
    who: 'customer',
    kind: 'write',
    success: [200, z.object({ ended: z.number().int() })],
    refusals: [],
  },
});
