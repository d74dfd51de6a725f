import { useEffect, useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { Facts, Money, Notice, Statement } from '@miaodai/ui';
import { api } from '../../api.ts';
import { Copyable } from '../../shared/copyable.tsx';
import { useFollow } from '../../shared/follow.ts';
import { minuteText } from '../../shared/time.ts';
import { Waiting } from '../../shared/waiting.tsx';
import { Loaded } from '../../shell/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import { depositIsOpen, depositStages, type DepositRepayment } from './deposit.rules.ts';
import { forgetLoan } from './terms.ts';
import './repay.css';

/** One repayment from a deposit: 解冻 → 支取 → 还款, followed until it is known how it ended. */
export default function DepositProgress({ repaymentId }: { repaymentId: string }) {
  const first = useQuery({
    queryKey: ['deposit-repayment', repaymentId],
    queryFn: async ({ signal }) => api.readDepositRepayment({ params: { repaymentId }, query: {} }, { signal }),
    staleTime: 0,
  });
  const [latest, setLatest] = useState<DepositRepayment>();
  const repayment = latest ?? first.data;
  const { silent } = useFollow(
    repayment !== undefined && depositIsOpen(repayment),
    async (waitMs, signal) => api.readDepositRepayment({ params: { repaymentId }, query: { waitMs } }, { signal }),
    setLatest,
  );
  const queries = useQueryClient();
  const settled = repayment && !depositIsOpen(repayment) ? repayment.loanId : undefined;
  useEffect(() => {
    if (settled) forgetLoan(queries, settled);
  }, [settled, queries]);
  const loan = repayment ? `/loans/${repayment.loanId}` : '/loans';
  return (
    <Page
      title="存单还款结果"
      back={loan}
      foot={
        settled ? (
          <Link className="button" href={repayment?.state === 'done' ? loan : `${loan}/repay`}>
            {repayment?.state === 'done' ? '完成' : '用账户余额还款'}
          </Link>
        ) : undefined
      }
    >
      <Loaded query={{ ...first, data: repayment }} lines={6}>
        {(data) => (
          <>
            {depositIsOpen(data) ? <Open repayment={data} silent={silent} /> : null}
            <section className="card">
              {depositIsOpen(data) ? null : <Ended repayment={data} />}
              <p className="repay-sum repay-sum-middle">
                <Money fen={data.amountFen} />
              </p>
              <Facts
                facts={[
                  { name: '存单', value: data.depositNo },
                  data.paidOutFen !== null && { name: '存单支取到账', value: <Money fen={data.paidOutFen} /> },
                  { name: '提交时间', value: minuteText(data.requestedAt) },
                  data.settledAt !== null && { name: '完成时间', value: minuteText(data.settledAt) },
                  data.serialNo !== null && { name: '交易流水号', value: <Copyable text={data.serialNo} /> },
                ]}
              />
            </section>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Open({ repayment, silent }: { repayment: DepositRepayment; silent: boolean }) {
  if (repayment.state === 'restoring')
    return (
      <Notice tone="warn" title="存单没有支取成功，正在恢复质押">
        <p>没有扣款，存单和利息不受影响。恢复后可以改用账户余额还款。</p>
      </Notice>
    );
  return (
    <Waiting
      title="存单还款处理中"
      text="通常几秒钟完成。结果确认之前，请不要重复还款。"
      silent={silent}
      stages={depositStages(repayment.state)}
    />
  );
}

function Ended({ repayment }: { repayment: DepositRepayment }) {
  if (repayment.state === 'done') return <Statement icon="check" tone="success" title="还款成功" />;
  return (
    <Statement icon="alert" tone="warn" title="还款没有成功">
      <p>{repayment.reason ?? '请联系客服了解原因。'}</p>
      {repayment.paidOutFen !== null ? (
        <p>
          存单支取的 <Money fen={repayment.paidOutFen} /> 已在您的电子账户，可以直接用来还款。
        </p>
      ) : null}
    </Statement>
  );
}
