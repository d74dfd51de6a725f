import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { yuanDisplay } from '@miaodai/values/fen';
import { Facts, LinkButton, Money, Sheet } from '@miaodai/ui';
import { api, type AnswerOf } from '../../api.ts';
import { Loaded } from '../../shell/loaded.tsx';

type Workings = AnswerOf<'explainInstalment'>;
type Working = Workings['workings'][number];
/** Whose figures: the loan's own, a row's of its plan, a transaction's. */
export type Explained = { loanId: string; no?: number; transactionId?: string; only?: string };

/** «这个数怎么来的»: what a figure was made of, before rounding and after. */
export function WorkingsSheet({
  of,
  title = '这个数怎么来的',
  onClose,
  children,
}: {
  of: Explained | undefined;
  title?: string;
  onClose: () => void;
  children?: ReactNode;
}) {
  return (
    <Sheet title={title} open={of !== undefined} onClose={onClose}>
      <div className="stack">
        {children}
        {of ? <Loading of={of} /> : null}
      </div>
    </Sheet>
  );
}

function Loading({ of }: { of: Explained }) {
  const told = useQuery({
    queryKey: ['workings', of.loanId, of.no, of.transactionId],
    queryFn: async ({ signal }) => ask(of, signal),
    staleTime: 0,
  });
  return (
    <Loaded query={told} lines={6}>
      {({ title, workings }) => {
        const shown = of.only === undefined ? workings : workings.filter(({ name }) => name === of.only);
        return (
          <>
            {of.only === undefined ? <p className="lead">{title}</p> : null}
            {(shown.length > 0 ? shown : workings).map((working) => (
              <Shown key={working.name} working={working} />
            ))}
          </>
        );
      }}
    </Loaded>
  );
}

async function ask({ loanId, no, transactionId }: Explained, signal: AbortSignal): Promise<Workings> {
  if (no !== undefined) return api.explainInstalment({ params: { loanId, no } }, { signal });
  if (transactionId !== undefined) return api.explainTransaction({ params: { loanId, transactionId } }, { signal });
  return api.explainLoan({ params: { loanId } }, { signal });
}

const Shown = ({ working: { name, amountFen, formula, exact, parts, note } }: { working: Working }) => (
  <section className="working" aria-label={name}>
    <h3 className="working-head">
      <span>{name}</span>
      <Money fen={amountFen} />
    </h3>
    {formula === null ? null : (
      <p className="working-formula num">
        {formula}
        {exact === null ? null : (
          <>
            <br />= {exact} → <b>{yuanDisplay(amountFen)}</b>
          </>
        )}
      </p>
    )}
    <Facts facts={parts} />
    {note === null ? null : <p className="small muted">{note}</p>}
  </section>
);

type FigureProps = { children: ReactNode; name: string; onOpen: () => void };

/** A figure that opens into what made it. */
export const Figure = ({ children, name, onOpen }: FigureProps) => (
  <LinkButton className="figure" onClick={onOpen}>
    {children}
    <span className="visually-hidden">，查看{name}怎么来的</span>
  </LinkButton>
);
