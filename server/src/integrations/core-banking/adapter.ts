import { yuanText, type BusinessDate } from '@miaodai/values';
import { postJson, type Endpoint } from '../http-call.ts';
import { accountRequests } from './account-requests.ts';
import { debitBatch } from './batch-debit.ts';
import { deposits } from './deposits.ts';
import { movements } from './movements.ts';
import { CURRENCY, notFinal, receiptOf, refusedOrUnknown } from './receipts.ts';
import { done, refused, unknown, type Outcome } from '../outcome.ts';
import type { CoreAccount, CoreBanking, JournalLine, TransferInquiry, TransferOrder, TransferReceipt } from './port.ts';
import { ACCOUNT_STATES, accountReply, journalReply, transferQueryReply, transferReply } from './wire.ts';

/** The core's words and ours. What it answers about another number, amount, currency or account than asked is no answer. */
export function coreBankingAdapter(endpoint: Endpoint): CoreBanking {
  return {
    account: (accountNo) => account(endpoint, accountNo),
    transfer: (order) => transfer(endpoint, order),
    findTransfer: (requestNo) => findTransfer(endpoint, requestNo),
    journal: (on) => journal(endpoint, on),
    movements: (query) => movements(endpoint, query),
    debitBatch: (batch) => debitBatch(endpoint, batch),
    ...deposits(endpoint),
    ...accountRequests(endpoint),
  };
}

async function account(endpoint: Endpoint, accountNo: string): Promise<Outcome<CoreAccount>> {
  const reply = await postJson(endpoint, '/acct-query', { ACCT_NO: accountNo }, accountReply);
  if (reply.is === 'unknown') return reply;
  const { body } = reply;
  if (body.ACCT_NO !== accountNo) return unknown('answer about another account');
  if (!('BAL' in body)) {
    return body.RET_CODE === '3405' ? refused('no-such-account', body.RET_MSG) : notFinal(body.RET_CODE);
  }
  const state = ACCOUNT_STATES[body.ACCT_STS];
  if (!state || body.CCY !== CURRENCY) return unknown('account in a state or currency we do not know');
  return done({ accountNo, state, balanceFen: body.BAL, availableFen: body.AVAIL_BAL });
}

async function transfer(endpoint: Endpoint, order: TransferOrder): Promise<Outcome<TransferReceipt>> {
  const message = {
    TRAN_NO: order.requestNo,
    FROM_ACCT: order.fromAccountNo,
    TO_ACCT: order.toAccountNo,
    AMT: yuanText(order.amountFen),
    CCY: CURRENCY,
    RMK: order.remark,
  };
  const reply = await postJson(endpoint, '/transfer', message, transferReply);
  if (reply.is === 'unknown') return reply;
  const { body } = reply;
  if (body.TRAN_NO !== order.requestNo) return unknown('answer about another request number');
  if (!('CORE_SEQ' in body)) return refusedOrUnknown(body.RET_CODE, body.RET_MSG);
  if (body.CCY !== CURRENCY) return unknown('receipt in another currency');
  if (body.AMT !== order.amountFen) return unknown('receipt over another amount');
  if (body.TO_ACCT !== order.toAccountNo) return unknown('receipt for another payee');
  if (body.FROM_ACCT !== order.fromAccountNo) return unknown('receipt for another payer');
  return done(receiptOf(body));
}

/** The inquiry knows only the number, so whoever asks compares the receipt's amount and account with what was ordered. */
async function findTransfer(endpoint: Endpoint, requestNo: string): Promise<Outcome<TransferInquiry>> {
  const reply = await postJson(endpoint, '/transfer-query', { TRAN_NO: requestNo }, transferQueryReply);
  if (reply.is === 'unknown') return reply;
  const { body } = reply;
  if (body.TRAN_NO !== requestNo) return unknown('answer about another request number');
  if (!('TRAN_STS' in body)) return body.RET_CODE === '3404' ? done({ state: 'absent' }) : notFinal(body.RET_CODE);
  if (body.TRAN_STS === 'P') return done({ state: 'processing' });
  if (body.TRAN_STS === 'F') return refusedOrUnknown(body.ORIG_CODE, body.ORIG_MSG);
  if (body.CCY !== CURRENCY) return unknown('receipt in another currency');
  return done({ state: 'booked', receipt: receiptOf(body) });
}

/** Page by page; a journal that grew meanwhile is read again by the caller, never handed on in part. */
async function journal(endpoint: Endpoint, on: BusinessDate): Promise<Outcome<JournalLine[]>> {
  const lines: JournalLine[] = [];
  for (let pageNo = 1; ; pageNo++) {
    const message = { ACCT_DATE: on.replaceAll('-', ''), PAGE_NO: pageNo };
    const reply = await postJson(endpoint, '/journal', message, journalReply);
    if (reply.is === 'unknown') return reply;
    const { body } = reply;
    if (!('LIST' in body)) return notFinal(body.RET_CODE);
    if (body.ACCT_DATE !== on || body.PAGE_NO !== pageNo) return unknown('another page of the journal than asked for');
    for (const line of body.LIST) {
      if (line.CCY !== CURRENCY || line.ACCT_DATE !== on)
        return unknown(`journal line ${line.CORE_SEQ} is out of place`);
      lines.push({ ...receiptOf(line), fromAccountNo: line.FROM_ACCT });
    }
    if (pageNo < body.PAGE_CNT) continue;
    return lines.length === body.TOTAL_CNT ? done(lines) : unknown('the journal changed while it was read');
  }
}
