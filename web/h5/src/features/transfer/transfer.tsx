import { useState, type FormEvent } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation, useSearchParams } from 'wouter';
import { fenFromYuan, ZERO } from '@miaodai/values/fen';
import { Button, Choice, Keypad, LinkButton, MoneyField, Notice, SmsCode, Statement } from '@miaodai/ui';
import { api, type AnswerOf } from '../../api.ts';
import { useCodeRequest } from '../../shared/code-request.ts';
import { focusFirstError } from '../../shared/focus.ts';
import { usePasswordStep } from '../../shared/password-step.tsx';
import { codeOf, ProblemNotice, wording } from '../../shared/problem.tsx';
import { useWrite } from '../../shared/write.ts';
import { yuanBare } from '../../shared/yuan.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import { ForgottenPassword } from '../../shared/forgotten-password.tsx';
import { Ways } from './ways.tsx';
import { amountError, directionName, limitsText, type Direction } from './transfer.rules.ts';
import './transfer.css';

type Terms = AnswerOf<'readTransferTerms'>;
type Started = Parameters<typeof api.startTransfer>[0];

/** Money between the account and its card. State, balance and limits are asked before the form opens. */
export default function Transfer() {
  const [search, setSearch] = useSearchParams();
  const direction: Direction = search.get('direction') === 'out' ? 'out' : 'in';
  const terms = useQuery({
    queryKey: ['transfer-terms'],
    queryFn: async ({ signal }) => api.readTransferTerms({}, { signal }),
    staleTime: 0,
  });
  const choice = (
    <Choice
      label="方向"
      options={[
        { value: 'in', label: '转入' },
        { value: 'out', label: '转出' },
      ]}
      width="wide"
      value={direction}
      onChange={(value) => setSearch({ direction: value }, { replace: true })}
    />
  );
  if (terms.data) return <Form key={direction} direction={direction} terms={terms.data} choice={choice} />;
  return (
    <Page title="转入转出" back="/account">
      {terms.error ? (
        <NotNow problem={terms.error} onRetry={() => void terms.refetch()} />
      ) : (
        <Loaded query={terms}>{() => null}</Loaded>
      )}
    </Page>
  );
}

function NotNow({ problem, onRetry }: { problem: unknown; onRetry: () => void }) {
  const code = codeOf(problem);
  if (code !== 'card-not-bound' && code !== 'account-not-ready')
    return <ProblemNotice problem={problem} onRetry={onRetry} />;
  return (
    <section className="card stack">
      <Statement icon="alert" tone="warn" title="现在不能转账">
        <p>{wording(problem).text}</p>
      </Statement>
      <Link className="button" href={code === 'card-not-bound' ? '/account/card' : '/account'}>
        {code === 'card-not-bound' ? '去绑定银行卡' : '查看账户状态'}
      </Link>
    </section>
  );
}

type FormProps = { direction: Direction; terms: Terms; choice: React.ReactNode };

function Form({ direction, terms, choice }: FormProps) {
  const form = useTransfer(direction, terms);
  const limits = terms[direction];
  const name = directionName[direction];
  return (
    <Page
      title="转入转出"
      back="/account"
      foot={
        limits.ok ? (
          <>
            <ProblemNotice problem={form.step.pageProblem} />
            <Button type="submit" form="transfer">
              {name}
            </Button>
          </>
        ) : undefined
      }
    >
      <form id="transfer" className="page" onSubmit={form.submit} noValidate>
        <section className="card stack" aria-label="转账双方">
          {choice}
          <Ways direction={direction} terms={terms} />
        </section>
        {limits.ok ? (
          <section className="card page-form" aria-label="金额">
            <MoneyField
              label={`${name}金额`}
              large
              value={form.yuan}
              hint={limitsText(limits)}
              error={form.error}
              onChange={form.change}
              onBlur={form.leave}
              after={direction === 'out' ? <LinkButton onClick={form.takeAll}>全部转出</LinkButton> : undefined}
            />
            <p className="small muted">{limits.arrival}</p>
            {form.needsCode ? (
              <SmsCode
                value={form.code}
                onChange={form.changeCode}
                onComplete={() => undefined}
                {...form.sms.field}
                error={form.codeError}
              />
            ) : null}
            <ProblemNotice problem={form.sms.problem} />
          </section>
        ) : (
          <Notice tone="warn" title={`现在不能${name}`}>
            <p>{limits.reason}</p>
          </Notice>
        )}
      </form>
      <nav className="transfer-more" aria-label="更多">
        <Link className="link" href="/transfer/records">
          转账记录
        </Link>
        <Link className="link" href="/account/movements">
          账户明细
        </Link>
      </nav>
      <Keypad title={`输入交易密码，确认${name}`} {...form.step.sheet} help={<ForgottenPassword />} />
    </Page>
  );
}

const FIELD_REFUSALS = [
  'transfer-below-minimum',
  'transfer-above-limit',
  'transfer-above-daily-limit',
  'balance-insufficient',
];
const PAGE_REFUSALS = [
  ...FIELD_REFUSALS,
  'account-not-ready',
  'card-not-bound',
  'card-changed-recently',
  'sms-code-needed',
];

function useTransfer(direction: Direction, terms: Terms) {
  const limits = terms[direction];
  const [yuan, setYuan] = useState('');
  const [found, setFound] = useState<{ amount?: string | undefined; code?: string | undefined }>({});
  const [code, setCode] = useState('');
  const [, navigate] = useLocation();
  const amountFen = fenFromYuan(yuan);
  const start = useWrite(
    async (args: Started, options) => api.startTransfer(args, options),
    (transfer) => navigate(`/transfer/${transfer.transferId}`, { replace: true }),
  );
  const refusal = codeOf(start.problem) ?? '';
  const needsCode = refusal === 'sms-code-needed' || (amountFen !== undefined && amountFen > limits.smsAboveFen);
  const sms = useCodeRequest(`transfer.${direction}.${amountFen ?? 0}`, async (options) =>
    api.requestTransferCode({ body: { direction, amountFen: amountFen ?? ZERO } }, options),
  );
  const step = usePasswordStep(
    start,
    (transactionPassword) => ({
      body: {
        direction,
        amountFen: amountFen ?? ZERO,
        transactionPassword,
        ...(needsCode ? { smsCode: code } : {}),
      },
    }),
    (problem) => PAGE_REFUSALS.includes(codeOf(problem) ?? ''),
  );
  const change = (value: string) => {
    setYuan(value);
    step.reset();
    if (!amountError(fenFromYuan(value), direction, limits)) setFound({});
  };
  return {
    ...{ yuan, code, needsCode, sms, change },
    step: { ...step, pageProblem: FIELD_REFUSALS.includes(refusal) ? undefined : step.pageProblem },
    error: found.amount ?? (FIELD_REFUSALS.includes(refusal) ? wording(start.problem).text : undefined),
    codeError: found.code ?? step.codeProblem,
    leave: () => yuan && setFound({ ...found, amount: amountError(amountFen, direction, limits) }),
    takeAll: () => change(yuanBare(limits.maxFen)),
    changeCode: (value: string) => {
      setCode(value);
      step.reset();
      setFound({ ...found, code: undefined });
    },
    submit: (event: FormEvent<HTMLFormElement>) => {
      event.preventDefault();
      const errors = {
        amount: amountError(amountFen, direction, limits),
        code: needsCode && code.length !== 6 ? '请输入 6 位短信验证码' : undefined,
      };
      setFound(errors);
      if (errors.amount || errors.code) return focusFirstError();
      step.show();
    },
  };
}
