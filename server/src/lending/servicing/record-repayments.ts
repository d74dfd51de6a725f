import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Recorded, RepaymentFact } from './loan.rules.ts';

/** The one place where money for a loan becomes a fact, with its entries. By source id; what is known already answers as it was. */
export function recordRepayments(
  context: Context,
  vault: Vault,
  facts: readonly RepaymentFact[],
): Promise<Map<string, Recorded>> {
  return Promise.reject(new Error(`${facts.length} facts at ${context.now}, ${typeof vault}: being written`));
}
