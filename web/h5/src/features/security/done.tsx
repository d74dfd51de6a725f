import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Statement } from '@miaodai/ui';
import { Page } from '../../shell/page.tsx';
import { CENTRE } from './security.ts';

/** It is changed, and what that means. */
export const Done = ({ title, children }: { title: string; children: ReactNode }) => (
  <Page
    title={title}
    back={CENTRE}
    foot={
      <Link className="button" href={CENTRE} replace>
        回到安全中心
      </Link>
    }
  >
    <div className="card">
      <Statement icon="check" tone="success" title={title}>
        {children}
      </Statement>
    </div>
  </Page>
);
