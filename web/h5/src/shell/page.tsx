import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { Icon, type IconName, Skeleton } from '@miaodai/ui';
import { host } from '../host/index.ts';
import { useProduct } from '../shared/product.ts';

type PageProps = {
  title: string;
  /** Where «返回» leads; none on the pages of the tab bar. */
  back?: string | undefined;
  /** The primary action, within thumb reach at the foot. */
  foot?: ReactNode;
  /** The page brings its own h1 (the home page's hero). */
  ownTitle?: boolean | undefined;
  children: ReactNode;
};

/** The first page was opened by the browser, which puts the focus itself. */
let opened = false;

export function Page({ title, back, foot, ownTitle, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    host.setTitle(`${title} · 融信秒贷`);
  }, [title]);
  useLayoutEffect(() => {
    if (opened) {
      window.scrollTo(0, 0);
      (heading.current ?? document.querySelector('h1'))?.focus({ preventScroll: true });
    }
    opened = true;
  }, []);
  return (
    <div className="frame" data-foot={foot ? '' : undefined} data-root={back ? undefined : ''}>
      {ownTitle ? null : (
        <header className="bar" data-bare={host.hasTitleBar ? '' : undefined}>
          {back ? (
            <Link className="bar-back" href={back} replace aria-label="返回">
              <Icon name="back" />
              <span>返回</span>
            </Link>
          ) : null}
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
        </header>
      )}
      <div className="middle">
        <main className="page">{children}</main>
        {back ? null : <Help />}
      </div>
      {foot ? (
        <div className="foot" data-covers-text="">
          {foot}
        </div>
      ) : null}
      {back ? <Help /> : null}
      <Tabs />
    </div>
  );
}

export const PageLoading = () => (
  <div className="frame">
    <div className="bar" />
    <div className="page">
      <Skeleton lines={6} />
    </div>
  </div>
);

function Help() {
  const { data } = useProduct();
  return (
    <footer className="help">
      {data ? (
        <>
          需要帮助？客服电话{' '}
          <a href={`tel:${data.servicePhone.replace(/[^\d+]/g, '')}`} className="num">
            {data.servicePhone}
          </a>
        </>
      ) : null}
    </footer>
  );
}

const tabs: readonly { href: string; name: string; icon: IconName }[] = [
  { href: '/', name: '首页', icon: 'home' },
  { href: '/loans', name: '我的贷款', icon: 'loans' },
  { href: '/mine', name: '我的', icon: 'person' },
];

function Tabs() {
  const [location] = useLocation();
  return (
    <nav className="tabs" aria-label="主导航">
      <span className="tabs-brand" aria-hidden="true">
        融信秒贷
      </span>
      {tabs.map(({ href, name, icon }) => (
        <Link key={href} href={href} aria-current={location === href ? 'page' : undefined}>
          <Icon name={icon} />
          <span>{name}</span>
        </Link>
      ))}
    </nav>
  );
}
