import { App, Button, Form, Input, Select } from 'antd';
import { api } from '../../api.ts';
import { useWrite } from '../../shared/write.ts';
import { FormProblem } from './form-problem.tsx';
import { LISTS, useTake, type ReviewFacts } from './use-review.ts';

type Filled = { reason: string; note: string };

/** A reason of the list, which the customer reads in the words shown; the note stays in the house. */
export function DeclineForm({ review, onRefresh }: { review: ReviewFacts; onRefresh: () => void }) {
  const { applicationId, applicationNo, applicant, declineReasons, version } = review;
  const [form] = Form.useForm<Filled>();
  const { modal, message } = App.useApp();
  const take = useTake(applicationId);
  const decline = useWrite(
    (body: Filled & { version: number }, options) =>
      api.declineApplication({ params: { applicationId }, body }, options),
    {
      touches: [...LISTS],
      onDone: (now) => {
        take(now);
        void message.success('已拒绝，客户会收到通知');
      },
    },
  );
  const reason = Form.useWatch('reason', form) as string | undefined;
  const chosen = declineReasons.find(({ code }) => code === reason);
  const ask = (values: Filled) => {
    void modal.confirm({
      title: '确认拒绝这笔申请？',
      content: `${applicant.name}，申请 ${applicationNo}。拒绝后不能撤回，客户会收到通知。`,
      okText: '确认拒绝',
      okButtonProps: { danger: true },
      onOk: async () => {
        await decline.mutateAsync({ ...values, note: values.note.trim(), version }).catch(() => undefined);
      },
    });
  };
  return (
    <Form<Filled>
      form={form}
      name="decline"
      layout="vertical"
      requiredMark={false}
      onFinish={ask}
      scrollToFirstError={{ focus: true }}
    >
      <Form.Item name="reason" label="拒绝原因" rules={[{ required: true, message: '请选择拒绝原因' }]}>
        <Select placeholder="请选择" options={declineReasons.map(({ code, label }) => ({ value: code, label }))} />
      </Form.Item>
      <Preview words={chosen?.toldAs} />
      <Form.Item
        name="note"
        label="内部说明（客户看不到）"
        rules={[{ required: true, whitespace: true, min: 2, message: '请填写内部说明' }]}
      >
        <Input.TextArea rows={3} maxLength={500} showCount />
      </Form.Item>
      <FormProblem cause={decline.error} onRefresh={onRefresh} />
      <Button danger type="primary" htmlType="submit" block className="submit" loading={decline.isPending}>
        拒绝
      </Button>
    </Form>
  );
}

/** What the customer will read, before it is sent. */
export const Preview = ({ words }: { words: string | undefined }) => (
  <div className="preview" aria-live="polite">
    <span className="muted">客户将看到</span>
    <p>{words ?? <span className="nothing">填写后在这里预览</span>}</p>
  </div>
);
