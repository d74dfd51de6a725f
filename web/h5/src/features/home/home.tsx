import { lazy, Suspense } from 'react';
import { Link } from 'wouter';
import { Icon } from '@miaodai/ui';
import { rateText } from '../../shared/rate.ts';
import { yuanShort } from '../../shared/yuan.ts';
import { useProduct } from '../../shared/product.ts';
import { ProblemNotice } from '../../shared/problem.tsx';
import { useElder } from '../../shell/preferences.ts';
import { Page } from '../../shell/page.tsx';
import { maySignedIn, useSession } from '../../shell/session.ts';
import './home.css';

const Mine = lazy(async () => import('./mine.tsx'));

export default function Home() {
  const session = useSession();
  const known = maySignedIn();
  return (
    <Page title="首页" ownTitle>
      <Hero
        greeting={session.data ? greetingFor(session.data.customer.name) : undefined}
        known={known}
        unread={session.data?.unreadMessages ?? 0}
      />
      {known ? (
        <Suspense fallback={<div className="card home-lift home-wait" />}>
          <Mine />
        </Suspense>
      ) : (
        <Invitation />
      )}
      <Tools />
      <Points />
      <p className="home-verify small">
        收到一份合同？
        <Link className="link" href="/verify">
          合同验真
        </Link>
      </p>
      <p className="small muted home-note">
        贷款有成本，请按需借款、按时还款。贷款不得用于购房、股票、期货、股权投资等用途。
      </p>
    </Page>
  );
}

/** For whoever wants to know before they apply. */
const Tools = () => (
  <nav className="home-tools" aria-label="试算">
    <Link className="card" href="/calculator">
      <b>贷款计算器</b>
      <span className="small muted">每月还多少</span>
    </Link>
    <Link className="card" href="/estimate">
      <b>额度预估</b>
      <span className="small muted">大约能借多少</span>
    </Link>
  </nav>
);

/** Somebody whose ID card has not been read yet has no name here. */
const greetingFor = (name: string | null): string => (name ? `${name}，您好` : '您好');

function Hero({ greeting, known, unread }: { greeting: string | undefined; known: boolean; unread: number }) {
  const product = useProduct();
  const [elder, setElder] = useElder();
  return (
    <section className="hero">
      <div className="hero-top">
        <span className="brand">融信秒贷</span>
        {known ? <Bell unread={unread} /> : null}
        <button type="button" className="hero-switch" aria-pressed={elder} onClick={() => setElder(!elder)}>
          {elder ? '切换标准版' : '切换长辈版'}
        </button>
      </div>
      <h1 className="hero-title" tabIndex={-1}>
        {known && greeting ? greeting : '集团员工的'}
        <br />
        {known && greeting ? '欢迎回来' : '线上信用贷款'}
      </h1>
      <p className="hero-lead">利率公开，自动审批，放款到您本人的电子账户</p>
      <div className="hero-rate">
        {product.data ? (
          <>
            <p>年化利率（单利）</p>
            <b className="num">{rateText(product.data.annualRatePpm)}</b>
          </>
        ) : null}
      </div>
      {product.error && !product.data ? (
        <ProblemNotice problem={product.error} onRetry={() => void product.refetch()} />
      ) : null}
    </section>
  );
}

const Bell = ({ unread }: { unread: number }) => (
  <Link
    className="hero-bell"
    href="/messages?to=/"
    aria-label={unread > 0 ? `消息，${unread > 99 ? '99 条以上' : `${unread} 条`}未读` : '消息'}
    data-unread={unread > 0 ? '' : undefined}
  >
    <Icon name="bell" />
  </Link>
);

function Invitation() {
  const { data } = useProduct();
  return (
    <section className="card home-lift stack" aria-label="申请贷款">
      <p className="lead home-amount">
        {data ? (
          <>
            最高可申请 <b className="num">{yuanShort(data.maxAmountFen)} 元</b>，具体额度以审批为准
          </>
        ) : null}
      </p>
      <Link className="button" href="/product">
        立即申请
      </Link>
      <Link className="button" data-kind="secondary" href="/sign-in">
        登录查看我的贷款
      </Link>
      <p className="home-register small">
        还没有账号？
        <Link className="link" href="/register">
          注册
        </Link>
      </p>
    </section>
  );
}

const points = [
  ['成本先看清', '签约前逐项列明利息与费用，没有列出的一律不收。'],
  ['几分钟办完', '资料自动保存，可以随时离开，回来接着填。'],
  ['进度看得见', '审批、放款、还款每一步都在这里，也会发短信告诉您。'],
] as const;

const Points = () => (
  <section className="card home-points" aria-label="为什么选择融信秒贷">
    <ol>
      {points.map(([title, text], at) => (
        <li key={title}>
          <span className="num" aria-hidden="true">
            {at + 1}
          </span>
          <div>
            <h2>{title}</h2>
            <p className="small muted">{text}</p>
          </div>
        </li>
      ))}
    </ol>
  </section>
);
