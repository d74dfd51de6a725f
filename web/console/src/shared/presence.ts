import { useEffect, useState } from 'react';

const AWAY_MS = 120_000;
const signs = ['pointermove', 'keydown', 'wheel', 'focus'] as const;

/** Whether somebody sits before the page. A list that asks on behalf of an empty chair would keep the session alive for ever. */
export function usePresence(): boolean {
  const [present, setPresent] = useState(true);
  useEffect(() => {
    let timer = setTimeout(() => setPresent(false), AWAY_MS);
    const seen = () => {
      clearTimeout(timer);
      timer = setTimeout(() => setPresent(false), AWAY_MS);
      setPresent(true);
    };
    for (const sign of signs) addEventListener(sign, seen, { passive: true });
    return () => {
      clearTimeout(timer);
      for (const sign of signs) removeEventListener(sign, seen);
    };
  }, []);
  return present;
}
