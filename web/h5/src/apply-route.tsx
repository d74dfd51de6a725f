import { lazy, useEffect, type ComponentType } from 'react';
import { Redirect, useLocation } from 'wouter';
import type { Application } from './api.ts';
import { useApplication, useReloadApplication } from './shared/application.ts';
import { gatesPage } from './shared/gates.ts';
import { ProblemNotice } from './shared/problem.tsx';
import { asksFaceFirst, landing, mayShow, type PageName } from './shared/steps.ts';
import { Page, PageLoading } from './shell/page.tsx';

export type StepPage = ComponentType<{ application: Application }>;
const page = (load: () => Promise<{ default: StepPage }>): StepPage => lazy(load);

const agreement = page(async () => import('./features/apply/agreement.tsx'));
const ended = page(async () => import('./features/apply/ended.tsx'));
const officer = page(async () => import('./features/apply/officer.tsx'));
const faceCheck = page(async () => import('./features/apply/face-check.tsx'));
const pages: Record<PageName, StepPage> = {
  'employee-information-agreement': agreement,
  'system-check': page(async () => import('./features/apply/system-check.tsx')),
  'credit-report-agreement': agreement,
  'face-check': faceCheck,
  identity: page(async () => import('./features/apply/identity.tsx')),
  'about-you': page(async () => import('./features/apply/about-you.tsx')),
  money: page(async () => import('./features/apply/money.tsx')),
  check: page(async () => import('./features/apply/check-answers.tsx')),
  submit: page(async () => import('./features/apply/submit.tsx')),
  decision: page(async () => import('./features/apply/decision.tsx')),
  result: page(async () => import('./features/apply/result.tsx')),
  amount: page(async () => import('./features/contract/amount.tsx')),
  'use-of-funds': page(async () => import('./features/contract/use-of-funds.tsx')),
  contract: page(async () => import('./features/contract/contract.tsx')),
  signing: page(async () => import('./features/contract/signing.tsx')),
  confirm: page(async () => import('./features/payout/confirm.tsx')),
  paying: page(async () => import('./features/payout/paying.tsx')),
  done: page(async () => import('./features/payout/done.tsx')),
  officer,
  'offline-contract': officer,
  declined: ended,
  'not-eligible': ended,
  withdrawn: ended,
  expired: ended,
};

const isPage = (name: string | undefined): name is PageName => name !== undefined && Object.keys(pages).includes(name);

/** The server's step decides the page: a refresh, a deep link or a webview that was killed all end up in the right place. */
export default function ApplyRoute({ page: name }: { page: string | undefined }) {
  const { data: application, error, refetch, isFetching } = useApplication();
  useFreshOnReturn();
  if (error && application === undefined)
    return (
      <Page title="贷款申请" back="/">
        <ProblemNotice problem={error} onRetry={() => void refetch()} />
      </Page>
    );
  if (application === undefined) return <PageLoading />;
  // Nothing begun yet: what stands in the way is said first, then comes the product.
  if (application === null) return <Redirect to={gatesPage('apply', '/product')} replace />;
  if (!isPage(name) || !mayShow(name, application.step)) {
    if (isFetching && isPage(name)) return <PageLoading />;
    return <Redirect to={`/apply/${landing(application.step)}`} replace />;
  }
  // Come back in another session: first the face, then the page that was left.
  const Shown = asksFaceFirst(name, application) ? faceCheck : pages[name];
  // Two agreements share one component: the key makes the second a new page.
  return <Shown key={`${name} ${application.faceAgain}`} application={application} />;
}

/** A page taken from the browser's memory may be hours old. */
function useFreshOnReturn(): void {
  const reload = useReloadApplication();
  const [location] = useLocation();
  useEffect(() => {
    const shown = (event: PageTransitionEvent) => {
      if (event.persisted) void reload();
    };
    window.addEventListener('pageshow', shown);
    return () => window.removeEventListener('pageshow', shown);
  }, [reload, location]);
}
