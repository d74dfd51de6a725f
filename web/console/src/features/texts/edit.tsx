import { useRef, useState } from 'react';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { App, Button, Form, Input, InputNumber, Segmented, Skeleton, Switch } from 'antd';
import { api, ApiProblem } from '../../api.ts';
import { Part } from '../../shared/four-eyes.tsx';
import { LinkButton } from '../../shared/link-button.tsx';
import { Page } from '../../shared/page.tsx';
import { isCode, Problem } from '../../shared/problem.tsx';
import { useUnsaved } from '../../shared/unsaved.ts';
import { useWrite } from '../../shared/write.ts';
import { paragraphsOf } from './difference.rules.ts';
import { PaperButton } from './paper.tsx';
import { Difference, Preview } from './reading.tsx';
import { inForceOf, LISTS, useTake, useText, type TextFacts, type Wording } from './use-text.ts';
import './texts.css';

const route = getRouteApi('/texts/$kind/edit');
type Filled = { title: string; body: string; readingSeconds: number | null; mustReachEnd: boolean; note: string };

const bodyLabels = {
  document: '正文（段落之间空一行，“# ”开头为小标题）',
  notice: '正文（段落之间空一行）',
  sms: '短信内容',
  lines: '内容（每项之间空一行）',
} as const;

/** Writing at the left, what the customer will read at the right as it is typed. */
export function EditText() {
  const { kind } = route.useParams();
  const { data, error, refetch } = useText(kind);
  const above = [
    { label: '协议与文案', to: '/texts' },
    { label: data?.title ?? kind, to: `/texts/${kind}` },
  ];
  if (!data)
    return (
      <Page title="起草" above={above}>
        {error ? <Problem cause={error} retry={() => void refetch()} /> : <Skeleton active className="panel part" />}
      </Page>
    );
  return (
    <Page title={data.draft ? '修改草稿' : '起草新版本'} above={above}>
      {data.may.edit === 'yes' ? (
        <Editor text={data} />
      ) : (
        <Part title="不能修改">
          <p>
            {data.may.edit === 'right-missing' ? '您没有起草文案的权限。' : '草稿已提交复核，退回后才能修改。'}{' '}
            <Link to="/texts/$kind" params={{ kind }}>
              返回查看
            </Link>
          </p>
        </Part>
      )}
    </Page>
  );
}

function Editor({ text }: { text: TextFacts }) {
  const { kind, draft, form: shape, variables } = text;
  const [form] = Form.useForm<Filled>();
  const start = useRef(startOf(text));
  const saved = useRef(false);
  const filled = { ...start.current, ...(Form.useWatch([], form) as Partial<Filled> | undefined) };
  const now = wordingOf(filled);
  useUnsaved(
    () =>
      !saved.current &&
      JSON.stringify({ ...start.current, ...form.getFieldsValue() }) !== JSON.stringify(start.current),
  );
  const save = useSave(kind, () => {
    saved.current = true;
  });
  return (
    <Form<Filled>
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={start.current}
      className="editor"
      onFinish={(values) =>
        save.mutate({
          ...wordingOf({ ...start.current, ...values }),
          ...{ note: values.note.trim(), revision: draft?.revision ?? null },
        })
      }
      scrollToFirstError={{ focus: true }}
    >
      <Part title="编写">
        <Form.Item name="title" label="标题" rules={[{ required: true, whitespace: true, message: '请填写标题' }]}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item
          name="body"
          label={bodyLabels[shape]}
          rules={[{ required: true, whitespace: true, message: '请填写正文' }]}
          {...faultsFor(save.error)}
        >
          {/* Of fixed height: a box that grows sets styles in a way that the content policy forbids. */}
          <Input.TextArea rows={shape === 'sms' ? 5 : 20} className="editor-body" />
        </Form.Item>
        <Variables text={text} onInsert={(name) => insert(form, name)} used={filled.body} />
        {text.group === 'agreements' ? <ReadingRules cause={save.error} /> : null}
        <NoteField />
        {isCode(save.error, 'text-not-valid') ? null : <Problem cause={save.error} className="form-problem" />}
        <div className="editor-foot">
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            保存草稿
          </Button>
          <LinkButton to="/texts/$kind" params={{ kind }}>
            返回
          </LinkButton>
        </div>
      </Part>
      <Beside text={text} now={now} variables={variables} />
    </Form>
  );
}

function useSave(kind: string, onSaved: () => void) {
  const navigate = useNavigate();
  const { message } = App.useApp();
  const take = useTake(kind);
  return useWrite(
    (body: Wording & { note: string; revision: number | null }, options) =>
      api.draftText({ params: { kind }, body }, options),
    {
      touches: [...LISTS],
      onDone: (after) => {
        onSaved();
        take(after);
        void message.success('草稿已保存，还没有提交复核');
        void navigate({ to: '/texts/$kind', params: { kind } });
      },
    },
  );
}

