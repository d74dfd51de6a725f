import { postJson, type Endpoint } from '../http-call.ts';
import { done, refused, unknown, type Outcome } from '../outcome.ts';
import type { MovementsPage, MovementsQuery } from './port.ts';
import { movementsReply } from './wire.ts';

export async function movements(endpoint: Endpoint, query: MovementsQuery): Promise<Outcome<MovementsPage>> {
  const { accountNo, from, to, page } = query;
  const message = {
    ACCT_NO: accountNo,
    FROM_DATE: from.replaceAll('-', ''),
    TO_DATE: to.replaceAll('-', ''),
    PAGE_NO: page,
  };
  const reply = await postJson(endpoint, '/movements', message, movementsReply);
  if (reply.is === 'unknown') return reply;
  const { body } = reply;
  if (body.ACCT_NO !== accountNo) return unknown('answer about another account');
  if (!('LIST' in body)) {
    return body.RET_CODE === '3405' ? refused('no-such-account', body.RET_MSG) : unknown(`core code ${body.RET_CODE}`);
  }
  if (body.PAGE_NO !== page) return unknown('another page than asked for');
  return done({
    page,
    pages: body.PAGE_CNT,
    total: body.TOTAL_CNT,
    movements: body.LIST.map((line) => ({
      coreSerialNo: line.CORE_SEQ,
      requestNo: line.TRAN_NO,
      bookedOn: line.ACCT_DATE,
      direction: line.DC === 'C' ? 'in' : 'out',
      amountFen: line.AMT,
      balanceFen: line.BAL,
      otherAccountNo: line.OTHER_ACCT,
      remark: line.RMK,
    })),
  });
}
