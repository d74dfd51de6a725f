import type { ReactNode } from 'react';
import { PageLoading } from '../shell/page.tsx';
import { useAccount, type ElectronicAccount } from './account.ts';
import { useIdDocument } from './id-card/id-card-flow.tsx';
import type { IdDocument } from './id-card/sides.ts';
import { ProblemNotice } from './problem.tsx';

type AccountAndCardProps = {
  /** The page around what went wrong. */
  renderProblem: (body: ReactNode) => ReactNode;
  children: (account: ElectronicAccount | null, document: IdDocument) => ReactNode;
};

/** What opening and activating an account both go by: the account and the ID card, as the server knows them now. */
export function AccountAndCard({ renderProblem, children }: AccountAndCardProps) {
  const account = useAccount();
  const document = useIdDocument();
  if (account.data !== undefined && document.data !== undefined) return <>{children(account.data, document.data)}</>;
  const error = account.error ?? document.error;
  if (!error) return <PageLoading />;
  const again = () => void Promise.all([account.refetch(), document.refetch()]);
  return <>{renderProblem(<ProblemNotice problem={error} onRetry={again} />)}</>;
}
