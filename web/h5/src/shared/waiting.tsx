import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Notice } from '@miaodai/ui';
import './waiting.css';

type Stage = { name: string; state: 'done' | 'now' | 'next' };
type WaitingProps = {
  title: string;
  text: string;
  stages: readonly Stage[];
  silent: boolean;
  /** How the customer learns of the outcome, where no message tells it. */
  leaving?: string;
  /** What else is known, beside the picture. */
  children?: ReactNode;
};

const BY_MESSAGE = '您可以离开此页，办理会继续进行。有结果会发短信到您的预留手机号，也可以随时回首页查看。';

/** What is happening and how far it is, in words. Leaving is safe, and said to be. */
export const Waiting = ({ title, text, stages, silent, leaving = BY_MESSAGE, children }: WaitingProps) => (
  <>
    <section className="card waiting" aria-live="polite">
      <div className="waiting-pulse" aria-hidden="true">
        <i />
        <i />
        <i />
      </div>
      <h2>{title}</h2>
      <p className="lead">{text}</p>
      <ol className="waiting-stages">
        {stages.map(({ name, state }) => (
          <li key={name} data-state={state} aria-current={state === 'now' ? 'step' : undefined}>
            <span>{name}</span>
            <small>{{ done: '已完成', now: '进行中', next: '等待' }[state]}</small>
          </li>
        ))}
      </ol>
    </section>
    {children}
    {silent ? (
      <Notice tone="warn">
        <p>网络不稳定，暂时没有收到进度。办理不受影响，正在重新查询。</p>
      </Notice>
    ) : null}
    <Notice>
      <p>{leaving}</p>
    </Notice>
    <Link className="button" data-kind="secondary" href="/">
      先回首页
    </Link>
  </>
);
