import { z } from 'zod';
import { defineOperations } from '../operation.ts';
import { bookedFenSchema, daySchema, hashSchema, idSchema, instantSchema, ppmSchema } from '../schemas.ts';

const modelId = z.object({ modelId: idSchema });
const person = z.object({ name: z.string(), at: instantSchema });
const productCode = z.string().regex(/^[a-z][a-z-]{1,31}$/, '产品代码不正确');
const words = (least: number, most: number) =>
  z.string().trim().min(least, '请填写说明').max(most, `说明最多 ${most} 字`);

/** Why a button is there or not, for the one who asks. The server checks again. */
const maySchema = z.enum(['yes', 'right-missing', 'same-person', 'wrong-state']);

export const modelSummarySchema = z
  .object({
    modelId: idSchema,
    /** 1, 2, 3 … over all models; kept with every decision as 'model-3'. */
    versionNo: z.number().int(),
    /** Of one product; null decides on every product that has no model of its own. */
    productCode: z.string().nullable(),
    productName: z.string().nullable(),
    state: z.enum(['draft', 'submitted', 'published', 'returned']),
    /** The bank's day from which it decides. */
    effectiveFrom: daySchema.nullable(),
    /** Decides today. */
    inForce: z.boolean(),
    /** SHA-256 of the text. */
    hash: hashSchema,
    note: z.string(),
    drafted: person,
    submitted: person.nullable(),
    published: person.nullable(),
    returned: z.object({ name: z.string(), at: instantSchema, reason: z.string() }).nullable(),
  })
  .meta({ id: 'ModelSummary' });

const cellSchema = z.object({
  /** Where in the node: the row of a table and its column, or the name of an expression. */
  at: z.string(),
  before: z.string().nullable(),
  now: z.string().nullable(),
});
const comparisonSchema = z
  .object({
    /** What it is compared with; null where nothing is in force. */
    with: modelSummarySchema.nullable(),
    same: z.boolean(),
    nodes: z.array(
      z.object({
        name: z.string(),
        kind: z.enum(['input', 'output', 'expression', 'decision-table', 'switch']),
        change: z.enum(['added', 'removed', 'changed']),
        cells: z.array(cellSchema),
      }),
    ),
  })
  .meta({ id: 'ModelComparison' });

const outcomeSchema = z.object({
  approved: z.boolean(),
  limitFen: bookedFenSchema,
  annualRatePpm: ppmSchema,
  /** In the customer's words. */
  reasons: z.array(z.string()),
});
const backTestSchema = z
  .object({
    backTestId: idSchema,
    modelId: idSchema,
    state: z.enum(['running', 'done', 'cancelled', 'failed']),
    productCode: z.string().nullable(),
    from: daySchema,
    to: daySchema,
    /** How far it is. */
    done: z.number().int(),
    total: z.number().int(),
    startedBy: z.string(),
    startedAt: instantSchema,
    finishedAt: instantSchema.nullable(),
    result: z
      .object({
        decisions: z.number().int(),
        /** The same in every figure. */
        same: z.number().int(),
        /** Stored decisions whose dossier is gone, or was of another shape. */
        left: z.number().int(),
        /** Of which the model can say nothing. */
        failed: z.number().int(),
        approvedBefore: z.number().int(),
        approvedNow: z.number().int(),
        newlyApproved: z.number().int(),
        newlyDeclined: z.number().int(),
        limitChanged: z.number().int(),
        rateChanged: z.number().int(),
        limitBeforeFen: bookedFenSchema,
        limitNowFen: bookedFenSchema,
        /** How many limits changed by how much: from a share of the old limit (ppm, -1000000 is all of it) up to the next. */
        distribution: z.array(
          z.object({
            fromPpm: z.number().int().nullable(),
            toPpm: z.number().int().nullable(),
            count: z.number().int(),
          }),
        ),
        /** The first thousand that would be decided otherwise, the greatest change first. */
        changed: z.array(
          z.object({
            applicationNo: z.string(),
            decidedOn: daySchema,
            productCode: z.string(),
            before: outcomeSchema,
            now: outcomeSchema,
          }),
        ),
      })
      .nullable(),
  })
  .meta({ id: 'BackTest' });

const modelSchema = modelSummarySchema
  .extend({
    /** The text as it was uploaded. */
    content: z.string(),
    may: z.object({ submit: maySchema, publish: maySchema, return: maySchema }),
    /** The newest first, without their results. */
    backTests: z.array(backTestSchema.omit({ result: true })),
  })
  .meta({ id: 'Model' });

