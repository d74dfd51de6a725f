import { State } from '../../shared/state.tsx';
import { secondText } from '../../shared/time.ts';
import { secondsText, steps, type Run, type Step } from './words.ts';

const stepStates = {
  waiting: { label: '等待', tone: 'idle' },
  running: { label: '进行中', tone: 'active' },
  done: { label: '完成', tone: 'good' },
  failing: { label: '出错', tone: 'bad' },
} as const;

/** The checklist of one day, from top to bottom, with how far each has come. */
export const Steps = ({ run }: { run: Run }) => (
  <div className="plain-table-frame">
    <table className="plain-table">
      <caption className="visually-hidden">{run.on} 日终的步骤</caption>
      <thead>
        <tr>
          <th scope="col">步骤</th>
          <th scope="col">状态</th>
          <th scope="col">进度</th>
          <th scope="col" className="at-right">
            速度
          </th>
          <th scope="col" className="at-right">
            预计剩余
          </th>
          <th scope="col">开始</th>
        </tr>
      </thead>
      <tbody>
        {run.steps.map((step, i) => (
          <Row key={step.step} step={step} no={i + 1} />
        ))}
      </tbody>
    </table>
  </div>
);

function Row({ step, no }: { step: Step; no: number }) {
  const { label, unit } = steps[step.step];
  const state = stepStates[step.failures > 0 ? 'failing' : step.state];
  return (
    <tr>
      <th scope="row">
        {no}. {label}
      </th>
      <td>
        <State tone={state.tone}>{state.label}</State>
        {step.error ? (
          <details className="day-end-error">
            <summary>连续 {step.failures} 次失败，技术信息</summary>
            <code>{step.error}</code>
          </details>
        ) : null}
      </td>
      <td>
        {step.total ? (
          <progress
            max={step.total}
            value={step.state === 'done' ? step.total : Math.min(step.done, step.total)}
            aria-label={`${label}进度`}
          />
        ) : null}
        <span className="num day-end-count">
          {step.done.toLocaleString('zh-CN')}
          {step.total === null ? '' : ` / ${step.total.toLocaleString('zh-CN')}`} {unit}
        </span>
      </td>
      <td className="num at-right">
        {step.perSecond === null ? '—' : `${step.perSecond.toLocaleString('zh-CN')} ${unit}/秒`}
      </td>
      <td className="num at-right">{step.secondsLeft === null ? '—' : secondsText(step.secondsLeft)}</td>
      <td className="num">{step.beganAt ? secondText(step.beganAt) : '—'}</td>
    </tr>
  );
}
