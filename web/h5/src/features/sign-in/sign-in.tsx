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

type Errors = { mobile?: string | undefined; password?: string | undefined };

const mobileError = (mobile: string): string | undefined =>
  /^1[3-9]\d{9}$/.test(mobile) ? undefined : '请输入 11 位手机号';
const passwordError = (password: string): string | undefined => (password ? undefined : '请输入登录密码');

export default function SignIn() {
  const [mobile, setMobile] = useState('');
  const [password, setPassword] = useState('');
  const [shown, setShown] = useState(false);
  const [errors, setErrors] = useState<Errors>({});
  const [search] = useSearchParams();
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const signIn = useWrite(
    async (body: { mobile: string; password: string }) => api.signIn({ body }),
    (session) => {
      takeSession(queries, session);
      navigate(safePath(search.get('to')), { replace: true });
    },
  );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const found = { mobile: mobileError(mobile), password: passwordError(password) };
    setErrors(found);
    if (found.mobile || found.password) return focusFirstError();
    void signIn.run({ mobile, password });
  };
  return (
    <Page title="登录" back="/">
      {search.get('why') === 'timeout' ? (
        <Notice tone="warn" title="登录已超时">
          <p>为了您的账户安全，请重新登录。已填写的申请内容都已保存。</p>
        </Notice>
      ) : (
        <p className="lead">使用直销银行预留的手机号和登录密码。</p>
      )}
      <form className="card page-form" onSubmit={submit} noValidate>
        <Field
          label="手机号"
          name="mobile"
          type="tel"
          inputMode="numeric"
          autoComplete="tel"
          className="num"
          value={mobile}
          grouping={mobileGrouping}
          onChange={(value) => {
            setMobile(value);
            if (!mobileError(value)) setErrors((before) => ({ ...before, mobile: undefined }));
          }}
          onBlur={() => mobile && setErrors((before) => ({ ...before, mobile: mobileError(mobile) }))}
          error={errors.mobile ?? fieldProblem(signIn.problem, 'mobile')}
        />
        <Field
          label="登录密码"
          name="password"
          type={shown ? 'text' : 'password'}
          autoComplete="current-password"
          value={password}
          onChange={(value) => {
            setPassword(value);
            setErrors((before) => ({ ...before, password: undefined }));
          }}
          error={errors.password ?? fieldProblem(signIn.problem, 'password')}
          after={
            <LinkButton aria-pressed={shown} onClick={() => setShown(!shown)}>
              {shown ? '隐藏' : '显示'}
            </LinkButton>
          }
        />
        <ProblemNotice problem={signIn.problem} />
        <Button type="submit" busy={signIn.busy}>
          登录
        </Button>
      </form>
    </Page>
  );
}

/** Back to where the customer was going, within these pages only. */
const safePath = (to: string | null): string => (to && /^\/(?![/\\])/.test(to) ? to : '/product');
