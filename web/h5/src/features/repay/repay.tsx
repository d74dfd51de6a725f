import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useLocation } from 'wouter';
import { fenFromYuan, yuanDisplay, ZERO, type Fen } from '@miaodai/values/fen';
import { Choice, Facts, Keypad, LinkButton, Money, MoneyField, Sheet } from '@miaodai/ui';
import { api } from '../../api.ts';
import { focusFirstError } from '../../shared/focus.ts';
import { ForgottenPassword } from '../../shared/forgotten-password.tsx';
import { usePasswordStep } from '../../shared/password-step.tsx';
import { codeOf, ProblemNotice, wording } from '../../shared/problem.tsx';
import { Tag } from '../../shared/tag.tsx';
import { dayText } from '../../shared/time.ts';
import { useWrite } from '../../shared/write.ts';
import { yuanShort } from '../../shared/yuan.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import { AccountLine } from './account-line.tsx';
import { Hindered } from './hindered.tsx';
import { OwedRows } from './owed-rows.tsx';
import { PayFoot } from './pay-foot.tsx';
import { partError, sharesOf, type Share, type Terms } from './repay.rules.ts';
import { forgetLoan, useTerms } from './terms.ts';
import './repay.css';

/** Normal repayment, at any hour: what is due, or the coming instalment ahead of its day. */
export default function Repay({ loanId }: { loanId: string }) {
  const terms = useTerms(loanId);
  const back = `/loans/${loanId}`;
  if (terms.data && terms.data.mayRepay === null && sharesOf(terms.data).length > 0)
    return <Form terms={terms.data} back={back} />;
  return (
    <Page title="还款" back={back}>
      <Loaded query={terms} lines={8}>
        {(data) => (
          <Hindered
            title={data.mayRepay === null || data.state === 'closed' ? '现在不需要还款' : '现在不能还款'}
            why={data.mayRepay ?? '没有应还的款项。'}
            open={data.open}
          />
        )}
      </Loaded>
    </Page>
  );
}

function Form({ terms, back }: { terms: Terms; back: string }) {
  const form = useRepay(terms);
  return (
    <Page
      title="还款"
      back={back}
      foot={
        <PayFoot
          terms={terms}
          amountFen={form.amountFen}
          problem={<ProblemNotice problem={form.step.pageProblem} />}
          text={form.amountFen === undefined ? '还款' : `还款 ${yuanDisplay(form.amountFen)} 元`}
          onPay={form.pay}
        />
      }
    >
      <Owed terms={terms} />
      {sharesOf(terms).length > 1 ? <HowMuch terms={terms} form={form} /> : null}
      <AccountLine terms={terms} amountFen={form.amountFen} />
      <p className="repay-more small">
        <Link className="link" href={`/loans/${terms.loanId}/early`}>
          提前还款
        </Link>
        <Link className="link" href={`/loans/${terms.loanId}/deposit`}>
          用质押存单还款
        </Link>
      </p>
      <Keypad title="输入交易密码，确认还款" {...form.step.sheet} help={<ForgottenPassword />} />
    </Page>
  );
}

const HowMuch = ({ terms, form }: { terms: Terms; form: ReturnType<typeof useRepay> }) => (
  <section className="card page-form" aria-label="这次还多少">
    <Choice
      label="这次还多少"
      width="thirds"
      options={sharesOf(terms).map((value) => ({ value, label: shareName[value], note: noteOf(value, terms) }))}
      value={form.share}
      onChange={(value) => form.choose(value as Share)}
      error={form.share === 'part' ? undefined : form.error}
    />
    {form.share === 'part' ? (
      <MoneyField
        label="还款金额"
        large
        value={form.yuan}
        hint={`最多 ${yuanShort(terms.amounts.dueFen)} 元。先还最早到期的一期，其中依次还${orderText(terms)}`}
        error={form.error}
        onChange={form.change}
      />
    ) : null}
  </section>
);

const shareName: Record<Share, string> = { due: '全部应还', ahead: '连同下期', part: '还一部分' };
const partName = { penalty: '罚息', interest: '利息', principal: '本金' } as const;
const orderText = ({ allocation }: Terms): string => allocation.map((part) => partName[part]).join('、');

