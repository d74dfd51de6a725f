import { lazy, Suspense, type ReactNode } from 'react';
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
const Security = lazy(async () => import('./security-route.tsx'));
const Privacy = lazy(async () => import('./features/privacy/privacy-route.tsx'));
const ProductPage = lazy(async () => import('./features/product/product-page.tsx'));
const Calculator = lazy(async () => import('./features/calculator/calculator.tsx'));
const Estimate = lazy(async () => import('./features/calculator/estimate.tsx'));
const ApplyRoute = lazy(async () => import('./apply-route.tsx'));
const Messages = lazy(async () => import('./features/messages/messages.tsx'));
const Loans = lazy(async () => import('./features/loans/loans.tsx'));
const LoanRoute = lazy(async () => import('./features/loans/loan-route.tsx'));
const Notes = lazy(async () => import('./features/repay/notes.tsx'));
const Repay = lazy(async () => import('./features/repay/repay.tsx'));
const Early = lazy(async () => import('./features/repay/early.tsx'));
const Attempt = lazy(async () => import('./features/repay/attempt.tsx'));
const Deposit = lazy(async () => import('./features/repay/deposit.tsx'));
const DepositProgress = lazy(async () => import('./features/repay/deposit-progress.tsx'));
const Papers = lazy(async () => import('./features/loans/papers.tsx'));
const ContractRoute = lazy(async () => import('./features/contract/contract-route.tsx'));
const Verify = lazy(async () => import('./features/verify/verify.tsx'));
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

type Params = Readonly<Record<string, string | undefined>>;

/** The pages of whoever is signed in; everybody else signs in first, and comes back. */
const own: readonly (readonly [path: string, show: (params: Params) => ReactNode])[] = [
  ['/mine', () => <MinePage />],
  ['/mine/security/:page?', ({ page }) => <Security page={page} />],
  ['/mine/privacy/:page?', ({ page }) => <Privacy page={page} />],
  ['/apply/:page?', ({ page }) => <ApplyRoute page={page} />],
  ['/messages', () => <Messages />],
  ['/loans', () => <Loans />],
  ['/loans/papers', () => <Papers />],
  ['/repay', () => <Notes />],
  ['/loans/:loanId/repay', ({ loanId = '' }) => <Repay key={loanId} loanId={loanId} />],
  ['/loans/:loanId/early', ({ loanId = '' }) => <Early key={loanId} loanId={loanId} />],
  ['/loans/:loanId/deposit', ({ loanId = '' }) => <Deposit key={loanId} loanId={loanId} />],
  [
    '/deposit-repayments/:repaymentId',
    ({ repaymentId = '' }) => <DepositProgress key={repaymentId} repaymentId={repaymentId} />,
  ],
  ['/repayments/:repaymentId', ({ repaymentId = '' }) => <Attempt key={repaymentId} repaymentId={repaymentId} />],
  ['/loans/:loanId/:page?', ({ loanId = '', page }) => <LoanRoute loanId={loanId} page={page} />],
  [
    '/contracts/:contractId/:page?',
    ({ contractId = '', page }) => <ContractRoute contractId={contractId} page={page} />,
  ],
  ['/account/:page?/:more?', ({ page, more }) => <AccountRoute page={page} more={more} />],
  ['/transfer/:page?', ({ page }) => <TransferRoute page={page} />],
  ['/open-account', () => <OpenAccount />],
  ['/activate', () => <Activate />],
  ['/id-card', () => <IdCard />],
];

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
    <Route path="/calculator" component={Calculator} />
    <Route path="/estimate" component={Estimate} />
    <Route path="/verify" component={Verify} />
    {own.map(([path, show]) => (
      <Route key={path} path={path}>
        {(params: Params) => <SignedIn>{show(params)}</SignedIn>}
      </Route>
    ))}
    <Route component={NotFound} />
  </Switch>
);

function SignedIn({ children }: { children: ReactNode }) {
  const [location] = useLocation();
  const here = encodeURIComponent(location + window.location.search);
  if (!maySignedIn()) return <Redirect to={`/sign-in?to=${here}`} replace />;
  return children;
}
