import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { App } from './app.tsx';
import { Home } from './features/home/home.tsx';
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

export const router = createRouter({
  routeTree: root.addChildren([home, work, review]),
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
