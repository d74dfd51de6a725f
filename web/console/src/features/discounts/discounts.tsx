import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Skeleton } from 'antd';
import { api, type AnswerOf } from '../../api.ts';
import { Part, VersionTag } from '../../shared/four-eyes.tsx';
import { LinkButton } from '../../shared/link-button.tsx';
import { Money, rateText } from '../../shared/money.tsx';
import { Page } from '../../shared/page.tsx';
import { PlainTable, type Column } from '../../shared/plain-table.tsx';
import { Problem } from '../../shared/problem.tsx';
import { useStaff } from '../../shell/session.ts';
import { shownState } from './use-rule.ts';

type Answer = AnswerOf<'listDiscountRules'>;
type Row = Answer['rules'][number];

/** Who pays a part of whose interest, and what payers owe in all. */
export function Discounts() {
  const { rights } = useStaff();
  const { data, error, refetch } = useQuery({
    queryKey: ['discounts'],
    queryFn: ({ signal }) => api.listDiscountRules({}, { signal }),
  });
  return (
    <Page
      title="贴息"
      actions={
        rights.includes('loans-correct') ? (
          <LinkButton to="/discounts/new" color="primary" variant="solid">
            新建贴息规则
          </LinkButton>
        ) : null
      }
    >
      <Problem cause={error} retry={() => void refetch()} />
      {data ? (
        <Part
          title="贴息规则"
          action={
            <span className="muted">
              应收贴息（1132-02）余额 <Money value={data.dueFen} unit />
            </span>
          }
        >
          <PlainTable<Row>
            label="贴息规则"
            columns={columnsOn(data.today)}
            rows={data.rules}
            keyOf={({ ruleId }) => ruleId}
            nothing="还没有贴息规则"
          />
        </Part>
      ) : error ? null : (
        <Skeleton active className="panel part" />
      )}
    </Page>
  );
}

const columnsOn = (today: string): Column<Row>[] => [
  {
    title: '贴息方',
    of: ({ ruleId, payerName }) => (
      <Link to="/discounts/$ruleId" params={{ ruleId }}>
        {payerName}
      </Link>
    ),
  },
  { title: '状态', of: (rule) => <VersionTag state={shownState(rule, today)} /> },
  { title: '贴息年利率', amount: true, of: ({ ratePpm }) => <span className="num">{rateText(ratePpm)}</span> },
  { title: '产品', of: ({ productName }) => productName },
  { title: '机构', of: ({ branchName }) => branchName },
  { title: '单位', of: ({ employerCode }) => (employerCode === '*' ? '全部单位' : employerCode) },
  {
    title: '分期到期日',
    of: ({ fromOn, untilOn }) => (
      <span className="num">
        {fromOn} 至 {untilOn ?? '另行通知'}
      </span>
    ),
  },
  { title: '起草人', of: ({ drafted }) => drafted.name },
];
