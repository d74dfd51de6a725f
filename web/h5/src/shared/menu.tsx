import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Icon } from '@miaodai/ui';
import './menu.css';

export type Entry = { name: string; href: string; value?: ReactNode; note?: string | undefined };

/** Ways on, one a line, each with how things stand there. */
export const Menu = ({ label, entries }: { label: string; entries: readonly Entry[] }) => (
  <nav className="card menu" aria-label={label}>
    {entries.map(({ name, href, value, note }) => (
      <Link key={href} href={href}>
        <span className="menu-name">
          {name}
          {note ? <small>{note}</small> : null}
        </span>
        {value === undefined ? null : <span className="menu-value num">{value}</span>}
        <Icon name="next" size={18} />
      </Link>
    ))}
  </nav>
);
