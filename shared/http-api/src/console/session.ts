import { z } from 'zod';
import { defineOperations } from '../operation.ts';
import { rights, type Right } from '../rights.ts';
import { daySchema, idSchema, instantSchema } from '../schemas.ts';

const rightSchema = z.enum(Object.keys(rights) as [Right, ...Right[]]);

export const staffSessionSchema = z
  .object({
    staff: z.object({
      staffId: idSchema,
      loginName: z.string(),
      name: z.string(),
      branchCode: z.string(),
      branchName: z.string(),
      roles: z.array(z.string()),
      /** Of an officer's authority; 0 decides nothing. */
      level: z.number().int(),
    }),
    /** What this person may do. The server checks each again. */
    rights: z.array(rightSchema),
    /** Without a further request the session ends then; the page warns before. */
    idleUntil: instantSchema,
    endsAt: instantSchema,
    /** The bank's day in the books. */
    businessDay: daySchema,
    now: instantSchema,
  })
  .meta({ id: 'StaffSession' });

export const staffSessionOperations = defineOperations({
  signInStaff: {
    method: 'POST',
    path: '/api/console/sessions',
    summary: 'Sign a member of staff in; sets the session cookie of the console.',
    who: 'public',
    kind: 'session',
    body: z.strictObject({
      loginName: z
        .string()
        .trim()
        .min(1, '请输入工号')
        .max(32, '工号最多 32 位')
        .regex(/^[\w.-]*$/, '工号只含字母和数字'),
      password: z.string().min(1, '请输入密码').max(64, '密码最多 64 位'),
    }),
    success: [201, staffSessionSchema],
    refusals: ['wrong-staff-credentials', 'login-locked', 'too-many-requests'],
  },
  readStaffSession: {
    method: 'GET',
    path: '/api/console/session',
    summary: 'Who is signed in at the console, what they may do, and until when. Reading it keeps the session alive.',
    who: 'staff',
    kind: 'read',
    success: [200, staffSessionSchema],
    refusals: [],
  },
  signOutStaff: {
    method: 'DELETE',
    path: '/api/console/session',
    summary: 'End the session.',
    who: 'staff',
    kind: 'session',
    success: [200, z.object({ signedOut: z.literal(true) })],
    refusals: [],
  },
});
