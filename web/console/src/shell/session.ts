import { useSyncExternalStore } from 'react';
import { useQuery, type QueryClient } from '@tanstack/react-query';
import { api, ApiProblem, listen, type Session } from '../api.ts';

const KEY = ['session'];

/** Who is signed in; null when nobody is. Not asked again by itself: asking would keep an empty chair signed in. */
export const useSession = () =>
  useQuery<Session | null>({
    queryKey: KEY,
    queryFn: async ({ signal }) => {
      try {
        return note(await api.readStaffSession({}, { signal }));
      } catch (cause) {
        if (cause instanceof ApiProblem && cause.problem.status === 401) return null;
        throw cause;
      }
    },
    staleTime: Infinity,
    gcTime: Infinity,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

/** Within the pages somebody is signed in: the shell shows none of them before. */
export function useStaff(): Session {
  const { data } = useSession();
  if (!data) throw new Error('nobody is signed in');
  return data;
}

const clock = { lastAnswerMs: 0, serverAheadMs: 0, idleMs: Infinity, endsAtMs: Infinity };
/** The session lives on in every tab when it is used in one: the others hear of it by this mark. */
const ALIVE = 'miaodai.console.alive';

let over = false;
const watchers = new Set<() => void>();
export const useSessionOver = (): boolean =>
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => over,
  );

export function setSessionOver(is: boolean): void {
  if (over === is) return;
  over = is;
  for (const watcher of watchers) watcher();
}

/** Milliseconds left by this page's clock, and whether going on can add any. */
export function sessionLeft(): { leftMs: number; extendable: boolean } {
  const idleLeft = clock.lastAnswerMs + clock.idleMs - Date.now();
  const endLeft = clock.endsAtMs - clock.serverAheadMs - Date.now();
  return { leftMs: Math.min(idleLeft, endLeft), extendable: idleLeft < endLeft };
}

export async function goOnWorking(queries: QueryClient): Promise<void> {
  queries.setQueryData(KEY, note(await api.readStaffSession({})));
}

/** Signed in, at the front or again over a page that was being filled in. */
export async function signIn(queries: QueryClient, body: { loginName: string; password: string }): Promise<Session> {
  const session = note(await api.signInStaff({ body }));
  queries.setQueryData(KEY, session);
  setSessionOver(false);
  return session;
}

export async function signOut(queries: QueryClient): Promise<void> {
  await api.signOutStaff({}).catch(() => undefined);
  clock.idleMs = Infinity;
  clock.endsAtMs = Infinity;
  setSessionOver(false);
  queries.setQueryData(KEY, null);
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== KEY[0] });
}

function note(session: Session): Session {
  const now = Date.parse(session.now);
  clock.lastAnswerMs = Date.now();
  clock.serverAheadMs = now - Date.now();
  clock.idleMs = Date.parse(session.idleUntil) - now;
  clock.endsAtMs = Date.parse(session.endsAt);
  return session;
}

export function watchSession(queries: QueryClient): void {
  const signedIn = () => Boolean(queries.getQueryData<Session | null>(KEY));
  listen({
    answered: () => {
      clock.lastAnswerMs = Date.now();
      localStorage.setItem(ALIVE, String(clock.lastAnswerMs));
    },
    refused: () => {
      if (signedIn()) setSessionOver(true);
    },
  });
  addEventListener('storage', ({ key }) => {
    if (key === ALIVE) clock.lastAnswerMs = Date.now();
  });
}
