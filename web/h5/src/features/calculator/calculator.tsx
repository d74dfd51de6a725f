import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { fenFromYuan, yuanDisplay } from '@miaodai/values/fen';
import { Button, Choice, Facts, LinkButton, Money, MoneyField, ScheduleChart, ScheduleTable } from '@miaodai/ui';
import type { Product } from '../../api.ts';
import { amountError, limitsText, type AmountLimits } from '../../shared/amount.rules.ts';
import { ProblemNotice } from '../../shared/problem.tsx';
import { methodName, useProduct } from '../../shared/product.ts';
import { rateText } from '../../shared/rate.ts';
import { useStartApplication } from '../../shared/start-application.ts';
import { dayText } from '../../shared/time.ts';
import type { Trial } from '../../shared/trial-engine.ts';
import { useTrial } from '../../shared/trial.ts';
import { trialStart } from '../../shared/trial-start.ts';
import { useGoal } from '../../shared/way-back.ts';
import { keptWish } from '../../shared/wish.ts';
import { yuanBare } from '../../shared/yuan.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import './calculator.css';

type Method = Product['repaymentMethod'];
const METHODS = Object.keys(methodName) as Method[];

/** What a loan would cost, for anybody: by the bank's own engine, at the rate that everybody is offered. */
export default function Calculator() {
  const product = useProduct();
  const back = useGoal() ?? '/';
  if (product.data) return <Form product={product.data} back={back} />;
  return (
    <Page title="贷款计算器" back={back}>
      <Loaded query={product} lines={8}>
        {() => null}
      </Loaded>
    </Page>
  );
}

function Form({ product, back }: { product: Product; back: string }) {
  const form = useForm(product);
  const apply = useStartApplication();
  const { amountFen, term, method, trial } = form;
  return (
    <Page
      title="贷款计算器"
      back={back}
      foot={
        <>
          <ProblemNotice problem={apply.problem} />
          <Button
            busy={apply.busy}
            inactive={amountFen === undefined}
            onClick={() => amountFen !== undefined && apply.run({ amountFen, termMonths: term })}
          >
            {apply.goesOn ? '带入申请，继续办理' : '按此申请'}
          </Button>
        </>
      }
    >
      <section className="card page-form" aria-label="试算条件">
        <MoneyField
          label="借款金额"
          large
          value={form.yuan}
          error={form.error}
          hint={limitsText(limitsOf(product))}
          onChange={form.setYuan}
        />
        <Choice
          label="借款期限"
          options={product.termsMonths.map((months) => ({ value: String(months), label: `${months} 个月` }))}
          value={String(term)}
          onChange={(value) => form.setTerm(Number(value))}
        />
        <Choice
          width="thirds"
          label="还款方式"
          options={METHODS.map((value) => ({ value, label: methodName[value], note: form.interestOf(value) }))}
          value={method}
          onChange={(value) => form.setMethod(value as Method)}
          hint={
            method === product.repaymentMethod
              ? `年化利率（单利）${rateText(product.annualRatePpm)}`
              : `${product.name}采用${methodName[product.repaymentMethod]}，这种方式仅供比较`
          }
        />
      </section>
      {trial ? <Outcome trial={trial} /> : <p className="calculator-empty muted">请填写范围内的金额</p>}
    </Page>
  );
}

const limitsOf = (product: Product): AmountLimits => ({
  minFen: product.minAmountFen,
  maxFen: product.maxAmountFen,
  stepFen: product.amountStepFen,
});

function useForm(product: Product) {
  const [start] = useState(() => trialStart(product, keptWish()));
  // What the limit estimate came to is tried here without ever having been kept.
  const [search] = useSearchParams();
  const asked = fenFromYuan(search.get('amount') ?? '');
  const [yuan, setYuan] = useState(yuanBare(asked ?? start.amountFen));
  const [term, setTerm] = useState(() => {
    const wanted = Number(search.get('term'));
    return product.termsMonths.includes(wanted) ? wanted : start.termMonths;
  });
  const [method, setMethod] = useState<Method>(product.repaymentMethod);
  const typedFen = fenFromYuan(yuan);
  const error = amountError(typedFen, limitsOf(product));
  const amountFen = error ? undefined : typedFen;
  const { trial, count } = useTrial(product, amountFen, term, method);
  const interestOf = (of: Method): string | undefined => {
    const sum = amountFen !== undefined && count ? count(amountFen, term, of).totalInterestFen : undefined;
    return sum === undefined ? undefined : `利息 ${yuanDisplay(sum)}`;
  };
  return {
    ...{ yuan, setYuan, term, setTerm, method, setMethod, amountFen, interestOf },
    error: yuan === '' ? undefined : error,
    trial: amountFen === undefined ? undefined : trial,
  };
}

function Outcome({ trial }: { trial: Trial }) {
  const [first] = trial.rows;
  if (!first) return null;
  return (
    <>
      <section className="card stack" aria-labelledby="outcome">
        <h2 id="outcome" className="calculator-label">
          {paymentName(trial)}
        </h2>
        <p className="calculator-sum">
          <Money fen={first.totalFen} />
        </p>
        <Facts
          facts={[
            { name: '首期还款日', value: dayText(first.dueOn) },
            lastOf(trial),
            { name: '利息合计', value: <Money fen={trial.totalInterestFen} />, strong: true },
            { name: '还款总额', value: <Money fen={trial.totalFen} /> },
            { name: '年化利率（单利）', value: rateText(trial.aprPpm) },
            { name: '年化利率（IRR）', value: rateText(trial.irrPpm) },
          ]}
        />
        <p className="xs muted">按今天放款试算，以合同为准。</p>
      </section>
      <Plan rows={trial.rows} />
    </>
  );
}

const paymentName = ({ repaymentMethod }: Trial): string =>
  ({ 'equal-instalment': '每月应还', 'equal-principal': '首月应还', 'interest-only': '每月付息' })[repaymentMethod];

/** The last instalment, which differs: by a few fen, by what the principal parts save, or by all of the principal. */
function lastOf({ rows }: Trial) {
  const last = rows.at(-1);
  const first = rows[0];
  if (!first || !last || last.totalFen === first.totalFen) return null;
  return { name: `末期应还（第 ${last.no} 期）`, value: <Money fen={last.totalFen} /> };
}

const SHOWN = 12;

function Plan({ rows }: { rows: Trial['rows'] }) {
  const [whole, setWhole] = useState(false);
  const long = rows.length > SHOWN;
  return (
    <section className="card stack" aria-labelledby="plan">
      <h2 id="plan">还款计划</h2>
      <ScheduleChart rows={rows} />
      {long && !whole ? (
        <LinkButton onClick={() => setWhole(true)}>展开全部 {rows.length} 期</LinkButton>
      ) : (
        <ScheduleTable rows={rows} />
      )}
    </section>
  );
}
