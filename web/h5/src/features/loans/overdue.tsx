import { Link } from 'wouter';
import { Money, Notice } from '@miaodai/ui';
import type { Loan } from '../../api.ts';
import { dayText } from '../../shared/time.ts';

type OverdueProps = { loan: Pick<Loan, 'loanId'>; overdue: NonNullable<Loan['overdue']> };

/** How late, how much, what it has cost so far, and what to do. */
export const Overdue = ({ loan, overdue }: OverdueProps) => (
  <div className="loan-overdue stack">
    <Notice tone="danger" title={`已逾期 ${overdue.days} 天，请尽快还款`}>
      <p>
        {dayText(overdue.sinceOn)}起共 {overdue.periods} 期未还清，应还 <Money fen={overdue.amountFen} />
        {overdue.penaltyFen > 0 ? (
          <>
            ，其中罚息 <Money fen={overdue.penaltyFen} />
          </>
        ) : null}
        。转入足够的资金后会自动扣款，也可以现在还。
      </p>
    </Notice>
    <Link className="button" href={`/loans/${loan.loanId}/repay`}>
      立即还款
    </Link>
  </div>
);
