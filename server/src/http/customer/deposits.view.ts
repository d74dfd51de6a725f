import type { Answer, depositOperations } from '@miaodai/http-api';
import { fen, mask } from '@miaodai/values';
import type { Deposit } from '../../integrations/core-banking/port.ts';
import type { DepositRepayment, Repayment } from '../../lending/repayment/index.ts';
import type { Vault } from '../../platform/crypto/vault.ts';

type Listed = Answer<typeof depositOperations.listDeposits>['deposits'][number];

/** Names a deposit without its number. */
export const keyOf = (vault: Vault, depositNo: string): string =>
  vault.index('deposit-key', depositNo).toString('hex').slice(0, 32);

export const viewDeposit = (vault: Vault, deposit: Deposit): Listed => ({
  depositKey: keyOf(vault, deposit.depositNo),
  depositNo: mask.accountNo(deposit.depositNo),
  principalFen: deposit.principalFen,
  annualRatePpm: deposit.annualRatePpm,
  maturesOn: deposit.maturesOn,
  paysTodayFen: deposit.paysTodayFen,
  paysAtMaturityFen: deposit.paysAtMaturityFen,
  interestLostFen: fen(Math.max(0, deposit.paysAtMaturityFen - deposit.paysTodayFen)),
});

export const viewDepositRepayment = ({
  repayment,
  saga,
}: {
  repayment: Repayment;
  saga: DepositRepayment;
}): Answer<typeof depositOperations.readDepositRepayment> => ({
  repaymentId: repayment.id,
  loanId: repayment.loanId,
  depositNo: mask.accountNo(saga.depositNo),
  amountFen: repayment.amountFen,
  state: saga.state,
  paidOutFen: saga.paidOutFen,
  reason: reasonOf(saga),
  serialNo: repayment.coreSerialNo,
  requestedAt: repayment.requestedAt,
  settledAt: repayment.settledAt,
});

function reasonOf({ state, paidOutFen }: DepositRepayment): string | null {
  if (state === 'restoring') return '存单未能支取，正在恢复质押，贷款按原计划还款';
  if (state !== 'refused') return null;
  return paidOutFen === null
    ? '存单没有支取，贷款按原计划还款，请重新提交或致电客服'
    : '存单已支取，资金已转入您的电子账户，但还款未成功，请直接还款或致电客服';
}
