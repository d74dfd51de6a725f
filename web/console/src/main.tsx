import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { App as Messages, ConfigProvider } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { ApiProblem } from './api.ts';
// What antd's own insertion of styles is replaced by (vite.config.ts).
import './shared/adopted-styles.ts';
import { router } from './routes.tsx';
import { watchSession } from './shell/session.ts';
import { theme } from './theme.ts';
import './shared/console.css';

dayjs.locale('zh-cn');

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // Silence may be asked again; a no is a no.
      retry: (failures, cause) => failures < 2 && !(cause instanceof ApiProblem && cause.problem.status < 500),
      retryDelay: (failures) => 800 * 2 ** failures,
    },
  },
});
watchSession(queries);

createRoot(document.getElementById('app') as HTMLElement).render(
  <StrictMode>
    <ConfigProvider locale={zhCN} theme={theme} button={{ autoInsertSpace: false }}>
      <Messages className="messages">
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </Messages>
    </ConfigProvider>
  </StrictMode>,
);