export const modelOperations = defineOperations({
  listModels: {
    method: 'GET',
    path: '/api/console/models',
    summary: 'Decision models, the newest version first, at most 200. For who drafts, publishes or audits.',
    who: 'staff',
    kind: 'read',
    query: z.object({ productCode: productCode.optional() }),
    success: [
      200,
      z.object({
        models: z.array(modelSummarySchema),
        products: z.array(z.object({ productCode: z.string(), name: z.string(), inForce: idSchema.nullable() })),
      }),
    ],
    refusals: ['right-missing'],
  },
  readModel: {
    method: 'GET',
    path: '/api/console/models/{modelId}',
    summary: 'One version with its text, what may be done with it, and its back-tests.',
    who: 'staff',
    kind: 'read',
    params: modelId,
    success: [200, modelSchema],
    refusals: ['right-missing', 'not-found'],
  },
  draftModel: {
    method: 'POST',
    path: '/api/console/models',
    summary:
      'Upload the JSON of a decision model as a draft. What is wrong is told in `fields`: path "content:<line>", message with node and reason.',
    who: 'staff',
    right: 'models-edit',
    kind: 'write',
    bodyLimitBytes: 2 * 1024 * 1024,
    body: z.strictObject({
      productCode: productCode.nullable(),
      content: z.string().min(1, '请选择模型文件').max(1_000_000, '模型文件最大 1 MB'),
      note: words(1, 500),
    }),
    success: [201, modelSchema],
    refusals: ['model-not-valid', 'invalid-input'],
  },
  compareModels: {
    method: 'GET',
    path: '/api/console/models/{modelId}/comparison',
    summary: 'Node by node, cell by cell: what differs from another version; without one, from the version in force.',
    who: 'staff',
    kind: 'read',
    params: modelId,
    query: z.object({ with: idSchema.optional() }),
    success: [200, comparisonSchema],
    refusals: ['right-missing', 'not-found'],
  },
  startBackTest: {
    method: 'POST',
    path: '/api/console/models/{modelId}/back-tests',
    summary:
      'Decide again on what was decided in a period (the newest 10,000), in the background. The result stays with the model.',
    who: 'staff',
    kind: 'write',
    params: modelId,
    body: z.strictObject({ productCode: productCode.nullable(), from: daySchema, to: daySchema }),
    success: [202, backTestSchema],
    refusals: ['right-missing', 'not-found', 'invalid-input', 'back-test-running'],
  },
  readBackTest: {
    method: 'GET',
    path: '/api/console/back-tests/{backTestId}',
    summary: 'How far a back-test is; when it is done, its result.',
    who: 'staff',
    kind: 'read',
    params: z.object({ backTestId: idSchema }),
    success: [200, backTestSchema],
    refusals: ['right-missing', 'not-found'],
  },
  cancelBackTest: {
    method: 'POST',
    path: '/api/console/back-tests/{backTestId}/cancellation',
    summary: 'Stop a back-test that is under way.',
    who: 'staff',
    kind: 'write',
    params: z.object({ backTestId: idSchema }),
    success: [200, backTestSchema],
    refusals: ['right-missing', 'not-found', 'step-not-allowed'],
  },
  submitModel: {
    method: 'POST',
    path: '/api/console/models/{modelId}/submission',
    summary: 'Hand a draft to the one who publishes.',
    who: 'staff',
    right: 'models-edit',
    kind: 'write',
    params: modelId,
    success: [200, modelSchema],
    refusals: ['not-found', 'step-not-allowed'],
  },
  publishModel: {
    method: 'POST',
    path: '/api/console/models/{modelId}/publication',
    summary:
      'Publish a submitted model from a day of the bank on, today at the earliest. By another person than drafted or submitted it.',
    who: 'staff',
    right: 'models-publish',
    kind: 'write',
    params: modelId,
    body: z.strictObject({ effectiveFrom: daySchema }),
    success: [200, modelSchema],
    refusals: ['not-found', 'step-not-allowed', 'same-person', 'day-in-the-past'],
  },
  returnModel: {
    method: 'POST',
    path: '/api/console/models/{modelId}/return',
    summary: 'Give a submitted model back to its author, with the reason.',
    who: 'staff',
    right: 'models-publish',
    kind: 'write',
    params: modelId,
    body: z.strictObject({ reason: words(1, 500) }),
    success: [200, modelSchema],
    refusals: ['not-found', 'step-not-allowed', 'same-person'],
  },
  rerunDecision: {
    method: 'GET',
    path: '/api/console/decisions/{applicationId}/rerun',
    summary: 'Decide again on the stored dossier with the stored model: the same answer, or what differs.',
    who: 'staff',
    kind: 'read',
    params: z.object({ applicationId: idSchema }),
    success: [
      200,
      z.object({
        applicationNo: z.string(),
        modelVersion: z.string(),
        decidedAt: instantSchema,
        same: z.boolean(),
        differences: z.array(z.object({ what: z.string(), stored: z.string(), now: z.string() })),
      }),
    ],
    refusals: ['right-missing', 'not-found', 'dossier-erased'],
  },
});
