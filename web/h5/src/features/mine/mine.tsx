import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { Button, Choice } from '@miaodai/ui';
import { api } from '../../api.ts';
import { Menu } from '../../shared/menu.tsx';
import { Tag } from '../../shared/tag.tsx';
import { useElder, useTheme, type Theme } from '../../shell/preferences.ts';
import { Page } from '../../shell/page.tsx';
import { forgetSession, useSession } from '../../shell/session.ts';
import './mine.css';

/** Who is signed in, what is theirs here, and how the pages look to them. */
export default function MinePage() {
  const { data } = useSession();
  return (
    <Page title="我的">
      <section className="card" aria-label="个人信息">
        <p className="mine-name">{data ? (data.customer.name ?? '未实名') : '　'}</p>
        <p className="small muted num">手机号 {data?.customer.mobile ?? ''}</p>
      </section>
      <Menu
        label="我的业务"
        entries={[
          {
            name: '消息',
            href: '/messages',
            value: unreadTag(data?.unreadMessages),
            note: '审批、放款、还款和账户变动',
          },
          { name: '电子账户', href: '/account', note: '余额、转入转出、绑定的银行卡' },
          { name: '我的贷款', href: '/loans' },
          { name: '我要还款', href: '/repay', note: '还款、提前还款、存单还款' },
          { name: '贷款计算器', href: '/calculator?to=/mine', note: '每月还多少、一共多少利息' },
          { name: '额度预估', href: '/estimate?to=/mine', note: '大约能借多少，不查征信' },
          { name: '合同验真', href: '/verify?to=/mine', note: '核对一份合同是谁签的、有没有被改动' },
        ]}
      />
      <Menu
        label="安全与隐私"
        entries={[
          { name: '安全中心', href: '/mine/security', note: '手机号、密码、登录设备' },
          { name: '隐私与授权', href: '/mine/privacy', note: '授权记录、导出或删除个人信息' },
        ]}
      />
      <Preferences />
      <SignOut />
    </Page>
  );
}

const unreadTag = (unread = 0) =>
  unread > 0 ? <Tag tone="danger">{`${unread > 99 ? '99+' : unread} 条未读`}</Tag> : undefined;

function Preferences() {
  const [elder, setElder] = useElder();
  const [theme, setTheme] = useTheme();
  return (
    <section className="card page-form" aria-labelledby="look">
      <h2 id="look">显示设置</h2>
      <Choice
        label="版本"
        options={[
          { value: 'standard', label: '标准版' },
          { value: 'elder', label: '长辈版' },
        ]}
        value={elder ? 'elder' : 'standard'}
        onChange={(value) => setElder(value === 'elder')}
        hint="长辈版字更大、按钮更大，提示不会自动消失"
      />
      <Choice
        label="外观"
        width="narrow"
        options={[
          { value: 'system', label: '跟随系统' },
          { value: 'light', label: '浅色' },
          { value: 'dark', label: '深色' },
        ]}
        value={theme ?? 'system'}
        onChange={(value) => setTheme(value === 'system' ? undefined : (value as Theme))}
      />
    </section>
  );
}

function SignOut() {
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [busy, setBusy] = useState(false);
  const signOut = async () => {
    setBusy(true);
    // Whatever the server answers, this browser forgets the customer.
    await api.signOut({}).catch(() => undefined);
    forgetSession(queries);
    navigate('/', { replace: true });
  };
  return (
    <Button kind="secondary" busy={busy} onClick={() => void signOut()}>
      退出登录
    </Button>
  );
}
