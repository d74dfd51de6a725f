import { postJson, type Endpoint } from '../http-call.ts';
import { done, unknown } from '../outcome.ts';
import type { HrSystem } from './port.ts';
import { verifyReply } from './wire.ts';

export function hrSystemAdapter(endpoint: Endpoint): HrSystem {
  return {
    verifyEmployee: async ({ name, idNumber, erpNo }) => {
      const message = { head: { tranCode: 'HR001' }, body: { empName: name, certNo: idNumber, erpNo } };
      const reply = await postJson(endpoint, '/hr/service', message, verifyReply);
      if (reply.is === 'unknown') return reply;
      if (!('body' in reply.body)) return unknown(`HR code ${reply.body.head.rspCode}`);
      const { body } = reply.body;
      // A standing opens the door to money, so an answer about someone else must never be taken for this person's.
      if (body.erpNo !== erpNo || body.certNo !== idNumber || body.empName !== name) {
        return unknown('answer about another person');
      }
      if (body.empFlag === 'N') return done({ employee: false });
      return done({
        employee: true,
        employerCode: body.orgCode,
        employerName: body.orgName,
        whitelisted: body.quickLoan === '1',
        hiredOn: body.entryDate,
      });
    },
  };
}
