import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { capitalAmount } from '@miaodai/values/capital-amount';
import { Facts, Money, Statement } from '@miaodai/ui';
import { api, type Application, type Disbursement } from '../../api.ts';
import { Copyable } from '../../shared/copyable.tsx';
import { Course } from '../../shared/course.tsx';
import { StepFrame } from '../../shared/step-page.tsx';
import { dayText } from '../../shared/time.ts';
import { detour } from '../../shared/way-back.ts';
import { Loaded } from '../../shell/loaded.tsx';
import './payout.css';

export default function Done({ application }: { application: Application }) {
  const { disbursementId, loanId } = application;
  const payout = useQuery({
    queryKey: ['disbursement', disbursementId, 'done'],
    queryFn: async ({ signal }) =>
      api.readDisbursement({ params: { disbursementId: disbursementId ?? '' }, query: {} }, { signal }),
    enabled: disbursementId !== null,
  });
  return (
    <StepFrame
      page="done"
      title="放款结果"
      application={application}
      foot={
        <>
          <Link className="button" href={loanId ? `/loans/${loanId}` : '/loans'}>
            查看贷款与还款计划
          </Link>
          <Link className="button" data-kind="secondary" href="/">
            回到首页
          </Link>
        </>
      }
    >
      <section className="card">
        <Statement icon="check" tone="success" title="放款成功，资金已到账" />
        <Loaded query={payout} lines={5}>
          {(data) => <Receipt payout={data} application={application} />}
        </Loaded>
      </section>
      <Course application={application} />
      <p className="small muted">每期还款日前会发短信提醒，请在还款账户里备足余额。</p>
    </StepFrame>
  );
}

const Receipt = ({ payout, application }: { payout: Disbursement; application: Application }) => (
  <>
    <p className="payout-sum">
      <Money fen={payout.amountFen} />
    </p>
    <p className="small muted payout-centre">{capitalAmount(payout.amountFen)}</p>
    <Facts
      facts={[
        { name: '收款账户', value: `电子账户 ${payout.toAccountNo}` },
        payout.paidOn && { name: '放款日期', value: dayText(payout.paidOn) },
        payout.coreSerialNo && { name: '交易流水号', value: <Copyable text={payout.coreSerialNo} /> },
        { name: '申请编号', value: application.applicationNo },
        application.contractId && {
          name: '借款合同',
          value: (
            <Link className="link" href={detour(`/contracts/${application.contractId}`, '/apply')}>
              查看合同
            </Link>
          ),
        },
      ].filter((fact) => !!fact)}
    />
  </>
);
