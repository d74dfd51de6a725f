import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import './notice.css';

type Tone = 'info' | 'success' | 'warn' | 'danger';
type NoticeProps = { tone?: Tone; title?: ReactNode; children?: ReactNode; /** Read out at once. */ alert?: boolean };

const icons: Record<Tone, IconName> = { info: 'info', success: 'check', warn: 'alert', danger: 'alert' };

export const Notice = ({ tone = 'info', title, children, alert }: NoticeProps) => (
  <div className="notice" data-tone={tone} role={alert ? 'alert' : undefined}>
    <Icon name={icons[tone]} />
    <div>
      {title ? <p className="notice-title">{title}</p> : null}
      {children}
    </div>
  </div>
);

type StateProps = { icon: IconName; tone?: Tone; title: ReactNode; children?: ReactNode };

/** The one thing a page has to say: nothing here yet, done, being worked on. */
export const Statement = ({ icon, tone = 'info', title, children }: StateProps) => (
  <div className="statement">
    <span className="statement-icon" data-tone={tone}>
      <Icon name={icon} size={32} />
    </span>
    <p className="statement-title">{title}</p>
    {children ? <div className="statement-text">{children}</div> : null}
  </div>
);
