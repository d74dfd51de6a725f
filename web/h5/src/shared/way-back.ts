import { useSearchParams } from 'wouter';

/** A path within these pages, never another site's. */
const inside = (to: string | null): string | undefined => (to && /^\/(?![/\\])/.test(to) ? to : undefined);

/** Where the customer was going before this page came in between; undefined: nowhere in particular. */
export function useGoal(): string | undefined {
  const [search] = useSearchParams();
  return inside(search.get('to'));
}

/** The way to a page that comes in between, and back. */
export const detour = (path: string, goal: string | undefined): string =>
  goal ? `${path}?to=${encodeURIComponent(goal)}` : path;
