import type { ReactNode } from 'react';
import { Steps } from '@miaodai/ui';
import type { Application } from '../api.ts';
import { Page } from '../shell/page.tsx';
import { pageBefore, progress, type PageName } from './steps.ts';

type StepPageProps = {
  page: PageName;
  title: string;
  application: Application;
  foot?: ReactNode;
  children: ReactNode;
};

/** A page of the application: where it stands in its chain, and back to the page before. */
export function StepFrame({ page, title, application, foot, children }: StepPageProps) {
  const way = progress(page);
  const before = pageBefore(page, application.step);
  return (
    <Page title={title} back={before ? `/apply/${before}` : '/'} foot={foot}>
      {way ? <Steps names={way.names} current={way.current} /> : null}
      {children}
    </Page>
  );
}
