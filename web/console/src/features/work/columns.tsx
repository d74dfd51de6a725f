import { Link } from '@tanstack/react-router';
import { App, Button, type TableColumnsType } from 'antd';
import { api, type AnswerOf } from '../../api.ts';
import { Money } from '../../shared/money.tsx';
import { problemText } from '../../shared/problem.tsx';
import { ReviewStateTag } from '../../shared/state.tsx';
import { TimeLeft } from '../../shared/time-left.tsx';
import { minuteText } from '../../shared/time.ts';
import { useWrite } from '../../shared/write.ts';
import { useStaff } from '../../shell/session.ts';

export type WorkItem = AnswerOf<'listWork'>['items'][number];

export function useColumns(countedAt: number): TableColumnsType<WorkItem> {
  return [
    {
      title: '申请编号',
      key: 'no',
      fixed: 'start',
      render: (_, { applicationId, applicationNo }) => (
        <Link to="/reviews/$applicationId" params={{ applicationId }} data-row className="num">
          {applicationNo}
        </Link>
      ),
    },
    { title: '状态', key: 'state', render: (_, { state }) => <ReviewStateTag state={state} /> },
    {
      title: '剩余时间',
      key: 'left',
      render: (_, { secondsLeft }) => <TimeLeft secondsLeft={secondsLeft} countedAt={countedAt} />,
    },
    { title: '产品', dataIndex: 'productName' },
    { title: '机构', dataIndex: 'branchName' },
    {
      title: '金额（元）',
      key: 'amount',
      align: 'right',
      render: (_, { amountFen }) => <Money value={amountFen} />,
    },
    { title: '级别', key: 'level', render: (_, { level }) => `${level} 级` },
    {
      title: '经办人',
      key: 'holder',
      render: (_, { holder }) =>
        holder ? (
          <span title={holder.name}>{holder.mine ? '我' : holder.name}</span>
        ) : (
          <span className="nothing">—</span>
        ),
    },
    {
      title: '提交时间',
      key: 'opened',
      render: (_, { openedAt }) => <span className="num">{minuteText(openedAt)}</span>,
    },
    { title: '操作', key: 'act', fixed: 'end', render: (_, item) => <Act item={item} /> },
  ];
}

/** Taking in hand and letting go; whoever has no right to decide sees neither. */
function Act({ item }: { item: WorkItem }) {
  const { rights, staff } = useStaff();
  const { message } = App.useApp();
  const { applicationId, applicationNo, state, level, holder } = item;
  const told = { touches: [['work'], ['review', applicationId]] };
  const claim = useWrite((_: object, options) => api.claimReview({ params: { applicationId } }, options), {
    ...told,
    onDone: () => void message.success(`已领取 ${applicationNo}`),
  });
  const release = useWrite((_: object, options) => api.releaseReview({ params: { applicationId } }, options), {
    ...told,
    onDone: () => void message.success(`已释放 ${applicationNo}`),
  });
  const open = { to: '/reviews/$applicationId', params: { applicationId } } as const;
  if (!rights.includes('application-review')) return <Link {...open}>查看</Link>;
  const failed = (cause: unknown) => void message.error(problemText(cause), 6);
  return (
    <span className="acts">
      <Link {...open}>{holder?.mine ? '办理' : '查看'}</Link>
      {/* Above one's own level another decides. */}
      {state === 'open' && level <= staff.level ? (
        <Button
          type="link"
          size="small"
          loading={claim.isPending}
          aria-label={`领取 ${applicationNo}`}
          onClick={() => claim.mutate({}, { onError: failed })}
        >
          领取
        </Button>
      ) : null}
      {holder?.mine && state === 'claimed' ? (
        <Button
          type="link"
          size="small"
          loading={release.isPending}
          aria-label={`释放 ${applicationNo}`}
          onClick={() => release.mutate({}, { onError: failed })}
        >
          释放
        </Button>
      ) : null}
    </span>
  );
}
