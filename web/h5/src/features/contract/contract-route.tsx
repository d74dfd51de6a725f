import { lazy, type ReactNode } from 'react';
import { Redirect } from 'wouter';

const MyContract = lazy(async () => import('./my-contract.tsx'));
const ByEmail = lazy(async () => import('./by-email.tsx'));

/** A contract at any time after it was agreed to, and its way into a mailbox. */
export default function ContractRoute({
  contractId,
  page,
}: {
  contractId: string;
  page: string | undefined;
}): ReactNode {
  if (page === undefined) return <MyContract contractId={contractId} />;
  if (page === 'email') return <ByEmail contractId={contractId} />;
  return <Redirect to={`/contracts/${contractId}`} replace />;
}
