import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { KeypadShuffled } from '@miaodai/ui';
import Home from './features/home/home.tsx';
import { ErrorBoundary } from './shell/error-boundary.tsx';
import { PageLoading } from './shell/page.tsx';
import { maySignedIn, useSession } from './shell/session.ts';

const SignIn = lazy(async () => import('./features/sign-in/sign-in.tsx'));
const Forgotten = lazy(async () => import('./features/sign-in/forgotten.tsx'));
const Register = lazy(async () => import('./features/register/register.tsx'));
const GatesPage = lazy(async () => import('./features/gates/gates-page.tsx'));
const MinePage = lazy(async () => import('./features/mine/mine.tsx'));
const Security = lazy(async () => import('./features/security/security-route.tsx'));
const Privacy = lazy(async () => import('./features/privacy/privacy-route.tsx'));
const ProductPage = lazy(async () => import('./features/product/product-page.tsx'));
const ApplyRoute = lazy(async () => import('./apply-route.tsx'));
const Loans = lazy(async () => import('./features/loans/loans.tsx'));
const LoanDetail = lazy(async () => import('./features/loans/loan-detail.tsx'));
const ContractText = lazy(async () => import('./features/loans/contract-text.tsx'));
const AccountRoute = lazy(async () => import('./features/account/account-route.tsx'));
const TransferRoute = lazy(async () => import('./features/transfer/transfer-route.tsx'));
const OpenAccount = lazy(async () => import('./features/open-account/open-account.tsx'));
const Activate = lazy(async () => import('./features/activate/activate.tsx'));
const IdCard = lazy(async () => import('./features/id-card/id-card.tsx'));
const NotFound = lazy(async () => import('./shell/not-found.tsx'));
const SessionGuard = lazy(async () => import('./shell/session-guard.tsx'));

export function App() {
  const [location] = useLocation();
  const session = useSession();
  return (
    <ErrorBoundary>
      <KeypadShuffled.Provider value={session.data?.keypadShuffled ?? true}>
        <Suspense fallback={<PageLoading />}>
          <Routes />
        </Suspense>
      </KeypadShuffled.Provider>
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
    <Route path="/forgotten-password" component={Forgotten} />
    <Route path="/register" component={Register} />
    <Route path="/gates/:goal">{({ goal }) => <GatesPage goal={goal} />}</Route>
    <Route path="/loan">
      <Redirect to="/product" replace />
    </Route>
    <Route path="/product" component={ProductPage} />
    <Route path="/mine">
      <SignedIn>
        <MinePage />
      </SignedIn>
    </Route>
    <Route path="/mine/security/:page?">
      {({ page }) => (
        <SignedIn>
          <Security page={page} />
        </SignedIn>
      )}
    </Route>
    <Route path="/mine/privacy/:page?">
      {({ page }) => (
        <SignedIn>
          <Privacy page={page} />
        </SignedIn>
      )}
    </Route>
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
    <Route path="/account/:page?/:more?">
      {({ page, more }) => (
        <SignedIn>
          <AccountRoute page={page} more={more} />
        </SignedIn>
      )}
    </Route>
    <Route path="/transfer/:page?">
      {({ page }) => (
        <SignedIn>
          <TransferRoute page={page} />
        </SignedIn>
      )}
    </Route>
    <Route path="/open-account">
      <SignedIn>
        <OpenAccount />
      </SignedIn>
    </Route>
    <Route path="/activate">
      <SignedIn>
        <Activate />
      </SignedIn>
    </Route>
    <Route path="/id-card">
      <SignedIn>
        <IdCard />
      </SignedIn>
    </Route>
    <Route component={NotFound} />
  </Switch>
);

function SignedIn({ children }: { children: React.ReactNode }) {
  const [location] = useLocation();
  const here = encodeURIComponent(location + window.location.search);
  if (!maySignedIn()) return <Redirect to={`/sign-in?to=${here}`} replace />;
  return children;
}
