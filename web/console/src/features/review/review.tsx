import { getRouteApi } from '@tanstack/react-router';
import { PrinterOutlined } from '@ant-design/icons';
import { Button, Skeleton } from 'antd';
import { Page } from '../../shared/page.tsx';
import { Problem } from '../../shared/problem.tsx';
import { ReviewStateTag } from '../../shared/state.tsx';
import { TimeLeft } from '../../shared/time-left.tsx';
import { minuteText } from '../../shared/time.ts';
import { Applicant } from './applicant.tsx';
import { Decision } from './decision.tsx';
import { History } from './history.tsx';
import { Panel } from './panel.tsx';
import { Papers } from './papers.tsx';
import { useReview, type ReviewFacts } from './use-review.ts';
import './review.css';

const route = getRouteApi('/reviews/$applicationId');
const above = [{ label: '待办与审批', to: '/work' }];

/** What is known at the left, what may be done always in view at the right. */
export function Review() {
  const { applicationId } = route.useParams();
  const { data, error, dataUpdatedAt, refetch } = useReview(applicationId);
  const { review, news } = data ?? {};
  if (!review)
    return (
      <Page title="贷款审批" above={above}>
        {error ? (
          <Problem cause={error} retry={() => void refetch()} />
        ) : (
          <Skeleton active className="panel review-wait" paragraph={{ rows: 10 }} />
        )}
      </Page>
    );
  return (
    <Page
      fills
      title={`申请 ${review.applicationNo}`}
      above={above}
      beside={<ReviewStateTag state={review.state} />}
      actions={
        <Button icon={<PrinterOutlined />} onClick={() => globalThis.print()} className="no-print">
          打印
        </Button>
      }
    >
      <Problem cause={error} retry={() => void refetch()} />
      <div className="review">
        <div className="review-facts">
          <Head review={review} countedAt={dataUpdatedAt} />
          <Applicant key={applicationId} review={review} />
          <Decision review={review} />
          <Papers review={review} />
          <History review={review} />
        </div>
        <Panel key={applicationId} review={review} news={news === true} onRefresh={() => void refetch()} />
      </div>
    </Page>
  );
}

function Head({ review, countedAt }: { review: ReviewFacts; countedAt: number }) {
  const { productName, branchName, openedAt, holder, level, previousApplicationNo } = review;
  return (
    <dl className="review-head panel">
      <div>
        <dt>产品</dt>
        <dd>{productName}</dd>
      </div>
      <div>
        <dt>机构</dt>
        <dd>{branchName}</dd>
      </div>
      <div>
        <dt>提交时间</dt>
        <dd className="num">{minuteText(openedAt)}</dd>
      </div>
      <div>
        <dt>办理时限</dt>
        <dd>
          <TimeLeft secondsLeft={review.secondsLeft} countedAt={countedAt} />
        </dd>
      </div>
      <div>
        <dt>审批级别</dt>
        <dd>{level} 级</dd>
      </div>
      <div>
        <dt>经办人</dt>
        <dd>{holder ? `${holder.name}${holder.mine ? ' · 我' : ''}` : <span className="nothing">无人领取</span>}</dd>
      </div>
      {previousApplicationNo ? (
        <div>
          <dt>上次申请（未通过）</dt>
          <dd className="num">{previousApplicationNo}</dd>
        </div>
      ) : null}
    </dl>
  );
}
