import { z } from 'zod';
import { defineOperations } from '../operation.ts';
import { instantSchema } from '../schemas.ts';

export const sessionSchema = z
  .object({
    customer: z.object({
      /** Masked: 王** */
      name: z.string(),
      /** Masked: 138****5678 */
      mobile: z.string(),
    }),
    /** Without a further request the session ends then; the page warns 60 s before. */
    idleUntil: instantSchema,
    endsAt: instantSchema,
  })
  .meta({ id: 'Session' });

export const sessionOperations = defineOperations({
  signIn: {
    method: 'POST',
    path: '/api/customer/sessions',
    summary: 'Sign in by mobile number and login password; sets the session cookie.',
    who: 'public',
    kind: 'session',
    body: z.strictObject({
      mobile: z.string().regex(/^1[3-9]\d{9}$/, '请输入 11 位手机号'),
      password: z.string().min(1, '请输入登录密码').max(64, '登录密码最多 64 位'),
    }),
    success: [201, sessionSchema],
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
});
