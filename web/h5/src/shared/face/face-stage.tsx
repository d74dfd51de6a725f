import { Notice } from '@miaodai/ui';
import { ActionFigure, actionWords, type CueName } from './actions.tsx';
import type { FaceFlow } from './flow.ts';

/** The customer in a circle, a ring that fills with each action, and what to do in big words. */
export function FaceStage({ flow }: { flow: FaceFlow }) {
  const { phase, challenge, camera, withoutCamera } = flow;
  const cues: CueName[] = ['neutral', ...(challenge?.actions ?? [])];
  const cue = phase === 'guiding' ? (cues[flow.cue] ?? 'neutral') : 'neutral';
  const done = phase === 'sending' ? cues.length : phase === 'guiding' ? flow.cue : 0;
  return (
    <>
      <section className="card face face-stage" aria-label="人脸识别">
        <div className="face-circle">
          <video ref={camera.video} className="face-video" playsInline muted autoPlay aria-label="摄像头画面" />
          {withoutCamera || camera.state !== 'on' ? (
            <span className="face-dark">{withoutCamera ? <ActionFigure name={cue} /> : '正在打开摄像头'}</span>
          ) : null}
          <Ring parts={cues.length} done={done} />
        </div>
        <div className="face-words" data-guiding={phase === 'guiding' ? '' : undefined} aria-live="assertive">
          <Words flow={flow} cue={cue} />
        </div>
        {phase === 'guiding' ? (
          <p className="small muted">
            第 {flow.cue + 1} 个，共 {cues.length} 个
          </p>
        ) : null}
      </section>
      {challenge?.standIn ? <StandInNotice /> : null}
      {phase === 'ready' ? (
        <p className="small muted">今天还可以识别 {flow.triesLeft} 次。开始前可以先调整姿势和光线。</p>
      ) : null}
    </>
  );
}

function Words({ flow: { phase, problem }, cue }: { flow: FaceFlow; cue: CueName }) {
  if (phase === 'sending')
    return (
      <>
        <p className="face-big">{problem ? '还没有收到结果' : '正在核对，请稍候'}</p>
        <p className="small muted">动作已经做完，可以放松了</p>
      </>
    );
  if (phase === 'ready')
    return (
      <>
        <p className="face-big">把脸放进圆圈里</p>
        <p className="small muted">准备好了再开始，会请您做三个动作</p>
      </>
    );
  const { words, more } = actionWords(cue);
  return (
    <>
      <ActionFigure name={cue} />
      <p className="face-big">{words}</p>
      <p className="small muted">{more}</p>
    </>
  );
}

const RADIUS = 48;
const GAP = 5;

/** One arc for each thing to do. */
function Ring({ parts, done }: { parts: number; done: number }) {
  const length = 2 * Math.PI * RADIUS;
  const arc = length / parts - GAP;
  return (
    <svg className="face-arcs" viewBox="0 0 100 100" aria-hidden="true" focusable="false">
      {Array.from({ length: parts }, (_, at) => (
        <circle
          key={at}
          cx="50"
          cy="50"
          r={RADIUS}
          data-state={at < done ? 'done' : at === done ? 'now' : undefined}
          strokeDasharray={`${arc} ${length - arc}`}
          transform={`rotate(${-90 + (at * 360) / parts} 50 50)`}
        />
      ))}
    </svg>
  );
}

export const StandInNotice = () => (
  <Notice tone="warn" title="演示环境的代用识别">
    <p>这里没有接入真实的人脸识别：画面不会被分析，由代用程序给出结果。</p>
  </Notice>
);
