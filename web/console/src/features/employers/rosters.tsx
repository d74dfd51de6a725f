import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Table, type TableColumnsType } from 'antd';
import { api, type AnswerOf } from '../../api.ts';
import { Part, stateOf, VersionTag } from '../../shared/four-eyes.tsx';
import { Problem } from '../../shared/problem.tsx';

type Row = AnswerOf<'listRosters'>['rosters'][number];
type Props = { shown: string | undefined; onShow: (rosterId: string) => void };

/** Every version, the newest first: what it is, who made and who published it. */
export function Rosters({ shown, onShow }: Props) {
  const { data, error, refetch } = useQuery({
    queryKey: ['rosters'],
    queryFn: ({ signal }) => api.listRosters({}, { signal }),
  });
  return (
    <Part title="名册版本">
      <Problem cause={error} retry={() => void refetch()} />
      {data ? (
        <Table<Row>
          size="small"
          columns={columnsOf(data.today, shown, onShow)}
          dataSource={data.rosters}
          rowKey={({ rosterId }) => rosterId}
          pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
          locale={{ emptyText: '还没有名册，请先导入' }}
        />
      ) : null}
    </Part>
  );
}

/** What came with the installation nobody has drafted or published. */
const byNobody = ({ state }: Pick<Row, 'state'>) =>
  state === 'published' ? '系统初始' : <span className="nothing">—</span>;

const columnsOf = (
  today: string,
  shown: string | undefined,
  onShow: (rosterId: string) => void,
): TableColumnsType<Row> => [
  {
    title: '版本',
    key: 'no',
    render: (_, { rosterId, versionNo }) => (
      <Link to="/employers/rosters/$rosterId" params={{ rosterId }} data-row>
        {versionNo} 版
      </Link>
    ),
  },
  { title: '状态', key: 'state', render: (_, row) => <VersionTag state={stateOf(row, today)} /> },
  {
    title: '生效日',
    key: 'from',
    render: (_, { effectiveFrom }) => <span className="num">{effectiveFrom ?? '—'}</span>,
  },
  {
    title: '单位数',
    key: 'count',
    align: 'right',
    render: (_, { employers }) => <span className="num">{employers}</span>,
  },
  { title: '说明', key: 'note', render: (_, { note }) => <span className="roster-note">{note}</span> },
  { title: '起草', key: 'drafted', render: (_, { drafted }) => drafted?.name ?? '系统初始' },
  {
    title: '复核',
    key: 'published',
    render: (_, { published, returned, ...row }) => published?.name ?? returned?.name ?? byNobody(row),
  },
  {
    title: '操作',
    key: 'act',
    render: (_, { rosterId, versionNo }) =>
      rosterId === shown ? (
        <span className="muted">已在上方列出</span>
      ) : (
        <Button type="link" size="small" aria-label={`列出 ${versionNo} 版的单位`} onClick={() => onShow(rosterId)}>
          列出单位
        </Button>
      ),
  },
];
