import { useState, type FormEvent, type ReactNode } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { fenFromYuan, yuanDisplay, type Fen } from '@miaodai/values/fen';
import { Button, Facts, Keypad, LinkButton, Money, MoneyField, Notice, useCountdown } from '@miaodai/ui';
import { api } from '../../api.ts';
import { focusFirstError } from '../../shared/focus.ts';
import { ForgottenPassword } from '../../shared/forgotten-password.tsx';
import { usePasswordStep } from '../../shared/password-step.tsx';
import { codeOf, ProblemNotice, wording } from '../../shared/problem.tsx';
import { clockText } from '../../shared/time.ts';
import { useWrite } from '../../shared/write.ts';
import { Page } from '../../shell/page.tsx';
import { AccountLine } from './account-line.tsx';
import { OutcomeDetail, Outcomes } from './outcomes.tsx';
import { PayFoot } from './pay-foot.tsx';
import {
  earlyError,
  earlyLimitsText,
  mayRepayPart,
  type EarlyQuote,
  type Mode,
  type Outcome,
  type Terms,
} from './repay.rules.ts';
import { forgetLoan } from './terms.ts';

type FormProps = { terms: Terms; back: string; before: ReactNode; onRequested: () => void };

/** How much, then what it leads to: the quote is the bank's and honoured until the time that it names. */
export function EarlyForm({ terms, back, before, onRequested }: FormProps) {
  const quoting = useQuoting(terms);
  const { quote } = quoting;
  const deed = useDeed(terms, quoting, onRequested);
  const left = useCountdown(quoting.untilMs);
  const expired = quote !== undefined && (left === 0 || deed.expired);
  const chosen = quote && !expired ? deed.outcome : undefined;
  const officer = terms.early.approval === 'officer';
  return (
    <Page
      title="提前还款"
      back={back}
      foot={
        chosen ? (
          <PayFoot
            terms={terms}
            // An officer sets the day of the debit: the money is needed then, not today.
            amountFen={officer ? undefined : chosen.amountFen}
            problem={<ProblemNotice problem={deed.step.pageProblem} />}
            text={officer ? '提交申请' : `提前还款 ${yuanDisplay(chosen.amountFen)} 元`}
            onPay={deed.step.show}
          />
        ) : undefined
      }
    >
      {before}
      <Balance terms={terms} />
      <AmountForm terms={terms} quoting={quoting} />
      {quote && expired ? (
        <Notice tone="warn" title="试算已过有效时间">
          <p>金额按天变化，请重新试算。</p>
          <LinkButton onClick={quoting.again}>重新试算</LinkButton>
        </Notice>
      ) : null}
      {quote && chosen ? (
        <>
          <Outcomes quote={quote} chosen={chosen.mode} onChoose={deed.choose} />
          <OutcomeDetail quote={quote} outcome={chosen} />
          <p className="small muted" role="status">
            {officer
              ? '提交后由客户经理审批并确定扣款日，利息计到扣款日，扣款前可以取消。'
              : `以上金额 ${clockText(quote.validUntil)} 前有效，在此之前办理按此金额扣款。`}
          </p>
          <AccountLine terms={terms} amountFen={officer ? undefined : chosen.amountFen} />
        </>
      ) : null}
      <Keypad
        title={officer ? '输入交易密码，提交申请' : '输入交易密码，确认提前还款'}
        {...deed.step.sheet}
        help={<ForgottenPassword />}
      />
    </Page>
  );
}

const Balance = ({ terms }: { terms: Terms }) => (
  <section className="card" aria-label="贷款现状">
    <Facts
      facts={[
        { name: '本金余额', value: <Money fen={terms.outstandingFen} />, strong: true },
        terms.due.totalFen > 0 && { name: '应还未还（先还）', value: <Money fen={terms.due.totalFen} /> },
      ]}
    />
  </section>
);

