import type { ReactNode } from 'react';
import { App, Button, Form, Input } from 'antd';
import { isCode, Problem, problemText } from './problem.tsx';
import { State } from './state.tsx';
import { minuteText } from './time.ts';
import './four-eyes.css';

/** Of what one writes and another publishes: models, rosters, texts. */
export type VersionState =
  'draft' | 'submitted' | 'published' | 'returned' | 'past' | 'in-force' | 'coming' | 'withdrawn';
export type May = 'yes' | 'right-missing' | 'same-person' | 'wrong-state';
type Person = { name: string; at: string };

const states = {
  draft: { label: '草稿', tone: 'idle' },
  submitted: { label: '待复核', tone: 'waiting' },
  returned: { label: '已退回', tone: 'bad' },
  published: { label: '已发布', tone: 'active' },
  coming: { label: '待生效', tone: 'active' },
  'in-force': { label: '现行', tone: 'good' },
  past: { label: '历史', tone: 'idle' },
  withdrawn: { label: '已撤回', tone: 'bad' },
} as const;

export const VersionTag = ({ state }: { state: VersionState }) => (
  <State tone={states[state].tone}>{states[state].label}</State>
);

/** What a published version is today, by its first day. */
export const stateOf = (
  { state, inForce, effectiveFrom }: { state: VersionState; inForce: boolean; effectiveFrom: string | null },
  today: string,
): VersionState => {
  if (state !== 'published') return state;
  if (inForce) return 'in-force';
  return (effectiveFrom ?? '') > today ? 'coming' : 'past';
};

type TrailProps = {
  drafted: Person | null;
  submitted: Person | null;
  published: Person | null;
  returned?: (Person & { reason: string }) | null;
  /** Called off after it was published. */
  withdrawn?: (Person & { reason: string }) | null;
};

/** Who has done what, so that everybody sees that they were two. */
export function Trail({ drafted, submitted, published, returned, withdrawn }: TrailProps) {
  return (
    <ol className="trail" aria-label="经办与复核">
      <Step title="起草" person={drafted} nobody="系统初始" />
      <Step title="提交" person={submitted} nobody={published || !drafted ? '系统初始' : undefined} />
      {returned ? <Back title="退回" by={returned} /> : null}
      <Step title="复核发布" person={published} nobody={drafted ? undefined : '系统初始'} />
      {withdrawn ? <Back title="撤回" by={withdrawn} /> : null}
    </ol>
  );
}

const Back = ({ title, by }: { title: string; by: Person & { reason: string } }) => (
  <li data-kind="returned">
    <b>{title}</b>
    <Who person={by} />
    <p className="returned-why">{by.reason}</p>
  </li>
);

function Step({ title, person, nobody }: { title: string; person: Person | null; nobody?: string | undefined }) {
  return (
    <li data-kind={person || nobody ? 'done' : 'open'}>
      <b>{title}</b>
      {person ? <Who person={person} /> : <span className="muted">{nobody ?? '尚未办理'}</span>}
    </li>
  );
}

const Who = ({ person }: { person: Person }) => (
  <span>
    {person.name} <span className="muted num">{minuteText(person.at)}</span>
  </span>
);

const whyNot: Readonly<Record<May, string | null>> = {
  yes: null,
  'wrong-state': null,
  'same-person': '此内容由您起草或提交，须由另一人复核。',
  'right-missing': '您没有复核权限，须由复核岗办理。',
};

export type Doing = { isPending: boolean; error: unknown };
type JudgeProps = {
  may: { publish: May; return: May };
  /** What is waiting is told only where something waits. */
  submitted: boolean;
  today: string;
  earliest: string;
  /** What happens when it is published, before it is. */
  consequence: ReactNode;
  publishing: Doing & { run: (effectiveFrom: string) => Promise<unknown> };
  returning: Doing & { run: (reason: string) => Promise<unknown> };
};

