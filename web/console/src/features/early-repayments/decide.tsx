import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { businessDate } from '@miaodai/values';
import { App, Button, Form, Input, Segmented, Select } from 'antd';
import { api } from '../../api.ts';
import { modes } from '../../shared/loan-words.ts';
import { Money } from '../../shared/money.tsx';
import { isCode, Problem, problemText } from '../../shared/problem.tsx';
import { minuteText } from '../../shared/time.ts';
import { useWrite } from '../../shared/write.ts';
import { NextRequest } from './next-request.tsx';
import type { EarlyFacts } from './words.ts';

type Props = { request: EarlyFacts; onDay: (day: string | undefined) => void; onRefresh: () => void };

/** The decision, or who has taken it. */
export function Decide(props: Props) {
  const { request } = props;
  const [choice, setChoice] = useState<'approve' | 'decline'>('approve');
  if (request.state !== 'requested') return <Decided request={request} />;
  if (request.may.decide !== null) return <p className="why-not">{request.may.decide}</p>;
  return (
    <>
      <Segmented
        block
        aria-label="审批结论"
        options={[
          { value: 'approve', label: '通过' },
          { value: 'decline', label: '不通过' },
        ]}
        value={choice}
        onChange={setChoice}
      />
      {choice === 'approve' ? <Approve {...props} /> : <Decline {...props} />}
    </>
  );
}

const Decided = ({ request: { decided, toldAs } }: { request: EarlyFacts }) => (
  <>
    {decided ? (
      <dl className="facts-line">
        <div>
          <dt>审批人</dt>
          <dd>{decided.by}</dd>
        </div>
        <div>
          <dt>时间</dt>
          <dd className="num">{minuteText(decided.at)}</dd>
        </div>
        <div>
          <dt>意见</dt>
          <dd>{decided.note}</dd>
        </div>
      </dl>
    ) : null}
    <CustomerReads words={toldAs} />
    <NextRequest />
  </>
);

/** Whatever list or loan shows it is asked anew. */
function useTold(request: EarlyFacts, words: string) {
  const { message } = App.useApp();
  const queries = useQueryClient();
  return {
    touches: [['early-repayments'], ['loan', request.loanId]],
    onDone: (now: EarlyFacts) => {
      queries.setQueryData(['early-repayment', request.requestId, ''], now);
      void queries.invalidateQueries({ queryKey: ['early-repayment', request.requestId] });
      void message.success(words);
    },
  };
}

type Approval = { debitOn: string; note: string };

function Approve({ request, onDay, onRefresh }: Props) {
  const { requestId, requestNo, mode, version, expected, suggestedDebitOn, earliestDebitOn, latestDebitOn } = request;
  const { modal } = App.useApp();
  const approve = useWrite(
    ({ debitOn, ...rest }: Approval & { version: number }, options) =>
      api.approveEarlyRepayment({ params: { requestId }, body: { debitOn: businessDate(debitOn), ...rest } }, options),
    useTold(request, '已通过，客户会收到通知'),
  );
  const ask = ({ debitOn, note }: Approval) =>
    void modal.confirm({
      title: `通过 ${requestNo}，${debitOn} 扣款？`,
      content: (
        <p>
          {modes[mode]}，预计扣款 {expected ? <Money value={expected.amountFen} unit /> : '金额待定'}
          ，以扣款日实际为准。客户会收到通知，并在扣款日前可以撤销。
        </p>
      ),
      okText: '确认通过',
      onOk: () => approve.mutateAsync({ debitOn, note: note.trim(), version }).catch(() => undefined),
    });
  const inRange = (day: string) => day >= earliestDebitOn && day <= latestDebitOn;
  return (
    <Form<Approval>
      layout="vertical"
      requiredMark={false}
      initialValues={{ debitOn: suggestedDebitOn, note: '' }}
      onFinish={ask}
      onValuesChange={({ debitOn }: Partial<Approval>) => {
        if (debitOn && inRange(debitOn)) onDay(debitOn);
      }}
    >
      <Form.Item
        name="debitOn"
        label="扣款日"
        extra={`默认下一个工作日；可选 ${earliestDebitOn} 至 ${latestDebitOn}`}
        rules={[
          { required: true, message: '请选择扣款日' },
          {
            validator: async (_, day: string) => {
              if (day && !inRange(day)) throw new Error(`请在 ${earliestDebitOn} 至 ${latestDebitOn} 之间选择`);
            },
          },
        ]}
      >
        <Input type="date" min={earliestDebitOn} max={latestDebitOn} className="num" />
      </Form.Item>
      <dl className="expected" aria-live="polite">
        <dt>预计扣款</dt>
        <dd>{expected ? <Money value={expected.amountFen} unit /> : '该日没有可以提前归还的款项'}</dd>
      </dl>
      <Note label="审批意见（客户看不到）" />
      <Failed cause={approve.error} onRefresh={onRefresh} />
      <Button type="primary" htmlType="submit" block disabled={!expected} loading={approve.isPending}>
        通过
      </Button>
    </Form>
  );
}

