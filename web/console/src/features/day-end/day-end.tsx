import { useEffect, useRef } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Alert, Button, Skeleton, type TableColumnsType } from 'antd';
import { api, type AnswerOf } from '../../api.ts';
import { Part } from '../../shared/four-eyes.tsx';
import { useList } from '../../shared/list.ts';
import { Page } from '../../shared/page.tsx';
import { usePresence } from '../../shared/presence.ts';
import { Problem } from '../../shared/problem.tsx';
import { QueryTable } from '../../shared/query-table.tsx';
import { State } from '../../shared/state.tsx';
import { secondText } from '../../shared/time.ts';
import { useWrite } from '../../shared/write.ts';
import { AgeingPart } from './ageing.tsx';
import { Steps } from './steps.tsx';
import { Travel } from './travel.tsx';
import { runStates, steps, type DayEnd as Answer, type Run } from './words.ts';
import './day-end.css';

const route = getRouteApi('/day-end');
/** While something runs, and while nothing does. */
const LIVE_MS = 1_000;
const IDLE_MS = 20_000;

/** The bank's day, how far its end has come, and what was found. */
export function DayEnd() {
  const { on } = route.useSearch();
  const present = usePresence();
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: ['day-end', on ?? null],
    queryFn: ({ signal }) => api.readDayEnd({ query: on === undefined ? {} : { on } }, { signal }),
    refetchInterval: ({ state }) => present && (isLive(state.data) ? LIVE_MS : IDLE_MS),
  });
  // What hangs on the day is asked for anew when it has moved.
  const today = data?.today;
  const before = useRef(today);
  useEffect(() => {
    if (before.current !== undefined && before.current !== today)
      for (const name of ['day-ends', 'ageing']) void queries.invalidateQueries({ queryKey: [name] });
    before.current = today;
  }, [today, queries]);
  if (!data)
    return (
      <Page title="日终">
        {error ? <Problem cause={error} retry={() => void refetch()} /> : <Skeleton active className="panel part" />}
      </Page>
    );
  return (
    <Page title="日终" beside={<b className="num">当前业务日期 {data.today}</b>}>
      <Problem cause={error} retry={() => void refetch()} />
      {data.may.travel ? <Travel dayEnd={data} /> : null}
      {data.run ? <RunPart run={data.run} mayRetry={data.may.retry} /> : <NothingYet calendarDay={data.calendarDay} />}
      <AgeingPart />
      <Days />
    </Page>
  );
}

const isLive = (data: Answer | undefined): boolean =>
  data?.run?.state === 'running' || (data?.untilOn ?? null) !== null;

const NothingYet = ({ calendarDay }: { calendarDay: string }) => (
  <Part title="日终">
    <p className="muted">还没有结束过业务日。日历日期 {calendarDay}；过了零点，日终自动开始。</p>
  </Part>
);

function RunPart({ run, mayRetry }: { run: Run; mayRetry: boolean }) {
  const retry = useWrite((_: object, options) => api.retryDayEnd({}, options), {
    touches: [['day-end'], ['day-ends']],
  });
  return (
    <Part
      title={`${run.on} 日终`}
      action={<State tone={runStates[run.state].tone}>{runStates[run.state].label}</State>}
    >
      {run.state === 'stopped' ? (
        <Alert
          type="error"
          showIcon
          message="一个步骤连续失败，日终已停止；业务日期不变，客户办理不受影响。处理原因后从断点继续。"
          action={
            mayRetry ? (
              <Button danger loading={retry.isPending} onClick={() => retry.mutate({})}>
                重试
              </Button>
            ) : null
          }
        />
      ) : null}
      <Problem cause={retry.error} className="form-problem" />
      <Steps run={run} />
      {run.found.length ? (
        <>
          <h3>核对发现（{run.findings}）</h3>
          <ul className="findings">
            {run.found.map(({ step, words }, i) => (
              <li key={i}>
                {steps[step].label}：{words}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </Part>
  );
}

type Days = AnswerOf<'listDayEnds'>;
type Row = Days['items'][number];

function Days() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { on: _, ...paging } = search;
  const list = useList<Row, Days>({
    name: 'day-ends',
    search: paging,
    load: (signal) => api.listDayEnds({ query: paging }, { signal }),
    keyOf: ({ runId }) => runId,
  });
  return (
    <QueryTable<Row, Days>
      label="历次日终"
      list={list}
      columns={columns}
      rowKey={({ runId }) => runId}
      filtered={false}
      onClear={() => undefined}
      onPage={(page, pageSize) => void navigate({ search: { ...search, page, pageSize } })}
      nothing="还没有结束过业务日"
    />
  );
}

const columns: TableColumnsType<Row> = [
  {
    title: '业务日',
    key: 'on',
    render: (_, { on }) => (
      <Link to="/day-end" search={(search) => ({ ...search, on })} className="num" data-row>
        {on}
      </Link>
    ),
  },
  {
    title: '状态',
    key: 'state',
    render: (_, { state }) => <State tone={runStates[state].tone}>{runStates[state].label}</State>,
  },
  { title: '开始', key: 'began', render: (_, { beganAt }) => <span className="num">{secondText(beganAt)}</span> },
  {
    title: '结束',
    key: 'ended',
    render: (_, { endedAt }) =>
      endedAt ? <span className="num">{secondText(endedAt)}</span> : <span className="nothing">—</span>,
  },
  { title: '核对发现', dataIndex: 'findings', align: 'right' },
];
