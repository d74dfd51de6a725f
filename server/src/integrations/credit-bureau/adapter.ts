import { ZERO } from '@miaodai/values';
import { postJson, type Endpoint } from '../http-call.ts';
import { done, refused, unknown, type Outcome } from '../outcome.ts';
import type { CreditBureau, CreditReport } from './port.ts';
import { FINAL_REFUSALS, queryReply } from './wire.ts';

/** Their codes for a loan's approval and for a citizen's ID card. */
const LOAN_APPROVAL = '02';
const ID_CARD = '10';

export function creditBureauAdapter(endpoint: Endpoint): CreditBureau {
  return {
    report: async ({ queryNo, consentNo, name, idNumber }): Promise<Outcome<CreditReport>> => {
      const message = {
        queryNo,
        authNo: consentNo,
        queryReason: LOAN_APPROVAL,
        certType: ID_CARD,
        certNo: idNumber,
        name,
      };
      const reply = await postJson(endpoint, '/pcr/query', message, queryReply);
      if (reply.is === 'unknown') return reply;
      const { body } = reply;
      if (body.queryNo !== queryNo) return unknown('answer about another query number');
      if (!('certNo' in body)) {
        const code = Object.hasOwn(FINAL_REFUSALS, body.resultCode) ? FINAL_REFUSALS[body.resultCode] : undefined;
        return code ? refused(code, body.resultDesc) : unknown(`bureau code ${body.resultCode}`);
      }
      if (body.certNo !== idNumber) return unknown('report on another person');
      if (body.fileFlag === '0') return done({ reportNo: body.reportId, ...NOTHING_KNOWN });
      return done({
        reportNo: body.reportId,
        monthlyDebtFen: body.summary.monthlyDue,
        openLoans: body.summary.loanCnt,
        overdueCount24m: body.summary.overdueCnt,
        worstOverdueDays: body.summary.maxOverdueDays,
        lenderQueries6m: body.summary.queryCnt,
      });
    },
  };
}

/** Someone the bureau has no record of owes nothing and was never late, as far as anyone knows. */
const NOTHING_KNOWN = {
  monthlyDebtFen: ZERO,
  openLoans: 0,
  overdueCount24m: 0,
  worstOverdueDays: 0,
  lenderQueries6m: 0,
};
