import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import Home from './features/home/home.tsx';
import { ErrorBoundary } from './shell/error-boundary.tsx';
import { PageLoading } from './shell/page.tsx';
import { maySignedIn } from './shell/session.ts';

const SignIn = lazy(async () => import('./features/sign-in/sign-in.tsx'));
const ProductPage = lazy(async () => import('./features/product/product-page.tsx'));
const ApplyRoute = lazy(async () => import('./apply-route.tsx'));
const Loans = lazy(async () => import('./features/loans/loans.tsx'));
const LoanDetail = lazy(async () => import('./features/loans/loan-detail.tsx'));
const ContractText = lazy(async () => import('./features/loans/contract-text.tsx'));
const Account = lazy(async () => import('./features/account/account.tsx'));
const NotFound = lazy(async () => import('./shell/not-found.tsx'));
const SessionGuard = lazy(async () => import('./shell/session-guard.tsx'));

export function App() {
  const [location] = useLocation();
  return (
    <ErrorBoundary>
      <Suspense fallback={<PageLoading />}>
        <Routes />
      </Suspense>
      {maySignedIn() && location !== '/sign-in' ? (
        <Suspense fallback={null}>
          <SessionGuard />
        </Suspense>
      ) : null}
    </ErrorBoundary>
  );
}

const Routes = () => (
  <Switch>
    <Route path="/" component={Home} />
    <Route path="/sign-in" component={SignIn} />
    <Route path="/product" component={ProductPage} />
    <Route path="/apply/:page?">
      {({ page }) => (
        <SignedIn>
          <ApplyRoute page={page} />
        </SignedIn>
      )}
    </Route>
    <Route path="/loans">
      <SignedIn>
        <Loans />
      </SignedIn>
    </Route>
    <Route path="/loans/:loanId">
      {({ loanId }) => (
        <SignedIn>
          <LoanDetail loanId={loanId} />
        </SignedIn>
      )}
    </Route>
    <Route path="/contracts/:contractId">
      {({ contractId }) => (
        <SignedIn>
          <ContractText contractId={contractId} />
        </SignedIn>
      )}
    </Route>
    <Route path="/account">
      <SignedIn>
        <Account />
      </SignedIn>
    </Route>
    <Route component={NotFound} />
  </Switch>
);

function SignedIn({ children }: { children: React.ReactNode }) {
  const [location] = useLocation();
  if (!maySignedIn()) return <Redirect to={`/sign-in?to=${encodeURIComponent(location)}`} replace />;
  return children;
}
