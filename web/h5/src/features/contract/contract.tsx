import { useEffect, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Facts, Keypad, LinkButton, Money, Notice } from '@miaodai/ui';
import { rateText } from '../../shared/rate.ts';
import { api, type Application, type Contract } from '../../api.ts';
import { AgreeFoot, DocumentCard, useAgreeing } from '../../shared/agree-document.tsx';
import { useReloadApplication } from '../../shared/application.ts';
import { useContract, useSetContract } from '../../shared/contract.ts';
import { ForgottenPassword } from '../../shared/forgotten-password.tsx';
import { usePasswordStep } from '../../shared/password-step.tsx';
import { codeOf, ProblemNotice } from '../../shared/problem.tsx';
import { methodName } from '../../shared/product.ts';
import { StepFrame } from '../../shared/step-page.tsx';
import { dayText, minuteText } from '../../shared/time.ts';
import { ScheduleSheet } from '../../shared/trial-view.tsx';
import { useWrite } from '../../shared/write.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { CostStatement } from './cost-statement.tsx';

type Agreed = Parameters<typeof api.agreeContract>[0];

/** What it costs first, in a pop-up that must be read; then the contract, to its end; then the password signs it. */
export default function ContractPage({ application }: { application: Application }) {
  const text = useRef<HTMLDivElement>(null);
  const contract = useContract(application.contractId);
  const { data } = contract;
  const cost = useCostStatement(data);
  const agreeing = useAgreeing(data?.document, text);
  const signing = useAgreement(data);
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
            busy={signing.sheet.busy}
            onAgree={signing.show}
            blocked={data.costConfirmedAt ? undefined : '请先确认综合融资成本'}
            problem={<ProblemNotice problem={signing.pageProblem} />}
          />
        ) : undefined
      }
    >
      <Loaded query={contract} lines={10}>
        {(loaded) => (
          <>
            <LastTry contract={loaded} />
            <Summary contract={loaded} />
            <CostCard confirmedAt={loaded.costConfirmedAt} onOpen={cost.show} />
            <DocumentCard document={loaded.document} text={text} />
            <CostStatement statement={loaded.costStatement} {...cost.sheet} />
          </>
        )}
      </Loaded>
      <Keypad title="输入交易密码，签署合同" {...signing.sheet} help={<ForgottenPassword />} />
    </StepFrame>
  );
}

/** Opens by itself where it is not confirmed yet, and closes when the bank has kept the confirmation. */
function useCostStatement(contract: Contract | undefined) {
  const [open, setOpen] = useState(false);
  const set = useSetContract();
  const confirm = useWrite(
    async (args: Parameters<typeof api.confirmCostStatement>[0], options) => api.confirmCostStatement(args, options),
    (confirmed) => {
      set(confirmed);
      setOpen(false);
    },
  );
  const unconfirmed = contract?.costConfirmedAt === null;
  useEffect(() => {
    if (unconfirmed) setOpen(true);
  }, [unconfirmed]);
  return {
    show: () => setOpen(true),
    sheet: {
      open,
      onClose: () => setOpen(false),
      confirming: unconfirmed
        ? { busy: confirm.busy, problem: confirm.problem, confirm: () => void confirm.run(argsOf(contract)) }
        : undefined,
    },
  };
}

const argsOf = ({ contractId, costStatement }: Contract): Parameters<typeof api.confirmCostStatement>[0] => ({
  params: { contractId },
  body: { costStatementHash: costStatement.textHash },
});

/** Refusals that are about the contract: the page says them, where the customer can do something about them. */
const ABOUT_THE_CONTRACT = ['agreement-outdated', 'cost-statement-unconfirmed', 'offer-expired', 'step-not-allowed'];

function useAgreement(contract: Contract | undefined) {
  const reload = useReloadApplication();
  const queries = useQueryClient();
  const set = useSetContract();
  // The next page opens when the application says so: its step alone decides.
  const agree = useWrite(
    async (args: Agreed, options) => api.agreeContract(args, options),
    async (agreed) => {
      set(agreed);
      await reload();
    },
  );
  const refusal = codeOf(agree.problem) ?? '';
  const outdated = refusal === 'agreement-outdated' || refusal === 'cost-statement-unconfirmed';
  useEffect(() => {
    if (outdated) void queries.invalidateQueries({ queryKey: ['contract'] });
  }, [outdated, queries]);
  return usePasswordStep(
    agree,
    (transactionPassword) => ({
      params: { contractId: contract?.contractId ?? '' },
      body: { textHash: contract?.document.textHash ?? '', transactionPassword },
    }),
    (problem) => ABOUT_THE_CONTRACT.includes(codeOf(problem) ?? ''),
  );
}

/** The certificate authority said no: nothing is signed, and one may agree again. */
const LastTry = ({ contract: { signing } }: { contract: Contract }) =>
  signing?.state === 'refused' ? (
    <Notice tone="warn" title="上一次签署没有完成，合同没有生效">
      <p>{signing.words ?? '请核对后重新签署，或联系客服。'}</p>
    </Notice>
  ) : null;

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

const CostCard = ({ confirmedAt, onOpen }: { confirmedAt: string | null; onOpen: () => void }) =>
  confirmedAt ? (
    <Notice tone="success" title="已确认综合融资成本明示表">
      <p className="num">{minuteText(confirmedAt)}</p>
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
