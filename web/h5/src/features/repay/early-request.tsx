import { useState } from 'react';
import { Button, Facts, Money, Notice, Sheet } from '@miaodai/ui';
import { api } from '../../api.ts';
import { Copyable } from '../../shared/copyable.tsx';
import { ProblemNotice } from '../../shared/problem.tsx';
import { Tag } from '../../shared/tag.tsx';
import { dayText, minuteText } from '../../shared/time.ts';
import { useWrite } from '../../shared/write.ts';
import { Page } from '../../shell/page.tsx';
import { modeName, requestState, stepsOf, type EarlyRequest } from './repay.rules.ts';
import '../../shared/course.css';

type RequestProps = { request: EarlyRequest; back: string; onChanged: () => void };

/** A request that is on its way: where it stands, when it is debited, and how to take it back. */
export function RequestPage({ request, back, onChanged }: RequestProps) {
  const [asking, setAsking] = useState(false);
  const cancel = useWrite(
    async (params: { requestId: string }, options) => api.cancelEarlyRequest({ params }, options),
    () => {
      setAsking(false);
      onChanged();
    },
  );
  return (
    <Page
      title="提前还款申请"
      back={back}
      foot={
        request.mayCancel ? (
          <Button kind="secondary" onClick={() => setAsking(true)}>
            取消申请
          </Button>
        ) : undefined
      }
    >
      <Facing request={request} />
      <section className="card" aria-labelledby="course">
        <h2 id="course">办理进度</h2>
        <ol className="course">
          {stepsOf(request).map(({ name, state }) => (
            <li key={name} data-state={state} aria-current={state === 'now' ? 'step' : undefined}>
              <div>{state === 'now' ? <b>{name}</b> : name}</div>
              <small>{{ done: '已完成', now: '进行中', next: '接下来', failed: '未成功' }[state]}</small>
            </li>
          ))}
        </ol>
      </section>
      <Details request={request} />
      <Sheet
        title="取消提前还款申请"
        open={asking}
        onClose={() => setAsking(false)}
        closeText="不取消"
        foot={
          <Button kind="danger" busy={cancel.busy} onClick={() => void cancel.run({ requestId: request.requestId })}>
            确认取消
          </Button>
        }
      >
        <div className="stack">
          <p>取消后按原来的还款计划还款，不收任何费用，需要时可以重新申请。</p>
          <ProblemNotice problem={cancel.problem} />
        </div>
      </Sheet>
    </Page>
  );
}

/** What the customer has to see to now. */
function Facing({ request }: { request: EarlyRequest }) {
  if (request.state === 'requested')
    return (
      <Notice title="等待客户经理审批">
        <p>结果会发短信告诉您。审批期间，原来的还款计划照常执行。</p>
      </Notice>
    );
  if (request.state === 'paying')
    return (
      <Notice title="正在扣款">
        <p>通常几秒钟完成，结果会发短信告诉您。</p>
      </Notice>
    );
  return (
    <Notice tone="success" title={request.debitOn ? `${dayText(request.debitOn)}扣款` : '已通过，等待扣款'}>
      <p>请在扣款日前把钱存入还款账户，余额不够扣款不会成功。</p>
    </Notice>
  );
}

const Details = ({ request }: { request: EarlyRequest }) => (
  <section className="card" aria-labelledby="request">
    <div className="row">
      <h2 id="request">申请内容</h2>
      <Tag>{requestState[request.state]}</Tag>
    </div>
    <Facts
      facts={[
        { name: '申请编号', value: <Copyable text={request.requestNo} /> },
        { name: '借据号', value: request.loanNo },
        { name: '方式', value: modeName[request.mode] },
        { name: '提前归还本金', value: <Money fen={request.principalFen} /> },
        { name: '申请日试算金额', value: <Money fen={request.quotedFen} /> },
        request.debitOn !== null && { name: '扣款日', value: dayText(request.debitOn), strong: true },
        request.expectedFen !== null && {
          name: '预计扣款',
          value: <Money fen={request.expectedFen} />,
          strong: true,
        },
        { name: '提交时间', value: minuteText(request.requestedAt) },
        request.decidedAt !== null && { name: '审批时间', value: minuteText(request.decidedAt) },
      ]}
    />
    <p className="xs muted">利息计到扣款日，实际金额以扣款日为准。</p>
  </section>
);

/** What became of the last one, above the form for the next. */
export function EndedRequest({ request }: { request: EarlyRequest }) {
  if (request.state !== 'declined' && request.state !== 'failed') return null;
  return (
    <Notice tone="warn" title={`上次申请（${request.requestNo}）${requestState[request.state]}`}>
      <p>{request.reason ?? '详情请联系客服。'}</p>
    </Notice>
  );
}
