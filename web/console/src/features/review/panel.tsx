import { useState } from 'react';
import { App, Button, Radio } from 'antd';
import { api } from '../../api.ts';
import { Problem, problemText } from '../../shared/problem.tsx';
import { useWrite } from '../../shared/write.ts';
import { ApproveForm } from './approve-form.tsx';
import { AskForm } from './ask-form.tsx';
import { AuthorityBox } from './authority.tsx';
import { ContractForm } from './contract-form.tsx';
import { DeclineForm } from './decline-form.tsx';
import { NextCase } from './next-case.tsx';
import { Approved, Outcome, Recorded } from './outcome.tsx';
import { Release } from './release.tsx';
import { LISTS, useTake, type ReviewFacts } from './use-review.ts';
import './panel.css';

type Props = { review: ReviewFacts; onRefresh: () => void };

/** What this person may do with the application now; and where nothing, why. */
export function Panel({ review, news, onRefresh }: Props & { news: boolean }) {
  return (
    <aside className="decide panel" aria-label="办理">
      <h2>办理</h2>
      {news ? <News review={review} /> : null}
      <Holding review={review} />
      <Body review={review} onRefresh={onRefresh} />
    </aside>
  );
}

function Body({ review, onRefresh }: Props) {
  switch (review.state) {
    case 'open':
    case 'claimed':
      return <Deciding review={review} onRefresh={onRefresh} />;
    case 'waiting-for-papers':
      return (
        <>
          <p className="why-not">已通知客户补充资料，客户上传后可以继续办理。</p>
          <Deciding review={review} onRefresh={onRefresh} />
        </>
      );
    case 'to-sign':
      return (
        <>
          <Approved review={review} />
          {review.may.recordContract === null ? (
            <ContractForm review={review} onRefresh={onRefresh} />
          ) : (
            <p className="why-not">{review.may.recordContract}</p>
          )}
        </>
      );
    case 'to-check':
      return (
        <>
          <Approved review={review} />
          <Recorded review={review} />
          <Release review={review} onRefresh={onRefresh} />
        </>
      );
    case 'paying':
    case 'done':
    case 'declined':
    case 'withdrawn':
      return (
        <>
          <Outcome review={review} />
          <NextCase />
        </>
      );
  }
}

const AT_WORK: readonly ReviewFacts['state'][] = ['open', 'claimed', 'to-sign', 'to-check'];

function News({ review }: { review: ReviewFacts }) {
  const take = useTake(review.applicationId);
  if (!AT_WORK.includes(review.state)) return null;
  return (
    <div className="changed" role="status">
      <p>申请内容有更新，请核对后再办理。</p>
      <Button size="small" onClick={() => take(review)}>
        知道了
      </Button>
    </div>
  );
}

function Holding({ review }: { review: ReviewFacts }) {
  const { applicationId, holder, may } = review;
  const { message } = App.useApp();
  const take = useTake(applicationId);
  const done = { touches: [...LISTS], onDone: take };
  const claim = useWrite((_: object, options) => api.claimReview({ params: { applicationId } }, options), done);
  const release = useWrite((_: object, options) => api.releaseReview({ params: { applicationId } }, options), done);
  if (may.claim === null && !holder?.mine)
    return (
      <div className="holding">
        <Button type="primary" block loading={claim.isPending} onClick={() => claim.mutate({})}>
          领取后办理
        </Button>
        <Problem cause={claim.error} />
      </div>
    );
  if (may.release === null && holder?.mine)
    return (
      <div className="holding holding-mine">
        <span>由您办理</span>
        <Button
          size="small"
          loading={release.isPending}
          onClick={() => release.mutate({}, { onError: (cause) => void message.error(problemText(cause), 6) })}
        >
          释放
        </Button>
      </div>
    );
  return holder && !holder.mine ? <p className="why-not">由 {holder.name} 办理中</p> : null;
}

const acts = [
  { value: 'approve', label: '同意' },
  { value: 'decline', label: '拒绝' },
  { value: 'askForPapers', label: '补充资料' },
] as const;
type Act = (typeof acts)[number]['value'];

function Deciding({ review, onRefresh }: Props) {
  const [act, setAct] = useState<Act>('approve');
  const { may } = review;
  const open = acts.filter(({ value }) => may[value] === null);
  if (!open.length)
    return (
      <>
        {review.state === 'waiting-for-papers' ? null : <AuthorityBox review={review} />}
        {may.approve === null || may.claim === null ? null : <p className="why-not">{may.approve}</p>}
      </>
    );
  const chosen = open.some(({ value }) => value === act) ? act : open[0]?.value;
  return (
    <>
      <Radio.Group
        block
        optionType="button"
        buttonStyle="solid"
        aria-label="办理意见"
        value={chosen}
        onChange={(event) => setAct(event.target.value as Act)}
        options={open.map(({ value, label }) => ({ value, label }))}
      />
      {/* All stay: what is typed in one is there again after a look at another. */}
      <div hidden={chosen !== 'approve'}>
        {may.approve === null ? <ApproveForm {...{ review, onRefresh }} /> : null}
      </div>
      <div hidden={chosen !== 'decline'}>
        {may.decline === null ? <DeclineForm {...{ review, onRefresh }} /> : null}
      </div>
      <div hidden={chosen !== 'askForPapers'}>
        {may.askForPapers === null ? <AskForm {...{ review, onRefresh }} /> : null}
      </div>
    </>
  );
}
