import { useState } from 'react';
import { getRouteApi } from '@tanstack/react-router';
import { App, Button, Segmented, Skeleton } from 'antd';
import { api } from '../../api.ts';
import { Judge, Part, Split, Stale, SubmitButton, Trail, VersionTag, WithReason } from '../../shared/four-eyes.tsx';
import { LinkButton } from '../../shared/link-button.tsx';
import { Page } from '../../shared/page.tsx';
import { isCode, Problem } from '../../shared/problem.tsx';
import { useWrite } from '../../shared/write.ts';
import { PaperButton } from './paper.tsx';
import { Difference, Preview, yesNo } from './reading.tsx';
import { inForceOf, LISTS, useTake, useText, type Draft, type TextFacts, type Version } from './use-text.ts';
import './texts.css';

const route = getRouteApi('/texts/$kind');
const above = [{ label: '协议与文案', to: '/texts' }];

/** One text: its versions, what the draft changes, and who may do what with it. */
export function Text() {
  const { kind } = route.useParams();
  const { data, error, refetch } = useText(kind);
  if (!data)
    return (
      <Page title="文案" above={above}>
        {error ? <Problem cause={error} retry={() => void refetch()} /> : <Skeleton active className="panel part" />}
      </Page>
    );
  return <TextPage key={`${kind} ${data.draft?.revision ?? ''}`} text={data} onRefresh={() => void refetch()} />;
}

type Props = { text: TextFacts; onRefresh: () => void };

function TextPage({ text, onRefresh }: Props) {
  const { draft, versions, kind, title } = text;
  const first = draft ?? inForceOf(text) ?? versions[0];
  const [chosen, setChosen] = useState(first?.version);
  const shown: Draft | Version | undefined =
    draft && draft.version === chosen ? draft : versions.find(({ version }) => version === chosen);
  return (
    <Page
      title={title}
      above={above}
      beside={<span className="muted trace">{kind}</span>}
      actions={
        text.may.edit === 'yes' ? (
          <LinkButton
            to="/texts/$kind/edit"
            params={{ kind }}
            color={draft ? 'default' : 'primary'}
            variant={draft ? 'outlined' : 'solid'}
          >
            {draft ? '修改草稿' : '起草新版本'}
          </LinkButton>
        ) : null
      }
    >
      <Split aside={<Aside text={text} shown={shown} onChoose={setChosen} onRefresh={onRefresh} />}>
        {shown ? <Shown key={chosen} text={text} shown={shown} /> : <Nothing />}
      </Split>
    </Page>
  );
}

const Nothing = () => (
  <Part title="内容">
    <p className="muted">还没有任何版本。起草并由另一人复核发布后，客户才能看到。</p>
  </Part>
);

function Shown({ text, shown }: { text: TextFacts; shown: Draft | Version }) {
  const before = inForceOf(text);
  const compares = shown !== before;
  const [view, setView] = useState<'text' | 'difference'>(compares && before ? 'difference' : 'text');
  return (
    <Part
      title={`${shown.version} 版`}
      action={
        compares ? (
          <Segmented
            aria-label="查看方式"
            value={view}
            onChange={setView}
            options={[
              { value: 'difference', label: '与现行版本比较' },
              { value: 'text', label: '全文预览' },
            ]}
          />
        ) : null
      }
    >
      <dl className="facts-line text-rules">
        {text.group === 'agreements' ? (
          <>
            <div>
              <dt>最短阅读时间</dt>
              <dd className="num">{shown.readingSeconds} 秒</dd>
            </div>
            <div>
              <dt>须读到末尾</dt>
              <dd>{yesNo(shown.mustReachEnd)}</dd>
            </div>
          </>
        ) : null}
        {shown.note ? (
          <div>
            <dt>修改说明</dt>
            <dd>{shown.note}</dd>
          </div>
        ) : null}
      </dl>
      <PaperButton text={text} wording={shown} />
      {view === 'difference' && compares ? (
        <Difference before={before} now={shown} />
      ) : (
        <Preview wording={shown} variables={text.variables} form={text.form} />
      )}
    </Part>
  );
}

type AsideProps = Props & { shown: Draft | Version | undefined; onChoose: (version: string) => void };

