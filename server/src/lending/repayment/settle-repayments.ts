import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { RepaymentOutcome, Settled } from './repayment.rules.ts';

/**
 * The one place where money becomes a fact, one or five hundred at a time: rows, the loans' facts with their entries, what the customers are
 * told. Whatever was settled before stays as it is, and is answered with `again`. Locks repayments, then loans.
 */
export function settleRepayments(
  context: Context,
  vault: Vault,
  outcomes: readonly RepaymentOutcome[],
): Promise<Settled[]> {
  return Promise.reject(new Error(`${outcomes.length} at ${context.now}, ${typeof vault}: being written`));
}
