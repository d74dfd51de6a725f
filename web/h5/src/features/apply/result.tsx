import { useLocation } from 'wouter';
import { Button, Facts, Money, Notice } from '@miaodai/ui';
import { rateText } from '../../shared/rate.ts';
import type { Application } from '../../api.ts';
import { Course } from '../../shared/course.tsx';
import { NotNow } from '../../shared/not-now.tsx';
import { StepFrame } from '../../shared/step-page.tsx';
import { dayText, minuteText } from '../../shared/time.ts';
import './result.css';

export default function Result({ application }: { application: Application }) {
  const [, navigate] = useLocation();
  const { decision } = application;
  if (!decision) return null;
  return (
    <StepFrame
      page="result"
      title="审批结果"
      application={application}
      foot={
        <>
          <Button onClick={() => navigate('/apply/amount')}>去借款</Button>
          <NotNow application={application} />
        </>
      }
    >
      <section className="card result">
        <p className="result-tag">审批已通过</p>
        <p className="muted">可借额度</p>
        <p className="result-limit">
          <Money fen={decision.limitFen} />
        </p>
        <Facts
          facts={[
            { name: '年化利率（单利）', value: rateText(decision.annualRatePpm), strong: true },
            { name: '额度有效期至', value: dayText(decision.validUntil) },
            { name: '审批时间', value: minuteText(decision.decidedAt) },
            { name: '申请编号', value: application.applicationNo },
          ]}
        />
      </section>
      <Notice title="接下来">
        <p>填写借款金额，看清综合融资成本，读完合同并确认后放款。额度不用不收费，借多少由您决定。</p>
      </Notice>
      <Course application={application} />
    </StepFrame>
  );
}
