import { getRouteApi, Link } from '@tanstack/react-router';
import type { TableColumnsType } from 'antd';
import { api, type AnswerOf } from '../../api.ts';
import { useList } from '../../shared/list.ts';
import { modes } from '../../shared/loan-words.ts';
import { Money } from '../../shared/money.tsx';
import { Page } from '../../shared/page.tsx';
import { QueryForm } from '../../shared/query-form.tsx';
import { QueryTable } from '../../shared/query-table.tsx';
import { State } from '../../shared/state.tsx';
import { minuteText } from '../../shared/time.ts';
import { earlySearch, type EarlySearch } from './search.ts';
import { earlyStates, type EarlyItem } from './words.ts';

type Answer = AnswerOf<'listEarlyRepayments'>;
const route = getRouteApi('/early-repayments');

/** Requests to repay early: those that wait for a decision first. */
export function EarlyRepayments() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const list = useList<EarlyItem, Answer>({
    name: 'early-repayments',
    search,
    load: (signal) => api.listEarlyRepayments({ query: search }, { signal }),
    keyOf: ({ requestId }) => requestId,
  });
  const go = (next: EarlySearch) => void navigate({ search: next });
  const { state, branchCode, text, pageSize } = search;
  const { counts, branches } = list.query.data ?? {};
  return (
    <Page title="提前还款审批">
      <QueryForm
        fields={[
          {
            name: 'state',
            label: '状态',
            options: Object.entries(earlyStates).map(([value, { label }]) => ({
              value,
              label: counts ? `${label}（${counts[value as EarlyItem['state']]}）` : label,
            })),
          },
          {
            name: 'branchCode',
            label: '机构',
            options: (branches ?? []).map((branch) => ({ value: branch.branchCode, label: branch.name })),
          },
          { name: 'text', label: '编号', placeholder: '申请编号或借据号' },
        ]}
        values={{ state, branchCode, text }}
        onQuery={(values) => go(earlySearch({ ...values, pageSize }))}
      />
      <QueryTable<EarlyItem, Answer>
        label="提前还款申请"
        list={list}
        columns={columns}
        rowKey={({ requestId }) => requestId}
        filtered={Boolean(state ?? branchCode ?? text)}
        onClear={() => go({})}
        onPage={(page, size) => go({ ...search, page, pageSize: size })}
        nothing="还没有提前还款申请"
      />
    </Page>
  );
}

const columns: TableColumnsType<EarlyItem> = [
  {
    title: '申请编号',
    key: 'no',
    fixed: 'start',
    render: (_, { requestId, requestNo }) => (
      <Link to="/early-repayments/$requestId" params={{ requestId }} data-row className="num">
        {requestNo}
      </Link>
    ),
  },
  {
    title: '状态',
    key: 'state',
    render: (_, { state }) => <State tone={earlyStates[state].tone}>{earlyStates[state].label}</State>,
  },
  { title: '方式', key: 'mode', render: (_, { mode }) => modes[mode] },
  { title: '本金（元）', key: 'principal', align: 'right', render: (_, row) => <Money value={row.principalFen} /> },
  { title: '试算合计（元）', key: 'quoted', align: 'right', render: (_, row) => <Money value={row.quotedFen} /> },
  { title: '扣款日', key: 'debitOn', render: (_, { debitOn }) => <span className="num">{debitOn ?? '—'}</span> },
  { title: '借据号', key: 'loan', render: (_, { loanNo }) => <span className="num">{loanNo}</span> },
  { title: '客户', dataIndex: 'customerName' },
  { title: '机构', dataIndex: 'branchName' },
  { title: '产品', dataIndex: 'productName' },
  { title: '申请时间', key: 'at', render: (_, row) => <span className="num">{minuteText(row.requestedAt)}</span> },
];
