import { useState } from 'react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { businessDate } from '@miaodai/values';
import { Skeleton } from 'antd';
import { api } from '../../api.ts';
import { Fact } from '../../shared/fact.tsx';
import { Part, Split } from '../../shared/four-eyes.tsx';
import { attemptStates, modes } from '../../shared/loan-words.ts';
import { Money } from '../../shared/money.tsx';
import { Page } from '../../shared/page.tsx';
import { PlainTable, type Column } from '../../shared/plain-table.tsx';
import { Problem } from '../../shared/problem.tsx';
import { State } from '../../shared/state.tsx';
import { minuteText } from '../../shared/time.ts';
import { Decide } from './decide.tsx';
import { earlyStates, type EarlyFacts } from './words.ts';
import './early-repayments.css';

const route = getRouteApi('/early-repayments/$requestId');
const above = [{ label: '提前还款审批', to: '/early-repayments' }];
/** While the core is taking the money, the page looks again. */
const LOOK_AGAIN_MS = 3_000;

/** One request: what it would do, then and now, and the decision on it. */
export function EarlyRepayment() {
  const { requestId } = route.useParams();
  // Another request begins with a day of its own.
  return <One key={requestId} requestId={requestId} />;
}

function One({ requestId }: { requestId: string }) {
  const [debitOn, setDebitOn] = useState<string | undefined>();
  const { data, error, refetch } = useQuery({
    queryKey: ['early-repayment', requestId, debitOn ?? ''],
    queryFn: ({ signal }) =>
      api.readEarlyRepayment(
        { params: { requestId }, query: debitOn ? { debitOn: businessDate(debitOn) } : {} },
        { signal },
      ),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.state === 'paying' ? LOOK_AGAIN_MS : false),
  });
  if (!data)
    return (
      <Page title="提前还款申请" above={above}>
        {error ? <Problem cause={error} retry={() => void refetch()} /> : <Skeleton active className="panel part" />}
      </Page>
    );
  const { label, tone } = earlyStates[data.state];
  return (
    <Page title={`提前还款 ${data.requestNo}`} above={above} beside={<State tone={tone}>{label}</State>}>
      <Problem cause={error} retry={() => void refetch()} />
      <Split aside={<Decide key={data.version} request={data} onDay={setDebitOn} onRefresh={() => void refetch()} />}>
        <Wish request={data} />
        <Figures request={data} />
        <TheLoan request={data} />
        {data.attempts.length > 0 ? <Attempts request={data} /> : null}
      </Split>
    </Page>
  );
}

const Wish = ({ request }: { request: EarlyFacts }) => (
  <Part title="客户的申请">
    <dl className="facts-line">
      <Fact label="方式" value={modes[request.mode]} />
      <Fact label="提前归还本金" value={<Money value={request.principalFen} unit />} />
      <Fact label="申请时间" value={<span className="num">{minuteText(request.requestedAt)}</span>} />
      <Fact label="客户" value={request.customerName} />
      <Fact label="机构" value={request.branchName} />
      <Fact label="扣款日" value={<span className="num">{request.debitOn ?? '未定'}</span>} />
    </dl>
    <p>
      <span className="muted">客户现在看到：</span>
      {request.toldAs}
    </p>
  </Part>
);

type Side = EarlyFacts['quoted'];
type Line = { label: string; of: (side: Side) => number } | { label: string; words: (side: Side) => string };
const LINES: readonly Line[] = [
  { label: '应还未还（先扣）', of: (side) => side.dueFen },
  { label: '截至当日利息', of: (side) => side.interestFen },
  { label: '手续费', of: (side) => side.feeFen },
  { label: '提前归还本金', of: (side) => side.principalFen },
  { label: '合计扣款', of: (side) => side.amountFen },
  { label: '节省利息', of: (side) => side.interestSavedFen },
  { label: '每期还款（原）', of: (side) => side.nextBeforeFen },
  { label: '每期还款（新）', of: (side) => side.nextAfterFen },
  { label: '剩余期数', words: (side) => `${side.instalmentsBefore} → ${side.instalmentsAfter}` },
  { label: '到期日', words: (side) => `${side.endsBefore} → ${side.endsAfter}` },
];

/** What the customer was shown, beside what the debit would do as the loan stands now. */
function Figures({ request: { quoted, expected } }: { request: EarlyFacts }) {
  const cell = (line: Line, side: Side | null) => {
    if (!side) return '—';
    return 'of' in line ? <Money value={line.of(side)} /> : <span className="num">{line.words(side)}</span>;
  };
  const columns: Column<Line>[] = [
    { title: '项目', of: ({ label }) => label },
    { title: `客户试算（${quoted.on}）`, amount: true, of: (line) => cell(line, quoted) },
    ...(expected
      ? [{ title: `扣款日（${expected.on}）`, amount: true, of: (line: Line) => cell(line, expected) }]
      : []),
  ];
  return (
    <Part title="金额与影响">
      <PlainTable<Line> label="金额与影响" columns={columns} rows={LINES} keyOf={({ label }) => label} nothing="" />
      {expected ? (
        <p className="muted">扣款日的金额按贷款现在的情况试算；在此之前到期的各期如未归还，会一并扣收。</p>
      ) : null}
    </Part>
  );
}

const TheLoan = ({ request }: { request: EarlyFacts }) => {
  const { loan, loanId, loanNo } = request;
  return (
    <Part title="贷款">
      <dl className="facts-line">
        <Fact label="借据号" value={<span className="num">{loanNo}</span>} />
        <Fact label="产品" value={request.productName} />
        <Fact label="贷款金额" value={<Money value={loan.principalFen} unit />} />
        <Fact label="剩余本金" value={<Money value={loan.outstandingFen} unit />} />
        <Fact label="年利率" value={<span className="num">{(loan.annualRatePpm / 10_000).toFixed(2)}%</span>} />
        <Fact label="起止" value={<span className="num">{`${loan.disbursedOn} 至 ${loan.maturesOn}`}</span>} />
        <Fact label="还款账户" value={<span className="num">{loan.accountNo}</span>} />
        <Fact
          label="逾期"
          value={
            loan.daysPastDue > 0 ? (
              <>
                {loan.daysPastDue} 天，
                <Money value={loan.overdueFen} unit />
              </>
            ) : (
              '没有'
            )
          }
        />
      </dl>
      <Link to="/loans/$loanId" params={{ loanId }}>
        查看贷款
      </Link>
    </Part>
  );
};

type Attempt = EarlyFacts['attempts'][number];
const Attempts = ({ request: { attempts } }: { request: EarlyFacts }) => (
  <Part title="扣款记录">
    <PlainTable<Attempt>
      label="扣款记录"
      columns={attemptColumns}
      rows={attempts}
      keyOf={({ requestNo }) => requestNo}
      nothing="还没有扣款"
    />
  </Part>
);

const attemptColumns: Column<Attempt>[] = [
  { title: '时间', of: ({ requestedAt }) => <span className="num">{minuteText(requestedAt)}</span> },
  { title: '金额（元）', amount: true, of: ({ amountFen }) => <Money value={amountFen} /> },
  {
    title: '状态',
    of: ({ state }) => <State tone={attemptStates[state].tone}>{attemptStates[state].label}</State>,
  },
  { title: '核心流水号', of: ({ coreSerialNo }) => <span className="trace">{coreSerialNo ?? '—'}</span> },
  { title: '核心拒绝码', of: ({ reason }) => <span className="trace">{reason ?? '—'}</span> },
  { title: '请求号', of: ({ requestNo }) => <span className="trace">{requestNo}</span> },
];
