import { useEffect, useRef, useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { fenFromYuan, yuanDisplay, ZERO, type Fen } from '@miaodai/values/fen';
import {
  Button,
  Choice,
  Facts,
  Keypad,
  LinkButton,
  Money,
  MoneyField,
  Notice,
  Statement,
  useCountdown,
} from '@miaodai/ui';
import { api } from '../../api.ts';
import { focusFirstError } from '../../shared/focus.ts';
import { ForgottenPassword } from '../../shared/forgotten-password.tsx';
import { usePasswordStep } from '../../shared/password-step.tsx';
import { codeOf, ProblemNotice } from '../../shared/problem.tsx';
import { rateText } from '../../shared/rate.ts';
import { clockText, dayText } from '../../shared/time.ts';
import { useWrite } from '../../shared/write.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import { depositError, depositShares, type Deposit, type DepositShare } from './deposit.rules.ts';
import { Hindered } from './hindered.tsx';
import type { EarlyQuote, Terms } from './repay.rules.ts';
import { forgetLoan, useTerms } from './terms.ts';
import './repay.css';

/** Repaying from a time deposit that is pledged for this loan: what it pays when it is withdrawn early is said before. */
export default function DepositPage({ loanId }: { loanId: string }) {
  const terms = useTerms(loanId);
  const list = useQuery({
    queryKey: ['deposits', loanId],
    queryFn: async ({ signal }) => api.listDeposits({ params: { loanId } }, { signal }),
    staleTime: 0,
  });
  const back = `/loans/${loanId}/repay`;
  const shares = terms.data ? depositShares(terms.data) : [];
  const deposits = list.data?.deposits ?? [];
  const [first] = deposits;
  if (terms.data && shares.length > 0 && first)
    return <Form terms={terms.data} deposits={deposits} first={first} back={back} />;
  return (
    <Page title="存单还款" back={back}>
      <Loaded query={list.error ? { ...terms, data: undefined, error: list.error } : terms} lines={8}>
        {(data) => {
          if (!list.data) return null;
          return deposits.length === 0 ? (
            <NoDeposits />
          ) : (
            <Hindered title="现在不能用存单还款" why={data.mayRepay ?? data.mayRepayEarly ?? ''} open={data.open} />
          );
        }}
      </Loaded>
    </Page>
  );
}

const NoDeposits = () => (
  <section className="card">
    <Statement icon="empty" title="没有质押的定期存单">
      <p>您没有为这笔贷款质押的定期存单，请用电子账户还款。</p>
    </Statement>
  </section>
);

type FormProps = { terms: Terms; deposits: readonly Deposit[]; first: Deposit; back: string };

function Form({ terms, deposits, first, back }: FormProps) {
  const form = useForm(terms, deposits, first);
  const { deposit, amountFen } = form;
  return (
    <Page
      title="存单还款"
      back={back}
      foot={
        <>
          <ProblemNotice problem={form.step.pageProblem} />
          <Button onClick={form.pay}>
            {amountFen === undefined ? '支取并还款' : `支取并还款 ${yuanDisplay(amountFen)} 元`}
          </Button>
        </>
      }
    >
      <DepositChoice deposits={deposits} chosen={deposit} onChoose={form.chooseDeposit} />
      <section className="card page-form" aria-label="还多少">
        <Choice
          label="还多少"
          width="thirds"
          options={depositShares(terms).map((value) => ({ value, label: shareName[value], note: form.noteOf(value) }))}
          value={form.share}
          onChange={(value) => form.chooseShare(value as DepositShare)}
          error={form.share === 'part' ? undefined : form.error}
        />
        {form.share === 'part' ? (
          <MoneyField label="还款金额" large value={form.yuan} error={form.error} onChange={form.change} />
        ) : null}
        <Quoted form={form} />
      </section>
      <Consequences deposit={deposit} amountFen={amountFen} />
      <Keypad title="输入交易密码，确认支取存单并还款" {...form.step.sheet} help={<ForgottenPassword />} />
    </Page>
  );
}

const shareName: Record<DepositShare, string> = { due: '全部应还', 'pay-off': '全部结清', part: '还一部分' };

const DepositChoice = ({
  deposits,
  chosen,
  onChoose,
}: {
  deposits: readonly Deposit[];
  chosen: Deposit;
  onChoose: (depositKey: string) => void;
}) => (
  <fieldset className="outcomes" data-count="1" role="radiogroup" aria-label="选择存单">
    {deposits.map((deposit) => (
      <label key={deposit.depositKey} data-on={deposit === chosen ? '' : undefined}>
        <input
          type="radio"
          name="deposit"
          value={deposit.depositKey}
          checked={deposit === chosen}
          onChange={() => onChoose(deposit.depositKey)}
        />
        <b className="num">存单 {deposit.depositNo}</b>
        <Facts
          facts={[
            { name: '存单本金', value: <Money fen={deposit.principalFen} /> },
            { name: '存款年利率', value: rateText(deposit.annualRatePpm) },
            { name: '到期日', value: dayText(deposit.maturesOn) },
          ]}
        />
      </label>
    ))}
  </fieldset>
);

function Quoted({ form }: { form: ReturnType<typeof useForm> }) {
  if (form.share !== 'pay-off') return null;
  if (form.quote && !form.expired)
    return <p className="small muted">结清金额 {clockText(form.quote.validUntil)} 前有效。</p>;
  if (form.quote)
    return (
      <Notice tone="warn" title="结清金额已过有效时间">
        <LinkButton onClick={form.ask}>重新试算</LinkButton>
      </Notice>
    );
  return <ProblemNotice problem={form.quoteProblem} onRetry={form.ask} />;
}

/** Said before it is done: the whole deposit is withdrawn, and what that costs. */
const Consequences = ({ deposit, amountFen }: { deposit: Deposit; amountFen: Fen | undefined }) => (
  <section className="card stack" aria-labelledby="consequences">
    <h2 id="consequences">支取存单的结果</h2>
    <Facts
      facts={[
        { name: '今天支取可得', value: <Money fen={deposit.paysTodayFen} />, strong: true },
        { name: '持有到期可得', value: <Money fen={deposit.paysAtMaturityFen} /> },
        { name: '提前支取少得利息', value: <Money fen={deposit.interestLostFen} />, strong: true },
        amountFen !== undefined &&
          amountFen <= deposit.paysTodayFen && {
            name: '还款后留在电子账户',
            value: <Money fen={(deposit.paysTodayFen - amountFen) as Fen} />,
          },
      ]}
    />
    <Notice tone="warn">
      <p>存单会整张解除质押并提前支取，支取后不能恢复；还款后剩余的钱留在您的电子账户。</p>
    </Notice>
  </section>
);

const PAGE_REFUSALS = [
  ...['deposit-not-available', 'deposit-not-enough', 'quote-expired', 'repayment-open', 'loan-closed'],
  ...['repayment-above-owed', 'repayment-below-minimum', 'account-not-ready', 'early-request-open'],
];

function useForm(terms: Terms, deposits: readonly Deposit[], first: Deposit) {
  const { loanId } = terms;
  const [key, setKey] = useState<string>();
  const deposit = deposits.find(({ depositKey }) => depositKey === key) ?? first;
  const [share, setShare] = useState<DepositShare>(() => depositShares(terms)[0] ?? 'due');
  const [yuan, setYuan] = useState('');
  const [found, setFound] = useState<string>();
  const quoting = usePayOff(loanId, share === 'pay-off');
  const typed = fenFromYuan(yuan);
  const wanted = { due: terms.amounts.dueFen, part: typed, 'pay-off': quoting.amountFen }[share];
  const wrong = depositError(wanted, share, terms, deposit);
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const start = useWrite(
    async (args: Parameters<typeof api.startDepositRepayment>[0], options) => api.startDepositRepayment(args, options),
    ({ repaymentId }) => {
      forgetLoan(queries, loanId);
      navigate(`/deposit-repayments/${repaymentId}`, { replace: true });
    },
  );
  const step = usePasswordStep(
    start,
    (transactionPassword) => ({
      params: { loanId },
      body: {
        ...{ depositKey: deposit.depositKey, amountFen: wanted ?? ZERO, transactionPassword },
        ...(share === 'pay-off' && quoting.quote
          ? { early: { quoteId: quoting.quote.quoteId, mode: 'pay-off' as const } }
          : {}),
      },
    }),
    (problem) => PAGE_REFUSALS.includes(codeOf(problem) ?? ''),
  );
  const renew = (): void => {
    setFound(undefined);
    step.reset();
  };
  return {
    ...{ deposit, share, yuan, step, ...quoting },
    amountFen: wrong ? undefined : wanted,
    error: found,
    noteOf: (of: DepositShare): string | undefined =>
      of === 'due' ? `${yuanDisplay(terms.amounts.dueFen)} 元` : undefined,
    chooseDeposit: (depositKey: string) => {
      setKey(depositKey);
      renew();
    },
    chooseShare: (value: DepositShare) => {
      setShare(value);
      renew();
    },
    change: (value: string) => {
      setYuan(value);
      renew();
    },
    pay: () => {
      setFound(wrong);
      if (wrong) return focusFirstError();
      step.show();
    },
  };
}

/** What paying off costs: the bank's quote, honoured until the time that it names. */
function usePayOff(loanId: string, asked: boolean) {
  const [kept, setKept] = useState<{ quote: EarlyQuote; untilMs: number }>();
  const write = useWrite(
    async (body: Record<string, never>, options) => api.quoteEarlyRepayment({ params: { loanId }, body }, options),
    (quote) => setKept({ quote, untilMs: Date.now() + Date.parse(quote.validUntil) - Date.parse(quote.now) }),
  );
  const ask = useRef(() => void write.run({}));
  ask.current = () => void write.run({});
  // Asked for once it is wanted: also where paying off is the only way.
  useEffect(() => {
    if (asked) ask.current();
  }, [asked]);
  const left = useCountdown(kept?.untilMs ?? 0);
  const expired = kept !== undefined && left === 0;
  const outcome = kept?.quote.outcomes.find(({ mode }) => mode === 'pay-off');
  return {
    quote: kept?.quote,
    expired,
    amountFen: asked && !expired ? outcome?.amountFen : undefined,
    ask: () => ask.current(),
    quoteProblem: write.problem,
  };
}
