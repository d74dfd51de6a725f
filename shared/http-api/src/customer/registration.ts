import { z } from 'zod';
import { defineOperations } from '../operation.ts';
import { hashSchema } from '../schemas.ts';
import { mobileSchema, sessionSchema, smsCodeSchema, smsCodeSentSchema } from './session.ts';
import { newLoginPasswordSchema } from './security.ts';

/** How somebody becomes a customer: a mobile number that is theirs and a login password. Who they are is learnt later. */
export const registrationOperations = defineOperations({
  requestRegistrationCode: {
    method: 'POST',
    path: '/api/customer/registration-codes',
    summary:
      'An SMS code for registering. The answer is the same whether or not the number is registered; who has it is told by text.',
    who: 'public',
    kind: 'session',
    body: z.strictObject({ mobile: mobileSchema }),
    success: [201, smsCodeSentSchema],
    refusals: ['too-many-requests'],
  },
  register: {
    method: 'POST',
    path: '/api/customer/registrations',
    summary: 'Register, with the agreement that was shown; signs in at once.',
    who: 'public',
    kind: 'session',
    body: z.strictObject({
      mobile: mobileSchema,
      smsCode: smsCodeSchema,
      password: newLoginPasswordSchema,
      agreement: z.strictObject({ version: z.string().max(40), textHash: hashSchema }),
    }),
    success: [201, sessionSchema],
    refusals: [
      'weak-password',
      'agreement-outdated',
      'sms-code-wrong',
      'sms-code-expired',
      'mobile-taken',
      'too-many-requests',
    ],
  },
});
