import { useState, type FormEvent } from 'react';
import { useLocation } from 'wouter';
import { Button, Field, idNumberGrouping, mobileGrouping } from '@miaodai/ui';
import { loginPasswordError } from '@miaodai/http-api/passwords';
import { api } from '../../api.ts';
import { focusFirstError } from '../../shared/focus.ts';
import { codeError, mobileError } from '../../shared/mobile.ts';
import { MobileCode } from '../../shared/mobile-code.tsx';
import { detour, useGoal } from '../../shared/way-back.ts';
import { NewPassword } from '../../shared/new-password.tsx';
import { codeOf, fieldProblem, ProblemNotice, smsCodeProblem } from '../../shared/problem.tsx';
import { useWrite } from '../../shared/write.ts';
import { Page } from '../../shell/page.tsx';

type Answers = { mobile: string; smsCode: string; idNumber: string; password: string };
type Errors = { [Name in keyof Answers]?: string | undefined };

const errorsOf = ({ mobile, smsCode, idNumber, password }: Answers, asksId: boolean): Errors => ({
  mobile: mobileError(mobile),
  smsCode: codeError(smsCode),
  idNumber: !asksId || /^\d{17}[\dX]$/.test(idNumber) ? undefined : '请输入 18 位身份证号',
  password: loginPasswordError(password, mobile),
});

/** A new login password by SMS code; somebody whom the bank knows by their ID card gives its number too. */
export default function Forgotten() {
  const to = useGoal() ?? '/product';
  const [, navigate] = useLocation();
  const form = useReset(() => navigate(`/sign-in?why=password-set&to=${encodeURIComponent(to)}`, { replace: true }));
  const { answers, errors, reset } = form;
  return (
    <Page title="重置登录密码" back={detour('/sign-in', to)}>
      <p className="lead">用注册手机号的短信验证码重新设置。重置后，所有设备都会退出登录。</p>
      <form className="card page-form" onSubmit={form.submit} noValidate>
        <Field
          label="手机号"
          name="mobile"
          type="tel"
          inputMode="numeric"
          autoComplete="tel"
          className="num"
          value={answers.mobile}
          grouping={mobileGrouping}
          onChange={form.change('mobile')}
          error={errors.mobile ?? fieldProblem(reset.problem, 'mobile')}
        />
        <MobileCode
          mobile={answers.mobile}
          purpose="login-reset"
          send={async () => api.requestLoginReset({ body: { mobile: answers.mobile } })}
          target="上面的手机号"
          value={answers.smsCode}
          onChange={form.change('smsCode')}
          demandMobile={form.demandMobile}
          error={errors.smsCode ?? form.codeProblem}
        />
        {form.asksId ? (
          <Field
            label="身份证号"
            name="id-number"
            className="num"
            autoComplete="off"
            value={answers.idNumber}
            grouping={idNumberGrouping}
            onChange={form.change('idNumber')}
            hint="您已在本行实名，请输入本人身份证号以确认是您本人"
            error={errors.idNumber ?? fieldProblem(reset.problem, 'idNumber')}
          />
        ) : null}
        <NewPassword
          label="新的登录密码"
          value={answers.password}
          onChange={form.change('password')}
          mobile={answers.mobile}
          error={errors.password ?? fieldProblem(reset.problem, 'password')}
        />
        <ProblemNotice problem={form.problem} />
        <Button type="submit" busy={reset.busy}>
          重置登录密码
        </Button>
      </form>
    </Page>
  );
}

function useReset(done: () => void) {
  const [answers, setAnswers] = useState<Answers>({ mobile: '', smsCode: '', idNumber: '', password: '' });
  const [errors, setErrors] = useState<Errors>({});
  const [asksId, setAsksId] = useState(false);
  const reset = useWrite(
    async ({ idNumber, ...body }: Answers) =>
      api.resetLoginPassword({ body: idNumber ? { ...body, idNumber } : body }).catch((cause: unknown) => {
        if (codeOf(cause) === 'id-number-needed') setAsksId(true);
        throw cause;
      }),
    done,
  );
  const change = (name: keyof Answers) => (value: string) => {
    setAnswers({ ...answers, [name]: value });
    setErrors({ ...errors, [name]: undefined });
    if (reset.problem) reset.clear();
  };
  const demandMobile = (): boolean => {
    const { mobile } = errorsOf(answers, asksId);
    // What was wrong with the last code does not stand beside the next.
    setErrors({ ...errors, mobile, smsCode: undefined });
    reset.clear();
    if (mobile) focusFirstError();
    return !mobile;
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const found = errorsOf(answers, asksId);
    setErrors(found);
    if (Object.values(found).some(Boolean)) return focusFirstError();
    void reset.run(answers);
  };
  const codeProblem = smsCodeProblem(reset.problem);
  const problem = codeProblem || codeOf(reset.problem) === 'id-number-needed' ? undefined : reset.problem;
  return { answers, errors, asksId, reset, change, demandMobile, submit, codeProblem, problem };
}
