import { useEffect, useRef, type ReactNode } from 'react';
import { Breadcrumb } from 'antd';
import { Link, useRouterState } from '@tanstack/react-router';

type Props = {
  title: string;
  /** The pages above this one. */
  above?: readonly { label: string; to: string }[];
  /** Beside the heading: the state of what is shown. */
  beside?: ReactNode;
  /** At the end of the heading's line. */
  actions?: ReactNode;
  /** As high as the window: its parts scroll, each by itself. */
  fills?: boolean;
  children: ReactNode;
};

/** A page: its title in the window too, one heading, where it stands. */
export function Page({ title, above = [], beside, actions, fills = false, children }: Props) {
  useEffect(() => {
    document.title = `${title} · 融信秒贷内管系统`;
  }, [title]);
  const heading = useHeading();
  return (
    <div className="page" data-fills={fills}>
      {above.length ? (
        <Breadcrumb
          items={[
            ...above.map(({ label, to }) => ({ key: to, title: <Link to={to}>{label}</Link> })),
            { key: 'here', title: <span aria-current="page">{title}</span> },
          ]}
        />
      ) : null}
      <div className="page-head">
        <h1 tabIndex={-1} ref={heading}>
          {title}
        </h1>
        {beside}
        {actions ? <div className="at-end">{actions}</div> : null}
      </div>
      {children}
    </div>
  );
}

let arrived = false;

/** On every page but the first the focus goes to its heading, so that a screen reader says where one is. */
function useHeading() {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (arrived) heading.current?.focus({ preventScroll: true });
    arrived = true;
  }, [path]);
  return heading;
}
