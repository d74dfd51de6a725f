import { useState } from 'react';
import { Button, Notice, SetPassword, SmsCode } from '@miaodai/ui';
import { transactionPasswordError } from '@miaodai/http-api/passwords';
import { api } from '../../api.ts';
import { useCodeRequest } from '../../shared/code-request.ts';
import { focusFirstError } from '../../shared/focus.ts';
import { codeOf, ProblemNotice, smsCodeProblem } from '../../shared/problem.tsx';
import { sealPassword } from '../../shared/seal.ts';
import { minuteText } from '../../shared/time.ts';
import { useWrite } from '../../shared/write.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import { FaceAttempt } from '../face/face-attempt.tsx';
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
        <ProblemNotice problem={sms.problem ?? form.faceProblem} onRetry={form.faceProblem ? onAgain : undefined} />
      </section>
      <SetPassword
        title="设置新的交易密码"
        open={form.keypad}
        onClose={form.closeKeypad}
        weak={transactionPasswordError}
        seal={sealPassword}
        onSealed={form.send}
        onSealFailed={form.fail}
        busy={form.busy}
        error={form.problem ? <ProblemNotice problem={form.problem} /> : undefined}
      />
    </Page>
  );
}

function useReset(faceAttemptId: string) {
  const [code, setCode] = useState('');
  const [missing, setMissing] = useState<string>();
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState(false);
  const [sealProblem, setSealProblem] = useState<unknown>();
  const reset = useWrite(
    async (sealed: string, options) =>
      api.resetTransactionPassword({ body: { smsCode: code, faceAttemptId, new: sealed } }, options),
    () => setDone(true),
  );
  const codeRefused = smsCodeProblem(reset.problem);
  const faceProblem = codeOf(reset.problem) === 'face-not-matched' ? reset.problem : undefined;
  return {
    ...{ code, done, busy: reset.busy },
    // What is wrong on the page is shown there, so the sheet in front of it goes.
    keypad: open && !codeRefused && !faceProblem,
    codeError: missing ?? codeRefused,
    faceProblem,
    problem: sealProblem ?? (codeRefused || faceProblem ? undefined : reset.problem),
    fail: setSealProblem,
    changeCode: (value: string) => {
      setCode(value);
      setMissing(undefined);
      setOpen(false);
      reset.clear();
    },
    openKeypad: () => {
      if (code.length !== 6) {
        setMissing('请输入 6 位短信验证码');
        return focusFirstError();
      }
      reset.clear();
      setSealProblem(undefined);
      setOpen(true);
    },
    closeKeypad: () => setOpen(false),
    send: (sealed: string) => {
      setSealProblem(undefined);
      void reset.run(sealed);
    },
  };
}
