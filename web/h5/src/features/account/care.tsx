import { useState, type FormEvent, type ReactNode } from 'react';
import { Link } from 'wouter';
import { Button, Keypad, Notice, SmsCode, Statement } from '@miaodai/ui';
import { api, type AnswerOf } from '../../api.ts';
import { useCodeRequest } from '../../shared/code-request.ts';
import { focusFirstError } from '../../shared/focus.ts';
import { ForgottenPassword } from '../../shared/forgotten-password.tsx';
import { usePasswordStep } from '../../shared/password-step.tsx';
import { codeOf, ProblemNotice, smsCodeProblem } from '../../shared/problem.tsx';
import { useWrite } from '../../shared/write.ts';
import { Page } from '../../shell/page.tsx';
import { FaceAttempt } from '../../shared/face/face-attempt.tsx';
import { CareOutcome } from './care-outcome.tsx';
import { careTexts, type CareKind } from './care-texts.ts';
import './account.css';

type Change = AnswerOf<'reportLoss'>;

/** Loss report, freeze, and their ends: what it means, the proofs that it asks for, and what became of it. */
export default function Care({ kind }: { kind: CareKind }) {
  const [change, setChange] = useState<Change>();
  if (change) return <CareOutcome kind={kind} change={change} />;
  if (kind === 'report-loss') return <ReportLoss onRequested={setChange} />;
  if (kind === 'freeze') return <Freeze onRequested={setChange} />;
  return <Release kind={kind} onRequested={setChange} />;
}

type Requested = { onRequested: (change: Change) => void };

const Explained = ({ kind, foot, children }: { kind: CareKind; foot: ReactNode; children?: ReactNode }) => {
  const { title, lead, points } = careTexts[kind];
  return (
    <Page title={title} back="/account" foot={foot}>
      <section className="card stack-s" aria-labelledby="care">
        <h2 id="care">{lead}</h2>
        <ul className="care-points small">
          {points.map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
      </section>
      {children}
    </Page>
  );
};

function useCareCode(purpose: 'report-loss' | 'freeze') {
  const [code, setCode] = useState('');
  const [missing, setMissing] = useState<string>();
  const sms = useCodeRequest(purpose, async (options) => api.requestAccountCode({ body: { purpose } }, options));
  return {
    ...{ code, sms, missing },
    change: (value: string) => {
      setCode(value);
      setMissing(undefined);
    },
    complete: (): boolean => {
      if (code.length === 6) return true;
      setMissing('请输入 6 位短信验证码');
      focusFirstError();
      return false;
    },
  };
}

const CodeCard = ({ code, error }: { code: ReturnType<typeof useCareCode>; error: string | undefined }) => (
  <section className="card page-form" aria-label="短信验证">
    <SmsCode
      value={code.code}
      onChange={code.change}
      onComplete={() => undefined}
      {...code.sms.field}
      error={code.missing ?? error}
    />
    <ProblemNotice problem={code.sms.problem} />
  </section>
);

function ReportLoss({ onRequested }: Requested) {
  const code = useCareCode('report-loss');
  const report = useWrite(async (body: { smsCode: string }, options) => api.reportLoss({ body }, options), onRequested);
  const codeProblem = smsCodeProblem(report.problem);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (code.complete()) void report.run({ smsCode: code.code });
  };
  return (
    <Explained
      kind="report-loss"
      foot={
        <>
          <ProblemNotice problem={codeProblem ? undefined : report.problem} />
          <Button type="submit" form="care-form" kind="danger" busy={report.busy}>
            确认挂失
          </Button>
        </>
      }
    >
      <form id="care-form" onSubmit={submit} noValidate>
        <CodeCard code={code} error={codeProblem} />
      </form>
    </Explained>
  );
}

function Freeze({ onRequested }: Requested) {
  const code = useCareCode('freeze');
  const freeze = useWrite(
    async (body: { smsCode: string; transactionPassword: string }, options) => api.requestFreeze({ body }, options),
    onRequested,
  );
  const step = usePasswordStep(
    freeze,
    (transactionPassword) => ({ smsCode: code.code, transactionPassword }),
    notThePassword,
  );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (code.complete()) step.show();
  };
  return (
    <Explained
      kind="freeze"
      foot={
        <>
          <ProblemNotice problem={step.pageProblem} />
          <Button type="submit" form="care-form" kind="danger">
            输入交易密码并冻结
          </Button>
        </>
      }
    >
      <form id="care-form" onSubmit={submit} noValidate>
        <CodeCard code={code} error={step.codeProblem} />
      </form>
      <Keypad title="输入交易密码，确认冻结" {...step.sheet} help={<ForgottenPassword />} />
    </Explained>
  );
}

type ReleaseKind = Extract<CareKind, 'release-loss' | 'unfreeze'>;
type Proofs = { faceAttemptId: string; transactionPassword: string };

/** Back to use: by face first, then by the transaction password. */
function Release({ kind, onRequested }: Requested & { kind: ReleaseKind }) {
  const [faceAttemptId, setAttempt] = useState<string>();
  const release = useWrite(
    async (body: Proofs, options) =>
      kind === 'release-loss' ? api.releaseLoss({ body }, options) : api.requestUnfreeze({ body }, options),
    onRequested,
  );
  const step = usePasswordStep(
    release,
    (transactionPassword) => ({ faceAttemptId: faceAttemptId ?? '', transactionPassword }),
    notThePassword,
  );
  if (!faceAttemptId)
    return (
      <FaceAttempt purpose="release-account" reason={`确认是您本人在${careTexts[kind].title}`} onPassed={setAttempt}>
        {(body, foot) => (
          <Page title={careTexts[kind].title} back="/account" foot={foot}>
            <Notice>
              <p>{careTexts[kind].lead}</p>
            </Notice>
            {body}
          </Page>
        )}
      </FaceAttempt>
    );
  const expired = codeOf(release.problem) === 'face-not-matched';
  return (
    <Explained
      kind={kind}
      foot={
        <>
          <ProblemNotice
            problem={step.pageProblem}
            {...(expired ? { onRetry: () => setAttempt(undefined), retryText: '重新识别人脸' } : {})}
          />
          <Button onClick={step.show}>输入交易密码</Button>
        </>
      }
    >
      <section className="card">
        <Statement icon="check" tone="success" title="人脸识别已通过">
          <p>再输入交易密码就可以提交</p>
        </Statement>
      </section>
      <Keypad title={`输入交易密码，${careTexts[kind].title}`} {...step.sheet} help={<ForgottenPassword />} />
      <Link className="link" href="/account">
        暂不办理
      </Link>
    </Explained>
  );
}

const notThePassword = (problem: unknown): boolean =>
  ['account-not-ready', 'step-not-allowed', 'face-not-matched'].includes(codeOf(problem) ?? '');
