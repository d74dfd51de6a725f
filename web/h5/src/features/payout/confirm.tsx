import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { Button, Facts, LinkButton, Money, Notice } from '@miaodai/ui';
import { rateText } from '../../shared/rate.ts';
import { api, type Application, type Contract } from '../../api.ts';
import { useReloadApplication } from '../../shared/application.ts';
import { useContract } from '../../shared/contract.ts';
import { NotNow } from '../../shared/not-now.tsx';
import { ProblemNotice } from '../../shared/problem.tsx';
import { StepFrame } from '../../shared/step-page.tsx';
import { dayText } from '../../shared/time.ts';
import { detour } from '../../shared/way-back.ts';
import { ScheduleSheet } from '../../shared/trial-view.tsx';
import { useWrite } from '../../shared/write.ts';
import { Loaded } from '../../shell/loaded.tsx';
import './payout.css';

export default function Confirm({ application }: { application: Application }) {
  const contract = useContract(application.contractId);
  const reload = useReloadApplication();
  const pay = useWrite(
    async (params: { contractId: string }, options) => api.confirmDisbursement({ params }, options),
    reload,
  );
  const { contractId } = application;
  return (
    <StepFrame
      page="confirm"
      title="确认放款"
      application={application}
      foot={
        <>
          <ProblemNotice problem={pay.problem} />
          <Button busy={pay.busy} inactive={!contract.data} onClick={() => contractId && void pay.run({ contractId })}>
            确认放款
          </Button>
          <NotNow application={application} />
        </>
      }
    >
      <LastTry disbursementId={application.disbursementId} />
      <Loaded query={contract} lines={8}>
        {(data) => <Terms contract={data} />}
      </Loaded>
      <Notice>
        <p>确认后资金实时转入收款账户，借款从今天起计息。放款后如需还清，可随时联系客服办理提前还款。</p>
      </Notice>
    </StepFrame>
  );
}

function Terms({ contract }: { contract: Contract }) {
  const [open, setOpen] = useState(false);
  const first = contract.rows[0];
  return (
    <section className="card">
      <p className="muted payout-centre">放款金额</p>
      <p className="payout-sum">
        <Money fen={contract.principalFen} />
      </p>
      <p className="small muted payout-centre">{contract.principalInCapitals}</p>
      <Facts
        facts={[
          { name: '收款账户', value: `电子账户 ${contract.payoutAccountNo}`, strong: true },
          { name: '还款账户', value: `电子账户 ${contract.repaymentAccountNo}`, strong: true },
          { name: '年化利率（单利）', value: rateText(contract.annualRatePpm), strong: true },
          { name: '借款期限', value: `${contract.termMonths} 个月` },
          first && { name: '首期还款', value: <FirstPayment row={first} /> },
          { name: '利息合计', value: <Money fen={contract.totalInterestFen} /> },
        ]}
      />
      <div className="row payout-links">
        <LinkButton onClick={() => setOpen(true)}>查看还款计划</LinkButton>
        <Link className="link" href={detour(`/contracts/${contract.contractId}`, '/apply')}>
          查看合同
        </Link>
      </div>
      <ScheduleSheet rows={contract.rows} open={open} onClose={() => setOpen(false)} />
    </section>
  );
}

const FirstPayment = ({ row }: { row: Contract['rows'][number] }) => (
  <>
    {dayText(row.dueOn)}
    <br />
    <Money fen={row.totalFen} />
  </>
);

/** A payout that the core has refused leads back here: say so, and why. */
function LastTry({ disbursementId }: { disbursementId: string | null }) {
  const { data } = useQuery({
    queryKey: ['disbursement', disbursementId],
    queryFn: async ({ signal }) =>
      api.readDisbursement({ params: { disbursementId: disbursementId ?? '' }, query: {} }, { signal }),
    enabled: disbursementId !== null,
  });
  if (data?.state !== 'refused') return null;
  return (
    <Notice tone="warn" title="上一次放款没有成功，资金没有转出">
      <p>{data.reason ?? '请核对账户状态后再试，或联系客服。'}</p>
    </Notice>
  );
}