function Aside({ text, shown, onChoose, onRefresh }: AsideProps) {
  const { draft, versions } = text;
  return (
    <>
      <h2>版本</h2>
      <div className="version-list" role="group" aria-label="版本">
        {[...(draft ? [draft] : []), ...versions].map((one) => (
          <button
            key={one === draft ? 'draft' : one.version}
            type="button"
            aria-pressed={one.version === shown?.version}
            onClick={() => onChoose(one.version)}
          >
            <span className="num">{one.version}</span>
            <VersionTag state={one.state} />
            <span className="muted num">{'effectiveFrom' in one ? `${one.effectiveFrom} 起` : ''}</span>
          </button>
        ))}
      </div>
      {shown ? (
        <>
          <h2>经办与复核</h2>
          <Trail
            drafted={shown.drafted}
            submitted={shown.submitted}
            published={'published' in shown ? shown.published : null}
            {...('returned' in shown ? { returned: shown.returned } : {})}
            {...('withdrawn' in shown ? { withdrawn: shown.withdrawn } : {})}
          />
        </>
      ) : null}
      {shown?.state === 'coming' && text.may.callOff === 'yes' ? (
        <CallOff key={shown.version} text={text} version={shown.version} onRefresh={onRefresh} />
      ) : null}
      {draft ? <Act text={text} draft={draft} onRefresh={onRefresh} /> : null}
    </>
  );
}

/** Of a version that nobody has read yet. */
function CallOff({ text: { kind }, version, onRefresh }: Props & { version: string }) {
  const { message } = App.useApp();
  const take = useTake(kind);
  const callOff = useWrite(
    (reason: string, options) => api.callOffText({ params: { kind, version }, body: { reason } }, options),
    {
      touches: [...LISTS],
      onDone: (now: TextFacts) => {
        take(now);
        void message.success(`已撤回，${version} 版不会生效`);
      },
    },
  );
  return (
    <div className="text-act">
      <Stale cause={callOff.error} onRefresh={onRefresh} />
      <WithReason
        summary="撤回这一版"
        what="撤回"
        {...callOff}
        run={async (reason) => callOff.mutateAsync(reason)}
        error={isCode(callOff.error, 'step-not-allowed') ? null : callOff.error}
      />
    </div>
  );
}

function Act({ text, draft, onRefresh }: Props & { draft: Draft }) {
  const { kind, may, today, earliest } = text;
  const { revision } = draft;
  const params = { kind };
  const { message, modal } = App.useApp();
  const take = useTake(kind);
  const told = (words: string) => ({
    touches: [...LISTS],
    onDone: (now: TextFacts) => {
      take(now);
      void message.success(words);
    },
  });
  const submit = useWrite(
    (_: object, options) => api.submitText({ params, body: { revision } }, options),
    told('已提交，等待另一人复核'),
  );
  const withdraw = useWrite(
    (_: object, options) => api.withdrawText({ params, body: { revision } }, options),
    told('已撤销草稿'),
  );
  const publish = useWrite(
    (effectiveFrom: TextFacts['today'], options) =>
      api.publishText({ params, body: { revision, effectiveFrom } }, options),
    told('已发布'),
  );
  const giveBack = useWrite(
    (reason: string, options) => api.returnText({ params, body: { revision, reason } }, options),
    told('已退回起草人'),
  );
  const askWithdraw = () =>
    void modal.confirm({
      title: '撤销这份草稿？',
      content: `${draft.version} 版草稿将作废，现行版本不受影响。`,
      okText: '撤销草稿',
      okButtonProps: { danger: true },
      onOk: () => withdraw.mutateAsync({}).catch(() => undefined),
    });
  return (
    <div className="text-act">
      <h2>办理</h2>
      <Stale cause={publish.error ?? giveBack.error ?? submit.error ?? withdraw.error} onRefresh={onRefresh} />
      <SubmitButton may={may.submit} doing={submit} onSubmit={() => submit.mutate({})} />
      <Judge
        may={may}
        submitted={draft.state === 'submitted'}
        today={today}
        earliest={earliest}
        consequence={`《${draft.title}》${draft.version} 版自生效日起对所有客户展示；客户此前同意的版本继续保存，可随时查阅。`}
        publishing={{ ...publish, run: (day) => publish.mutateAsync(day as TextFacts['today']) }}
        returning={{ ...giveBack, run: (reason) => giveBack.mutateAsync(reason) }}
      />
      {may.withdraw === 'yes' ? (
        <Button type="text" danger loading={withdraw.isPending} onClick={askWithdraw}>
          撤销草稿
        </Button>
      ) : null}
    </div>
  );
}
