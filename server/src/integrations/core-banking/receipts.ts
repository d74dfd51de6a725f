import type { z } from 'zod';
import { refused, unknown, type Outcome } from '../outcome.ts';
import type { TransferReceipt } from './port.ts';
import { FINAL_REFUSALS, type transferReply } from './wire.ts';

export const CURRENCY = 'CNY';

type Booked = Extract<z.infer<typeof transferReply>, { CORE_SEQ: string }>;
export const receiptOf = (body: Omit<Booked, 'RET_CODE' | 'RET_MSG'>): TransferReceipt => ({
  requestNo: body.TRAN_NO,
  coreSerialNo: body.CORE_SEQ,
  bookedOn: body.ACCT_DATE,
  amountFen: body.AMT,
  toAccountNo: body.TO_ACCT,
});

/** Only codes that their document calls final are final. */
export function refusedOrUnknown(code: string, text: string): Outcome<never> {
  const ours = Object.hasOwn(FINAL_REFUSALS, code) ? FINAL_REFUSALS[code] : undefined;
  return ours ? refused(ours, text) : notFinal(code);
}

export const notFinal = (code: string): Outcome<never> => unknown(`core code ${code}`);
