import { useState, type FormEvent } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useLocation, useSearchParams } from 'wouter';
import { Button, Field, mobileGrouping, Notice } from '@miaodai/ui';
import { api } from '../../api.ts';
import { focusFirstError } from '../../shared/focus.ts';
import { mobileError } from '../../shared/mobile.ts';
import { detour, useGoal } from '../../shared/way-back.ts';
import { PasswordField } from '../../shared/password-field.tsx';
import { codeOf, fieldProblem, ProblemNotice } from '../../shared/problem.tsx';
import { useWrite } from '../../shared/write.ts';
import { Page } from '../../shell/page.tsx';
import { takeSession } from '../../shell/session.ts';
import type { Answers } from './answers.ts';
import NewDevice from './new-device.tsx';

type Errors = { [Name in keyof Answers]?: string | undefined };

const errorsOf = ({ mobile, password }: Answers): Errors => ({
  mobile: mobileError(mobile),
  password: password ? undefined : '请输入登录密码',
});

export default function SignIn() {
  const [search] = useSearchParams();
  const [answers, setAnswers] = useState<Answers>({ mobile: '', password: '' });
  const [newDevice, setNewDevice] = useState(false);
  const [, navigate] = useLocation();
  const to = useGoal() ?? '/product';
  const queries = useQueryClient();
  const signIn = useWrite(
    async (body: Answers & { smsCode?: string }) =>
      api.signIn({ body }).catch((cause: unknown) => {
        if (codeOf(cause) === 'new-device') setNewDevice(true);
        throw cause;
      }),
    (session) => {
      takeSession(queries, session);
      navigate(to, { replace: true });
    },
  );
  if (newDevice)
    return (
      <NewDevice
        answers={answers}
        problem={codeOf(signIn.problem) === 'new-device' ? undefined : signIn.problem}
        busy={signIn.busy}
        clear={signIn.clear}
        onCode={(smsCode) => void signIn.run({ ...answers, smsCode })}
        onBack={() => {
          setNewDevice(false);
          signIn.clear();
        }}
      />
    );
  return (
    <Page title="登录" back="/">
      <Why why={search.get('why')} />
      <SignInForm
        answers={answers}
        onChange={setAnswers}
        busy={signIn.busy}
        problem={signIn.problem}
        onSubmit={() => void signIn.run(answers)}
      />
      <p className="row">
        <Link className="link" href={detour('/forgotten-password', to)}>
          忘记密码
        </Link>
        <Link className="link" href={detour('/register', to)}>
          新用户注册
        </Link>
      </p>
    </Page>
  );
}

type FormProps = {
  answers: Answers;
  onChange: (answers: Answers) => void;
  onSubmit: () => void;
  busy: boolean;
  problem: unknown;
};

function SignInForm({ answers, onChange, onSubmit, busy, problem }: FormProps) {
  const [errors, setErrors] = useState<Errors>({});
  const change = (name: keyof Answers) => (value: string) => {
    const next = { ...answers, [name]: value };
    onChange(next);
    // An error goes as soon as it is put right; a new one waits until the field is left.
    if (!errorsOf(next)[name]) setErrors({ ...errors, [name]: undefined });
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const found = errorsOf(answers);
    setErrors(found);
    if (found.mobile || found.password) return focusFirstError();
    onSubmit();
  };
  return (
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
        error={errors.mobile ?? fieldProblem(problem, 'mobile')}
      />
      <PasswordField
        label="登录密码"
        name="password"
        autoComplete="current-password"
        value={answers.password}
        onChange={change('password')}
        error={errors.password ?? fieldProblem(problem, 'password')}
      />
      <ProblemNotice problem={problem} />
      {codeOf(problem) === 'wrong-credentials' ? (
        // The server says the same of every number; so does this.
        <p className="small muted">忘记密码可以重新设置；没有注册过、或者已经注销的手机号，请先注册。</p>
      ) : null}
      <Button type="submit" busy={busy}>
        登录
      </Button>
    </form>
  );
}

const reasons: Readonly<Record<string, { title: string; text: string }>> = {
  timeout: { title: '登录已超时', text: '为了您的账户安全，请重新登录。已填写的申请内容都已保存。' },
  'password-set': { title: '登录密码已重置', text: '所有设备都已退出，请用新密码登录。' },
  again: { title: '请重新登录', text: '为保护您的信息，这项业务要在登录后马上办理。' },
};

function Why({ why }: { why: string | null }) {
  const reason = why ? reasons[why] : undefined;
  if (!reason) return <p className="lead">使用注册时的手机号和登录密码。</p>;
  return (
    <Notice tone={why === 'password-set' ? 'success' : 'warn'} title={reason.title}>
      <p>{reason.text}</p>
    </Notice>
  );
}
