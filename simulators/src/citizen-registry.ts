import { z } from 'zod';
import type { Db } from './db.ts';
import type { Dialect } from './dialect.ts';
import { operation, type Service } from './service.ts';
import { testCaseOf } from './test-persons.ts';

// Written from docs/integrations/citizen-registry/interface.md.

const dialect: Dialect = {
  code: 'JGDM',
  ok: '00',
  malformed: '01',
  failed: '99',
  text: 'JGSM',
  texts: { '00': '核查完成', '01': '报文不合规范', '09': '系统忙', '99': '系统异常' },
};

const checkMessage = z.object({
  XM: z.string().min(1).max(60),
  GMSFHM: z.string().regex(/^\d{17}[\dX]$/),
});

export const citizenRegistry = (db: Db): Service => ({
  system: 'citizen-registry',
  dialect,
  operations: [
    operation({
      name: 'check',
      path: '/idcheck',
      number: 'GMSFHM',
      message: checkMessage,
      steer: ({ GMSFHM }) =>
        testCaseOf(GMSFHM) === 'registry-silent' ? { kind: 'never-answers', applied: false } : undefined,
      perform: (message) => check(db, message),
    }),
  ],
});

async function check(db: Db, { XM, GMSFHM }: z.infer<typeof checkMessage>): Promise<object> {
  const under00 = { JGDM: '00', JGSM: dialect.texts['00'], XM, GMSFHM };
  const [citizen] = await db.query<{ name: string }>('select name from sim_registry.citizens where id_number = $1', [
    GMSFHM,
  ]);
  const testCase = citizen ? undefined : testCaseOf(GMSFHM);
  if (testCase === 'no-such-citizen' || !checkLetterHolds(GMSFHM)) return { ...under00, GMSFHM_JG: '库中无此号' };
  const matches = citizen ? citizen.name === XM : testCase !== 'name-mismatch';
  return { ...under00, GMSFHM_JG: '一致', XM_JG: matches ? '一致' : '不一致' };
}

/** GB 11643-1999: ISO 7064 MOD 11-2. */
function checkLetterHolds(idNumber: string): boolean {
  let rest = 0;
  for (const digit of idNumber.slice(0, 17)) rest = ((rest + Number(digit)) * 2) % 11;
  return '0123456789X'[(12 - rest) % 11] === idNumber[17];
}
