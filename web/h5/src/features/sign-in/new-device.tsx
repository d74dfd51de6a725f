import { useEffect, useRef, useState } from 'react';
import { Button, LinkButton, Notice, SmsCode } from '@miaodai/ui';
import { api } from '../../api.ts';
import { useCodeRequest } from '../../shared/code-request.ts';
import { focusFirstError } from '../../shared/focus.ts';
import { ProblemNotice, smsCodeProblem } from '../../shared/problem.tsx';
import { Page } from '../../shell/page.tsx';
import type { Answers } from './answers.ts';

type NewDeviceProps = {
  answers: Answers;
  problem: unknown;
  busy: boolean;
  clear: () => void;
  onCode: (smsCode: string) => void;
  onBack: () => void;
};

/** The password was right, and the bank does not know this device yet: one SMS code makes it known. */
export default function NewDevice({ answers, problem, busy, clear, onCode, onBack }: NewDeviceProps) {
  const [code, setCode] = useState('');
  const [missing, setMissing] = useState<string>();
  const sms = useCodeRequest(`sign-in.${answers.mobile.slice(-4)}`, async () =>
    api.requestSignInCode({ body: answers }),
  );
  useAtOnce(() => sms.field.resendAtMs <= Date.now() && sms.field.onRequest());
  const codeRefused = smsCodeProblem(problem);
  const submit = () => {
    if (code.length === 6) return onCode(code);
    setMissing('请输入 6 位短信验证码');
    focusFirstError();
  };
  return (
    <Page
      title="验证新设备"
      foot={
        <>
          <ProblemNotice problem={codeRefused ? undefined : problem} />
          <Button busy={busy} onClick={submit}>
            验证并登录
          </Button>
        </>
      }
      back="/"
    >
      <Notice title="这台设备第一次登录">
        <p>密码正确。为防止他人盗用，请再输入发到您手机的验证码，通过后这台设备不再需要验证。</p>
      </Notice>
      <section className="card page-form" aria-label="短信验证">
        <SmsCode
          value={code}
          onChange={(value) => {
            setCode(value);
            setMissing(undefined);
            clear();
          }}
          onComplete={() => onCode(code)}
          {...sms.field}
          error={missing ?? codeRefused}
        />
        <ProblemNotice problem={sms.problem} />
      </section>
      <p className="small muted">
        如果不是您本人在登录，请不要把验证码告诉任何人。
        <LinkButton onClick={onBack}>换一个账号登录</LinkButton>
      </p>
    </Page>
  );
}

/** Once, when the page is there. */
function useAtOnce(act: () => unknown): void {
  const done = useRef(false);
  useEffect(() => {
    if (done.current) return;
    done.current = true;
    act();
  });
}
