import type { ReactNode } from 'react';
import { Skeleton } from '@miaodai/ui';
import { ProblemNotice } from '../shared/problem.tsx';

type Query<T> = { data: T | undefined; error: unknown; refetch: () => Promise<unknown> };

/** What was asked for, a skeleton until it is there, or the reason why not with a way to try again. */
export function Loaded<T>({
  query,
  lines,
  children,
}: {
  query: Query<T>;
  lines?: number;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />;
  return <Skeleton lines={lines ?? 4} />;
}
