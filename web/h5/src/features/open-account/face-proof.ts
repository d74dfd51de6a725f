import { useState } from 'react';

const KEY = 'miaodai.open-account.face';
/** Shorter than the bank keeps a proof good: a page that is reloaded later asks for a new one straight away. */
const GOOD_MS = 4 * 60_000;

/** The passed face attempt of this opening, kept through a refresh of the page in the same tab. */
export function useFaceProof() {
  const [attemptId, setAttemptId] = useState(kept);
  const [expired, setExpired] = useState(false);
  const put = (id: string | undefined) => {
    setAttemptId(id);
    try {
      if (id) sessionStorage.setItem(KEY, JSON.stringify({ id, until: Date.now() + GOOD_MS }));
      else sessionStorage.removeItem(KEY);
    } catch {
      // Without storage it lasts as long as the page.
    }
  };
  return {
    attemptId,
    expired,
    note: (id: string) => {
      setExpired(false);
      put(id);
    },
    /** The server takes it no longer. */
    drop: () => {
      setExpired(true);
      put(undefined);
    },
    /** Good once, and that was it. */
    use: () => put(undefined),
  };
}

function kept(): string | undefined {
  try {
    const { id, until } = JSON.parse(sessionStorage.getItem(KEY) ?? '') as { id: string; until: number };
    return until > Date.now() ? id : undefined;
  } catch {
    return undefined;
  }
}
