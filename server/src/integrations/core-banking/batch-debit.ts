import { yuanText } from '@miaodai/values';
import { postJson, type Endpoint } from '../http-call.ts';
import { done, unknown, type Outcome } from '../outcome.ts';
import type { DebitBatch, DebitItem, DebitResult } from './port.ts';
import { CURRENCY, notFinal, receiptOf, refusedOrUnknown } from './receipts.ts';
import { batchDebitEntry, batchDebitReply, transferReply } from './wire.ts';

/** Each entry counts for its own item alone; what is missing, twice there or about something else leaves its item open. */
export async function debitBatch(endpoint: Endpoint, batch: DebitBatch): Promise<Outcome<DebitResult[]>> {
  const { batchNo, toAccountNo, items } = batch;
  const message = {
    BATCH_NO: batchNo,
    TO_ACCT: toAccountNo,
    CCY: CURRENCY,
    TOTAL_CNT: items.length,
    LIST: items.map((item) => ({
      TRAN_NO: item.requestNo,
      FROM_ACCT: item.fromAccountNo,
      AMT: yuanText(item.amountFen),
      MIN_AMT: yuanText(item.leastFen),
      RMK: item.remark,
    })),
  };
  const reply = await postJson(endpoint, '/batch-debit', message, batchDebitReply);
  if (reply.is === 'unknown') return reply;
  const { body } = reply;
  if (body.BATCH_NO !== batchNo) return unknown('answer about another batch');
  if (!('LIST' in body)) return notFinal(body.RET_CODE);
  const entries = Map.groupBy(body.LIST, (entry) => batchDebitEntry.safeParse(entry).data?.TRAN_NO);
  return done(items.map((item) => resultOf(item, toAccountNo, entries.get(item.requestNo) ?? [])));
}

function resultOf(item: DebitItem, toAccountNo: string, entries: readonly unknown[]): DebitResult {
  const { requestNo } = item;
  const [entry, another] = entries;
  const read = transferReply.safeParse(entry);
  if (!read.success || another !== undefined) return { requestNo, is: 'processing' };
  const body = read.data;
  if (!('CORE_SEQ' in body)) {
    const outcome = refusedOrUnknown(body.RET_CODE, body.RET_MSG);
    return outcome.is === 'refused'
      ? { requestNo, is: 'refused', code: outcome.code }
      : { requestNo, is: 'processing' };
  }
  const ours = body.CCY === CURRENCY && body.FROM_ACCT === item.fromAccountNo && body.TO_ACCT === toAccountNo;
  const taken = body.AMT >= item.leastFen && body.AMT <= item.amountFen;
  return ours && taken ? { requestNo, is: 'booked', receipt: receiptOf(body) } : { requestNo, is: 'processing' };
}
