import type { ReactNode } from 'react';

type Props = { id: string; title: string; action?: ReactNode; note?: string | undefined; children: ReactNode };

/** A group of facts under a heading of its own. */
export const Section = ({ id, title, action, note, children }: Props) => (
  <section className="panel section" id={id} aria-labelledby={`${id}-title`}>
    <div className="section-head">
      <h2 id={`${id}-title`}>{title}</h2>
      {note ? <span className="muted no-print">{note}</span> : null}
      {action}
    </div>
    {children}
  </section>
);

export type Line = readonly [label: string, value: string | null];

/** Names and values in columns; what is not known is said to be so. */
export const Facts = ({ lines }: { lines: readonly Line[] }) => (
  <dl className="fact-grid">
    {lines.map(([label, value]) => (
      <div key={label}>
        <dt>{label}</dt>
        <dd>{value ?? <span className="nothing">—</span>}</dd>
      </div>
    ))}
  </dl>
);
