import { useState } from 'react';
import { Button, Notice, SetPassword, SmsCode } from '@miaodai/ui';
import { transactionPasswordError } from '@miaodai/http-api/passwords';
import { api } from '../../api.ts';
import { useCodeRequest } from '../../shared/code-request.ts';
import { focusFirstError } from '../../shared/focus.ts';
import { usePasswordStep } from '../../shared/password-step.tsx';
import { codeOf, ProblemNotice } from '../../shared/problem.tsx';
import { minuteText } from '../../shared/time.ts';
import { useWrite } from '../../shared/write.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import { FaceAttempt } from '../../shared/face/face-attempt.tsx';
import { Done } from './done.tsx';
import { CENTRE, useSecurity } from './security.ts';
import { Unset } from './transaction-password.tsx';

const TITLE = '重置交易密码';

/** For a transaction password that is forgotten or locked: the face, then an SMS code, then a new one twice. */
export default function ResetTransactionPassword() {
  const security = useSecurity();
  const [faceAttemptId, setFaceAttemptId] = useState<string>();
  if (faceAttemptId) return <Afterwards faceAttemptId={faceAttemptId} onAgain={() => setFaceAttemptId(undefined)} />;
  if (!security.data || security.data.transactionPassword === 'unset')
    return (
      <Page title={TITLE} back={CENTRE}>
        <Loaded query={security}>{() => <Unset />}</Loaded>
      </Page>
    );
  const { transactionPassword, lockedUntil } = security.data;
  return (
    <FaceAttempt purpose="reset-password" onPassed={setFaceAttemptId}>
      {(body, foot) => (
        <Page title={TITLE} back={CENTRE} foot={foot}>
          {transactionPassword === 'locked' ? (
            <Notice tone="warn" title="交易密码已锁定">
              <p>
                {lockedUntil ? `到 ${minuteText(lockedUntil)} 自动解锁。` : ''}
                也可以现在通过人脸识别和短信验证码重置，重置后马上可用。
              </p>
            </Notice>
          ) : null}
          {body}
        </Page>
      )}
    </FaceAttempt>
  );
}

function Afterwards({ faceAttemptId, onAgain }: { faceAttemptId: string; onAgain: () => void }) {
  const form = useReset(faceAttemptId);
  const sms = useCodeRequest('reset-transaction-password', async (options) =>
    api.requestCode({ body: { purpose: 'reset-transaction-password' } }, options),
  );
  if (form.done)
    return (
      <Done title="交易密码已重置">
        <p>锁定已解除，请用新的交易密码。</p>
      </Done>
    );
  return (
    <Page title={TITLE} back={CENTRE} foot={<Button onClick={form.openKeypad}>设置新的交易密码</Button>}>
      <Notice tone="success">
        <p>人脸识别已通过，再验证短信验证码。</p>
      </Notice>
      <section className="card page-form" aria-label="短信验证">
        <SmsCode
          value={form.code}
          onChange={form.changeCode}
          onComplete={form.openKeypad}
          {...sms.field}
          error={form.codeError}
        />
        <ProblemNotice problem={sms.problem} />
        <ProblemNotice problem={form.step.pageProblem} onRetry={onAgain} retryText="重新识别" />
      </section>
      <SetPassword title="设置新的交易密码" weak={transactionPasswordError} {...form.step.sheet} />
    </Page>
  );
}

function useReset(faceAttemptId: string) {
  const [code, setCode] = useState('');
  const [missing, setMissing] = useState<string>();
  const [done, setDone] = useState(false);
  const reset = useWrite(
    async (body: { smsCode: string; new: string }, options) =>
      api.resetTransactionPassword({ body: { ...body, faceAttemptId } }, options),
    () => setDone(true),
  );
  const step = usePasswordStep(
    reset,
    (sealed) => ({ smsCode: code, new: sealed }),
    (problem) => codeOf(problem) === 'face-not-matched',
  );
  return {
    ...{ code, done, step },
    codeError: missing ?? step.codeProblem,
    changeCode: (value: string) => {
      setCode(value);
      setMissing(undefined);
      step.reset();
    },
    openKeypad: () => {
      if (code.length === 6) return step.show();
      setMissing('请输入 6 位短信验证码');
      focusFirstError();
    },
  };
}
