import { lazy, type ReactNode } from 'react';
import { Redirect } from 'wouter';
import LoanDetail from './loan-detail.tsx';

const PlanPage = lazy(async () => import('./plan.tsx'));
const TransactionsPage = lazy(async () => import('./transactions.tsx'));
const RecordsPage = lazy(async () => import('./records.tsx'));

type LoanRouteProps = { loanId: string; page: string | undefined };

/** One loan and what belongs to it. */
export default function LoanRoute({ loanId, page }: LoanRouteProps): ReactNode {
  switch (page) {
    case undefined:
      return <LoanDetail loanId={loanId} />;
    case 'plan':
      return <PlanPage loanId={loanId} />;
    case 'transactions':
      return <TransactionsPage loanId={loanId} />;
    case 'records':
      return <RecordsPage loanId={loanId} />;
    default:
      return <Redirect to={`/loans/${loanId}`} replace />;
  }
}
