import { lazy, type ComponentType } from 'react';
import { Menu } from '../../shared/menu.tsx';
import NotFound from '../../shell/not-found.tsx';
import { Page } from '../../shell/page.tsx';

const PRIVACY = '/mine/privacy';

const pages: Readonly<Record<string, ComponentType>> = {
  consents: lazy(async () => import('./consents.tsx')),
  export: lazy(async () => import('./export.tsx')),
  deletion: lazy(async () => import('./deletion.tsx')),
};

/** What the customer has allowed, what is held about them, and how to end it. */
export default function PrivacyRoute({ page }: { page: string | undefined }) {
  if (page === undefined) return <Overview />;
  const Shown = pages[page] ?? NotFound;
  return <Shown key={page} />;
}

const Overview = () => (
  <Page title="隐私与授权" back="/mine">
    <p className="lead">您的个人信息加密保存，只用于您同意过的用途。您可以随时查看、带走、撤回或要求删除。</p>
    <Menu
      label="隐私与授权"
      entries={[
        { name: '我的授权', href: `${PRIVACY}/consents`, note: '同意过的协议和授权书，可以撤回的在这里撤回' },
        { name: '导出个人信息', href: `${PRIVACY}/export`, note: '下载我们保存的、关于您的全部信息' },
        { name: '注销与删除', href: `${PRIVACY}/deletion`, note: '注销用户，删除可以删除的信息' },
      ]}
    />
  </Page>
);
