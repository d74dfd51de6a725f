import type { Answer, repaymentOperations } from '@miaodai/http-api';
import { mask, minus, plus, sum, ZERO, type BusinessDate, type CustomerId } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { mayRepayEarly, payableOn, productOf } from '../../lending/repayment/index.ts';
import { accruedOn, listLoans, ownInterest, readBook, type LoanDetail } from '../../lending/servicing/index.ts';
import type { Needs } from './needs.ts';
import { hindranceOf } from './repayments.view.ts';

type Notes = Answer<typeof repaymentOperations.listOpenNotes>;

/** Loan notes that are not paid off, as early repayment begins with (REP-2). */
export async function listOpenNotes(needs: Needs, customerId: CustomerId): Promise<Notes> {
  const { db, vault } = needs;
  const on = await today(db);
  const loans = (await listLoans(db, vault, customerId)).filter(({ state }) => state !== 'closed');
  const notes = await Promise.all(loans.map((loan) => viewNote(needs, loan, on)));
  return { on, notes: notes.flatMap((note) => note ?? []) };
}

async function viewNote(
  { db }: Needs,
  loan: LoanDetail,
  on: BusinessDate,
): Promise<Notes['notes'][number] | undefined> {
  const found = await readBook(db, loan.id);
  if (!found) return undefined;
  const product = await productOf(db, found.loan, on);
  const { owed, running } = payableOn(found.book, on);
  const accrued = running ? accruedOn(found.book, running, on) : { interestFen: ZERO, discountFen: ZERO };
  const current = running ?? owed.rows.at(-1)?.row;
  return {
    ...{ loanId: loan.id, loanNo: loan.no, productName: product.name, principalFen: loan.principalFen },
    ...{ outstandingFen: found.loan.outstandingFen, accountNo: mask.accountNo(loan.accountNo) },
    current: current
      ? {
          ...{ periodNo: current.periodNo ?? 0, dueOn: current.dueOn, principalFen: current.principalFen },
          ...{ interestFen: ownInterest(current), totalFen: sum([current.principalFen, ownInterest(current)]) },
        }
      : null,
    interestFen: plus(owed.interestFen, minus(accrued.interestFen, accrued.discountFen)),
    ...{ overdueFen: owed.overdueFen, daysPastDue: owed.daysPastDue },
    mayRepayEarly: hindranceOf(await mayRepayEarly(db, found, product.earlyRepayment, on)),
  };
}
