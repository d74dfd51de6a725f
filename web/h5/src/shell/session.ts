import { useQuery, type QueryClient } from '@tanstack/react-query';
import { api, listen, type Session } from '../api.ts';
import { keep, kept } from '../shared/store.ts';
import { forgetWish } from '../shared/wish.ts';

/**
 * Whether someone is signed in is known by a mark in the browser: asking the server on every visit of the public pages would
 * only bring a refusal. The cookie itself is out of reach of scripts.
 */
export const maySignedIn = (): boolean => kept('signed-in') !== undefined;

export const useSession = () =>
  useQuery({
    queryKey: ['session'],
    queryFn: async ({ signal }) => noteSession(await api.readSession({}, { signal })),
    enabled: maySignedIn(),
    staleTime: 60_000,
  });

const clock = { lastAnswerMs: 0, serverAheadMs: 0, idleMs: Infinity, endsAtMs: Infinity };

/** Milliseconds left by this page's clock, and whether going on can add any. */
export function sessionLeft(): { leftMs: number; extendable: boolean } {
  const idleLeft = clock.lastAnswerMs + clock.idleMs - Date.now();
  const endLeft = clock.endsAtMs - clock.serverAheadMs - Date.now();
  return { leftMs: Math.min(idleLeft, endLeft), extendable: idleLeft < endLeft };
}

function noteSession(session: Session): Session {
  keep('signed-in', '1');
  clock.idleMs = Date.parse(session.idleUntil) - (clock.lastAnswerMs + clock.serverAheadMs);
  clock.endsAtMs = Date.parse(session.endsAt);
  return session;
}

export function takeSession(queries: QueryClient, session: Session): void {
  queries.clear();
  queries.setQueryData(['session'], noteSession(session));
}

/** Ends what this page knows of the session. The next page asks to sign in, and says why where it was not asked for. */
export function forgetSession(queries: QueryClient, why?: 'timeout' | 'again'): void {
  keep('signed-in', undefined);
  // Whoever signs out on purpose leaves nothing behind; after a timeout they come back.
  if (!why) forgetWish();
  clock.idleMs = Infinity;
  clock.endsAtMs = Infinity;
  queries.clear();
  const to = encodeURIComponent(location.pathname + location.search);
  history.replaceState(null, '', why ? `/sign-in?why=${why}&to=${to}` : '/');
}

export function watchSession(queries: QueryClient): void {
  listen({
    answered: (serverMs) => {
      clock.lastAnswerMs = Date.now();
      clock.serverAheadMs = serverMs - Date.now();
    },
    refused: () => {
      if (location.pathname !== '/sign-in') forgetSession(queries, 'timeout');
    },
  });
}
