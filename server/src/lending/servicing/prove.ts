import { yuanDisplay, type LoanId } from '@miaodai/values';
import { controlBalance } from '../../ledger/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/connect.ts';
import { together } from '../../platform/db/together.ts';
import { byTheIndex, nextRange } from './nightly.store.ts';
import { loansThatDisagree, sumsOfLoans } from './prove.store.ts';

type Finding = { key: string; words: string };
const NAMES: Readonly<Record<string, string>> = {
  ...{ '1303-01': '贷款本金', '1132-01': '应收利息', '1132-02': '应收贴息', '1132-03': '应计利息' },
  ...{ '2241-01': '多收还款', '9002-01': '已核销资产' },
};

/**
 * What servicing says of all loans against what the books hold, account by account, in one snapshot while customers go on. Interest
 * due that is not paid, discounts due, what has accrued, what is owed back and what was given up as much as the principal.
 */
export const proveServicing = (db: Db): Promise<Finding[]> =>
  db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      const findings: Finding[] = [];
      for (const [code, sum] of Object.entries(await sumsOfLoans(tx))) {
        const booked = await controlBalance(tx, code);
        if (booked === sum) continue;
        const words = `${code} ${NAMES[code]}：贷款合计 ${yuanDisplay(sum)} 元，账上 ${yuanDisplay(booked)} 元`;
        findings.push({ key: `sum:${code}`, words });
      }
      return findings;
    });

/** Step of day end: whether the next loans' positions and balances are what their instalments say. */
export async function provePlansChunk(
  { tx }: Context,
  { cursor, limit }: { cursor: string | null; limit: number },
): Promise<{ done: number; cursor: LoanId | null; findings: Finding[] }> {
  const [, range] = await together([byTheIndex(tx), nextRange(tx, { after: cursor, limit })]);
  if (!range) return { done: 0, cursor: null, findings: [] };
  const loans = await loansThatDisagree(tx, range);
  const findings = loans.map((id) => ({ key: `plan:${id}`, words: `贷款 ${id} 的余额或期次与还款计划不一致` }));
  return { done: range.loans, cursor: range.isLast ? null : range.last, findings };
}
