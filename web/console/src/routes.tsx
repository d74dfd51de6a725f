import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { App } from './app.tsx';
import { Home } from './features/home/home.tsx';
import { contractsSearch } from './features/contracts/search.ts';
import { correctionsSearch } from './features/corrections/search.ts';
import { earlySearch } from './features/early-repayments/search.ts';
import { dayEndSearch } from './features/day-end/search.ts';
import { employersSearch } from './features/employers/search.ts';
import { loansSearch } from './features/loans/search.ts';
import { modelsSearch } from './features/models/search.ts';
import { textsSearch } from './features/texts/search.ts';
import { workSearch } from './features/work/search.ts';
import { Lost } from './shell/lost.tsx';
import { PageError } from './shell/page-error.tsx';

const root = createRootRoute({ component: App, notFoundComponent: Lost });

const home = createRoute({ getParentRoute: () => root, path: '/', component: Home });

const work = createRoute({
  getParentRoute: () => root,
  path: '/work',
  validateSearch: workSearch,
  component: lazyRouteComponent(() => import('./features/work/work.tsx'), 'Work'),
});

const review = createRoute({
  getParentRoute: () => root,
  path: '/reviews/$applicationId',
  component: lazyRouteComponent(() => import('./features/review/review.tsx'), 'Review'),
});

const models = createRoute({
  getParentRoute: () => root,
  path: '/models',
  validateSearch: modelsSearch,
  component: lazyRouteComponent(() => import('./features/models/models.tsx'), 'Models'),
});

const newModel = createRoute({
  getParentRoute: () => root,
  path: '/models/new',
  component: lazyRouteComponent(() => import('./features/models/new-model.tsx'), 'NewModel'),
});

const model = createRoute({
  getParentRoute: () => root,
  path: '/models/$modelId',
  component: lazyRouteComponent(() => import('./features/models/model.tsx'), 'Model'),
});

const employers = createRoute({
  getParentRoute: () => root,
  path: '/employers',
  validateSearch: employersSearch,
  component: lazyRouteComponent(() => import('./features/employers/employers.tsx'), 'Employers'),
});

const importRoster = createRoute({
  getParentRoute: () => root,
  path: '/employers/import',
  component: lazyRouteComponent(() => import('./features/employers/import.tsx'), 'ImportRoster'),
});

const roster = createRoute({
  getParentRoute: () => root,
  path: '/employers/rosters/$rosterId',
  component: lazyRouteComponent(() => import('./features/employers/roster.tsx'), 'Roster'),
});

const texts = createRoute({
  getParentRoute: () => root,
  path: '/texts',
  validateSearch: textsSearch,
  component: lazyRouteComponent(() => import('./features/texts/texts.tsx'), 'Texts'),
});

const text = createRoute({
  getParentRoute: () => root,
  path: '/texts/$kind',
  component: lazyRouteComponent(() => import('./features/texts/text.tsx'), 'Text'),
});

const editText = createRoute({
  getParentRoute: () => root,
  path: '/texts/$kind/edit',
  component: lazyRouteComponent(() => import('./features/texts/edit.tsx'), 'EditText'),
});

const contracts = createRoute({
  getParentRoute: () => root,
  path: '/contracts',
  validateSearch: contractsSearch,
  component: lazyRouteComponent(() => import('./features/contracts/contracts.tsx'), 'Contracts'),
});

const verifyContract = createRoute({
  getParentRoute: () => root,
  path: '/contracts/verify',
  component: lazyRouteComponent(() => import('./features/contracts/verify.tsx'), 'VerifyContract'),
});

const contract = createRoute({
  getParentRoute: () => root,
  path: '/contracts/$contractId',
  component: lazyRouteComponent(() => import('./features/contracts/contract.tsx'), 'Contract'),
});

const loans = createRoute({
  getParentRoute: () => root,
  path: '/loans',
  validateSearch: loansSearch,
  component: lazyRouteComponent(() => import('./features/loans/loans.tsx'), 'Loans'),
});

const loan = createRoute({
  getParentRoute: () => root,
  path: '/loans/$loanId',
  component: lazyRouteComponent(() => import('./features/loans/loan.tsx'), 'Loan'),
});

const newCorrection = createRoute({
  getParentRoute: () => root,
  path: '/loans/$loanId/correct',
  component: lazyRouteComponent(() => import('./features/corrections/new-correction.tsx'), 'NewCorrection'),
});

const corrections = createRoute({
  getParentRoute: () => root,
  path: '/corrections',
  validateSearch: correctionsSearch,
  component: lazyRouteComponent(() => import('./features/corrections/corrections.tsx'), 'Corrections'),
});

const correction = createRoute({
  getParentRoute: () => root,
  path: '/corrections/$correctionId',
  component: lazyRouteComponent(() => import('./features/corrections/correction.tsx'), 'Correction'),
});

const earlyRepayments = createRoute({
  getParentRoute: () => root,
  path: '/early-repayments',
  validateSearch: earlySearch,
  component: lazyRouteComponent(() => import('./features/early-repayments/early-repayments.tsx'), 'EarlyRepayments'),
});

const earlyRepayment = createRoute({
  getParentRoute: () => root,
  path: '/early-repayments/$requestId',
  component: lazyRouteComponent(() => import('./features/early-repayments/early-repayment.tsx'), 'EarlyRepayment'),
});

const dayEnd = createRoute({
  getParentRoute: () => root,
  path: '/day-end',
  validateSearch: dayEndSearch,
  component: lazyRouteComponent(() => import('./features/day-end/day-end.tsx'), 'DayEnd'),
});

const discounts = createRoute({
  getParentRoute: () => root,
  path: '/discounts',
  component: lazyRouteComponent(() => import('./features/discounts/discounts.tsx'), 'Discounts'),
});

const newDiscount = createRoute({
  getParentRoute: () => root,
  path: '/discounts/new',
  component: lazyRouteComponent(() => import('./features/discounts/new-discount.tsx'), 'NewDiscount'),
});

const discount = createRoute({
  getParentRoute: () => root,
  path: '/discounts/$ruleId',
  component: lazyRouteComponent(() => import('./features/discounts/discount.tsx'), 'Discount'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    ...[home, work, review],
    ...[contracts, verifyContract, contract],
    ...[earlyRepayments, earlyRepayment],
    ...[loans, loan, newCorrection, corrections, correction],
    ...[discounts, newDiscount, discount],
    ...[dayEnd],
    ...[models, newModel, model],
    ...[employers, importRoster, roster],
    ...[texts, text, editText],
  ]),
  basepath: '/console',
  defaultPreload: 'intent',
  defaultErrorComponent: PageError,
  // The lists' scroll comes back with Back.
  scrollRestoration: true,
  scrollToTopSelectors: ['#main'],
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