function AmountForm({ terms, quoting }: { terms: Terms; quoting: ReturnType<typeof useQuoting> }) {
  const partly = mayRepayPart(terms.early);
  return (
    <form className="card page-form" onSubmit={quoting.submit} noValidate aria-label="提前还多少">
      {partly ? (
        <MoneyField
          label="提前归还本金"
          large
          value={quoting.yuan}
          hint={earlyLimitsText(terms.early)}
          error={quoting.error}
          onChange={quoting.change}
        />
      ) : (
        <p className="lead">剩余本金已经不多，只能一次全部结清。</p>
      )}
      <ProblemNotice problem={quoting.problem} />
      <div className="repay-ways">
        {partly ? (
          <Button type="submit" busy={quoting.busy === 'part'}>
            试算
          </Button>
        ) : null}
        <Button kind="secondary" busy={quoting.busy === 'all'} onClick={quoting.all}>
          全部结清
        </Button>
      </div>
    </form>
  );
}

const QUOTE_FIELD = ['repayment-below-minimum', 'repayment-not-a-multiple', 'repayment-above-owed'];

function useQuoting({ loanId, early }: Terms) {
  const [yuan, setYuan] = useState('');
  const [found, setFound] = useState<string>();
  const [kept, setKept] = useState<{ quote: EarlyQuote; untilMs: number }>();
  const [asked, setAsked] = useState<{ principalFen?: Fen }>({});
  const write = useWrite(
    async (body: { principalFen?: Fen }, options) => api.quoteEarlyRepayment({ params: { loanId }, body }, options),
    // By this page's clock: the server's may be another.
    (quote) => setKept({ quote, untilMs: Date.now() + Date.parse(quote.validUntil) - Date.parse(quote.now) }),
  );
  const ask = (what: { principalFen?: Fen }): void => {
    setAsked(what);
    void write.run(what);
  };
  const refused = QUOTE_FIELD.includes(codeOf(write.problem) ?? '');
  return {
    ...{ yuan, quote: kept?.quote, untilMs: kept?.untilMs ?? 0 },
    busy: write.busy ? (asked.principalFen === undefined ? 'all' : 'part') : undefined,
    error: found ?? (refused ? wording(write.problem).text : undefined),
    problem: refused ? undefined : write.problem,
    change: (value: string) => {
      setYuan(value);
      setKept(undefined);
      write.clear();
      if (!earlyError(fenFromYuan(value), early)) setFound(undefined);
    },
    submit: (event: FormEvent<HTMLFormElement>) => {
      event.preventDefault();
      const principalFen = fenFromYuan(yuan);
      const wrong = earlyError(principalFen, early);
      setFound(wrong);
      if (wrong || principalFen === undefined) return focusFirstError();
      ask({ principalFen });
    },
    all: () => {
      setFound(undefined);
      ask({});
    },
    again: () => ask(asked),
  };
}

const PAGE_REFUSALS = [
  ...['quote-expired', 'early-request-open', 'repayment-open', 'loan-closed', 'loan-written-off'],
  ...['balance-insufficient', 'account-not-ready', 'step-not-allowed'],
];

function useDeed({ loanId, early }: Terms, { quote }: ReturnType<typeof useQuoting>, onRequested: () => void) {
  const [mode, setMode] = useState<Mode>();
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const outcome: Outcome | undefined = quote?.outcomes.find((one) => one.mode === mode) ?? quote?.outcomes[0];
  type Args = { params: { quoteId: string }; body: { mode: Mode; transactionPassword: string } };
  const write = useWrite(
    async (args: Args, options) =>
      early.approval === 'officer'
        ? { request: await api.requestEarlyRepayment(args, options) }
        : { attempt: await api.startEarlyRepayment(args, options) },
    (done) => {
      if ('attempt' in done) {
        forgetLoan(queries, loanId);
        navigate(`/repayments/${done.attempt.repaymentId}`, { replace: true });
      } else onRequested();
    },
  );
  const step = usePasswordStep(
    write,
    (transactionPassword) => ({
      params: { quoteId: quote?.quoteId ?? '' },
      body: { mode: outcome?.mode ?? 'pay-off', transactionPassword },
    }),
    (problem) => PAGE_REFUSALS.includes(codeOf(problem) ?? ''),
  );
  const expired = codeOf(write.problem) === 'quote-expired';
  return {
    ...{ outcome, expired },
    step: { ...step, pageProblem: expired ? undefined : step.pageProblem },
    choose: (chosen: Mode) => {
      setMode(chosen);
      step.reset();
    },
  };
}
