import type { ReactNode } from 'react';
import { Redirect, useLocation } from 'wouter';
import { gatesPage, useGates, type Goal } from '../shared/gates.ts';
import { ProblemNotice } from '../shared/problem.tsx';
import { Page, PageLoading } from './page.tsx';

/** Opens a page only to those for whom nothing stands in the way; all others are told what does, and come back here after. */
export default function Gated({ goal, children }: { goal: Goal; children: ReactNode }) {
  const [location] = useLocation();
  const { data, error, refetch } = useGates(goal);
  if (!data) {
    if (!error) return <PageLoading />;
    return (
      <Page title="暂时无法办理" back="/">
        <ProblemNotice problem={error} onRetry={() => void refetch()} />
      </Page>
    );
  }
  const here = (path: string): boolean => path.split('?')[0] === location;
  // The account page itself says what is the matter with the account.
  if (data.gates[0] && !here(data.gates[0].path))
    return <Redirect to={gatesPage(goal, location + window.location.search)} replace />;
  return children;
}
