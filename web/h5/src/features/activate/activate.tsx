import { useState, type FormEvent, type ReactNode } from 'react';
import { Link, Redirect } from 'wouter';
import { Button, Facts, Field, Notice, SetPassword, SmsCode, Statement } from '@miaodai/ui';
import { activationFields, fieldError } from '@miaodai/http-api/fields';
import { transactionPasswordError } from '@miaodai/http-api/passwords';
import { api } from '../../api.ts';
import { cardText } from '../../shared/account-text.ts';
import { AccountAndCard } from '../../shared/account-and-card.tsx';
import { useSetAccount, type ElectronicAccount } from '../../shared/account.ts';
import { useCodeRequest } from '../../shared/code-request.ts';
import { focusFirstError } from '../../shared/focus.ts';
import { codeError } from '../../shared/mobile.ts';
import { useFollow } from '../../shared/follow.ts';
import { usePasswordStep } from '../../shared/password-step.tsx';
import { codeOf, fieldProblem, ProblemNotice } from '../../shared/problem.tsx';
import { Waiting } from '../../shared/waiting.tsx';
import { detour, useGoal } from '../../shared/way-back.ts';
import { useWrite } from '../../shared/write.ts';
import { Page } from '../../shell/page.tsx';
import type { IdDocument } from '../../shared/id-card/sides.ts';
import { hanCount } from './han-count.rules.ts';

/** Activates the account: what is on file is shown and not asked again, the rest is one page. */
export default function Activate() {
  const goal = useGoal();
  return (
    <AccountAndCard renderProblem={(body) => <Frame goal={goal}>{body}</Frame>}>
      {(account, document) => {
        if (!account || account.state === 'opening' || account.state === 'opening-refused')
          return <Redirect to={detour('/open-account', goal)} replace />;
        if (account.state === 'activating') return <Activating goal={goal} account={account} />;
        if (account.state !== 'not-active') return <Active goal={goal} account={account} />;
        if (!document.confirmed || document.expired) return <IdCardFirst goal={goal} expired={document.expired} />;
        return <Form goal={goal} account={account} document={document} />;
      }}
    </AccountAndCard>
  );
}

type FrameProps = { goal: string | undefined; foot?: ReactNode; children: ReactNode };

const Frame = ({ goal, foot, children }: FrameProps) => (
  <Page title="激活账户" back={goal === undefined ? '/account' : '/'} foot={foot}>
    {children}
  </Page>
);

const IdCardFirst = ({ goal, expired }: { goal: string | undefined; expired: boolean }) => (
  <Frame
    goal={goal}
    foot={
      <Link className="button" href={detour('/id-card', detour('/activate', goal))}>
        {expired ? '更新身份证' : '上传身份证'}
      </Link>
    }
  >
    <section className="card">
      <Statement icon="id-card" title={expired ? '身份证已过有效期' : '先核实身份证'}>
        <p>激活账户需要在有效期内的身份证。上传并核实后会回到这里继续。</p>
      </Statement>
    </section>
  </Frame>
);

type FormProps = { goal: string | undefined; account: ElectronicAccount; document: IdDocument };
type Activated = Parameters<typeof api.activateAccount>[0];
const field = activationFields.residenceAddress;

function Form({ goal, account, document }: FormProps) {
  const form = useActivation(account);
  const { address, code, step } = form;
  const count = hanCount(address);
  return (
    <Frame
      goal={goal}
      foot={
        <>
          <ProblemNotice problem={step.pageProblem} />
          <Button type="submit" form="activate">
            设置交易密码并激活
          </Button>
        </>
      }
    >
      <section className="card" aria-labelledby="account-facts">
        <h2 id="account-facts">待激活账户</h2>
        <Facts
          facts={[
            { name: '户名', value: account.holderName },
            { name: '电子账号', value: account.accountNo ?? '—' },
            account.card && { name: '绑定银行卡', value: cardText(account.card) },
            document.shown && { name: '身份证号', value: document.shown.idNumber },
          ]}
        />
        <p className="small muted">身份证已核实，不用再次上传。</p>
      </section>
      <form id="activate" className="page" onSubmit={form.submit} noValidate>
        <section className="card page-form" aria-label="激活信息">
          <Field
            label={field.label}
            name="residence-address"
            autoComplete="street-address"
            lines={2}
            value={address}
            onChange={form.changeAddress}
            onBlur={form.leaveAddress}
            error={form.errors.address ?? fieldProblem(form.problem, 'residenceAddress')}
            hint={`${field.hint}（已写 ${count} 个汉字）`}
          />
          <SmsCode
            value={code}
            onChange={form.changeCode}
            onComplete={() => undefined}
            {...form.sms.field}
            error={form.errors.code ?? step.codeProblem}
          />
          <ProblemNotice problem={form.sms.problem} />
        </section>
        <Notice>
          <p>交易密码是 6 位数字，用于转出和借款，与登录密码分开。任何人都无权向您索要。</p>
        </Notice>
      </form>
      <SetPassword title="设置交易密码" weak={transactionPasswordError} {...step.sheet} />
    </Frame>
  );
}

