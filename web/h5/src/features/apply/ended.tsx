import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { Button, Facts, Money, Statement, type IconName } from '@miaodai/ui';
import { api, type Application } from '../../api.ts';
import { useSetApplication } from '../../shared/application.ts';
import { ProblemNotice } from '../../shared/problem.tsx';
import { PRODUCT_CODE, useProduct } from '../../shared/product.ts';
import { StepFrame } from '../../shared/step-page.tsx';
import { landing, type Step } from '../../shared/steps.ts';
import { minuteText } from '../../shared/time.ts';
import { useWrite } from '../../shared/write.ts';

type Said = { page: string; icon: IconName; tone: 'info' | 'warn'; title: string; again: boolean; text: ReactNode };

/** Where an application has left this line: with an officer, refused, not for this customer, or given up. */
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
              重新申请
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
            application.amountFen === null ? null : { name: '借款金额', value: <Money fen={application.amountFen} /> },
            { name: '更新时间', value: minuteText(application.savedAt) },
          ]}
        />
      </section>
      <Contact />
    </StepFrame>
  );
}

function wordsOf(application: Application): Said {
  const step = application.step as Extract<
    Step,
    'officer' | 'offline-contract' | 'declined' | 'not-eligible' | 'withdrawn'
  >;
  switch (step) {
    case 'officer':
      return officer(application);
    case 'offline-contract':
      return {
        page: '审批通过',
        icon: 'officer',
        tone: 'info',
        title: '审批已通过，请到网点签约',
        again: false,
        text: <p>客户经理会与您约定时间，请带上本人身份证。合同签好并登记后，贷款会打到您的电子账户，并有短信通知。</p>,
      };
    case 'declined':
      return {
        page: '审批结果',
        icon: 'info',
        tone: 'warn',
        title: '这次没有通过审批',
        again: true,
        text: <Reasons reasons={application.decision?.reasons ?? []} />,
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
  }
}

function officer(application: Application): Said {
  const above = application.amountFen !== null;
  return {
    page: '客户经理办理',
    icon: 'officer',
    tone: 'info',
    title: '已转客户经理办理',
    again: false,
    text: above ? (
      <p>您申请的金额超过线上办理的上限，由客户经理继续审批。客户经理会在工作时间与您电话联系，签约在线下办理。</p>
    ) : (
      <p>您的单位适用融信贷，由客户经理审批。客户经理会在工作时间与您电话联系，告诉您需要准备的材料。</p>
    ),
  };
}

const Reasons = ({ reasons }: { reasons: readonly string[] }) => (
  <div className="stack-s">
    {reasons.map((reason) => (
      <p key={reason}>{reason}</p>
    ))}
    <p className="small muted">情况有变化后可以重新申请，上次填写的内容会带出来。对结果有疑问，可联系人工客服了解。</p>
  </div>
);

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

function Contact() {
  const { data } = useProduct();
  if (!data) return null;
  return (
    <a className="button" data-kind="secondary" href={`tel:${data.servicePhone.replace(/[^\d+]/g, '')}`}>
      拨打人工客服 {data.servicePhone}
    </a>
  );
}