/** The second person's part: publish from a day on, or give it back with the reason. Who may not reads why. */
export function Judge({ may, submitted, today, earliest, consequence, publishing, returning }: JudgeProps) {
  const { modal } = App.useApp();
  if (!submitted) return null;
  if (may.publish !== 'yes') return <p className="why-not">{whyNot[may.publish]}</p>;
  const ask = ({ effectiveFrom }: { effectiveFrom: string }) =>
    void modal.confirm({
      title: `确认发布，${effectiveFrom === today ? '今天' : `${effectiveFrom} `}起生效？`,
      content: consequence,
      okText: '确认发布',
      onOk: () => publishing.run(effectiveFrom).catch(() => undefined),
    });
  return (
    <>
      <Form layout="vertical" requiredMark={false} initialValues={{ effectiveFrom: earliest }} onFinish={ask}>
        <Form.Item
          name="effectiveFrom"
          label="生效日（会计日期）"
          extra={earliest === today ? '最早今天生效' : `最早 ${earliest} 生效`}
          rules={[
            { required: true, message: '请选择生效日' },
            {
              validator: async (_, day: string) => {
                if (day && day < earliest) throw new Error(`不能早于 ${earliest}`);
              },
            },
          ]}
        >
          <Input type="date" min={earliest} className="num" />
        </Form.Item>
        <Problem cause={publishing.error} className="form-problem" />
        <Button type="primary" htmlType="submit" block loading={publishing.isPending}>
          复核发布
        </Button>
      </Form>
      <ReturnForm {...returning} />
    </>
  );
}

const ReturnForm = (returning: JudgeProps['returning']) => <WithReason summary="退回修改" what="退回" {...returning} />;

type WithReasonProps = JudgeProps['returning'] & { summary: string; what: string };

/** What undoes somebody's work says why. */
export function WithReason({ summary, what, run, isPending, error }: WithReasonProps) {
  return (
    <details className="return">
      <summary>{summary}</summary>
      <Form
        layout="vertical"
        requiredMark={false}
        onFinish={({ reason }: { reason: string }) => void run(reason.trim()).catch(() => undefined)}
      >
        <Form.Item
          name="reason"
          label={`${what}原因`}
          rules={[{ required: true, whitespace: true, message: `请填写${what}原因` }]}
        >
          <Input.TextArea rows={3} maxLength={500} showCount />
        </Form.Item>
        <Problem cause={error} className="form-problem" />
        <Button danger htmlType="submit" block loading={isPending}>
          {what}
        </Button>
      </Form>
    </details>
  );
}

/** The first person's part. */
export function SubmitButton({ may, doing, onSubmit }: { may: May; doing: Doing; onSubmit: () => void }) {
  const { modal } = App.useApp();
  if (may !== 'yes') return null;
  const ask = () =>
    void modal.confirm({
      title: '提交复核？',
      content: '提交后内容不能再修改，须由另一人复核发布。',
      okText: '提交',
      onOk: onSubmit,
    });
  return (
    <>
      <Problem cause={doing.error} className="form-problem" />
      <Button type="primary" block loading={doing.isPending} onClick={ask}>
        提交复核
      </Button>
    </>
  );
}

/** What is at the left, what may be done with it always in view at the right. */
export const Split = ({ children, aside }: { children: ReactNode; aside: ReactNode }) => (
  <div className="split">
    <div className="split-main">{children}</div>
    <aside className="split-side panel" aria-label="办理">
      {aside}
    </aside>
  </div>
);

export const Part = ({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) => (
  <section className="panel part" aria-label={title}>
    <div className="part-head">
      <h2>{title}</h2>
      {action}
    </div>
    {children}
  </section>
);

/** Somebody else was quicker: what is shown is not what is there any more. */
export const Stale = ({ cause, onRefresh }: { cause: unknown; onRefresh: () => void }) =>
  isCode(cause, 'draft-changed', 'step-not-allowed') ? (
    <div className="stale" role="alert">
      <p>{problemText(cause)}</p>
      <Button size="small" onClick={onRefresh}>
        读取最新内容
      </Button>
    </div>
  ) : null;
