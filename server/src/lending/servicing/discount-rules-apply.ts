import type { InTx } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { lockBooks } from './books.store.ts';
import { findRule, nextLoansOf, updateRule, writeDiscounts } from './discount-rules.store.ts';

/** So many loans a job: a few hundred milliseconds, and nobody who repays waits longer. */
const CHUNK = 200;

/**
 * Job: the next loans that a rule is for get their discount anew, of instalments that are neither due nor paid; where that was not all,
 * another job follows. A rule that has changed meanwhile begins at the first loan again. Locks the rule, then loans.
 */
export const applyDiscounts = ({ inTx, vault }: { inTx: InTx; vault: Vault }, job: Job): Promise<void> =>
  inTx(async (context) => {
    const { tx, now, emit } = context;
    const ruleId = job.subject;
    const rule = await findRule(tx, ruleId, { lock: true });
    if (rule?.state === 'published' && rule.appliedAt === null) {
      const ids = await nextLoansOf(tx, ruleId, CHUNK);
      // As the fold counts it, by all rules as they are.
      const books = await lockBooks(tx, vault, ids);
      const rows = [...books].flatMap(([loanId, { book }]) =>
        book.rows.map(({ no, discountFen }) => ({ loanId, no, discountFen })),
      );
      if (rows.length > 0) await writeDiscounts(tx, rows);
      const last = ids.length === CHUNK ? ids.at(-1) : undefined;
      await updateRule(tx, ruleId, last === undefined ? { applied_at: now } : { applied_after: last });
      if (last !== undefined) emit('discounts.changed', ruleId);
    }
    await job.completeIn(tx);
  });
