import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { Button, Facts, Field, Keypad, mobileGrouping, Notice, SmsCode } from '@miaodai/ui';
import { api, type AnswerOf } from '../../api.ts';
import { useCodeRequest } from '../../shared/code-request.ts';
import { focusFirstError } from '../../shared/focus.ts';
import { codeError, mobileError } from '../../shared/mobile.ts';
import { MobileCode } from '../../shared/mobile-code.tsx';
import { usePasswordStep } from '../../shared/password-step.tsx';
import { codeOf, fieldProblem, ProblemNotice } from '../../shared/problem.tsx';
import { useWrite } from '../../shared/write.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import { Done } from './done.tsx';
import { CENTRE, useSecurity } from './security.ts';

type Security = AnswerOf<'readSecurity'>;
type Answers = { newMobile: string; newCode: string; oldCode: string };
type Errors = { [Name in keyof Answers]?: string | undefined };

/** The new number by a code; who asks by the transaction password or, before there is one, by a code to the old number. */
export default function ChangeMobile() {
  const security = useSecurity();
  const [changed, setChanged] = useState<string>();
  const queries = useQueryClient();
  if (changed)
    return (
      <Done title="手机号已更换">
        <p>新手机号 {changed}，以后用它登录和接收短信。其他设备都已退出登录。</p>
      </Done>
    );
  if (!security.data)
    return (
      <Page title="更换手机号" back={CENTRE}>
        <Loaded query={security}>{() => null}</Loaded>
      </Page>
    );
  const done = (mobile: string) => {
    void queries.invalidateQueries();
    setChanged(mobile);
  };
  return <Form security={security.data} onDone={done} />;
}

function Form({ security, onDone }: { security: Security; onDone: (mobile: string) => void }) {
  const byPassword = security.transactionPassword !== 'unset';
  const form = useChange(byPassword, onDone);
  const { answers, errors } = form;
  const locked = security.transactionPassword === 'locked';
  return (
    <Page
      title="更换手机号"
      back={CENTRE}
      foot={
        <>
          <ProblemNotice problem={form.problem} />
          <Button busy={form.busy} inactive={locked} onClick={form.submit}>
            {byPassword ? '输入交易密码并更换' : '确认更换'}
          </Button>
        </>
      }
    >
      {locked ? <Locked /> : null}
      <section className="card">
        <Facts facts={[{ name: '现在的手机号', value: security.mobile }]} />
      </section>
      <section className="card page-form" aria-label="验证新手机号">
        <Field
          label="新手机号"
          name="new-mobile"
          type="tel"
          inputMode="numeric"
          autoComplete="off"
          className="num"
          value={answers.newMobile}
          grouping={mobileGrouping}
          onChange={form.change('newMobile')}
          error={errors.newMobile ?? fieldProblem(form.problem, 'newMobile')}
        />
        <MobileCode
          mobile={answers.newMobile}
          purpose="change-mobile"
          send={async (options) => api.requestMobileChange({ body: { newMobile: answers.newMobile } }, options)}
          target="新手机号"
          value={answers.newCode}
          onChange={form.change('newCode')}
          demandMobile={form.demandMobile}
          error={errors.newCode ?? form.codeRefused}
        />
      </section>
      {byPassword ? null : <OldCode form={form} />}
      <p className="small muted">
        更换后，新旧号码都会收到短信。{byPassword ? '' : '原号码已停用的，请联系客服办理。'}
      </p>
      <Keypad
        title="请输入交易密码"
        {...form.step.sheet}
        help={
          <Link className="link" href={`${CENTRE}/forgotten-transaction-password`}>
            忘记交易密码
          </Link>
        }
      />
    </Page>
  );
}

const Locked = () => (
  <Notice tone="warn" title="交易密码已锁定">
    <p>更换手机号要验证交易密码，请先重置。</p>
    <Link className="link" href={`${CENTRE}/forgotten-transaction-password`}>
      重置交易密码
    </Link>
  </Notice>
);

function useChange(byPassword: boolean, onDone: (mobile: string) => void) {
  const [answers, setAnswers] = useState<Answers>({ newMobile: '', newCode: '', oldCode: '' });
  const [errors, setErrors] = useState<Errors>({});
  const change = useWrite(
    async (proof: { oldCode?: string; transactionPassword?: string }, options) =>
      api.changeMobile({ body: { newMobile: answers.newMobile, newCode: answers.newCode, ...proof } }, options),
    ({ mobile }) => onDone(mobile),
  );
  const step = usePasswordStep(
    change,
    (transactionPassword) => ({ transactionPassword }),
    (problem) => codeOf(problem) === 'mobile-taken',
  );
  const submit = () => {
    const found: Errors = {
      newMobile: mobileError(answers.newMobile),
      newCode: codeError(answers.newCode),
      oldCode: byPassword ? undefined : codeError(answers.oldCode),
    };
    setErrors(found);
    if (Object.values(found).some(Boolean)) return focusFirstError();
    if (byPassword) step.show();
    else void change.run({ oldCode: answers.oldCode });
  };
  return {
    ...{ answers, errors, submit, step, busy: change.busy },
    // Of two codes the server does not say which was wrong: then neither field does.
    codeRefused: byPassword ? step.codeProblem : undefined,
    problem: byPassword ? step.pageProblem : change.problem,
    change: (name: keyof Answers) => (value: string) => {
      setAnswers({ ...answers, [name]: value });
      setErrors({ ...errors, [name]: undefined });
      step.reset();
    },
    demandMobile: () => {
      step.reset();
      const newMobile = mobileError(answers.newMobile);
      setErrors({ ...errors, newMobile, newCode: undefined });
      if (newMobile) focusFirstError();
      return !newMobile;
    },
  };
}

function OldCode({ form }: { form: ReturnType<typeof useChange> }) {
  const sms = useCodeRequest('change-mobile', async (options) =>
    api.requestCode({ body: { purpose: 'change-mobile' } }, options),
  );
  return (
    <section className="card page-form" aria-label="验证原手机号">
      <h2>验证原手机号</h2>
      <SmsCode
        label="原手机号验证码"
        value={form.answers.oldCode}
        onChange={form.change('oldCode')}
        onComplete={() => undefined}
        {...sms.field}
        target="原手机号"
        error={form.errors.oldCode}
      />
      <ProblemNotice problem={sms.problem} />
    </section>
  );
}
