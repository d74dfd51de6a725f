import { useRef, useState, type ReactNode } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import {
  AccountBookOutlined,
  AuditOutlined,
  BankOutlined,
  CalendarOutlined,
  DownOutlined,
  FieldTimeOutlined,
  FileTextOutlined,
  LogoutOutlined,
  MenuFoldOutlined,
  MenuUnfoldOutlined,
  NodeIndexOutlined,
  PercentageOutlined,
  SafetyCertificateOutlined,
  TeamOutlined,
  ToolOutlined,
} from '@ant-design/icons';
import { Button, Dropdown, Layout as Frame, Menu } from 'antd';
import type { Session } from '../api.ts';
import { Environment } from './environment.tsx';
import { entriesFor, type Entry } from './menu.ts';
import { SessionEnd } from './session-end.tsx';
import { signOut } from './session.ts';
import './layout.css';

const icons: Readonly<Record<string, ReactNode>> = {
  '/work': <AuditOutlined />,
  '/contracts': <SafetyCertificateOutlined />,
  '/loans': <AccountBookOutlined />,
  '/early-repayments': <FieldTimeOutlined />,
  '/corrections': <ToolOutlined />,
  '/discounts': <PercentageOutlined />,
  '/models': <NodeIndexOutlined />,
  '/employers': <TeamOutlined />,
  '/texts': <FileTextOutlined />,
};

/** Menu by right, and always in view: which bank's day, which environment, whose branch, who. */
export function Layout({ session }: { session: Session }) {
  const [folded, setFolded] = useState(() => globalThis.innerWidth < 1200);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const entries = entriesFor(session.rights);
  const here = entries.find((entry) => path.startsWith(entry.path));
  const main = useRef<HTMLElement>(null);
  return (
    <Frame className="frame">
      <a
        className="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        跳到正文
      </a>
      <Frame.Sider width={208} collapsedWidth={56} collapsed={folded} className="side">
        <Link to="/" className="brand">
          <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width={28} height={28} />
          <span hidden={folded}>融信秒贷内管</span>
          {folded ? <span className="visually-hidden">首页</span> : null}
        </Link>
        <nav aria-label="主菜单">
          <SideMenu entries={entries} here={here?.path} folded={folded} />
        </nav>
      </Frame.Sider>
      <Frame className="body">
        <Frame.Header className="top">
          <Button
            type="text"
            aria-label={folded ? '展开菜单' : '收起菜单'}
            aria-expanded={!folded}
            icon={folded ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
            onClick={() => setFolded(!folded)}
          />
          <Environment />
          <div className="top-end">
            <span className="top-fact" title="会计日期">
              <CalendarOutlined aria-hidden /> 会计日期 <b className="num">{session.businessDay}</b>
            </span>
            <span className="top-fact" title="所属机构">
              <BankOutlined aria-hidden /> {session.staff.branchName}
            </span>
            <Operator session={session} />
          </div>
        </Frame.Header>
        <main id="main" tabIndex={-1} ref={main}>
          <Outlet />
        </main>
      </Frame>
      <SessionEnd session={session} />
    </Frame>
  );
}

function SideMenu({ entries, here, folded }: { entries: Entry[]; here: string | undefined; folded: boolean }) {
  const groups = [...new Set(entries.map(({ group }) => group))];
  const linkOf = ({ path, label }: Entry) => ({
    key: path,
    icon: icons[path],
    title: label,
    label: <Link to={path}>{label}</Link>,
  });
  const items = folded
    ? entries.map(linkOf)
    : groups.map((group) => ({
        key: group,
        type: 'group' as const,
        label: group,
        children: entries.filter((entry) => entry.group === group).map(linkOf),
      }));
  return <Menu theme="dark" mode="inline" inlineCollapsed={folded} selectedKeys={here ? [here] : []} items={items} />;
}

function Operator({ session }: { session: Session }) {
  const queries = useQueryClient();
  const { name, loginName, roles, level } = session.staff;
  const items = [
    {
      key: 'who',
      type: 'group' as const,
      label: (
        <div className="operator-card">
          <b>{name}</b> <span className="num">{loginName}</span>
          <div>{roles.join('、') || '没有角色'}</div>
          {level > 0 ? <div>审批授权 {level} 级</div> : null}
        </div>
      ),
    },
    { type: 'divider' as const },
    { key: 'out', icon: <LogoutOutlined />, label: '退出登录' },
  ];
  return (
    <Dropdown
      trigger={['click']}
      placement="bottomRight"
      menu={{ items, onClick: ({ key }) => key === 'out' && void signOut(queries) }}
    >
      <Button type="text" className="operator" aria-haspopup="menu">
        <span className="operator-mark" aria-hidden="true">
          {name.slice(0, 1)}
        </span>
        {name}
        <DownOutlined aria-hidden className="operator-more" />
      </Button>
    </Dropdown>
  );
}
