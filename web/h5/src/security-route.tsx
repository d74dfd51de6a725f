import { lazy, type ComponentType } from 'react';
import NotFound from './shell/not-found.tsx';
import Overview from './features/security/overview.tsx';

const pages: Readonly<Record<string, ComponentType>> = {
  mobile: lazy(async () => import('./features/security/change-mobile.tsx')),
  'login-password': lazy(async () => import('./features/security/login-password.tsx')),
  'transaction-password': lazy(async () => import('./features/security/transaction-password.tsx')),
  'forgotten-transaction-password': lazy(async () => import('./features/security/reset-transaction-password.tsx')),
  devices: lazy(async () => import('./features/devices/devices.tsx')),
};

/** The pages of the security centre. */
export default function SecurityRoute({ page }: { page: string | undefined }) {
  if (page === undefined) return <Overview />;
  const Shown = pages[page] ?? NotFound;
  return <Shown key={page} />;
}
