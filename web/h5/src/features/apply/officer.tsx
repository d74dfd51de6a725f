import { Link, useLocation } from 'wouter';
import { Button, Facts, Money, Notice, Statement } from '@miaodai/ui';
import type { Application } from '../../api.ts';
import { useProduct } from '../../shared/product.ts';
import { rateText } from '../../shared/rate.ts';
import { StepFrame } from '../../shared/step-page.tsx';
import { dayText } from '../../shared/time.ts';
import { Contact } from './contact.tsx';
import { Course } from '../../shared/course.tsx';

type Review = NonNullable<Application['review']>;

/** With an officer: submitted, papers asked for, or approved and to be signed at the branch. What is next comes first. */
export default function Officer({ application }: { application: Application }) {
  const [, navigate] = useLocation();
  const { review, step } = application;
  const approved = step === 'offline-contract' ? review?.approved : undefined;
  const upload = step === 'officer' && review?.mayUpload;
  return (
    <StepFrame
      page={step}
      title={titleOf(application)}
      application={application}
      foot={
        <>
          {upload ? <Button onClick={() => navigate('/loans/papers')}>{uploadText(review)}</Button> : null}
          <Button kind={upload ? 'secondary' : 'primary'} onClick={() => navigate('/')}>
            回到首页
          </Button>
        </>
      }
    >
      {approved ? <Approved approved={approved} /> : <Submitted application={application} />}
      <Course application={application} />
      <Contact />
    </StepFrame>
  );
}

const titleOf = ({ step, review }: Application): string => {
  if (step === 'offline-contract') return '审批通过';
  return review?.asked ? '补充资料' : '提交成功';
};

const uploadText = ({ asked, papers }: Review): string => {
  if (asked) return '去补充资料';
  return papers > 0 ? `查看已上传的资料（${papers} 份）` : '上传办理资料';
};

function Submitted({ application }: { application: Application }) {
  const { data: product } = useProduct(application.productCode);
  const { review, route, amountFen } = application;
  return (
    <>
      <section className="card">
        {review?.asked ? (
          <Statement icon="officer" tone="warn" title="请补充资料">
            <p>{review.asked.words}</p>
            <p>需要：{review.asked.kinds.map(({ label }) => label).join('、')}</p>
          </Statement>
        ) : (
          <Statement icon="officer" tone="info" title="申请已提交，由客户经理审批">
            <p>
              {route === 'standard'
                ? '客户经理会核对您的资料，并在工作时间与您电话联系。'
                : '您申请的金额超过线上办理的上限，由客户经理继续审批，并在工作时间与您电话联系。'}
            </p>
          </Statement>
        )}
        <Facts
          facts={[
            { name: '申请产品', value: product?.name ?? '—' },
            amountFen === null
              ? null
              : {
                  name: route === 'standard' ? '希望借款金额' : '借款金额',
                  value: <Money fen={amountFen} />,
                  strong: true,
                },
            { name: '申请编号', value: application.applicationNo },
          ]}
        />
      </section>
      <Notice title="接下来">
        <p>
          {review?.asked ? '资料上传齐全后，客户经理会继续审批。' : '先把收入证明等资料拍照上传，可以让审批更快。'}
          您可以随时离开，从“<Link href="/loans">我的贷款</Link>”回来继续；有结果会发短信告诉您。
        </p>
      </Notice>
    </>
  );
}

const Approved = ({ approved }: { approved: NonNullable<Review['approved']> }) => (
  <>
    <section className="card">
      <Statement icon="check" tone="info" title="审批已通过，请到网点签约" />
      <Facts
        facts={[
          { name: '批准金额', value: <Money fen={approved.amountFen} />, strong: true },
          { name: '年化利率（单利）', value: rateText(approved.annualRatePpm), strong: true },
          { name: '借款期限', value: `${approved.termMonths} 个月` },
          { name: '请在此日期前签约', value: dayText(approved.validUntil) },
          { name: '签约网点', value: approved.branchName },
          { name: '网点电话', value: approved.phone },
        ]}
      />
    </section>
    <Notice title="怎么签约">
      <div className="stack-s">
        {approved.next.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      </div>
    </Notice>
  </>
);
