import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { DownloadOutlined } from '@ant-design/icons';
import { App, Button, Skeleton } from 'antd';
import { api, type AnswerOf } from '../../api.ts';
import { download } from '../../shared/download.ts';
import { Judge, Part, Split, Stale, stateOf, SubmitButton, Trail, VersionTag } from '../../shared/four-eyes.tsx';
import { Page } from '../../shared/page.tsx';
import { Problem } from '../../shared/problem.tsx';
import { useWrite } from '../../shared/write.ts';
import { useStaff } from '../../shell/session.ts';
import { BackTests } from './back-tests.tsx';
import { LISTS, scopeOf, titleOf, useModel, useTake, type ModelFacts } from './use-model.ts';
import './models.css';

const route = getRouteApi('/models/$modelId');
const above = [{ label: '决策模型', to: '/models' }];

/** One version: what it changes, whom it would decide otherwise, and who may do what with it. */
export function Model() {
  const { modelId } = route.useParams();
  const { businessDay } = useStaff();
  const { data, error, refetch } = useModel(modelId);
  if (!data)
    return (
      <Page title="决策模型" above={above}>
        {error ? <Problem cause={error} retry={() => void refetch()} /> : <Skeleton active className="panel part" />}
      </Page>
    );
  return (
    <Page title={titleOf(data)} above={above} beside={<VersionTag state={stateOf(data, businessDay)} />}>
      <Problem cause={error} retry={() => void refetch()} />
      <Split aside={<Aside model={data} today={businessDay} onRefresh={() => void refetch()} />}>
        <Facts model={data} />
        <Comparison model={data} />
        <BackTests model={data} />
        <Content model={data} />
      </Split>
    </Page>
  );
}

const Facts = ({ model }: { model: ModelFacts }) => (
  <Part title="概要">
    <dl className="facts-line">
      <div>
        <dt>适用产品</dt>
        <dd>{scopeOf(model)}</dd>
      </div>
      <div>
        <dt>生效日</dt>
        <dd className="num">{model.effectiveFrom ?? '未发布'}</dd>
      </div>
      <div>
        <dt>变更说明</dt>
        <dd>{model.note}</dd>
      </div>
      <div>
        <dt>文件摘要（SHA-256）</dt>
        <dd className="trace">{model.hash.slice(0, 16)}…</dd>
      </div>
    </dl>
  </Part>
);

const changeWords = { added: '新增', removed: '删除', changed: '修改' } as const;
const kindWords = {
  input: '输入',
  output: '输出',
  expression: '表达式',
  'decision-table': '决策表',
  switch: '分支',
} as const;

/** Node by node, cell by cell: old and new side by side. */
function Comparison({ model }: { model: ModelFacts }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['model', model.modelId, 'comparison'],
    queryFn: ({ signal }) => api.compareModels({ params: { modelId: model.modelId }, query: {} }, { signal }),
  });
  const title =
    data?.with && data.with.modelId !== model.modelId ? `与现行 ${data.with.versionNo} 版比较` : '与现行版本比较';
  return (
    <Part title={title}>
      <Problem cause={error} retry={() => void refetch()} />
      {data ? <Nodes comparison={data} own={model.modelId} /> : error ? null : <Skeleton active title={false} />}
    </Part>
  );
}

function Nodes({ comparison, own }: { comparison: AnswerOf<'compareModels'>; own: string }) {
  if (comparison.with?.modelId === own) return <p className="muted">这就是现行版本。</p>;
  if (comparison.same) return <p className="muted">与现行版本完全相同。</p>;
  return (
    <div className="nodes">
      {comparison.nodes.map(({ name, kind, change, cells }) => (
        <div key={`${kind} ${name}`} className="node">
          <h3>
            {name} <span className="muted">{kindWords[kind]}</span> <b data-change={change}>{changeWords[change]}</b>
          </h3>
          {cells.length ? (
            <table>
              <thead>
                <tr>
                  <th scope="col">位置</th>
                  <th scope="col">现行</th>
                  <th scope="col">本版</th>
                </tr>
              </thead>
              <tbody>
                {cells.map(({ at, before, now }, n) => (
                  <tr key={n}>
                    <td>{at}</td>
                    <td>{before === null ? <Absent /> : <del className="old">{before || '（空）'}</del>}</td>
                    <td>{now === null ? <Absent /> : <ins className="new">{now || '（空）'}</ins>}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          ) : null}
        </div>
      ))}
    </div>
  );
}

const Absent = () => <span className="nothing">—</span>;

function Content({ model }: { model: ModelFacts }) {
  const { content, versionNo } = model;
  return (
    <Part
      title="模型文件"
      action={
        <Button
          icon={<DownloadOutlined />}
          onClick={() => download(`model-${versionNo}.json`, content, 'application/json')}
        >
          下载
        </Button>
      }
    >
      <details>
        <summary>查看全文（{content.split('\n').length} 行）</summary>
        <pre className="content" tabIndex={0} aria-label="模型全文">
          {content}
        </pre>
      </details>
    </Part>
  );
}

function Aside({ model, today, onRefresh }: { model: ModelFacts; today: string; onRefresh: () => void }) {
  const { modelId, may, drafted, submitted, published, returned } = model;
  const params = { modelId };
  const { message } = App.useApp();
  const take = useTake(modelId);
  const told = (words: string) => ({
    // What is in force may be another now.
    touches: [...LISTS, ['model', modelId, 'comparison']],
    onDone: (now: ModelFacts) => {
      take(now);
      void message.success(words);
    },
  });
  const submit = useWrite((_: object, options) => api.submitModel({ params }, options), told('已提交，等待另一人复核'));
  const publish = useWrite(
    (effectiveFrom: NonNullable<ModelFacts['effectiveFrom']>, options) =>
      api.publishModel({ params, body: { effectiveFrom } }, options),
    told('已发布'),
  );
  const giveBack = useWrite(
    (reason: string, options) => api.returnModel({ params, body: { reason } }, options),
    told('已退回起草人'),
  );
  const tested = model.backTests.some(({ state }) => state === 'done');
  return (
    <>
      <h2>经办与复核</h2>
      <Trail {...{ drafted, submitted, published, returned }} />
      <Stale cause={publish.error ?? giveBack.error ?? submit.error} onRefresh={onRefresh} />
      <SubmitButton may={may.submit} doing={submit} onSubmit={() => submit.mutate({})} />
      {model.state === 'submitted' && !tested ? <p className="why-not">这一版还没有做过回溯测试。</p> : null}
      <Judge
        may={may}
        submitted={model.state === 'submitted'}
        today={today}
        earliest={today}
        consequence={`自生效日起，${scopeOf(model)}的新申请按 ${model.versionNo} 版决定；已作出的决定不变，仍可按原版本重算。`}
        publishing={{ ...publish, run: (day) => publish.mutateAsync(day as NonNullable<ModelFacts['effectiveFrom']>) }}
        returning={{ ...giveBack, run: (reason) => giveBack.mutateAsync(reason) }}
      />
      {may.submit !== 'yes' && !submitted && model.state === 'draft' ? (
        <p className="why-not">草稿由风险策略岗提交后才能复核。</p>
      ) : null}
    </>
  );
}
