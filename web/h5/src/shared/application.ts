import { useState } from 'react';
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

/** Asks the server again; gives what it said, since the pages are told of it only a moment later. */
export function useReloadApplication(): () => Promise<Application | undefined> {
  const queries = useQueryClient();
  return async () => {
    await queries.refetchQueries({ queryKey: key });
    return queries.getQueryData<Application | null>(key) ?? undefined;
  };
}

/** What a form starts from: the application, or what a reload after someone else's change has brought. */
export function useFreshStart(application: Application) {
  const [fresh, restart] = useState<Application>();
  const start = fresh && fresh.version > application.version ? fresh : application;
  return { start, restart, round: fresh?.version };
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
