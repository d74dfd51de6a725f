import type { ErrorComponentProps } from '@tanstack/react-router';
import { Page } from '../shared/page.tsx';
import { Problem } from '../shared/problem.tsx';

/** A page that failed: a newer version may be out, whose files have other names. */
export const PageError = ({ error }: ErrorComponentProps) => (
  <Page title="页面没有打开">
    <Problem cause={error} retry={() => location.reload()} />
  </Page>
);
