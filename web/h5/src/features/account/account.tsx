import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useLocation } from 'wouter';
import { Button, Choice, Facts, LinkButton, Money, Notice } from '@miaodai/ui';
import { api, type AnswerOf } from '../../api.ts';
import { useElder, useTheme, type Theme } from '../../shell/preferences.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import { forgetSession, useSession } from '../../shell/session.ts';
import './account.css';

type ElectronicAccount = AnswerOf<'readAccount'>;

export default function Account() {
  const session = useSession();
  const account = useQuery({ queryKey: ['account'], queryFn: async ({ signal }) => api.readAccount({ query: {} }, { signal }) });
  return (
    <Page title="我的">
      <section className="card" aria-label="个人信息">
        <p className="account-name">{session.data?.customer.name ?? '　'}</p>
        <p className="small muted num">预留手机号 {session.data?.customer.mobile ?? ''}</p>
      </section>
      <Loaded query={account} lines={3}>
        {(data) => <AccountCard account={data} />}
      </Loaded>
      <Preferences />
      <SignOut />
    </Page>
  );
}

const stateName: Record<ElectronicAccount['state'], string> = {
  opening: '开户处理中',
  'opening-refused': '开户未成功',
  activating: '激活处理中',
  lost: '已挂失',
  normal: '正常',
  frozen: '已冻结',
  closed: '已销户',
  'credit-only': '只收不付',
  'not-active': '未激活',
};

function AccountCard({ account }: { account: ElectronicAccount }) {
  const [shown, setShown] = useState(false);
  return (
    <section className="card stack-s" aria-labelledby="account">
      <div className="row">
        <h2 id="account">电子账户</h2>
        <LinkButton aria-pressed={shown} onClick={() => setShown(!shown)}>
          {shown ? '隐藏余额' : '显示余额'}
        </LinkButton>
      </div>
      <Facts
        facts={[
          { name: '账号', value: account.accountNo ?? '开户后生成' },
          { name: '账户状态', value: stateName[account.state] },
          { name: '账户余额', value: shown ? <Money fen={account.balanceFen} /> : '••••••' },
          { name: '可用余额', value: shown ? <Money fen={account.availableFen} /> : '••••••', strong: true },
        ]}
      />
      {account.state === 'normal' ? null : (
        <Notice tone="warn">
          <p>账户当前状态会影响放款和还款，请在直销银行 App 办理，或联系客服。</p>
        </Notice>
      )}
      <Link className="link" href="/loans">
        查看我的贷款
      </Link>
    </section>
  );
}

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
