import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button, Empty, Skeleton, Table, type TableColumnsType } from 'antd';
import { api, type AnswerOf } from '../../api.ts';
import { loanClasses, loanStates } from '../../shared/loan-words.ts';
import { Money } from '../../shared/money.tsx';
import { Page } from '../../shared/page.tsx';
import { Problem } from '../../shared/problem.tsx';
import { QueryForm } from '../../shared/query-form.tsx';
import { State } from '../../shared/state.tsx';
import { loansSearch, type LoansSearch } from './search.ts';
import './loans.css';

type Answer = AnswerOf<'listLoans'>;
type Row = Answer['loans'][number];
const route = getRouteApi('/loans');
const options = (words: Readonly<Record<string, string | { label: string }>>) =>
  Object.entries(words).map(([value, word]) => ({ value, label: typeof word === 'string' ? word : word.label }));

/** Every loan that one may see, the newest first; a page goes on where the last one ended, however many there are. */
export function Loans() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery({
    queryKey: ['loans', search],
    queryFn: ({ signal }) => api.listLoans({ query: search }, { signal }),
    placeholderData: keepPreviousData,
  });
  const go = (next: LoansSearch) => void navigate({ search: next });
  const { loanNo, state, class: kind, overdue, productCode, branchCode, pageSize } = search;
  const values = { loanNo, state, class: kind, overdue, productCode, branchCode };
  const { data } = query;
  return (
    <Page title="贷款">
      <QueryForm
        fields={[
          { name: 'loanNo', label: '借据号', placeholder: '借据号或其开头' },
          { name: 'state', label: '状态', options: options(loanStates) },
          {
            name: 'overdue',
            label: '逾期',
            options: [
              { value: 'true', label: '已逾期' },
              { value: 'false', label: '未逾期' },
            ],
          },
          { name: 'class', label: '五级分类', options: options(loanClasses) },
          {
            name: 'productCode',
            label: '产品',
            options: (data?.products ?? []).map((one) => ({ value: one.productCode, label: one.name })),
          },
          {
            name: 'branchCode',
            label: '机构',
            options: (data?.branches ?? []).map((one) => ({ value: one.branchCode, label: one.name })),
          },
        ]}
        values={values}
        onQuery={(wanted) => go(loansSearch({ ...wanted, pageSize }))}
      />
      {query.isPending ? <Skeleton active className="panel table-wait" title={false} paragraph={{ rows: 8 }} /> : null}
      <Problem cause={query.error} retry={() => void query.refetch()} />
      {data ? (
        <section className="query-table panel" aria-label="贷款" aria-busy={query.isFetching}>
          <Table<Row>
            size="middle"
            columns={columns}
            dataSource={data.loans}
            rowKey={({ loanId }) => loanId}
            pagination={false}
            scroll={{ x: 'max-content' }}
            locale={{
              emptyText: (
                <Empty
                  image={Empty.PRESENTED_IMAGE_SIMPLE}
                  description={Object.values(values).some(Boolean) ? '没有符合条件的贷款' : '还没有贷款'}
                />
              ),
            }}
          />
          <Foot data={data} go={(to) => go({ ...loansSearch({ ...values, pageSize }), ...to })} />
        </section>
      ) : null}
    </Page>
  );
}

function Foot({ data, go }: { data: Answer; go: (to: Pick<LoansSearch, 'after' | 'before'>) => void }) {
  const { after, before } = data;
  return (
    <div className="table-foot">
      <span className="muted">按借据号从新到旧</span>
      <nav className="pager at-end" aria-label="翻页">
        <Button size="small" disabled={before === null} onClick={() => go({})}>
          首页
        </Button>
        <Button size="small" disabled={before === null} onClick={() => before !== null && go({ before })}>
          上一页
        </Button>
        <Button size="small" disabled={after === null} onClick={() => after !== null && go({ after })}>
          下一页
        </Button>
      </nav>
    </div>
  );
}

const columns: TableColumnsType<Row> = [
  {
    title: '借据号',
    key: 'no',
    fixed: 'start',
    render: (_, { loanId, loanNo }) => (
      <Link to="/loans/$loanId" params={{ loanId }} data-row className="num">
        {loanNo}
      </Link>
    ),
  },
  {
    title: '状态',
    key: 'state',
    render: (_, { state }) => <State tone={loanStates[state].tone}>{loanStates[state].label}</State>,
  },
  { title: '客户', dataIndex: 'customerName' },
  { title: '产品', dataIndex: 'productName' },
  { title: '机构', dataIndex: 'branchName' },
  { title: '剩余本金（元）', key: 'left', align: 'right', render: (_, row) => <Money value={row.outstandingFen} /> },
  {
    title: '下一还款日',
    key: 'next',
    render: (_, { nextDueOn }) =>
      nextDueOn ? <span className="num">{nextDueOn}</span> : <span className="nothing">—</span>,
  },
  {
    title: '逾期天数',
    key: 'late',
    align: 'right',
    render: (_, { daysPastDue }) =>
      daysPastDue > 0 ? <b className="num late">{daysPastDue} 天</b> : <span className="nothing">—</span>,
  },
  { title: '五级分类', key: 'class', render: (_, row) => loanClasses[row.class] },
];
