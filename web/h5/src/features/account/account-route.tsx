import { lazy, type ReactNode } from 'react';
import { Redirect } from 'wouter';
import { isCareKind } from './care-texts.ts';

const Account = lazy(async () => import('./account.tsx'));
const Movements = lazy(async () => import('./movements.tsx'));
const BoundCard = lazy(async () => import('./bound-card.tsx'));
const Care = lazy(async () => import('./care.tsx'));
const Gated = lazy(async () => import('../../shell/gated.tsx'));

type AccountRouteProps = { page: string | undefined; more: string | undefined };

/** The account and what belongs to it. Only its own page is behind the gates: the others bring it out of a state. */
export default function AccountRoute({ page, more }: AccountRouteProps): ReactNode {
  if (page === undefined)
    return (
      <Gated goal="account">
        <Account />
      </Gated>
    );
  if (page === 'movements') return <Movements />;
  if (page === 'card') return <BoundCard key={more} what={more} />;
  if (isCareKind(page)) return <Care key={page} kind={page} />;
  return <Redirect to="/account" replace />;
}