/** Only what is agreed to is read under rules. */
function ReadingRules({ cause }: { cause: unknown }) {
  return (
    <div className="editor-rules">
      <Form.Item
        name="readingSeconds"
        label="最短阅读时间"
        extra="0 – 120 秒，客户读满后才能同意"
        rules={[{ required: true, type: 'integer', min: 0, max: 120, message: '请填写 0 – 120 的整数' }]}
        {...faultsFor(cause, 'readingSeconds')}
      >
        <InputNumber<number> suffix="秒" controls={false} className="num" />
      </Form.Item>
      <Form.Item name="mustReachEnd" label="须读到末尾" valuePropName="checked" extra="末尾出现在屏幕上后才能同意">
        <Switch aria-label="须读到末尾" />
      </Form.Item>
    </div>
  );
}

const NoteField = () => (
  <Form.Item
    name="note"
    label="修改说明（复核人会看到）"
    rules={[{ required: true, whitespace: true, message: '请填写修改说明' }]}
  >
    <Input.TextArea rows={2} maxLength={500} showCount />
  </Form.Item>
);

function Beside({ text, now, variables }: { text: TextFacts; now: Wording; variables: TextFacts['variables'] }) {
  const [view, setView] = useState<'text' | 'difference'>('text');
  return (
    <div className="editor-beside">
      <Part
        title="预览"
        action={
          <Segmented
            aria-label="预览方式"
            value={view}
            onChange={setView}
            options={[
              { value: 'text', label: '客户看到的' },
              { value: 'difference', label: '与现行版本比较' },
            ]}
          />
        }
      >
        <PaperButton text={text} wording={now} />
        {view === 'text' ? (
          <Preview wording={now} variables={variables} form={text.form} />
        ) : (
          <Difference before={inForceOf(text)} now={now} />
        )}
      </Part>
    </div>
  );
}

type VariablesProps = { text: TextFacts; used: string; onInsert: (name: string) => void };

/** What may be filled in: inserted by a press, those still missing marked by a word. */
function Variables({ text: { variables }, used, onInsert }: VariablesProps) {
  if (!variables.length) return <p className="muted">此文案没有填充项。</p>;
  return (
    <div className="variables" role="group" aria-label="填充项">
      {variables.map(({ name, label, required }) => {
        const missing = required && !used.includes(`{{${name}}}`);
        return (
          <button key={name} type="button" data-missing={missing} onClick={() => onInsert(name)}>
            {label} <code>{`{{${name}}}`}</code>
            {missing ? <b> 必须，还没有写</b> : required ? null : <span className="muted"> 可选</span>}
          </button>
        );
      })}
    </div>
  );
}

/** At the cursor, where the body has it. */
function insert(form: ReturnType<typeof Form.useForm<Filled>>[0], name: string): void {
  const area = document.querySelector<HTMLTextAreaElement>('textarea.editor-body');
  const before = form.getFieldValue('body') as string;
  const at = area?.selectionStart ?? before.length;
  form.setFieldValue('body', `${before.slice(0, at)}{{${name}}}${before.slice(area?.selectionEnd ?? at)}`);
  area?.focus();
}

function startOf(text: TextFacts): Filled {
  const { draft } = text;
  const from: Wording | undefined = draft ?? inForceOf(text) ?? text.versions[0];
  return {
    title: from?.title ?? '',
    body: (from?.paragraphs ?? []).join('\n\n'),
    readingSeconds: from?.readingSeconds ?? 0,
    mustReachEnd: from?.mustReachEnd ?? true,
    note: draft?.note ?? '',
  };
}

const wordingOf = ({ title, body, readingSeconds, mustReachEnd }: Filled): Wording => ({
  ...{ title: title.trim(), paragraphs: paragraphsOf(body), readingSeconds: readingSeconds ?? 0, mustReachEnd },
});

/** What the server has found in the body, or in another field, beside it. */
function faultsFor(cause: unknown, field?: string): { validateStatus?: 'error'; help?: React.ReactNode } {
  if (!isCode(cause, 'text-not-valid', 'invalid-input') || !(cause instanceof ApiProblem)) return {};
  const own = (cause.problem.fields ?? []).filter(({ path }) => {
    const place = path.replace(/^body\./, '').split('.')[0];
    return field ? place === field : place === 'paragraphs' || place === 'title';
  });
  if (!own.length) return {};
  return {
    validateStatus: 'error',
    help: (
      <ul className="faults">
        {own.map(({ path, message }, n) => (
          <li key={n}>
            {placeOf(path)}
            {message}
          </li>
        ))}
      </ul>
    ),
  };
}

const placeOf = (path: string): string => {
  const [what, n] = path.split('.');
  if (what === 'title') return '标题：';
  return what === 'paragraphs' && n !== undefined ? `第 ${Number(n) + 1} 段：` : '';
};
