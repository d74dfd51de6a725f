import { z } from 'zod';
import type { Db } from './db.ts';
import type { Dialect } from './dialect.ts';
import { operation, type Service } from './service.ts';
import { testCaseOf } from './test-persons.ts';

// Written from docs/integrations/credit-bureau/interface.md.

const dialect: Dialect = {
  code: 'resultCode',
  ok: 'AAA000',
  malformed: 'BBB101',
  failed: 'CCC999',
  text: 'resultDesc',
  texts: {
    AAA000: '处理成功',
    BBB101: '报文格式错误',
    BBB201: '查询编号重复且要素不一致',
    BBB301: '无有效授权',
    CCC001: '系统繁忙',
    CCC999: '系统异常',
  },
  amount: 'summary.monthlyDue',
};

const queryMessage = z.object({
  queryNo: z.string().regex(/^[A-Za-z0-9-]{1,40}$/),
  authNo: z.string().regex(/^[A-Za-z0-9-]{1,40}$/),
  queryReason: z.literal('02'),
  certType: z.literal('10'),
  certNo: z.string().regex(/^\d{17}[\dX]$/),
  name: z.string().min(1).max(60),
});
type QueryMessage = z.infer<typeof queryMessage>;

export const creditBureau = (db: Db): Service => ({
  system: 'credit-bureau',
  dialect,
  operations: [
    operation({
      name: 'query',
      path: '/pcr/query',
      number: 'queryNo',
      message: queryMessage,
      // Silent, yet the query is recorded and billed: that is what makes asking again under a new number expensive.
      steer: ({ certNo }) =>
        testCaseOf(certNo) === 'bureau-silent' ? { kind: 'never-answers', applied: true } : undefined,
      perform: (message) => query(db, message),
    }),
  ],
});

/** Idempotent on queryNo: recorded and billed once, and the same report comes back. */
async function query(db: Db, { queryNo, authNo, certNo, name }: QueryMessage): Promise<object> {
  await db.query(
    `insert into sim_bureau.queries (query_no, auth_no, name, id_number, report)
     values ($1, $2, $3, $4, $5)
     on conflict do nothing`,
    [queryNo, authNo, name, certNo, JSON.stringify(reportOn(certNo))],
  );
  const [kept] = await db.query<{ name: string; idNumber: string; report: object }>(
    'select name, id_number as "idNumber", report from sim_bureau.queries where query_no = $1',
    [queryNo],
  );
  if (!kept || kept.name !== name || kept.idNumber !== certNo) {
    return { resultCode: 'BBB201', resultDesc: dialect.texts['BBB201'], queryNo };
  }
  return {
    resultCode: 'AAA000',
    resultDesc: dialect.texts['AAA000'],
    queryNo,
    certNo,
    reportId: `R${queryNo}`,
    ...kept.report,
  };
}

/** Amounts are whole yuan; an account overdue is told by instalments and the longest delay. */
function reportOn(certNo: string): object {
  const testCase = testCaseOf(certNo);
  if (testCase === 'bad-history') {
    return report({ monthlyDue: '2600', loanCnt: 3, overdueCnt: 7, maxOverdueDays: 95, queryCnt: 6 });
  }
  if (testCase === 'heavy-debt') {
    return report({ monthlyDue: '38000', loanCnt: 6, overdueCnt: 0, maxOverdueDays: 0, queryCnt: 4 });
  }
  if (testCase === 'no-history') return { fileFlag: '0' };
  return report({ monthlyDue: '1200', loanCnt: 1, overdueCnt: 0, maxOverdueDays: 0, queryCnt: 1 });
}

const report = (summary: {
  monthlyDue: string;
  loanCnt: number;
  overdueCnt: number;
  maxOverdueDays: number;
  queryCnt: number;
}) => ({ fileFlag: '1', summary });
