import { z } from 'zod';
import { defineOperations } from '../operation.ts';
import { hashSchema, idSchema, instantSchema } from '../schemas.ts';

/** What somebody before the camera may be asked to do; left and right are theirs, and frames are sent as the camera saw them, not mirrored. */
export const faceActionSchema = z.enum(['turn-left', 'turn-right', 'blink', 'open-mouth']);
export const facePurposeSchema = z.enum(['open-account', 'apply', 'reset-password', 'release-account']);

/** A JPEG as base64: 480 × 640 is enough, more is of no use. */
const frameSchema = z
  .string()
  .min(64)
  .max(400_000, '照片过大')
  .regex(/^[A-Za-z0-9+/]+={0,2}$/);

export const faceAttemptSchema = z
  .object({
    attemptId: idSchema,
    /** False where the bank asks for no face check here and now: then the attempt counts as passed already. */
    required: z.boolean(),
    /** True where nobody looks at the frames: the page must say so. */
    standIn: z.boolean(),
    /** Drawn by the server, to be done in this order. */
    actions: z.array(faceActionSchema),
    framesPerAction: z.number().int(),
    expiresAt: instantSchema,
    now: instantSchema,
    /** Frames may be submitted so often today, this time included. */
    triesLeft: z.number().int(),
  })
  .meta({ id: 'FaceAttempt' });

export const faceReasonSchema = z.enum([
  'passed',
  'no-face',
  'several-faces',
  'not-alive',
  'other-person',
  'challenge-not-followed',
  'poor-picture',
  'no-reference',
]);

export const faceOperations = defineOperations({
  startFaceAttempt: {
    who: 'customer',
    kind: 'write',
    method: 'POST',
    path: '/api/customer/face-attempts',
    summary: 'Begin a face check: the server draws three actions. Costs no try; submitting frames does.',
    body: z.strictObject({ purpose: facePurposeSchema }),
    success: [201, faceAttemptSchema],
    refusals: ['too-many-requests'],
  },
  submitFaceFrames: {
    who: 'customer',
    kind: 'write',
    method: 'POST',
    path: '/api/customer/face-attempts/{attemptId}/frames',
    summary:
      'The frames of an attempt, with the consent to the face check. Uses up a try and the attempt; a passed one is good once, for its purpose, for a few minutes.',
    params: z.object({ attemptId: idSchema }),
    body: z.strictObject({
      consent: z.strictObject({ version: z.string().max(32), textHash: hashSchema }),
      /** Looking straight into the camera, before the actions. */
      neutral: frameSchema,
      actions: z
        .array(z.strictObject({ action: faceActionSchema, frames: z.array(frameSchema).min(1).max(8) }))
        .min(1)
        .max(4),
    }),
    bodyLimitBytes: 6 * 1024 * 1024,
    success: [
      200,
      z.object({
        passed: z.boolean(),
        reason: faceReasonSchema,
        /** In the customer’s words: what was wrong and what to do. */
        explanation: z.string(),
        standIn: z.boolean(),
        /** True where no picture was on file and this one is kept to compare with from now on. */
        enrolled: z.boolean(),
        triesLeft: z.number().int(),
      }),
    ],
    refusals: [
      'not-found',
      'step-not-allowed',
      'face-attempt-expired',
      'agreement-outdated',
      'invalid-input',
      'too-many-requests',
      'overloaded',
    ],
  },
});
