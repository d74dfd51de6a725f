import { useState, type FormEvent } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useLocation, useSearchParams } from 'wouter';
import { Button, Field, LinkButton, mobileGrouping, Notice } from '@miaodai/ui';
import { api } from '../../api.ts';
import { fieldProblem, ProblemNotice } from '../../shared/problem.tsx';
import { useWrite } from '../../shared/write.ts';
import { focusFirstError } from '../../shared/focus.ts';
import { Page } from '../../shell/page.tsx';
import { takeSession } from '../../shell/session.ts';

type Answers = { mobile: string; password: string };
type Errors = { [Name in keyof Answers]?: string | undefined };

const errorsOf = ({ mobile, password }: Answers): Errors => ({
  mobile: /^1[3-9]\d{9}$/.test(mobile) ? undefined : '请输入 11 位手机号',
  password: password ? undefined : '请输入登录密码',
});

export default function SignIn() {
  const [search] = useSearchParams();
  const [answers, setAnswers] = useState<Answers>({ mobile: '', password: '' });
  const [errors, setErrors] = useState<Errors>({});
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const signIn = useWrite(
    async (body: Answers) => api.signIn({ body }),
    (session) => {
      takeSession(queries, session);
      navigate(safePath(search.get('to')), { replace: true });
    },
  );
  const change = (name: keyof Answers) => (value: string) => {
    const next = { ...answers, [name]: value };
    setAnswers(next);
    // An error goes as soon as it is put right; a new one waits until the field is left.
    if (!errorsOf(next)[name]) setErrors({ ...errors, [name]: undefined });
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const found = errorsOf(answers);
    setErrors(found);
    if (found.mobile || found.password) return focusFirstError();
    void signIn.run(answers);
  };
  return (
    <Page title="登录" back="/">
      <Why timedOut={search.get('why') === 'timeout'} />
      <form className="card page-form" onSubmit={submit} noValidate>
        <Field
          label="手机号"
          name="mobile"
          type="tel"
          inputMode="numeric"
          autoComplete="tel"
          className="num"
          value={answers.mobile}
          grouping={mobileGrouping}
          onChange={change('mobile')}
          onBlur={() => answers.mobile && setErrors({ ...errors, mobile: errorsOf(answers).mobile })}
          error={errors.mobile ?? fieldProblem(signIn.problem, 'mobile')}
        />
        <PasswordField
          value={answers.password}
          onChange={change('password')}
          error={errors.password ?? fieldProblem(signIn.problem, 'password')}
        />
        <ProblemNotice problem={signIn.problem} />
        <Button type="submit" busy={signIn.busy}>
          登录
        </Button>
      </form>
    </Page>
  );
}

const Why = ({ timedOut }: { timedOut: boolean }) =>
  timedOut ? (
    <Notice tone="warn" title="登录已超时">
      <p>为了您的账户安全，请重新登录。已填写的申请内容都已保存。</p>
    </Notice>
  ) : (
    <p className="lead">使用直销银行预留的手机号和登录密码。</p>
  );

type PasswordProps = { value: string; onChange: (value: string) => void; error: string | undefined };

function PasswordField({ value, onChange, error }: PasswordProps) {
  const [shown, setShown] = useState(false);
  return (
    <Field
      label="登录密码"
      name="password"
      type={shown ? 'text' : 'password'}
      autoComplete="current-password"
      value={value}
      onChange={onChange}
      error={error}
      after={
        <LinkButton aria-pressed={shown} onClick={() => setShown(!shown)}>
          {shown ? '隐藏' : '显示'}
        </LinkButton>
      }
    />
  );
}

/** Back to where the customer was going, within these pages only. */
const safePath = (to: string | null): string => (to && /^\/(?![/\\])/.test(to) ? to : '/product');
