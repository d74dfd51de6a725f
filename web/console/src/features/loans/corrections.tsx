import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, type AnswerOf } from '../../api.ts';
import { Part } from '../../shared/four-eyes.tsx';
import { correctionKinds, correctionStates } from '../../shared/loan-words.ts';
import { Money } from '../../shared/money.tsx';
import { PlainTable, type Column } from '../../shared/plain-table.tsx';
import { Problem } from '../../shared/problem.tsx';
import { State } from '../../shared/state.tsx';
import { minuteText } from '../../shared/time.ts';

type Row = AnswerOf<'correctionsOfLoan'>['corrections'][number];

/** What was set right on this loan, or is about to be. */
export function Corrections({ loanId }: { loanId: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['loan-corrections', loanId],
    queryFn: ({ signal }) => api.correctionsOfLoan({ params: { loanId } }, { signal }),
  });
  return (
    <Part title="贷后更正">
      <Problem cause={error} retry={() => void refetch()} />
      {data ? (
        <PlainTable<Row>
          label="贷后更正"
          columns={columns}
          rows={data.corrections}
          keyOf={({ correctionId }) => correctionId}
          nothing="没有更正"
        />
      ) : null}
    </Part>
  );
}

const columns: Column<Row>[] = [
  {
    title: '起草时间',
    of: ({ correctionId, drafted }) => (
      <Link to="/corrections/$correctionId" params={{ correctionId }} className="num">
        {minuteText(drafted.at)}
      </Link>
    ),
  },
  { title: '更正', of: ({ kind }) => correctionKinds[kind] },
  {
    title: '状态',
    of: ({ state }) => <State tone={correctionStates[state].tone}>{correctionStates[state].label}</State>,
  },
  { title: '金额', amount: true, of: ({ amountFen }) => <Money value={amountFen} /> },
  { title: '起草人', of: ({ drafted }) => drafted.name },
  { title: '原因', of: ({ reason }) => reason },
];
