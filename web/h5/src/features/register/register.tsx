import { useState, type FormEvent } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Link, Redirect, useLocation } from 'wouter';
import { Button, Field, mobileGrouping, Notice } from '@miaodai/ui';
import { loginPasswordError } from '@miaodai/http-api/passwords';
import { api } from '../../api.ts';
import { AgreeLine, type Agreed } from '../../shared/agree-line.tsx';
import { focusFirstError } from '../../shared/focus.ts';
import { codeError, mobileError } from '../../shared/mobile.ts';
import { MobileCode } from '../../shared/mobile-code.tsx';
import { detour, useGoal } from '../../shared/way-back.ts';
import { NewPassword } from '../../shared/new-password.tsx';
import { codeOf, fieldProblem, ProblemNotice, smsCodeProblem } from '../../shared/problem.tsx';
import { useWrite } from '../../shared/write.ts';
import { Page } from '../../shell/page.tsx';
import { maySignedIn, takeSession } from '../../shell/session.ts';

type Answers = { mobile: string; smsCode: string; password: string };
type Errors = { [Name in keyof Answers | 'agreement']?: string | undefined };

const errorsOf = ({ mobile, smsCode, password }: Answers, agreed: boolean): Errors => ({
  mobile: mobileError(mobile),
  smsCode: codeError(smsCode),
  password: loginPasswordError(password, mobile),
  agreement: agreed ? undefined : '请先阅读并同意协议',
});

/** Mobile, SMS code, password and one agreement; then on to where the customer was going. Who they are is learnt later. */
export default function Register() {
  const to = useGoal() ?? '/product';
  const [, navigate] = useLocation();
  const form = useRegistration(() => navigate(to, { replace: true }));
  const { answers, errors, register } = form;
  if (maySignedIn() && !register.busy) return <Redirect to={to} replace />;
  return (
    <Page title="新用户注册" back="/">
      <p className="lead">用本人手机号注册，大约一分钟。</p>
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
          onBlur={form.leaveMobile}
          error={errors.mobile ?? fieldProblem(register.problem, 'mobile')}
        />
        <MobileCode
          mobile={answers.mobile}
          purpose="register"
          send={async () => api.requestRegistrationCode({ body: { mobile: answers.mobile } })}
          target="上面的手机号"
          value={answers.smsCode}
          onChange={form.change('smsCode')}
          demandMobile={form.demandMobile}
          error={errors.smsCode ?? form.codeProblem}
        />
        <NewPassword
          value={answers.password}
          onChange={form.change('password')}
          mobile={answers.mobile}
          error={errors.password ?? fieldProblem(register.problem, 'password')}
        />
        <Agreement form={form} />
        <ProblemNotice
          problem={form.problem}
          onRetry={codeOf(register.problem) === 'agreement-outdated' ? form.renew : undefined}
          retryText="打开新版本"
        />
        {codeOf(register.problem) === 'mobile-taken' ? (
          <Link className="button" data-kind="secondary" href={detour('/sign-in', to)}>
            去登录
          </Link>
        ) : null}
        <Button type="submit" busy={register.busy}>
          注册并登录
        </Button>
      </form>
      <Notice>
        <p>如果这个手机号已经注册过，我们发的短信会告诉您，直接登录即可。</p>
      </Notice>
      <p className="row">
        <span className="muted">已有账号？</span>
        <Link className="link" href={detour('/sign-in', to)}>
          去登录
        </Link>
      </p>
    </Page>
  );
}

function useRegistration(goOn: () => void) {
  const [answers, setAnswers] = useState<Answers>({ mobile: '', smsCode: '', password: '' });
  const [errors, setErrors] = useState<Errors>({});
  const [agreement, setAgreement] = useState<Agreed>();
  const queries = useQueryClient();
  const register = useWrite(
    async (body: Answers & { agreement: Agreed }) => api.register({ body }),
    (session) => {
      takeSession(queries, session);
      goOn();
    },
  );
  const change = (name: keyof Answers) => (value: string) => {
    setAnswers({ ...answers, [name]: value });
    setErrors({ ...errors, [name]: undefined });
    if (register.problem) register.clear();
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const found = errorsOf(answers, !!agreement);
    setErrors(found);
    if (Object.values(found).some(Boolean)) return focusFirstError();
    if (agreement) void register.run({ ...answers, agreement });
  };
  const checkMobile = (): boolean => {
    const { mobile } = errorsOf(answers, true);
    setErrors({ ...errors, mobile });
    return !mobile;
  };
  const codeProblem = smsCodeProblem(register.problem);
  return {
    ...{ answers, errors, agreement, setAgreement, register, change, submit, codeProblem },
    problem: codeProblem ? undefined : register.problem,
    leaveMobile: () => answers.mobile && checkMobile(),
    demandMobile: (): boolean => {
      const { mobile } = errorsOf(answers, true);
      // What was wrong with the last code does not stand beside the next.
      setErrors({ ...errors, mobile, smsCode: undefined });
      register.clear();
      if (mobile) focusFirstError();
      return !mobile;
    },
    renew: () => {
      void queries.refetchQueries({ queryKey: ['agreement', 'registration'] });
      register.clear();
    },
  };
}

function Agreement({ form: { agreement, errors, setAgreement } }: { form: ReturnType<typeof useRegistration> }) {
  const missing = agreement ? undefined : errors.agreement;
  return (
    <div data-invalid={missing ? '' : undefined}>
      <AgreeLine kind="registration" agreed={agreement} onAgreed={setAgreement} />
      {missing ? (
        <p className="field-error" role="alert">
          {missing}
        </p>
      ) : null}
    </div>
  );
}
