import { ok, refuse, type BusinessDate, type Fen, type Result } from '@miaodai/values';
import type { CoreBanking, TransferReceipt } from '../../integrations/core-banking/port.ts';
import { intendedAmong } from '../../integrations/external-calls/index.ts';
import type { Db } from '../../platform/db/connect.ts';
import { readRepaymentRow, type RepaymentId } from '../repayment/index.ts';
import type { LoanTransaction } from '../servicing/index.ts';
import type { CorrectionId } from './corrections.rules.ts';
import { findCorrection } from './corrections.store.ts';

type CoreRefusal = 'core-number-refused' | 'outside-system-silent';
export type MoneyIn = { amountFen: Fen; bookedOn: BusinessDate; coreSerialNo: string };

/**
 * Money that reached the bank past us, under a number of the core's: how much and when the core says, nobody types. A look, with no
 * transaction open.
 * @param accountNo the bank's own account that repayments go to
 */
export async function moneyAtCore(
  { db, coreBanking }: { db: Db; coreBanking: CoreBanking },
  coreNo: string,
  accountNo: string,
): Promise<Result<MoneyIn, CoreRefusal>> {
  // Under a number of our own money moved that we have ordered, and booked ourselves.
  if ((await intendedAmong(db, 'core-banking', [coreNo])).size > 0)
    return refuse('core-number-refused', { words: '这是本系统自己发出的交易，已经记账' });
  const found = await bookedAt(coreBanking, coreNo);
  if (!found.ok) return found;
  const receipt = found.value;
  if (!receipt) return refuse('core-number-refused', { words: '核心系统没有查到该流水号的入账' });
  if (receipt.toAccountNo !== accountNo)
    return refuse('core-number-refused', { words: '该笔资金没有转入本行还款账户' });
  const { amountFen, bookedOn, coreSerialNo } = receipt;
  return ok({ amountFen, bookedOn, coreSerialNo });
}

/** That the core never had the money is the core's word, not the clerk's. */
export async function absentAtCore(
  { coreBanking }: { coreBanking: CoreBanking },
  requestNo: string,
): Promise<Result<void, CoreRefusal>> {
  const found = await bookedAt(coreBanking, requestNo);
  if (!found.ok) return found;
  return found.value
    ? refuse('core-number-refused', { words: '核心系统已经入账，请选择“退回客户账户”' })
    : ok(undefined);
}

/** Under which number the core knows the money of a transaction; of one that it cannot know of there is none. */
export async function coreNumberOf(db: Db, { sourceId, via }: LoanTransaction): Promise<string | undefined> {
  if (via === 'counter') return (await findCorrection(db, sourceId as CorrectionId))?.coreNo ?? undefined;
  return (await readRepaymentRow(db, sourceId as RepaymentId))?.requestNo;
}

async function bookedAt(core: CoreBanking, no: string): Promise<Result<TransferReceipt | undefined, CoreRefusal>> {
  const found = await core.findTransfer(no);
  if (found.is === 'unknown') return refuse('outside-system-silent');
  if (found.is === 'refused') return ok(undefined);
  if (found.value.state === 'processing')
    return refuse('core-number-refused', { words: '核心系统还在处理该笔交易，请稍后再办理' });
  return ok(found.value.state === 'booked' ? found.value.receipt : undefined);
}
