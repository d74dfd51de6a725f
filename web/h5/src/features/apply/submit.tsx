import { useState } from 'react';
import { Button, Keypad, Notice, SmsCode } from '@miaodai/ui';
import { api, type Application } from '../../api.ts';
import { useAdvance } from '../../shared/application.ts';
import { codeOf, ProblemNotice, wording } from '../../shared/problem.tsx';
import { useProduct } from '../../shared/product.ts';
import { StepFrame } from '../../shared/step-page.tsx';
import { useWrite } from '../../shared/write.ts';
import { useSubmissionCode } from './submission-code.ts';

type Submitted = { applicationId: string; smsCode: string; transactionPassword: string };

const CODE_REFUSALS = ['sms-code-wrong', 'sms-code-expired'];

/** SMS code first, then the transaction password on the bank's own keypad; the last digit submits. */
export default function Submit({ application }: { application: Application }) {
  const { applicationId } = application;
  const [code, setCode] = useState('');
  const [codeError, setCodeError] = useState<string>();
  const [keypad, setKeypad] = useState(false);
  const [sealProblem, setSealProblem] = useState<unknown>();
  const sms = useSubmissionCode(applicationId);
  const advance = useAdvance('submit');
  const submit = useWrite(
    async ({ applicationId: id, ...body }: Submitted, options) =>
      api.submitApplication({ params: { applicationId: id }, body }, options),
    advance,
  );
  const refusal = codeOf(submit.problem) ?? '';
  const openKeypad = () => {
    setSealProblem(undefined);
    setKeypad(true);
  };
  const onCode = (value: string) => {
    setCode(value);
    setCodeError(undefined);
    if (CODE_REFUSALS.includes(refusal)) submit.clear();
  };
  const send = async (transactionPassword: string) => {
    await submit.run({ applicationId, smsCode: code, transactionPassword });
  };
  // A wrong code is shown by its field, so the sheet in front of it goes.
  const codeRefused = CODE_REFUSALS.includes(refusal);
  const inSheet = sealProblem ?? (codeRefused ? undefined : submit.problem);
  return (
    <StepFrame
      page="submit"
      title="验证并提交"
      application={application}
      foot={
        <Button
          busy={submit.busy}
          onClick={() => (code.length === 6 ? openKeypad() : setCodeError('请输入 6 位短信验证码'))}
        >
          输入交易密码并提交
        </Button>
      }
    >
      <p className="lead">最后一步：用短信验证码和交易密码确认是您本人提交。</p>
      <section className="card page-form" aria-label="短信验证">
        <SmsCode
          value={code}
          onChange={onCode}
          onComplete={openKeypad}
          onRequest={() => void sms.request()}
          requesting={sms.busy}
          sentTo={sms.sentTo}
          resendAtMs={sms.resendAtMs}
          validMinutes={sms.validMinutes}
          error={codeError ?? (codeRefused ? wording(submit.problem).text : undefined)}
        />
        <ProblemNotice problem={sms.problem} />
      </section>
      <Notice>
        <p>提交后，系统会按您的授权查询员工信息和个人信用报告，并自动审批。通常几秒钟出结果。</p>
      </Notice>
      <Keypad
        title="请输入交易密码"
        open={keypad && !codeRefused}
        onClose={() => setKeypad(false)}
        seal={sealPassword}
        onSealed={(sealed) => void send(sealed)}
        onSealFailed={setSealProblem}
        busy={submit.busy}
        error={inSheet ? <ProblemNotice problem={inSheet} /> : undefined}
        help={<ForgottenPassword />}
      />
    </StepFrame>
  );
}

/** The encryption comes with the first password, not with the page. */
async function sealPassword(digits: string): Promise<string> {
  const { sealPassword: seal } = await import('./seal-password.ts');
  return seal(digits);
}

function ForgottenPassword() {
  const { data } = useProduct();
  return <>忘记密码或密码被锁定，请在直销银行 App 重置，或拨打 {data?.servicePhone ?? '客服电话'}。</>;
}
