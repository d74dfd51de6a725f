import { App, Button, Checkbox, Form, Input } from 'antd';
import { api } from '../../api.ts';
import { useWrite } from '../../shared/write.ts';
import { Preview } from './decline-form.tsx';
import { FormProblem } from './form-problem.tsx';
import { LISTS, useTake, type ReviewFacts } from './use-review.ts';

type Filled = { kinds: string[]; words: string };

/** Which papers, and why, in words that the customer reads. An upload brings the application back. */
export function AskForm({ review, onRefresh }: { review: ReviewFacts; onRefresh: () => void }) {
  const { applicationId, version } = review;
  // Signed papers are scanned at the branch: no customer is asked for them.
  const scans = new Set(review.scanKinds.map(({ kind }) => kind));
  const kinds = review.paperKinds.filter(({ kind }) => !scans.has(kind));
  const [form] = Form.useForm<Filled>();
  const { message } = App.useApp();
  const take = useTake(applicationId);
  const ask = useWrite(
    (body: Filled & { version: number }, options) => api.askForPapers({ params: { applicationId }, body }, options),
    {
      touches: [...LISTS],
      onDone: (now) => {
        take(now);
        void message.success('已通知客户补充资料');
      },
    },
  );
  const filled = Form.useWatch([], form) as Partial<Filled> | undefined;
  const asked = kinds.filter(({ kind }) => filled?.kinds?.includes(kind)).map(({ label }) => label);
  return (
    <Form<Filled>
      form={form}
      name="ask"
      layout="vertical"
      requiredMark={false}
      onFinish={(values) => ask.mutate({ ...values, words: values.words.trim(), version })}
      scrollToFirstError={{ focus: true }}
    >
      <Form.Item
        name="kinds"
        label="需要的资料"
        rules={[{ validator: async (_, kinds?: string[]) => checkKinds(kinds) }]}
      >
        <Checkbox.Group className="kinds" options={kinds.map(({ kind, label }) => ({ value: kind, label }))} />
      </Form.Item>
      <Form.Item
        name="words"
        label="给客户的说明"
        rules={[{ required: true, whitespace: true, min: 4, message: '请填写说明，至少 4 个字' }]}
      >
        <Input.TextArea rows={3} maxLength={200} showCount placeholder="例如：请补充近三个月的工资流水" />
      </Form.Item>
      <Preview words={asked.length ? `${asked.join('、')}。${filled?.words ?? ''}` : undefined} />
      <FormProblem cause={ask.error} onRefresh={onRefresh} />
      <Button type="primary" htmlType="submit" block className="submit" loading={ask.isPending}>
        通知客户补充
      </Button>
    </Form>
  );
}

function checkKinds(kinds: readonly string[] = []): void {
  if (kinds.length === 0) throw new Error('请选择需要的资料');
}
