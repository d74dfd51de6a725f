import { useEffect, useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { Facts, Money, Notice, Statement } from '@miaodai/ui';
import { api } from '../../api.ts';
import { accountText } from '../../shared/account-text.ts';
import { Copyable } from '../../shared/copyable.tsx';
import { useFollow } from '../../shared/follow.ts';
import { dayText, minuteText } from '../../shared/time.ts';
import { Waiting } from '../../shared/waiting.tsx';
import { Loaded } from '../../shell/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import { isOpen, modeName, type Attempt } from './repay.rules.ts';
import { forgetLoan } from './terms.ts';
import './repay.css';

/** One repayment: followed until its outcome is known, and its receipt. */
export default function AttemptPage({ repaymentId }: { repaymentId: string }) {
  const first = useQuery({
    queryKey: ['repayment', repaymentId],
    queryFn: async ({ signal }) => api.readRepaymentAttempt({ params: { repaymentId }, query: {} }, { signal }),
    staleTime: 0,
  });
  const [latest, setLatest] = useState<Attempt>();
  const attempt = latest ?? first.data;
  const { silent } = useFollow(
    attempt !== undefined && isOpen(attempt),
    async (waitMs, signal) => api.readRepaymentAttempt({ params: { repaymentId }, query: { waitMs } }, { signal }),
    setLatest,
  );
  const queries = useQueryClient();
  const settled = attempt && !isOpen(attempt) ? attempt.loanId : undefined;
  useEffect(() => {
    if (settled) forgetLoan(queries, settled);
  }, [settled, queries]);
  return (
    <Page
      title={attempt?.mode ? '提前还款结果' : '还款结果'}
      back={attempt ? `/loans/${attempt.loanId}` : '/loans'}
      foot={attempt && !isOpen(attempt) ? <Ways attempt={attempt} /> : undefined}
    >
      <Loaded query={{ ...first, data: attempt }} lines={6}>
        {(data) => (
          <>
            {isOpen(data) ? <Open silent={silent} /> : null}
            <section className="card">
              {isOpen(data) ? null : <Ended attempt={data} />}
              <Details attempt={data} />
            </section>
            {data.paid && data.paid.surplusFen > 0 ? (
              <Notice tone="info" title="有多还的款项">
                <p>
                  扣款时这笔贷款已由其他还款还上，多出的 <Money fen={data.paid.surplusFen} /> 会退回您的账户。
                </p>
              </Notice>
            ) : null}
          </>
        )}
      </Loaded>
    </Page>
  );
}

const Open = ({ silent }: { silent: boolean }) => (
  <Waiting
    title="还款处理中"
    text="通常几秒钟完成。结果确认之前，请不要重复还款；还款按提交的这一天计算。"
    silent={silent}
    stages={[
      { name: '已受理还款', state: 'done' },
      { name: '电子账户扣款', state: 'now' },
      { name: '完成', state: 'next' },
    ]}
  />
);

function Ended({ attempt }: { attempt: Attempt }) {
  if (attempt.state === 'booked')
    return (
      <Statement icon="check" tone="success" title={attempt.mode ? '提前还款成功' : '还款成功'}>
        <p>{afterwards(attempt)}</p>
      </Statement>
    );
  return (
    <Statement icon="alert" tone="warn" title="还款没有成功，没有扣款">
      <p>{attempt.reason ?? '请稍后再试，或联系客服了解原因。'}</p>
    </Statement>
  );
}

function afterwards({ loan }: Attempt): string {
  if (loan.state === 'closed') return '这笔贷款已经全部还清。';
  return loan.dueFen > 0 ? '还有应还的款项没有还完。' : '目前没有应还的款项。';
}

function Details({ attempt }: { attempt: Attempt }) {
  const { paid, mode } = attempt;
  return (
    <>
      <p className="repay-sum repay-sum-middle">
        <Money fen={attempt.bookedFen ?? attempt.amountFen} />
      </p>
      <Facts
        facts={[
          { name: '借据号', value: attempt.loanNo },
          mode && { name: '还款方式', value: `提前还款，${modeName[mode]}` },
          { name: '扣款账户', value: accountText(attempt.accountNo) },
          paid && { name: '本金', value: <Money fen={paid.principalFen} /> },
          paid && { name: '利息', value: <Money fen={paid.interestFen} /> },
          paid && { name: '罚息', value: <Money fen={paid.penaltyFen} /> },
          paid && mode ? { name: '提前还款手续费', value: <Money fen={paid.feeFen} /> } : null,
          { name: '计算日', value: dayText(attempt.effectiveOn) },
          { name: '提交时间', value: minuteText(attempt.requestedAt) },
          attempt.settledAt && { name: '完成时间', value: minuteText(attempt.settledAt) },
          attempt.serialNo !== null && { name: '交易流水号', value: <Copyable text={attempt.serialNo} /> },
          attempt.state === 'booked' && {
            name: '剩余本金',
            value: <Money fen={attempt.loan.outstandingFen} />,
            strong: true,
          },
          attempt.loan.dueFen > 0 && { name: '还应还', value: <Money fen={attempt.loan.dueFen} />, strong: true },
        ]}
      />
    </>
  );
}

function Ways({ attempt }: { attempt: Attempt }) {
  const { loanId, state, mode } = attempt;
  const again = mode ? `/loans/${loanId}/early` : `/loans/${loanId}/repay`;
  if (state === 'booked')
    return (
      <>
        <Link className="button" href={`/loans/${loanId}`}>
          完成
        </Link>
        {attempt.loan.dueFen > 0 ? (
          <Link className="button" data-kind="secondary" href={again} replace>
            继续还款
          </Link>
        ) : null}
      </>
    );
  return (
    <>
      <Link className="button" href={again} replace>
        重新还款
      </Link>
      <Link className="button" data-kind="secondary" href="/transfer?direction=in">
        转入资金
      </Link>
    </>
  );
}
