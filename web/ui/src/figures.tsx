import { yuanDisplay, type Fen } from '@miaodai/values/fen';
import './figures.css';

/** A sum in yuan: tabular figures, true minus, never a blank. */
export const Money = ({ fen, unit = true }: { fen: Fen; unit?: boolean }) => (
  <span className="num nowrap">
    {yuanDisplay(fen)}
    {unit ? ' 元' : ''}
  </span>
);

export type Fact = { name: string; value: React.ReactNode; strong?: boolean };

/** Names and values in two columns, the values at the right. */
export const Facts = ({ facts }: { facts: readonly (Fact | false | null | undefined)[] }) => (
  <dl className="facts">
    {facts
      .filter((fact) => !!fact)
      .map((fact) => (
        <div key={fact.name} data-strong={fact.strong ? '' : undefined}>
          <dt>{fact.name}</dt>
          <dd className="num">{fact.value}</dd>
        </div>
      ))}
  </dl>
);
