import { useState } from 'react';
import { Button, Keypad, Notice, SmsCode } from '@miaodai/ui';
import { api, type Application } from '../../api.ts';
import { useAdvance } from '../../shared/application.ts';
import { ProblemNotice, smsCodeProblem } from '../../shared/problem.tsx';
import { useProduct } from '../../shared/product.ts';
import { sealPassword } from '../../shared/seal.ts';
import { StepFrame } from '../../shared/step-page.tsx';
import { isDefinite, useWrite } from '../../shared/write.ts';
import { wordsFor } from './words.ts';
import { useSubmissionCode } from './submission-code.ts';

type Submitted = { applicationId: string; smsCode: string; transactionPassword: string };

/** SMS code first, then the transaction password on the bank's own keypad; the last digit submits. */
export default function Submit({ application }: { application: Application }) {
  const sms = useSubmissionCode(application.applicationId);
  const form = useSubmission(application.applicationId);
  return (
    <StepFrame
      page="submit"
      title="验证并提交"
      application={application}
      foot={
        <Button busy={form.busy} onClick={form.openKeypad}>
          输入交易密码并提交
        </Button>
      }
    >
      <p className="lead">最后一步：用短信验证码和交易密码确认是您本人提交。</p>
      <section className="card page-form" aria-label="短信验证">
        <SmsCode
          value={form.code}
          onChange={form.changeCode}
          onComplete={form.openKeypad}
          {...sms.field}
          error={form.codeError}
        />
        <ProblemNotice problem={sms.problem} />
      </section>
      <Notice>
        <p>{wordsFor(application).submit}</p>
      </Notice>
      <Keypad
        title="请输入交易密码"
        open={form.keypad}
        onClose={form.closeKeypad}
        seal={sealPassword}
        onSealed={form.send}
        onSealFailed={form.sealFailed}
        busy={form.busy}
        error={form.problem ? <ProblemNotice problem={form.problem} onRetry={form.retry} /> : undefined}
        help={<ForgottenPassword />}
      />
    </StepFrame>
  );
}

function useSubmission(applicationId: string) {
  const [code, setCode] = useState('');
  const [missing, setMissing] = useState<string>();
  const [keypad, setKeypad] = useState(false);
  const [sealProblem, setSealProblem] = useState<unknown>();
  const [sent, setSent] = useState<Submitted>();
  const advance = useAdvance('submit');
  const submit = useWrite(
    async ({ applicationId: id, ...body }: Submitted, options) =>
      api.submitApplication({ params: { applicationId: id }, body }, options),
    advance,
  );
  const codeRefused = smsCodeProblem(submit.problem);
  return {
    code,
    keypad: keypad && !codeRefused,
    busy: submit.busy,
    // A wrong code is shown by its field, so the sheet in front of it goes; all else is shown in the sheet.
    codeError: missing ?? codeRefused,
    problem: sealProblem ?? (codeRefused ? undefined : submit.problem),
    sealFailed: setSealProblem,
    // Silence: the same sealed password under the same key, so that one submission stays one.
    retry: sent && submit.problem && !isDefinite(submit.problem) ? () => void submit.run(sent) : undefined,
    changeCode: (value: string) => {
      setCode(value);
      setMissing(undefined);
      setKeypad(false);
      submit.clear();
    },
    openKeypad: () => {
      if (code.length !== 6) return setMissing('请输入 6 位短信验证码');
      setSealProblem(undefined);
      setKeypad(true);
    },
    closeKeypad: () => {
      setKeypad(false);
      submit.clear();
    },
    send: (transactionPassword: string) => {
      const next = { applicationId, smsCode: code, transactionPassword };
      setSealProblem(undefined);
      setSent(next);
      void submit.run(next);
    },
  };
}

function ForgottenPassword() {
  const { data } = useProduct();
  return <>忘记密码或密码被锁定，请在直销银行 App 重置，或拨打 {data?.servicePhone ?? '客服电话'}。</>;
}
