import { z } from 'zod';
import type { Db } from './db.ts';
import type { Dialect } from './dialect.ts';
import { operation, type Service } from './service.ts';
import { testCaseOf } from './test-persons.ts';

// Written from docs/integrations/big-data/interface.md.

const dialect: Dialect = {
  code: 'code',
  ok: 0,
  malformed: 4000,
  failed: 5000,
  text: 'msg',
  texts: { '0': 'ok', '4000': 'bad request', '4090': 'traceId reused', '5000': 'internal error', '5030': 'degraded' },
};

const assessMessage = z.object({
  traceId: z.string().regex(/^[A-Za-z0-9-]{1,40}$/),
  scene: z.literal('INSTANT_LOAN'),
  cust: z.object({
    name: z.string().min(1).max(60),
    idNo: z.string().regex(/^\d{17}[\dX]$/),
    phone: z.string().regex(/^1\d{10}$/),
  }),
});
type AssessMessage = z.infer<typeof assessMessage>;

export const bigData = (db: Db): Service => ({
  system: 'big-data',
  dialect,
  operations: [
    operation({
      name: 'assess',
      path: '/api/v1/risk/assess',
      number: 'traceId',
      message: assessMessage,
      steer: ({ cust }) =>
        testCaseOf(cust.idNo) === 'big-data-silent' ? { kind: 'never-answers', applied: true } : undefined,
      perform: (message) => assess(db, message),
    }),
  ],
});

/** Idempotent on traceId. */
async function assess(db: Db, { traceId, cust }: AssessMessage): Promise<object> {
  await db.query(
    `insert into sim_big_data.assessments (trace_id, name, id_number, mobile, answer)
     values ($1, $2, $3, $4, $5)
     on conflict do nothing`,
    [traceId, cust.name, cust.idNo, cust.phone, JSON.stringify(viewOf(cust.idNo))],
  );
  const [kept] = await db.query<{ name: string; idNumber: string; answer: object }>(
    'select name, id_number as "idNumber", answer from sim_big_data.assessments where trace_id = $1',
    [traceId],
  );
  if (!kept || kept.name !== cust.name || kept.idNumber !== cust.idNo) {
    return { code: 4090, msg: dialect.texts['4090'], traceId };
  }
  return { code: 0, msg: 'ok', traceId, data: kept.answer };
}

function viewOf(idNumber: string): { riskScore: number; hitRules: string[] } {
  const testCase = testCaseOf(idNumber);
  // Their score grows with the risk.
  if (testCase === 'warned') return { riskScore: 46.5, hitRules: ['R01', 'R07'] };
  if (testCase === 'low-score') return { riskScore: 71, hitRules: [] };
  return { riskScore: 18.5, hitRules: [] };
}