type Errors = { address?: string | undefined; code?: string | undefined };

function useActivation(account: ElectronicAccount) {
  const [address, setAddress] = useState(account.residenceAddress ?? '');
  const [code, setCode] = useState('');
  const [errors, setErrors] = useState<Errors>({});
  const set = useSetAccount();
  const sms = useCodeRequest('activate', async (options) =>
    api.requestCode({ body: { purpose: 'activate' } }, options),
  );
  const activate = useWrite(async (args: Activated, options) => api.activateAccount(args, options), set);
  const step = usePasswordStep(
    activate,
    (password) => ({ body: { residenceAddress: address.trim(), smsCode: code, password } }),
    (problem) => ELSEWHERE.includes(codeOf(problem) ?? ''),
  );
  return {
    ...{ address, code, errors, sms, step },
    problem: activate.problem,
    changeAddress: (value: string) => {
      setAddress(value);
      step.reset();
      if (!fieldError(field, value)) setErrors({ ...errors, address: undefined });
    },
    leaveAddress: () => address.trim() !== '' && setErrors({ ...errors, address: fieldError(field, address) }),
    changeCode: (value: string) => {
      setCode(value);
      step.reset();
      setErrors({ ...errors, code: undefined });
    },
    submit: (event: FormEvent<HTMLFormElement>) => {
      event.preventDefault();
      const found = {
        address: fieldError(field, address),
        code: codeError(code),
      };
      setErrors(found);
      if (found.address || found.code) return focusFirstError();
      step.show();
    },
  };
}

/** What another password does not help against: told on the page, with the sheet away. */
const ELSEWHERE = ['account-not-ready', 'id-document-incomplete', 'id-document-expired', 'invalid-input'];

function Activating({ goal, account }: { goal: string | undefined; account: ElectronicAccount }) {
  const set = useSetAccount();
  const { silent } = useFollow(
    account.state === 'activating',
    async (waitMs, signal) => api.readAccount({ query: { waitMs } }, { signal }),
    set,
  );
  return (
    <Frame goal={goal}>
      <Waiting
        title="激活处理中"
        text="通常几秒钟完成。交易密码已经设好，不用重新设置。"
        silent={silent}
        stages={[
          { name: '已设置交易密码', state: 'done' },
          { name: '银行核心系统激活', state: 'now' },
          { name: '账户可用', state: 'next' },
        ]}
      />
    </Frame>
  );
}

const Active = ({ goal, account }: { goal: string | undefined; account: ElectronicAccount }) => (
  <Frame
    goal={goal}
    foot={
      <>
        <Link className="button" href={goal ?? '/transfer?direction=in'} replace>
          {goal ? '继续办理' : '转入资金'}
        </Link>
        <Link className="button" data-kind="secondary" href="/account" replace>
          查看账户
        </Link>
      </>
    }
  >
    <section className="card">
      <Statement
        icon="check"
        tone="success"
        title={account.state === 'normal' ? '账户已激活，可以使用了' : '账户已经激活过'}
      >
        {account.explanation ? <p>{account.explanation}</p> : null}
      </Statement>
      <Facts
        facts={[
          { name: '电子账号', value: account.accountNo ?? '—', strong: true },
          { name: '户名', value: account.holderName },
        ]}
      />
    </section>
  </Frame>
);
