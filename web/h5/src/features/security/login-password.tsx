import { useState, type FormEvent } from 'react';
import { Link } from 'wouter';
import { Button } from '@miaodai/ui';
import { loginPasswordError } from '@miaodai/http-api/passwords';
import { api } from '../../api.ts';
import { focusFirstError } from '../../shared/focus.ts';
import { NewPassword } from '../../shared/new-password.tsx';
import { PasswordField } from '../../shared/password-field.tsx';
import { codeOf, ProblemNotice, wording } from '../../shared/problem.tsx';
import { useWrite } from '../../shared/write.ts';
import { Page } from '../../shell/page.tsx';
import { Done } from './done.tsx';
import { CENTRE } from './security.ts';

type Answers = { oldPassword: string; newPassword: string };
type Errors = { [Name in keyof Answers]?: string | undefined };

const errorsOf = ({ oldPassword, newPassword }: Answers): Errors => ({
  oldPassword: oldPassword ? undefined : '请输入原登录密码',
  newPassword: loginPasswordError(newPassword) ?? (newPassword === oldPassword ? '新密码不能与原密码相同' : undefined),
});

export default function LoginPassword() {
  const [answers, setAnswers] = useState<Answers>({ oldPassword: '', newPassword: '' });
  const [errors, setErrors] = useState<Errors>({});
  const [done, setDone] = useState(false);
  const change = useWrite(
    async (body: Answers, options) => api.changeLoginPassword({ body }, options),
    () => setDone(true),
  );
  if (done)
    return (
      <Done title="登录密码已修改">
        <p>其他设备都已退出登录，再次登录要用新密码和短信验证码。</p>
      </Done>
    );
  const type = (name: keyof Answers) => (value: string) => {
    setAnswers({ ...answers, [name]: value });
    setErrors({ ...errors, [name]: undefined });
    if (change.problem) change.clear();
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const found = errorsOf(answers);
    setErrors(found);
    if (found.oldPassword || found.newPassword) return focusFirstError();
    void change.run(answers);
  };
  const code = codeOf(change.problem);
  const oldError = code === 'login-password-wrong' ? wording(change.problem).text : undefined;
  const newError = code === 'weak-password' ? wording(change.problem).text : undefined;
  return (
    <Page title="修改登录密码" back={CENTRE}>
      <form className="card page-form" onSubmit={submit} noValidate>
        <PasswordField
          label="原登录密码"
          name="old-password"
          autoComplete="current-password"
          value={answers.oldPassword}
          onChange={type('oldPassword')}
          error={errors.oldPassword ?? oldError}
        />
        <NewPassword
          label="新的登录密码"
          value={answers.newPassword}
          onChange={type('newPassword')}
          mobile=""
          error={errors.newPassword ?? newError}
        />
        <ProblemNotice problem={oldError || newError ? undefined : change.problem} />
        <Button type="submit" busy={change.busy}>
          确认修改
        </Button>
      </form>
      <p className="small muted">修改后，其他设备会退出登录。</p>
      <Link className="link" href={`/forgotten-password?to=${CENTRE}`}>
        忘记原登录密码
      </Link>
    </Page>
  );
}
