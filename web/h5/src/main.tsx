import './polyfill.ts';
import { createRoot } from 'react-dom/client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import '@miaodai/ui/base.css';
import './shell/frame.css';
import { App } from './app.tsx';
import { ApiProblem } from './api.ts';
import { host } from './host/index.ts';
import { watchSession } from './shell/session.ts';

document.documentElement.setAttribute('data-host', host.name);

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // Silence may be asked again; a no is a no.
      retry: (failures, cause) => failures < 2 && !(cause instanceof ApiProblem && cause.problem.status < 500),
      retryDelay: (failures) => 800 * 2 ** failures,
    },
  },
});
watchSession(queries);

const element = document.getElementById('app') as HTMLElement;
element.textContent = '';
createRoot(element).render(
  <QueryClientProvider client={queries}>
    <App />
  </QueryClientProvider>,
);
