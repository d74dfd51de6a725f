import { getRouteApi } from '@tanstack/react-router';
import { App, Skeleton, Table, type TableColumnsType } from 'antd';
import { api } from '../../api.ts';
import { Judge, Part, Split, Stale, stateOf, SubmitButton, Trail, VersionTag } from '../../shared/four-eyes.tsx';
import { LinkButton } from '../../shared/link-button.tsx';
import { Page } from '../../shared/page.tsx';
import { Problem } from '../../shared/problem.tsx';
import { State } from '../../shared/state.tsx';
import { useWrite } from '../../shared/write.ts';
import { useStaff } from '../../shell/session.ts';
import { LISTS, useRoster, useTake, type RosterFacts } from './use-roster.ts';
import './employers.css';

type Difference = RosterFacts['difference'];
type Line = Difference['lines'][number];
type Day = NonNullable<RosterFacts['effectiveFrom']>;

const route = getRouteApi('/employers/rosters/$rosterId');
const above = [{ label: '单位与白名单', to: '/employers' }];

/** One version: by what it differs from what holds, whom that touches, and who may do what with it. */
export function Roster() {
  const { rosterId } = route.useParams();
  const { businessDay } = useStaff();
  const { data, error, refetch } = useRoster(rosterId);
  if (!data)
    return (
      <Page title="名册" above={above}>
        {error ? <Problem cause={error} retry={() => void refetch()} /> : <Skeleton active className="panel part" />}
      </Page>
    );
  return (
    <Page
      title={`名册 ${data.versionNo} 版`}
      above={above}
      beside={<VersionTag state={stateOf(data, businessDay)} />}
      actions={
        <LinkButton to="/employers" search={{ rosterId }}>
          列出全部单位
        </LinkButton>
      }
    >
      <Problem cause={error} retry={() => void refetch()} />
      <Split aside={<Aside roster={data} today={businessDay} onRefresh={() => void refetch()} />}>
        <Facts roster={data} />
        <Changes difference={data.difference} own={rosterId} />
      </Split>
    </Page>
  );
}

const Facts = ({ roster }: { roster: RosterFacts }) => (
  <Part title="概要">
    <dl className="facts-line">
      <div>
        <dt>单位数</dt>
        <dd className="num">{roster.employers} 家</dd>
      </div>
      <div>
        <dt>生效日</dt>
        <dd className="num">{roster.effectiveFrom ?? '未发布'}</dd>
      </div>
      <div>
        <dt>文件</dt>
        <dd>{roster.fileName}</dd>
      </div>
      <div>
        <dt>变更说明</dt>
        <dd>{roster.note || '—'}</dd>
      </div>
      <div>
        <dt>文件摘要（SHA-256）</dt>
        <dd className="trace">{roster.hash.slice(0, 16)}…</dd>
      </div>
    </dl>
  </Part>
);

const changeWords = {
  added: { label: '新增', tone: 'good' },
  removed: { label: '删除', tone: 'bad' },
  changed: { label: '修改', tone: 'waiting' },
} as const;

const columns: TableColumnsType<Line> = [
  {
    title: '变化',
    key: 'change',
    render: (_, { change }) => <State tone={changeWords[change].tone}>{changeWords[change].label}</State>,
  },
  { title: '单位代码', key: 'code', render: (_, { code }) => <span className="num">{code}</span> },
  { title: '单位名称', dataIndex: 'name' },
  {
    title: '内容',
    key: 'fields',
    render: (_, { fields }) => (
      <ul className="field-changes">
        {fields.map(({ field, label, before, now }) => (
          <li key={field}>
            <span className="muted">{label}</span> {before === null ? null : <del className="old">{before}</del>}
            {before !== null && now !== null ? ' → ' : null}
            {now === null ? null : <ins className="new">{now}</ins>}
          </li>
        ))}
      </ul>
    ),
  },
  {
    title: '在途申请',
    key: 'open',
    align: 'right',
    render: (_, { openApplications }) => <span className="num">{openApplications || '—'}</span>,
  },
];

function Changes({ difference, own }: { difference: Difference; own: string }) {
  const { same, added, removed, changed, lines, openApplications } = difference;
  if (difference.with?.rosterId === own)
    return (
      <Part title="与现行名册比较">
        <p className="muted">这就是现行名册。</p>
      </Part>
    );
  const all = added + removed + changed;
  return (
    <Part title={difference.with ? `与现行 ${difference.with.versionNo} 版比较` : '没有现行名册，全部为新增'}>
      <p className="roster-sum">
        新增 <b className="num">{added}</b>，删除 <b className="num">{removed}</b>，修改{' '}
        <b className="num">{changed}</b>，不变 <b className="num">{same}</b>
        {openApplications > 0 ? `；涉及在途申请 ${openApplications} 笔，仍按已确定的产品办理` : ''}
      </p>
      <Table<Line>
        size="small"
        columns={columns}
        dataSource={lines}
        rowKey={({ code }) => code}
        pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
        locale={{ emptyText: '与现行名册完全相同' }}
        {...(lines.length < all ? { footer: () => `只列出前 ${lines.length} 家，共 ${all} 家有变化` } : {})}
      />
    </Part>
  );
}

type AsideProps = { roster: RosterFacts; today: string; onRefresh: () => void };

function Aside({ roster, today, onRefresh }: AsideProps) {
  const { rosterId, may, drafted, submitted, published, returned, difference, ahead } = roster;
  const params = { rosterId };
  const { message } = App.useApp();
  const take = useTake(rosterId);
  const told = (words: string) => ({
    touches: [...LISTS],
    onDone: (now: RosterFacts) => {
      take(now);
      void message.success(words);
    },
  });
  const submit = useWrite(
    (_: object, options) => api.submitRoster({ params }, options),
    told('已提交，等待另一人复核'),
  );
  const publish = useWrite(
    (effectiveFrom: Day, options) =>
      api.publishRoster({ params, body: { effectiveFrom, comparedWith: difference.with?.rosterId ?? null } }, options),
    told('已发布'),
  );
  const giveBack = useWrite(
    (reason: string, options) => api.returnRoster({ params, body: { reason } }, options),
    told('已退回起草人'),
  );
  const { added, removed, changed } = difference;
  return (
    <>
      <h2>经办与复核</h2>
      <Trail {...{ drafted, submitted, published, returned }} />
      <Stale cause={publish.error ?? giveBack.error ?? submit.error} onRefresh={onRefresh} />
      <SubmitButton may={may.submit} doing={submit} onSubmit={() => submit.mutate({})} />
      {roster.state === 'submitted' && ahead.length ? (
        <p className="why-not">
          另有待生效的版本：{ahead.map((one) => `${one.versionNo} 版（${one.effectiveFrom} 起）`).join('、')}
        </p>
      ) : null}
      <Judge
        may={may}
        submitted={roster.state === 'submitted'}
        today={today}
        earliest={today}
        consequence={`自生效日起按 ${roster.versionNo} 版名册确定产品和服务机构：新增 ${added} 家、删除 ${removed} 家、修改 ${changed} 家。在途申请不变。`}
        publishing={{ ...publish, run: (day) => publish.mutateAsync(day as Day) }}
        returning={{ ...giveBack, run: (reason) => giveBack.mutateAsync(reason) }}
      />
    </>
  );
}
