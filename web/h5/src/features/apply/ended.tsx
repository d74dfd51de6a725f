import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { Button, Facts, Money, Statement, type IconName } from '@miaodai/ui';
import { api, type Application } from '../../api.ts';
import { useSetApplication } from '../../shared/application.ts';
import { ProblemNotice } from '../../shared/problem.tsx';
import { PRODUCT_CODE } from '../../shared/product.ts';
import { StepFrame } from '../../shared/step-page.tsx';
import { landing, type Step } from '../../shared/steps.ts';
import { dayText, minuteText } from '../../shared/time.ts';
import { useWrite } from '../../shared/write.ts';
import { Contact } from './contact.tsx';
import { Course } from '../../shared/course.tsx';

type Said = { page: string; icon: IconName; tone: 'info' | 'warn'; title: string; again: boolean; text: ReactNode };

/** Where an application has ended: refused, not for this customer, given up, or left for too long. */
export default function Ended({ application }: { application: Application }) {
  const [, navigate] = useLocation();
  const said = wordsOf(application);
  const restart = useRestart();
  return (
    <StepFrame
      page={application.step}
      title={said.page}
      application={application}
      foot={
        <>
          <ProblemNotice problem={restart.problem} />
          {said.again ? (
            <Button
              kind="secondary"
              busy={restart.busy}
              onClick={() => void restart.run({ productCode: PRODUCT_CODE })}
            >
              {application.step === 'declined' ? '重新提交' : '重新申请'}
            </Button>
          ) : null}
          <Button onClick={() => navigate('/')}>回到首页</Button>
        </>
      }
    >
      <section className="card">
        <Statement icon={said.icon} tone={said.tone} title={said.title}>
          {said.text}
        </Statement>
      </section>
      <section className="card">
        <Facts
          facts={[
            { name: '申请编号', value: application.applicationNo },
            application.amountFen === null
              ? null
              : {
                  name: application.route === 'standard' ? '希望借款金额' : '借款金额',
                  value: <Money fen={application.amountFen} />,
                },
            { name: '更新时间', value: minuteText(application.savedAt) },
          ]}
        />
      </section>
      {application.history.length > 0 ? <Course application={application} /> : null}
      <Contact />
    </StepFrame>
  );
}

function wordsOf(application: Application): Said {
  const step = application.step as Extract<Step, 'declined' | 'not-eligible' | 'withdrawn' | 'expired'>;
  switch (step) {
    case 'declined':
      return {
        page: '审批结果',
        icon: 'info',
        tone: 'warn',
        title: '这次没有通过审批',
        again: application.resubmit?.mayNow ?? false,
        text: <Reasons application={application} />,
      };
    case 'not-eligible':
      return {
        page: '核对结果',
        icon: 'info',
        tone: 'warn',
        title: application.identity.notEligible?.title ?? '暂时不能申请此贷款',
        again: false,
        text: application.identity.notEligible?.paragraphs.map((paragraph) => <p key={paragraph}>{paragraph}</p>),
      };
    case 'withdrawn':
      return {
        page: '申请已取消',
        icon: 'check',
        tone: 'info',
        title: '申请已取消',
        again: true,
        text: <p>没有产生借款，也不收取任何费用。需要时可以重新申请。</p>,
      };
    case 'expired':
      return {
        page: '申请已失效',
        icon: 'info',
        tone: 'info',
        title: '这次申请已失效',
        again: true,
        text: (
          <p>
            申请超过 {application.draft?.days}{' '}
            天没有继续办理，已自动失效，填写的内容已删除。没有产生借款，也不收取任何费用。
          </p>
        ),
      };
  }
}

function Reasons({ application: { decision, review, resubmit } }: { application: Application }) {
  const reasons = review?.declined ? [review.declined] : (decision?.reasons ?? []);
  return (
    <div className="stack-s">
      {reasons.map((reason) => (
        <p key={reason}>{reason}</p>
      ))}
      {resubmit ? (
        <p className="small muted">
          {resubmit.mayNow ? '现在可以重新提交' : `${dayText(resubmit.from)}起可以重新提交`}
          ，上次填写的内容会带出来，两份授权书和人脸识别需要重新办理。对结果有疑问，可联系人工客服了解。
        </p>
      ) : null}
    </div>
  );
}

function useRestart() {
  const [, navigate] = useLocation();
  const set = useSetApplication();
  return useWrite(
    async (body: { productCode: string }, options) => api.startApplication({ body }, options),
    (started) => {
      set(started);
      navigate(`/apply/${landing(started.step)}`, { replace: true });
    },
  );
}
