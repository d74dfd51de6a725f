import { useState } from 'react';
import { Link } from 'wouter';
import { Facts, Icon, LinkButton, Money, Notice, type IconName } from '@miaodai/ui';
import { useAccount, type ElectronicAccount } from '../../shared/account.ts';
import { Menu } from '../../shared/menu.tsx';
import { detour, useGoal } from '../../shared/way-back.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import { isOffered, stateName, wayOutOf } from './state.rules.ts';
import './account.css';

/** The account: what is in it, what can be done with it, and what is the matter with it. */
export default function Account() {
  const account = useAccount();
  return (
    <Page title="电子账户" back="/mine">
      <Loaded query={{ ...account, data: account.data ?? undefined }} lines={5}>
        {(data) => (
          <>
            <Balance account={data} />
            <WhatIsTheMatter account={data} />
            <QuickActions account={data} />
            <Care account={data} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** As account numbers are masked. */
const HIDDEN = '******';

function Balance({ account }: { account: ElectronicAccount }) {
  const [shown, setShown] = useState(false);
  return (
    <section className="card stack-s" aria-labelledby="account">
      <div className="row">
        <h2 id="account">可用余额</h2>
        <LinkButton aria-pressed={shown} onClick={() => setShown(!shown)}>
          {shown ? '隐藏余额' : '显示余额'}
        </LinkButton>
      </div>
      <p className="account-balance">{shown ? <Money fen={account.availableFen} /> : HIDDEN}</p>
      <Facts
        facts={[
          { name: '账户余额', value: shown ? <Money fen={account.balanceFen} /> : HIDDEN },
          { name: '户名', value: account.holderName },
          { name: '账号', value: account.accountNo ?? '—' },
          { name: '账户状态', value: stateName[account.state] },
        ]}
      />
    </section>
  );
}

function WhatIsTheMatter({ account }: { account: ElectronicAccount }) {
  const goal = useGoal();
  if (account.state === 'normal')
    return goal ? (
      <Link className="button" href={goal} replace>
        继续办理
      </Link>
    ) : null;
  const way = wayOutOf(account.state);
  return (
    <Notice tone="warn" title={`账户${stateName[account.state]}`}>
      <p>{account.explanation ?? '账户当前状态会影响放款和还款，请联系客服。'}</p>
      {way ? (
        <Link className="link" href={detour(way.href, goal)}>
          {way.name}
        </Link>
      ) : null}
    </Notice>
  );
}

const actions: readonly { name: string; href: string; icon: IconName; offer: 'transfers' | 'movements' }[] = [
  { name: '转入', href: '/transfer?direction=in', icon: 'arrow-in', offer: 'transfers' },
  { name: '转出', href: '/transfer?direction=out', icon: 'arrow-out', offer: 'transfers' },
  { name: '明细', href: '/account/movements', icon: 'loans', offer: 'movements' },
  { name: '转账记录', href: '/transfer/records', icon: 'clock', offer: 'movements' },
];

function QuickActions({ account: { state } }: { account: ElectronicAccount }) {
  const offered = actions.filter(({ offer }) => isOffered(offer, state));
  if (offered.length === 0) return null;
  return (
    <nav className="card account-actions" aria-label="常用功能">
      {offered.map(({ name, href, icon }) => (
        <Link key={href} href={href}>
          <Icon name={icon} />
          <span>{name}</span>
        </Link>
      ))}
    </nav>
  );
}

const Care = ({ account: { card, state } }: { account: ElectronicAccount }) => (
  <Menu
    label="账户管理"
    entries={[
      isOffered('card', state) && {
        name: '绑定的银行卡',
        href: '/account/card',
        value: card ? `尾号 ${card.cardNo.slice(-4)}` : '未绑定',
      },
      { name: '身份证', href: '/id-card', note: '查看或更新' },
      isOffered('release-loss', state) && {
        name: '解除挂失',
        href: '/account/release-loss',
        note: '需要人脸识别和交易密码',
      },
      isOffered('report-loss', state) && {
        name: '挂失',
        href: '/account/report-loss',
        note: '手机丢失、信息泄露时，先停用账户',
      },
      isOffered('unfreeze', state) && { name: '解除冻结', href: '/account/unfreeze', note: '需要人脸识别和交易密码' },
      isOffered('freeze', state) && { name: '冻结', href: '/account/freeze', note: '一段时间不用，可以先冻结' },
    ]}
  />
);
