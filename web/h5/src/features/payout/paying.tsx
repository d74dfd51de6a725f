import { useState } from 'react';
import { Link } from 'wouter';
import { Facts, Money, Statement } from '@miaodai/ui';
import { api, type Application, type Disbursement } from '../../api.ts';
import { useSetApplication } from '../../shared/application.ts';
import { useFollow } from '../../shared/follow.ts';
import { StepFrame } from '../../shared/step-page.tsx';
import { minuteText } from '../../shared/time.ts';
import { Waiting } from '../../shared/waiting.tsx';

const isOpen = (state: Disbursement['state'] | undefined): boolean => state !== 'paid' && state !== 'refused';

/** What is not known yet is «处理中», never success and never failure. */
export default function Paying({ application }: { application: Application }) {
  const [payout, setPayout] = useState<Disbursement>();
  const set = useSetApplication();
  const { applicationId } = application;
  const disbursementId = application.disbursementId ?? '';
  // Followed until the application's step moves, not only until the money has: the loan is opened just after it.
  const { silent } = useFollow(
    application.step === 'paying' && disbursementId !== '',
    async (waitMs, signal) => {
      const answer = await api.readDisbursement({ params: { disbursementId }, query: { waitMs } }, { signal });
      if (isOpen(answer.state)) return { answer };
      return { answer, ended: await api.readApplication({ params: { applicationId }, query: {} }, { signal }) };
    },
    ({ answer, ended }) => {
      setPayout(answer);
      if (ended) set(ended);
    },
  );
  return (
    <StepFrame page="paying" title="放款进度" application={application}>
      {payout?.state === 'refused' ? (
        <Refused payout={payout} />
      ) : (
        <Waiting
          title="放款处理中"
          text="通常几秒钟到账。结果确认之前，请不要重复申请。"
          silent={silent}
          stages={[
            { name: '已确认放款', state: 'done' },
            { name: '银行核心系统转账', state: payout?.state === 'paid' ? 'done' : 'now' },
            { name: '到账并生成借据', state: payout?.state === 'paid' ? 'now' : 'next' },
          ]}
        />
      )}
      {payout ? (
        <section className="card">
          <Facts
            facts={[
              { name: '放款金额', value: <Money fen={payout.amountFen} /> },
              { name: '收款账户', value: `电子账户 ${payout.toAccountNo}` },
              { name: '确认时间', value: minuteText(payout.requestedAt) },
            ]}
          />
        </section>
      ) : null}
    </StepFrame>
  );
}

const Refused = ({ payout }: { payout: Disbursement }) => (
  <section className="card">
    <Statement icon="alert" tone="warn" title="放款没有成功，资金没有转出">
      <p>{payout.reason ?? '请联系客服了解原因。'}</p>
      <p>
        <Link href="/apply">查看申请</Link>
      </p>
    </Statement>
  </section>
);
