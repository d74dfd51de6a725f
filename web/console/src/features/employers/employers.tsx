import { getRouteApi, Link } from '@tanstack/react-router';
import { DownloadOutlined } from '@ant-design/icons';
import { App, Button, type TableColumnsType } from 'antd';
import { useMutation } from '@tanstack/react-query';
import { api, type AnswerOf } from '../../api.ts';
import { download } from '../../shared/download.ts';
import { stateOf, VersionTag } from '../../shared/four-eyes.tsx';
import { useList } from '../../shared/list.ts';
import { LinkButton } from '../../shared/link-button.tsx';
import { Page } from '../../shared/page.tsx';
import { problemText } from '../../shared/problem.tsx';
import { QueryForm } from '../../shared/query-form.tsx';
import { QueryTable } from '../../shared/query-table.tsx';
import { State } from '../../shared/state.tsx';
import { useStaff } from '../../shell/session.ts';
import { Rosters } from './rosters.tsx';
import { employersSearch, type EmployersSearch } from './search.ts';
import './employers.css';

type Answer = AnswerOf<'listEmployers'>;
type Employer = Answer['items'][number];
const route = getRouteApi('/employers');
const CSV = 'text/csv;charset=utf-8';

/** Who is an employer of which grade, served by which branch, whitelisted until when: as it holds today, or in one version. */
export function Employers() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { rights } = useStaff();
  const list = useList<Employer, Answer>({
    name: 'employers',
    search,
    load: (signal) => api.listEmployers({ query: search }, { signal }),
    keyOf: ({ code }) => code,
  });
  const go = (next: EmployersSearch) => void navigate({ search: next });
  const { text, branchCode, whitelisted, rosterId } = search;
  const roster = list.query.data?.roster ?? null;
  return (
    <Page
      title="单位与白名单"
      beside={roster ? <InView roster={roster} /> : null}
      actions={
        <>
          <Downloads rosterId={roster?.rosterId} />
          {rights.includes('employers-edit') ? (
            <LinkButton to="/employers/import" color="primary" variant="solid">
              导入名册
            </LinkButton>
          ) : null}
        </>
      }
    >
      <QueryForm
        fields={[
          { name: 'text', label: '单位代码或名称', placeholder: '代码或名称的一段' },
          {
            name: 'branchCode',
            label: '服务机构',
            options: (list.query.data?.branches ?? []).map((one) => ({ value: one.branchCode, label: one.name })),
          },
          {
            name: 'whitelisted',
            label: '白名单',
            options: [
              { value: 'true', label: '在白名单内' },
              { value: 'false', label: '不在白名单内' },
            ],
          },
        ]}
        values={{ text, branchCode, whitelisted }}
        onQuery={(values) => go(employersSearch({ rosterId, pageSize: search.pageSize, ...values }))}
      />
      <QueryTable<Employer, Answer>
        label="单位"
        list={list}
        columns={columns}
        rowKey={({ code }) => code}
        filtered={Boolean(text ?? branchCode ?? whitelisted)}
        onClear={() => go(rosterId ? { rosterId } : {})}
        onPage={(page, pageSize) => go({ ...search, page, pageSize })}
        nothing={roster ? '这一版名册里没有单位' : '没有现行名册，请导入并发布'}
      />
      <Rosters shown={roster?.rosterId} onShow={(chosen) => go({ rosterId: chosen })} />
    </Page>
  );
}

function InView({ roster }: { roster: NonNullable<Answer['roster']> }) {
  const { businessDay } = useStaff();
  return (
    <>
      <Link to="/employers/rosters/$rosterId" params={{ rosterId: roster.rosterId }}>
        名册 {roster.versionNo} 版
      </Link>
      <VersionTag state={stateOf(roster, businessDay)} />
    </>
  );
}

/** Files for the clerk's machine: an empty one to fill in, and this version to be changed and imported again. */
function Downloads({ rosterId }: { rosterId: string | undefined }) {
  const { message } = App.useApp();
  const failed = (cause: unknown) => void message.error(problemText(cause), 6);
  const template = useMutation({
    mutationFn: () => api.rosterTemplate({}),
    onSuccess: ({ fileName, content }) => download(fileName, content, CSV),
    onError: failed,
  });
  const whole = useMutation({
    mutationFn: (id: string) => api.exportRoster({ params: { rosterId: id } }),
    onSuccess: ({ fileName, content }) => download(fileName, content, CSV),
    onError: failed,
  });
  return (
    <>
      <Button icon={<DownloadOutlined />} loading={template.isPending} onClick={() => template.mutate()}>
        下载模板
      </Button>
      {rosterId ? (
        <Button icon={<DownloadOutlined />} loading={whole.isPending} onClick={() => whole.mutate(rosterId)}>
          导出名册
        </Button>
      ) : null}
    </>
  );
}

const columns: TableColumnsType<Employer> = [
  { title: '单位代码', key: 'code', fixed: 'start', render: (_, { code }) => <span className="num">{code}</span> },
  { title: '单位名称', dataIndex: 'name' },
  { title: '等级', key: 'grade', render: (_, { grade }) => `${grade} 级` },
  { title: '服务机构', dataIndex: 'branchName' },
  {
    title: '白名单',
    key: 'whitelisted',
    render: (_, { whitelisted }) => (
      <State tone={whitelisted ? 'good' : 'idle'}>{whitelisted ? '在名单内' : '不在名单内'}</State>
    ),
  },
  {
    title: '白名单期限',
    key: 'period',
    render: (_, { whitelistedFrom, whitelistedTo }) =>
      whitelistedFrom ? (
        <span className="num">
          {whitelistedFrom} 至 {whitelistedTo ?? '另行通知'}
        </span>
      ) : (
        <span className="nothing">—</span>
      ),
  },
];
