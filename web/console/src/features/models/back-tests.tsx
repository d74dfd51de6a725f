import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Progress, Select } from 'antd';
import { api, ApiProblem } from '../../api.ts';
import { Part } from '../../shared/four-eyes.tsx';
import { problemText, Problem } from '../../shared/problem.tsx';
import { minuteText } from '../../shared/time.ts';
import { usePresence } from '../../shared/presence.ts';
import { useWrite } from '../../shared/write.ts';
import { useStaff } from '../../shell/session.ts';
import { BackTestOutcome } from './back-test-outcome.tsx';
import { useModels, type BackTest, type ModelFacts } from './use-model.ts';

type Day = BackTest['from'];
const EVERY = '*';
const LOOK_EVERY_MS = 1_000;

const stateWords = { running: '进行中', done: '已完成', cancelled: '已取消', failed: '未完成' } as const;

/** Past applications decided again: whom this version would decide otherwise, before anybody is. */
export function BackTests({ model }: { model: ModelFacts }) {
  const [chosen, setChosen] = useState<string | undefined>();
  const tests = model.backTests;
  const shown = chosen ?? tests[0]?.backTestId;
  return (
    <Part title="回溯测试">
      <Start model={model} onStarted={setChosen} />
      {tests.length > 1 ? (
        <div className="test-choice">
          查看
          <Select
            aria-label="回溯测试记录"
            value={shown ?? null}
            onChange={setChosen}
            options={tests.map((test) => ({
              value: test.backTestId,
              label: `${minuteText(test.startedAt)}，${test.from} 至 ${test.to}，${stateWords[test.state]}`,
            }))}
          />
        </div>
      ) : null}
      {shown ? (
        <Running key={shown} backTestId={shown} modelId={model.modelId} />
      ) : (
        <p className="muted">还没有做过回溯测试。</p>
      )}
    </Part>
  );
}

type Period = { productCode: string; from: string; to: string };

function Start({ model, onStarted }: { model: ModelFacts; onStarted: (backTestId: string) => void }) {
  const { rights, businessDay } = useStaff();
  const { data } = useModels();
  const queries = useQueryClient();
  const start = useWrite(
    ({ productCode, from, to }: Period, options) =>
      api.startBackTest(
        {
          params: { modelId: model.modelId },
          body: { productCode: productCode === EVERY ? null : productCode, from: from as Day, to: to as Day },
        },
        options,
      ),
    {
      touches: [['model', model.modelId]],
      onDone: (test) => {
        queries.setQueryData(['back-test', test.backTestId], test);
        onStarted(test.backTestId);
      },
    },
  );
  if (!rights.includes('models-edit') && !rights.includes('models-publish')) return null;
  const wrong = start.error instanceof ApiProblem ? start.error.problem.fields?.[0]?.message : undefined;
  return (
    <Form<Period>
      layout="vertical"
      requiredMark={false}
      className="test-form"
      initialValues={{ productCode: model.productCode ?? EVERY, from: monthsBack(businessDay, 3), to: businessDay }}
      onFinish={(period) => start.mutate(period)}
    >
      <Form.Item name="productCode" label="产品">
        <Select
          disabled={model.productCode !== null}
          options={[
            { value: EVERY, label: '所有产品' },
            ...(data?.products ?? []).map(({ productCode, name }) => ({ value: productCode, label: name })),
          ]}
        />
      </Form.Item>
      <Form.Item name="from" label="决定日期从" rules={[{ required: true, message: '请选择' }]}>
        <Input type="date" max={businessDay} className="num" />
      </Form.Item>
      <Form.Item
        name="to"
        label="到"
        dependencies={['from']}
        rules={[
          { required: true, message: '请选择' },
          ({ getFieldValue }) => ({
            validator: async (_, to: string) => {
              if (to && to < (getFieldValue('from') as string)) throw new Error('不能早于起始日');
            },
          }),
        ]}
      >
        <Input type="date" max={businessDay} className="num" />
      </Form.Item>
      <Button htmlType="submit" loading={start.isPending}>
        开始回溯测试
      </Button>
      {start.error ? wrong ? <p role="alert">{wrong}</p> : <Problem cause={start.error} /> : null}
    </Form>
  );
}

function monthsBack(day: string, months: number): string {
  const [year = 0, month = 0] = day.split('-').map(Number);
  const at = year * 12 + month - 1 - months;
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}-01`;
}

function Running({ backTestId, modelId }: { backTestId: string; modelId: string }) {
  const present = usePresence();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const { data, error, refetch } = useQuery({
    queryKey: ['back-test', backTestId],
    queryFn: ({ signal }) => api.readBackTest({ params: { backTestId } }, { signal }),
    refetchInterval: ({ state }) => (present && state.data?.state === 'running' ? LOOK_EVERY_MS : false),
  });
  const cancel = useWrite((_: object, options) => api.cancelBackTest({ params: { backTestId } }, options), {
    touches: [['model', modelId]],
    onDone: (test) => queries.setQueryData(['back-test', backTestId], test),
  });
  if (!data) return <Problem cause={error} retry={() => void refetch()} />;
  const percent = data.total === 0 ? 0 : Math.floor((data.done / data.total) * 100);
  return (
    <div className="test">
      <p className="muted" aria-live="polite">
        {data.startedBy} {minuteText(data.startedAt)} 发起，{data.from} 至 {data.to}，{stateWords[data.state]}
      </p>
      {data.state === 'running' ? (
        <div className="test-running">
          <Progress percent={percent} aria-label="回溯测试进度" />
          <span className="num">
            {data.done} / {data.total} 笔
          </span>
          <Button
            size="small"
            loading={cancel.isPending}
            onClick={() => cancel.mutate({}, { onError: (cause) => void message.error(problemText(cause), 6) })}
          >
            取消
          </Button>
        </div>
      ) : null}
      {data.state === 'failed' ? <p role="alert">测试没有完成，请重新发起。</p> : null}
      {data.result ? <BackTestOutcome result={data.result} /> : null}
    </div>
  );
}
