import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { api, type Application } from '../api.ts';
import { isRevisitable, landing, type PageName } from './steps.ts';

const key = ['application'] as const;

/** The latest application, open or ended; null where there is none. */
export const useApplication = (enabled = true) =>
  useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => (await api.currentApplication({}, { signal })).application,
    enabled,
  });

/** Puts an answer of the server in place of what is known of the application. */
export function useSetApplication(): (application: Application) => void {
  const queries = useQueryClient();
  return (application) => {
    void queries.cancelQueries({ queryKey: key });
    queries.setQueryData(key, application);
  };
}

export function useReloadApplication(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => queries.refetchQueries({ queryKey: key });
}

/** Takes the server's answer to a page and goes to the page of the step it names. */
export function useAdvance(page: PageName): (application: Application) => void {
  const set = useSetApplication();
  const [, navigate] = useLocation();
  return (application) => {
    set(application);
    navigate(`/apply/${landing(application.step)}`, { replace: !isRevisitable(page, application.step) });
  };
}