type Refusal = { reason: string; note: string };

function Decline({ request, onRefresh }: Props) {
  const { requestId, requestNo, version, declineReasons } = request;
  const [form] = Form.useForm<Refusal>();
  const { modal } = App.useApp();
  const decline = useWrite(
    (body: Refusal & { version: number }, options) =>
      api.declineEarlyRepayment({ params: { requestId }, body }, options),
    useTold(request, '已办结，客户会收到通知'),
  );
  const reason = Form.useWatch('reason', form) as string | undefined;
  const ask = (filled: Refusal) =>
    void modal.confirm({
      title: `不通过 ${requestNo}？`,
      content: '贷款按原计划还款，客户会收到通知，可以重新申请。',
      okText: '确认不通过',
      okButtonProps: { danger: true },
      onOk: () => decline.mutateAsync({ ...filled, note: filled.note.trim(), version }).catch(() => undefined),
    });
  return (
    <Form<Refusal> form={form} layout="vertical" requiredMark={false} onFinish={ask}>
      <Form.Item name="reason" label="原因" rules={[{ required: true, message: '请选择原因' }]}>
        <Select placeholder="请选择" options={declineReasons.map(({ code, label }) => ({ value: code, label }))} />
      </Form.Item>
      <CustomerReads words={declineReasons.find(({ code }) => code === reason)?.toldAs} />
      <Note label="内部说明（客户看不到）" />
      <Failed cause={decline.error} onRefresh={onRefresh} />
      <Button danger type="primary" htmlType="submit" block loading={decline.isPending}>
        不通过
      </Button>
    </Form>
  );
}

const Note = ({ label }: { label: string }) => (
  <Form.Item
    name="note"
    label={label}
    rules={[{ required: true, whitespace: true, min: 2, message: `请填写${label.replace(/（.*/, '')}` }]}
  >
    <Input.TextArea rows={3} maxLength={500} showCount />
  </Form.Item>
);

/** What the customer reads of it, before it is sent. */
const CustomerReads = ({ words }: { words: string | undefined }) => (
  <div className="customer-reads" aria-live="polite">
    <span className="muted">客户看到</span>
    <p>{words ?? <span className="muted">选择原因后在这里预览</span>}</p>
  </div>
);

/** Somebody else was quicker, or the customer has taken it back: what is shown is not what is there any more. */
const Failed = ({ cause, onRefresh }: { cause: unknown; onRefresh: () => void }) =>
  isCode(cause, 'review-changed', 'step-not-allowed') ? (
    <div className="stale" role="alert">
      <p>{problemText(cause)}</p>
      <Button size="small" onClick={onRefresh}>
        读取最新内容
      </Button>
    </div>
  ) : (
    <Problem cause={cause} className="form-problem" />
  );
