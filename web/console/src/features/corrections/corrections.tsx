import { getRouteApi, Link } from '@tanstack/react-router';
import type { TableColumnsType } from 'antd';
import { api, type AnswerOf } from '../../api.ts';
import { useList } from '../../shared/list.ts';
import { correctionKinds, correctionStates } from '../../shared/loan-words.ts';
import { Money } from '../../shared/money.tsx';
import { Page } from '../../shared/page.tsx';
import { QueryForm } from '../../shared/query-form.tsx';
import { QueryTable } from '../../shared/query-table.tsx';
import { State } from '../../shared/state.tsx';
import { minuteText } from '../../shared/time.ts';
import { correctionsSearch, type CorrectionsSearch } from './search.ts';

type Answer = AnswerOf<'listCorrections'>;
type Row = Answer['items'][number];
const route = getRouteApi('/corrections');

/** What was set right on loans, and what waits for a second person. A new one begins at its loan. */
export function Corrections() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const list = useList<Row, Answer>({
    name: 'corrections',
    search,
    load: (signal) => api.listCorrections({ query: search }, { signal }),
    keyOf: ({ correctionId }) => correctionId,
  });
  const go = (next: CorrectionsSearch) => void navigate({ search: next });
  const { state, kind, pageSize } = search;
  return (
    <Page title="贷后更正">
      <QueryForm
        fields={[
          {
            name: 'state',
            label: '状态',
            options: Object.entries(correctionStates).map(([value, { label }]) => ({ value, label })),
          },
          {
            name: 'kind',
            label: '更正类型',
            options: Object.entries(correctionKinds).map(([value, label]) => ({ value, label })),
          },
        ]}
        values={{ state, kind }}
        onQuery={(values) => go(correctionsSearch({ ...values, pageSize }))}
      />
      <QueryTable<Row, Answer>
        label="贷后更正"
        list={list}
        columns={columns}
        rowKey={({ correctionId }) => correctionId}
        filtered={Boolean(state ?? kind)}
        onClear={() => go({})}
        onPage={(page, size) => go({ ...search, page, pageSize: size })}
        nothing="还没有更正；在贷款详情页发起"
      />
    </Page>
  );
}

const columns: TableColumnsType<Row> = [
  {
    title: '起草时间',
    key: 'at',
    fixed: 'start',
    render: (_, { correctionId, drafted }) => (
      <Link to="/corrections/$correctionId" params={{ correctionId }} data-row className="num">
        {minuteText(drafted.at)}
      </Link>
    ),
  },
  { title: '更正类型', key: 'kind', render: (_, { kind }) => correctionKinds[kind] },
  {
    title: '状态',
    key: 'state',
    render: (_, { state }) => <State tone={correctionStates[state].tone}>{correctionStates[state].label}</State>,
  },
  { title: '借据号', key: 'loan', render: (_, { loanNo }) => <span className="num">{loanNo}</span> },
  { title: '机构', dataIndex: 'branchName' },
  { title: '金额（元）', key: 'amount', align: 'right', render: (_, row) => <Money value={row.amountFen} /> },
  { title: '起草人', key: 'by', render: (_, { drafted }) => drafted.name },
  { title: '原因', dataIndex: 'reason', ellipsis: true },
];
