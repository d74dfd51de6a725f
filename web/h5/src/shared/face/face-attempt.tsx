import { useEffect, useState, type ReactNode } from 'react';
import { Button, Check, Icon, LegalText, LinkButton, Sheet, Statement } from '@miaodai/ui';
import { CameraTroubleCard } from '../camera-trouble.tsx';
import { ProblemNotice } from '../problem.tsx';
import { actionWords } from './actions.tsx';
import { FaceStage, StandInNotice } from './face-stage.tsx';
import { useFaceAttempt, type FaceFlow, type Purpose } from './flow.ts';
import './face.css';

type FaceAttemptProps = {
  purpose: Purpose;
  /** What it is for, where the purpose's own words are too wide. */
  reason?: string;
  onPassed: (attemptId: string) => void;
  /** Puts the parts into the page's frame, the buttons at its foot; without it they follow each other. */
  children?: (body: ReactNode, foot: ReactNode) => ReactNode;
  /** What the page does with a passed attempt is under way. */
  busy?: boolean;
  /** What the page's own request was refused with. */
  problem?: unknown;
};

/**
 * The face check from the consent to a passed attempt: purpose and consent first, the camera asked for at the moment of
 * need, the server's actions in its order, and the result with what to do. The server alone decides.
 */
export function FaceAttempt({ purpose, reason, onPassed, children, busy, problem }: FaceAttemptProps) {
  const flow = useFaceAttempt(purpose, onPassed);
  const [consent, setConsent] = useState(false);
  // Each of its parts is looked at from its top.
  const failed = flow.camera.state === 'failed';
  useEffect(() => window.scrollTo(0, 0), [flow.phase, failed]);
  const { body, foot } = partsOf(flow, {
    consent,
    setConsent,
    busy: busy ?? false,
    problem,
    reason: reason ?? purposes[purpose],
  });
  if (children) return <>{children(body, foot)}</>;
  return (
    <div className="stack">
      {body}
      <div>{foot}</div>
    </div>
  );
}

type Consenting = {
  consent: boolean;
  setConsent: (given: boolean) => void;
  busy: boolean;
  problem: unknown;
  reason: string;
};
type Parts = { body: ReactNode; foot: ReactNode };

function partsOf(flow: FaceFlow, page: Consenting): Parts {
  const { phase } = flow;
  if (phase === 'before' || phase === 'passed') return before(flow, page);
  if (phase === 'result') return result(flow);
  if (flow.camera.state === 'failed' && phase !== 'sending' && !flow.withoutCamera) return trouble(flow);
  return {
    body: <FaceStage flow={flow} />,
    foot: (
      <>
        <ProblemNotice problem={flow.problem} onRetry={flow.resend} />
        {phase === 'ready' ? (
          <Button inactive={!flow.withoutCamera && flow.camera.state !== 'on'} onClick={flow.begin}>
            准备好了，开始
          </Button>
        ) : null}
        <Button kind="secondary" busy={phase === 'sending' && !flow.problem} onClick={flow.cancel}>
          {phase === 'sending' && !flow.problem ? '正在核对' : '取消'}
        </Button>
      </>
    ),
  };
}

function before(flow: FaceFlow, { consent, setConsent, busy, problem, reason }: Consenting): Parts {
  const passed = flow.phase === 'passed';
  return {
    body: passed ? (
      <section className="card">
        <Statement icon="check" tone="success" title="人脸识别已通过">
          <p>{busy ? '正在继续办理' : '可以继续办理'}</p>
        </Statement>
      </section>
    ) : (
      <Purposes reason={reason} consent={consent} setConsent={setConsent} flow={flow} />
    ),
    foot: (
      <>
        <ProblemNotice problem={flow.problem ?? problem} />
        <Button
          busy={flow.starting || busy}
          inactive={!passed && (!consent || !flow.document)}
          onClick={passed && !problem ? flow.passOn : () => flow.start()}
        >
          {passed && !problem ? '继续' : consent ? (problem ? '重新识别' : '开始识别') : '勾选同意后开始'}
        </Button>
      </>
    ),
  };
}

const purposes: Record<Purpose, string> = {
  'open-account': '确认是您本人在开户',
  apply: '确认是您本人在操作',
  'reset-password': '确认是您本人在重置密码',
  'release-account': '确认是您本人在解除账户限制',
};

