import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Icon } from '@miaodai/ui';
import './menu.css';

export type Entry = { name: string; href: string; value?: ReactNode; note?: string | undefined };

/** Ways on, one a line, each with how things stand there. */
export const Menu = ({ label, entries }: { label: string; entries: readonly (Entry | false)[] }) => (
  <nav className="card menu" aria-label={label}>
    {entries.map((entry) => (entry ? <Way key={entry.href} entry={entry} /> : null))}
  </nav>
);

const Way = ({ entry: { name, href, value, note } }: { entry: Entry }) => (
  <Link href={href}>
    <span className="menu-name">
      {name}
      {note ? <small>{note}</small> : null}
    </span>
    {value === undefined ? null : <span className="menu-value num">{value}</span>}
    <Icon name="next" size={18} />
  </Link>
);
