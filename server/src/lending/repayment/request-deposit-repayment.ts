import { type CustomerId, type Fen, type LoanId, type Result } from '@miaodai/values';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { together } from '../../platform/db/together.ts';
import type { Mode } from '../servicing/index.ts';
import { beginDepositLeg } from './begin-deposit-leg.ts';
import { insertDepositRepayment } from './deposit-repayments.store.ts';
import type { DepositRepayment } from './deposit.rules.ts';
import type { Repayment } from './repayment.rules.ts';
import { requestQuoted, requestRepayment, type Way } from './request-repayment.ts';

type Wish = {
  loanId: LoanId;
  customerId: CustomerId;
  depositNo: string;
  amountFen: Fen;
  quoted: { quoteId: string; mode: Mode } | undefined;
};
type Refusal = Extract<Awaited<ReturnType<typeof requestRepayment | typeof requestQuoted>>, { ok: false }>['refusal'];

/**
 * The customer's wish to repay from a pledged deposit, once password, deposit and what it pays have been looked at: as much as they might
 * repay from their account, or as quoted. The repayment, its first leg and the call to come commit together; runDepositLeg follows.
 */
export function requestDepositRepayment(
  context: Context,
  vault: Vault,
  { loanId, customerId, depositNo, amountFen, quoted }: Wish,
): Promise<Result<Repayment, Refusal>> {
  const way = fromDeposit(depositNo);
  return quoted
    ? requestQuoted(context, vault, { ...quoted, customerId }, way)
    : requestRepayment(context, vault, { loanId, customerId, amountFen }, way);
}

const fromDeposit = (depositNo: string): Way => ({
  via: 'deposit',
  async first(context, vault, { id }, { loan }) {
    const saga: DepositRepayment = { id, depositNo, loanNo: loan.no, paidOutFen: null, state: 'releasing' };
    // The leg names the row that is written before it.
    await together([insertDepositRepayment(context.tx, vault, saga), beginDepositLeg(context, vault, saga, 'release')]);
  },
});
