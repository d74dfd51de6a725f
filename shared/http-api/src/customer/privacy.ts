import { z } from 'zod';
import { defineOperations } from '../operation.ts';
import { daySchema, documentSchema, hashSchema, idSchema, instantSchema } from '../schemas.ts';

export const consentSchema = z
  .object({
    consentId: idSchema,
    /** Which text: 'credit-report', 'face-check', … */
    kind: z.string(),
    title: z.string(),
    version: z.string(),
    textHash: hashSchema,
    agreedAt: instantSchema,
    channel: z.string(),
    device: z.string(),
    revocable: z.boolean(),
    /** What revoking means; where it cannot be revoked, why. */
    revoking: z.string(),
    revokedAt: instantSchema.nullable(),
  })
  .meta({ id: 'Consent' });

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const exportSectionSchema = z
  .object({
    name: z.string(),
    /** 中文, as the page heads it. */
    title: z.string(),
    /** What it is held for. */
    purpose: z.string(),
    records: z.array(z.record(z.string(), cell)),
  })
  .meta({ id: 'ExportSection' });

export const dataExportSchema = z
  .object({
    exportId: idSchema,
    madeAt: instantSchema,
    sections: z.array(exportSectionSchema),
    /** The same as one page to read and to keep, with nothing to load. */
    html: z.string(),
  })
  .meta({ id: 'DataExport' });

export const deletionSchema = z
  .object({
    state: z.enum(['possible', 'blocked', 'done']),
    /** What must be brought to its end before. */
    blocks: z.array(z.object({ reason: z.string(), explanation: z.string() })),
    deletes: z.array(z.object({ what: z.string(), explanation: z.string() })),
    keeps: z.array(
      z.object({
        what: z.string(),
        /** The law or duty that demands it. */
        why: z.string(),
        until: daySchema,
      }),
    ),
  })
  .meta({ id: 'Deletion' });

export const privacyOperations = defineOperations({
  listConsents: {
    method: 'GET',
    path: '/api/customer/consents',
    summary: 'What I have agreed to: which text, when, from where, and whether it can be taken back.',
    who: 'customer',
    kind: 'read',
    success: [200, z.object({ consents: z.array(consentSchema) })],
    refusals: [],
  },
  readConsentText: {
    method: 'GET',
    path: '/api/customer/consents/{consentId}/text',
    summary: 'The text of a consent as it was agreed to.',
    who: 'customer',
    kind: 'read',
    params: z.object({ consentId: idSchema }),
    success: [200, documentSchema],
    refusals: ['not-found'],
  },
  revokeConsent: {
    method: 'POST',
    path: '/api/customer/consents/{consentId}/revocation',
    summary: 'Take a consent back. What was done under it stays done; nothing more is done under it.',
    who: 'customer',
    kind: 'write',
    params: z.object({ consentId: idSchema }),
    success: [200, consentSchema],
    refusals: ['not-found', 'consent-not-revocable'],
  },
  exportMyData: {
    method: 'POST',
    path: '/api/customer/data-exports',
    summary: 'All that the bank holds about me, as data and as a page. Only soon after signing in.',
    who: 'customer',
    // Not under a key: the answer would be kept with it.
    kind: 'session',
    success: [201, dataExportSchema],
    refusals: ['sign-in-again', 'too-many-requests'],
  },
  readDeletion: {
    method: 'GET',
    path: '/api/customer/deletion',
    summary:
      'What closing my customer record would delete, what must be kept until when and why, and what stands against it.',
    who: 'customer',
    kind: 'read',
    success: [200, deletionSchema],
    refusals: ['outside-system-silent'],
  },
  requestDeletion: {
    method: 'POST',
    path: '/api/customer/deletion',
    summary:
      'Close my customer record: deletes now what may be deleted, the rest when its time has run out. Ends all sessions.',
    who: 'customer',
    kind: 'write',
    body: z.strictObject({ understood: z.literal(true, '请确认您已了解注销的后果') }),
    success: [200, deletionSchema],
    refusals: ['sign-in-again', 'deletion-blocked', 'outside-system-silent'],
  },
});
