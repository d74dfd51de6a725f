import { z } from 'zod';
import type { Clock } from './clock.ts';
import type { Db, Query } from './db.ts';
import type { Fault } from './faults.ts';
import type { Dialect } from './dialect.ts';
import { operation, type Service } from './service.ts';

// Written from docs/integrations/hr-system/interface.md.

const dialect: Dialect = {
  code: 'head.rspCode',
  ok: 'S000',
  malformed: 'E101',
  failed: 'E999',
  text: 'head.rspMsg',
  texts: { S000: '成功', E101: '报文格式错误', E900: '系统维护中', E999: '系统异常' },
};

/** Fictitious members of a fictitious group; the last two are not on the instant-loan whitelist. */
const EMPLOYERS = [
  { code: 'KS01', name: '昆山能源集团油气勘探公司', from: '2020-01-01', to: '2039-12-31' },
  { code: 'KS02', name: '昆山能源集团管道运输公司', from: '2020-01-01', to: '2039-12-31' },
  { code: 'KS03', name: '昆山能源集团炼化公司', from: '2020-01-01', to: '2039-12-31' },
  { code: 'KS04', name: '昆山能源集团研究院', from: '2020-01-01', to: '2039-12-31' },
  { code: 'KS05', name: '昆山能源集团物业公司', from: null, to: null },
  { code: 'KS06', name: '昆山能源集团酒店公司', from: '2020-01-01', to: '2022-12-31' },
] as const;

/** Employer of someone who is not on the roster, by the last digit of the ERP number; other digits are no employee. */
const EMPLOYER_BY_DIGIT: Readonly<Record<string, string>> = {
  '1': 'KS01',
  '2': 'KS02',
  '3': 'KS03',
  '4': 'KS04',
  '5': 'KS01',
  '6': 'KS05',
  '7': 'KS06',
};

const verifyMessage = z.object({
  head: z.object({ tranCode: z.literal('HR001') }),
  body: z.object({
    empName: z.string().min(1).max(60),
    certNo: z.string().regex(/^\d{17}[\dX]$/),
    erpNo: z.string().regex(/^[A-Za-z0-9]{4,20}$/),
  }),
});
type Who = z.infer<typeof verifyMessage>['body'];

export const hrSystem = (db: Db, clock: Clock): Service => ({
  system: 'hr-system',
  dialect,
  operations: [
    operation({
      name: 'verify',
      path: '/hr/service',
      number: 'body.erpNo',
      message: verifyMessage,
      steer: ({ body }) => silentFor(body.erpNo),
      perform: ({ body }) => verify(db, body, clock.today()),
    }),
  ],
});

export async function createEmployers(query: Query): Promise<void> {
  for (const { code, name, from, to } of EMPLOYERS) {
    await query(
      `insert into sim_hr.employers (code, name, whitelisted_from, whitelisted_to)
       values ($1, $2, $3, $4)
       on conflict do nothing`,
      [code, name, from, to],
    );
  }
}

const silentFor = (erpNo: string): Fault | undefined =>
  erpNo.endsWith('8') ? { kind: 'never-answers', applied: false } : undefined;

type Row = {
  name: string;
  idNumber: string;
  erpNo: string;
  orgCode: string;
  orgName: string;
  quickLoan: boolean;
  hiredOn: string;
  employed: boolean;
};

async function verify(db: Db, who: Who, today: string): Promise<object> {
  const rows = await db.query<Row>(
    `select employees.name, id_number as "idNumber", erp_no as "erpNo", employers.code as "orgCode",
            employers.name as "orgName", to_char(hired_on, 'YYYYMMDD') as "hiredOn",
            coalesce($3::date between whitelisted_from and whitelisted_to, false) as "quickLoan",
            hired_on <= $3::date and (left_on is null or left_on > $3::date) as employed
     from sim_hr.employees
     join sim_hr.employers on employers.code = employees.employer_code
     where erp_no = $1 or id_number = $2`,
    [who.erpNo, who.certNo, today],
  );
  if (rows.length > 0) {
    const whole = rows.find(
      (row) => row.name === who.empName && row.idNumber === who.certNo && row.erpNo === who.erpNo && row.employed,
    );
    return whole ? isEmployee(who, whole) : noEmployee(who);
  }
  const employer = await employerByDigit(db, who.erpNo, today);
  return employer ? isEmployee(who, { ...employer, hiredOn: '20180701' }) : noEmployee(who);
}

async function employerByDigit(db: Db, erpNo: string, today: string) {
  const [employer] = await db.query<Pick<Row, 'orgCode' | 'orgName' | 'quickLoan'>>(
    `select code as "orgCode", name as "orgName",
            coalesce($2::date between whitelisted_from and whitelisted_to, false) as "quickLoan"
     from sim_hr.employers
     where code = $1`,
    [EMPLOYER_BY_DIGIT[erpNo.at(-1) ?? ''] ?? '', today],
  );
  return employer;
}

const isEmployee = (who: Who, row: Pick<Row, 'orgCode' | 'orgName' | 'quickLoan' | 'hiredOn'>) => ({
  head: { tranCode: 'HR001', rspCode: 'S000', rspMsg: '成功' },
  body: {
    ...who,
    empFlag: 'Y',
    orgCode: row.orgCode,
    orgName: row.orgName,
    quickLoan: row.quickLoan ? '1' : '0',
    entryDate: row.hiredOn,
  },
});

const noEmployee = (who: Who) => ({
  head: { tranCode: 'HR001', rspCode: 'S000', rspMsg: '成功' },
  body: { ...who, empFlag: 'N' },
});
