import { getRouteApi, Link } from '@tanstack/react-router';
import { Skeleton, Table, type TableColumnsType } from 'antd';
import type { AnswerOf } from '../../api.ts';
import { stateOf, VersionTag } from '../../shared/four-eyes.tsx';
import { LinkButton } from '../../shared/link-button.tsx';
import { Page } from '../../shared/page.tsx';
import { Problem } from '../../shared/problem.tsx';
import { QueryForm } from '../../shared/query-form.tsx';
import { minuteText } from '../../shared/time.ts';
import { useStaff } from '../../shell/session.ts';
import { scopeOf, useModels } from './use-model.ts';
import './models.css';

type Row = AnswerOf<'listModels'>['models'][number];
const route = getRouteApi('/models');

/** Every version, the newest first; above them, which one decides on what today. */
export function Models() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { rights, businessDay } = useStaff();
  const { data, error, refetch } = useModels();
  const fits = ({ productCode, state }: Row) =>
    (!search.productCode || (productCode ?? search.productCode) === search.productCode) &&
    (!search.state || state === search.state);
  return (
    <Page
      title="决策模型"
      actions={
        rights.includes('models-edit') ? (
          <LinkButton to="/models/new" color="primary" variant="solid">
            上传新版本
          </LinkButton>
        ) : null
      }
    >
      <Problem cause={error} retry={() => void refetch()} />
      {data ? (
        <>
          <InForce data={data} />
          <QueryForm
            fields={[
              {
                name: 'productCode',
                label: '适用产品',
                options: data.products.map(({ productCode, name }) => ({ value: productCode, label: name })),
              },
              { name: 'state', label: '状态', options: stateOptions },
            ]}
            values={search}
            onQuery={(values) => void navigate({ search: { ...values } })}
          />
          <section className="panel models-table" aria-label="模型版本">
            <Table<Row>
              size="middle"
              columns={columnsOf(businessDay)}
              dataSource={data.models.filter(fits)}
              rowKey={({ modelId }) => modelId}
              pagination={{ pageSize: 50, hideOnSinglePage: true }}
              scroll={{ x: 'max-content' }}
              locale={{ emptyText: '没有符合条件的版本' }}
            />
          </section>
        </>
      ) : error ? null : (
        <Skeleton active className="panel part" paragraph={{ rows: 8 }} />
      )}
    </Page>
  );
}

const stateOptions = [
  { value: 'draft', label: '草稿' },
  { value: 'submitted', label: '待复核' },
  { value: 'returned', label: '已退回' },
  { value: 'published', label: '已发布' },
];

function InForce({ data }: { data: AnswerOf<'listModels'> }) {
  return (
    <dl className="panel part facts-line">
      {data.products.map(({ productCode, name, inForce }) => {
        const model = data.models.find(({ modelId }) => modelId === inForce);
        return (
          <div key={productCode}>
            <dt>{name}，今天使用</dt>
            <dd>
              {model ? (
                <Link to="/models/$modelId" params={{ modelId: model.modelId }}>
                  {model.versionNo} 版
                </Link>
              ) : (
                <span className="nothing">没有现行模型</span>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

const columnsOf = (today: string): TableColumnsType<Row> => [
  {
    title: '版本',
    key: 'no',
    fixed: 'start',
    render: (_, { modelId, versionNo }) => (
      <Link to="/models/$modelId" params={{ modelId }} data-row className="num">
        {versionNo} 版
      </Link>
    ),
  },
  { title: '状态', key: 'state', render: (_, row) => <VersionTag state={stateOf(row, today)} /> },
  { title: '适用产品', key: 'product', render: (_, row) => scopeOf(row) },
  {
    title: '生效日',
    key: 'from',
    render: (_, { effectiveFrom }) => <span className="num">{effectiveFrom ?? '—'}</span>,
  },
  { title: '说明', key: 'note', render: (_, { note }) => <span className="note">{note}</span> },
  {
    title: '起草',
    key: 'drafted',
    render: (_, { drafted }) => (
      <span>
        {drafted.name} <span className="muted num">{minuteText(drafted.at)}</span>
      </span>
    ),
  },
  {
    title: '复核',
    key: 'published',
    render: (_, { published, returned }) => published?.name ?? returned?.name ?? <span className="nothing">—</span>,
  },
];
