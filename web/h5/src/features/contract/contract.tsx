import { useEffect, useRef, useState } from 'react';
import { Button, Facts, LinkButton, Money, Notice } from '@miaodai/ui';
import { rateText } from '../../shared/rate.ts';
import { api, type Application, type Contract } from '../../api.ts';
import { AgreeFoot, DocumentCard, useAgreeing } from '../../shared/agree-document.tsx';
import { useReloadApplication } from '../../shared/application.ts';
import { useContract } from '../../shared/contract.ts';
import { ProblemNotice } from '../../shared/problem.tsx';
import { methodName } from '../../shared/product.ts';
import { StepFrame } from '../../shared/step-page.tsx';
import { dayText } from '../../shared/time.ts';
import { ScheduleSheet } from '../../shared/trial-view.tsx';
import { useWrite } from '../../shared/write.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { CostStatement } from './cost-statement.tsx';

type Agreed = Parameters<typeof api.agreeContract>[0];

/** What it costs first, in a pop-up that must be read; then the contract, to its end; then the agreement to both. */
export default function ContractPage({ application }: { application: Application }) {
  const text = useRef<HTMLDivElement>(null);
  const contract = useContract(application.contractId);
  const { data } = contract;
  const [costOpen, setCostOpen] = useState(false);
  const [costConfirmed, setCostConfirmed] = useState(false);
  const drawnUp = data?.contractId;
  useEffect(() => {
    if (drawnUp) setCostOpen(true);
  }, [drawnUp]);
  const agreeing = useAgreeing(data?.document, text);
  const reload = useReloadApplication();
  // The next page opens when the application says so: its step alone decides.
  const agree = useWrite(async (args: Agreed, options) => api.agreeContract(args, options), reload);
  const onAgree = () => {
    if (!data) return;
    const body = { textHash: data.document.textHash, costStatementHash: data.costStatement.textHash };
    void agree.run({ params: { contractId: data.contractId }, body });
  };
  return (
    <StepFrame
      page="contract"
      title="借款合同"
      application={application}
      foot={
        data ? (
          <AgreeFoot
            agreeing={agreeing}
            title={data.document.title}
            action="同意并签署合同"
            busy={agree.busy}
            onAgree={onAgree}
            blocked={costConfirmed ? undefined : '请先确认综合融资成本'}
            problem={<ProblemNotice problem={agree.problem} />}
          />
        ) : undefined
      }
    >
      <Loaded query={contract} lines={10}>
        {(loaded) => (
          <>
            <Summary contract={loaded} />
            <CostCard confirmed={costConfirmed} onOpen={() => setCostOpen(true)} />
            <DocumentCard document={loaded.document} text={text} />
            <CostStatement
              statement={loaded.costStatement}
              open={costOpen}
              confirmed={costConfirmed}
              onClose={() => setCostOpen(false)}
              onConfirm={() => {
                setCostConfirmed(true);
                setCostOpen(false);
              }}
            />
          </>
        )}
      </Loaded>
    </StepFrame>
  );
}

function Summary({ contract }: { contract: Contract }) {
  const [open, setOpen] = useState(false);
  return (
    <section className="card" aria-labelledby="terms">
      <div className="row">
        <h2 id="terms">合同要点</h2>
        <LinkButton onClick={() => setOpen(true)}>还款计划</LinkButton>
      </div>
      <Facts
        facts={[
          { name: '借款金额', value: <Money fen={contract.principalFen} />, strong: true },
          { name: '人民币大写', value: contract.principalInCapitals },
          { name: '年化利率（单利）', value: rateText(contract.annualRatePpm), strong: true },
          { name: '借款期限', value: `${contract.termMonths} 个月` },
          { name: '还款方式', value: methodName[contract.repaymentMethod] },
          { name: '借款用途', value: contract.purpose },
          { name: '利息合计', value: <Money fen={contract.totalInterestFen} /> },
          { name: '合同编号', value: contract.contractNo },
          { name: '请在此日前签署', value: dayText(contract.validUntil) },
        ]}
      />
      <ScheduleSheet rows={contract.rows} open={open} onClose={() => setOpen(false)} />
    </section>
  );
}

const CostCard = ({ confirmed, onOpen }: { confirmed: boolean; onOpen: () => void }) =>
  confirmed ? (
    <Notice tone="success" title="已确认综合融资成本明示表">
      <LinkButton onClick={onOpen}>再看一遍</LinkButton>
    </Notice>
  ) : (
    <section className="card stack-s">
      <h2>综合融资成本明示表</h2>
      <p className="small muted">签署前请先看清这笔贷款的全部成本并确认。</p>
      <Button kind="secondary" onClick={onOpen}>
        查看并确认
      </Button>
    </section>
  );