function noteOf(share: Share, { amounts }: Terms): string | undefined {
  if (share === 'part') return '自己填金额';
  const sum = share === 'due' ? amounts.dueFen : amounts.aheadFen;
  return sum === null ? undefined : `${yuanDisplay(sum)} 元`;
}

/** The penalty is told also where it is nothing: whoever is late asks for it first. */
function Owed({ terms }: { terms: Terms }) {
  const [open, setOpen] = useState(false);
  const { due, running } = terms;
  if (due.rows.length === 0 && running)
    return (
      <section className="card stack" aria-labelledby="owed">
        <h2 id="owed">本期还没有到还款日</h2>
        <Facts
          facts={[
            { name: '期次', value: running.periodNo === null ? '—' : `第 ${running.periodNo} 期` },
            { name: '还款日', value: dayText(running.dueOn) },
            { name: '本金', value: <Money fen={running.principalFen} /> },
            { name: '利息', value: <Money fen={running.interestFen} /> },
            { name: '本期应还', value: <Money fen={running.totalFen} />, strong: true },
          ]}
        />
        <p className="small muted">
          到还款日会从还款账户自动扣款。现在还这一期，利息仍按还款计划计到还款日；想少付利息，请用下面的“提前还款”。
        </p>
      </section>
    );
  return (
    <section className="card stack" aria-labelledby="owed">
      <div className="row">
        <h2 id="owed">现在应还</h2>
        {due.daysPastDue > 0 ? <Tag tone="danger">{`逾期 ${due.daysPastDue} 天`}</Tag> : <Tag>今天到期</Tag>}
      </div>
      <p className="repay-sum">
        <Money fen={due.totalFen} />
      </p>
      <Facts
        facts={[
          { name: '本金', value: <Money fen={due.principalFen} /> },
          { name: '利息', value: <Money fen={due.interestFen} /> },
          { name: '罚息', value: <Money fen={due.penaltyFen} /> },
        ]}
      />
      {due.rows.length > 0 ? (
        <LinkButton onClick={() => setOpen(true)}>查看每期明细（{due.rows.length} 期）</LinkButton>
      ) : null}
      <Sheet title="应还明细" open={open} onClose={() => setOpen(false)}>
        <OwedRows rows={due.rows} />
      </Sheet>
    </section>
  );
}

const FIELD_REFUSALS = ['repayment-below-minimum', 'repayment-above-owed', 'balance-insufficient'];
const PAGE_REFUSALS = [...FIELD_REFUSALS, 'account-not-ready', 'repayment-open', 'loan-closed', 'loan-written-off'];

function useRepay(terms: Terms) {
  const { loanId, amounts } = terms;
  const [share, setShare] = useState<Share>(() => sharesOf(terms)[0] ?? 'due');
  const [yuan, setYuan] = useState('');
  const [found, setFound] = useState<string>();
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const start = useWrite(
    async (args: Parameters<typeof api.startRepayment>[0], options) => api.startRepayment(args, options),
    ({ repaymentId }) => {
      forgetLoan(queries, loanId);
      navigate(`/repayments/${repaymentId}`, { replace: true });
    },
  );
  const typed = fenFromYuan(yuan);
  const wrong = share === 'part' ? partError(typed, amounts.dueFen) : undefined;
  const amountFen: Fen | undefined = wrong
    ? undefined
    : { due: amounts.dueFen, ahead: amounts.aheadFen ?? ZERO, part: typed }[share];
  const refusal = codeOf(start.problem) ?? '';
  const step = usePasswordStep(
    start,
    (transactionPassword) => ({
      params: { loanId },
      body: { amountFen: amountFen ?? ZERO, transactionPassword },
    }),
    (problem) => PAGE_REFUSALS.includes(codeOf(problem) ?? ''),
  );
  const refusedField = FIELD_REFUSALS.includes(refusal);
  return {
    ...{ share, yuan, amountFen },
    error: found ?? (refusedField ? wording(start.problem).text : undefined),
    step: { ...step, pageProblem: refusedField ? undefined : step.pageProblem },
    choose: (value: Share) => {
      setShare(value);
      setFound(undefined);
      step.reset();
    },
    change: (value: string) => {
      setYuan(value);
      step.reset();
      if (!partError(fenFromYuan(value), amounts.dueFen)) setFound(undefined);
    },
    pay: () => {
      setFound(wrong);
      if (wrong) return focusFirstError();
      step.show();
    },
  };
}