type PurposesProps = { reason: string; consent: boolean; setConsent: (given: boolean) => void; flow: FaceFlow };

function Purposes({ reason, consent, setConsent, flow }: PurposesProps) {
  const [reading, setReading] = useState(false);
  const title = flow.document?.title ?? '人脸识别服务授权书';
  return (
    <>
      <section className="card face">
        <span className="face-ring">
          <Icon name="face" size={88} />
        </span>
        <h2>{reason}</h2>
        <p className="lead">人脸识别只用于核对您与身份证照片是否一致，图像按授权书保存，您可以随时撤回同意。</p>
        <Check checked={consent} onChange={setConsent} inactive={!flow.document}>
          我同意使用人脸识别核对身份
        </Check>
        <LinkButton onClick={() => setReading(true)}>阅读《{title}》</LinkButton>
        <ProblemNotice problem={flow.documentProblem} />
      </section>
      <section className="card stack-s" aria-labelledby="face-how">
        <h2 id="face-how">怎么做</h2>
        <ul className="face-how small">
          <li>点“开始识别”后，浏览器会询问是否允许使用摄像头，请选“允许”。</li>
          <li>请摘下口罩和墨镜，在光线均匀的地方，让脸在圆圈里。</li>
          <li>按屏幕提示做三个动作，约半分钟。画面里只能有您一个人。</li>
        </ul>
      </section>
      <Sheet title={title} open={reading} onClose={() => setReading(false)}>
        {flow.document ? <LegalText paragraphs={flow.document.paragraphs} /> : <p>正在加载</p>}
      </Sheet>
    </>
  );
}

function trouble(flow: FaceFlow): Parts {
  return {
    body: (
      <>
        <CameraTroubleCard
          trouble={flow.camera.trouble ?? 'unknown'}
          busy={flow.starting}
          onRetry={flow.openCamera}
          otherWay={
            flow.challenge?.standIn ? (
              <Button kind="secondary" onClick={flow.goWithoutCamera}>
                没有摄像头，继续演示
              </Button>
            ) : undefined
          }
        />
        {flow.challenge?.standIn ? <StandInNotice /> : null}
      </>
    ),
    foot: (
      <Button kind="secondary" onClick={flow.cancel}>
        取消
      </Button>
    ),
  };
}

function result(flow: FaceFlow): Parts {
  const { verdict } = flow;
  const left = verdict?.triesLeft ?? 0;
  return {
    body: (
      <section className="card stack" role="alert">
        <Statement icon="alert" tone="warn" title={titles[verdict?.reason ?? 'interrupted']}>
          <p>{verdict?.explanation ?? '识别时离开了页面或摄像头中断，没有提交，不算次数。'}</p>
        </Statement>
        {verdict ? (
          <p className="face-left">
            {left > 0 ? `今天还可以识别 ${left} 次` : '今天的识别次数已用完，请明天再试，或带身份证到网点柜台办理'}
          </p>
        ) : null}
        {verdict && left > 0 ? <p className="small muted">{hintFor(flow)}</p> : null}
      </section>
    ),
    foot: (
      <>
        <ProblemNotice problem={flow.problem} />
        {!verdict || left > 0 ? (
          <Button busy={flow.starting} onClick={() => flow.start()}>
            重新识别
          </Button>
        ) : null}
        <Button kind="secondary" onClick={flow.cancel}>
          返回
        </Button>
      </>
    ),
  };
}

const titles = {
  interrupted: '识别中断了',
  'no-face': '没有看到人脸',
  'several-faces': '画面里不止一个人',
  'not-alive': '没有确认是真人',
  'other-person': '与身份证照片不一致',
  'challenge-not-followed': '动作没有做到位',
  'poor-picture': '画面不够清楚',
  'no-reference': '还没有可以核对的照片',
  passed: '人脸识别已通过',
} as const;

const hintFor = ({ challenge, verdict }: FaceFlow): string =>
  verdict?.reason === 'challenge-not-followed' && challenge
    ? `刚才的动作是：${challenge.actions.map((action) => actionWords(action).words.replace('请', '')).join('；')}。`
    : '调整好光线和距离后再开始，效果会更好。';
