import { getRouteApi, Link } from '@tanstack/react-router';
import type { TableColumnsType } from 'antd';
import { api } from '../../api.ts';
import { LinkButton } from '../../shared/link-button.tsx';
import { useList, type Paged } from '../../shared/list.ts';
import { Money } from '../../shared/money.tsx';
import { Page } from '../../shared/page.tsx';
import { QueryForm } from '../../shared/query-form.tsx';
import { QueryTable } from '../../shared/query-table.tsx';
import { minuteText } from '../../shared/time.ts';
import { contractsSearch, type ContractsSearch } from './search.ts';
import { ContractState, signingStates, type Row } from './signing-state.tsx';

const route = getRouteApi('/contracts');
const PAGE_SIZE = 20;

/** Every contract that one may see, the newest first. */
export function Contracts() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const list = useList<Row, Paged<Row>>({
    name: 'contracts',
    search,
    load: async (signal) => {
      const { page = 1, pageSize = PAGE_SIZE } = search;
      const { contracts, total } = await api.listContracts({ query: search }, { signal });
      return { items: contracts, total, page, pageSize };
    },
    keyOf: ({ contractId }) => contractId,
  });
  const go = (next: ContractsSearch) => void navigate({ search: next });
  const { contractNo, signing } = search;
  return (
    <Page title="合同" actions={<LinkButton to="/contracts/verify">合同验真</LinkButton>}>
      <QueryForm
        fields={[
          { name: 'contractNo', label: '合同编号', placeholder: '编号或其中一段' },
          {
            name: 'signing',
            label: '签署情况',
            options: Object.entries(signingStates).map(([value, { label }]) => ({ value, label })),
          },
        ]}
        values={{ contractNo, signing }}
        onQuery={({ contractNo: no, signing: state }) =>
          go(contractsSearch({ contractNo: no?.trim(), signing: state, pageSize: search.pageSize }))
        }
      />
      <QueryTable<Row, Paged<Row>>
        label="合同"
        list={list}
        columns={columns}
        rowKey={({ contractId }) => contractId}
        filtered={Boolean(contractNo ?? signing)}
        onClear={() => go({})}
        onPage={(page, pageSize) => go({ ...search, page, pageSize })}
        nothing="还没有合同"
      />
    </Page>
  );
}

const columns: TableColumnsType<Row> = [
  {
    title: '合同编号',
    key: 'no',
    fixed: 'start',
    render: (_, { contractId, contractNo }) => (
      <Link to="/contracts/$contractId" params={{ contractId }} data-row className="num">
        {contractNo}
      </Link>
    ),
  },
  { title: '签署情况', key: 'state', render: (_, row) => <ContractState {...row} /> },
  { title: '客户', dataIndex: 'customerName' },
  {
    title: '本金（元）',
    key: 'principal',
    align: 'right',
    render: (_, { principalFen }) => <Money value={principalFen} />,
  },
  {
    title: '申请编号',
    key: 'application',
    render: (_, { applicationNo }) => <span className="num">{applicationNo}</span>,
  },
  {
    title: '同意时间',
    key: 'agreed',
    render: (_, { agreedAt }) =>
      agreedAt ? <span className="num">{minuteText(agreedAt)}</span> : <span className="nothing">—</span>,
  },
];
