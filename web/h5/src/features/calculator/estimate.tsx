import { useEffect, useRef, useState, type FormEvent } from 'react';
import { Link } from 'wouter';
import { fieldError, moneyFields, workplaceField } from '@miaodai/http-api/fields';
import { fenFromYuan, type Fen } from '@miaodai/values/fen';
import { Button, Choice, digitsGrouping, Facts, Field, MoneyField, Notice, Statement } from '@miaodai/ui';
import { api, type Product } from '../../api.ts';
import { focusFirstError } from '../../shared/focus.ts';
import { optionsOf } from '../../shared/options.ts';
import { fieldProblem, ProblemNotice } from '../../shared/problem.tsx';
import { PRODUCT_CODE, useProduct } from '../../shared/product.ts';
import { rateText } from '../../shared/rate.ts';
import { useStartApplication } from '../../shared/start-application.ts';
import { trialStart } from '../../shared/trial-start.ts';
import { useGoal } from '../../shared/way-back.ts';
import { keepWish, keptWish, type Wish } from '../../shared/wish.ts';
import { useWrite } from '../../shared/write.ts';
import { yuanBare, yuanShort } from '../../shared/yuan.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import { ageError, limitText, type Estimate } from './estimate.rules.ts';
import './calculator.css';

type Body = Parameters<typeof api.estimateLimit>[0]['body'];
type SumName = keyof typeof moneyFields;
const sumNames = Object.keys(moneyFields) as SumName[];

/** What limit an application might bring, for anybody: the model that decides is asked, nothing is kept. */
export default function EstimatePage() {
  const product = useProduct();
  const back = useGoal() ?? '/';
  if (product.data) return <Form product={product.data} back={back} />;
  return (
    <Page title="额度预估" back={back}>
      <Loaded query={product} lines={8}>
        {() => null}
      </Loaded>
    </Page>
  );
}

function Form({ product, back }: { product: Product; back: string }) {
  const form = useForm(product);
  const apply = useStartApplication();
  return (
    <Page
      title="额度预估"
      back={back}
      foot={
        form.estimate ? (
          <>
            <ProblemNotice problem={apply.problem} />
            <Button
              kind={form.estimate.outcome === 'unlikely' ? 'secondary' : 'primary'}
              busy={apply.busy}
              onClick={() => apply.run(form.wish())}
            >
              {apply.goesOn ? '带入申请，继续办理' : form.estimate.outcome === 'unlikely' ? '仍要申请' : '按此申请'}
            </Button>
          </>
        ) : (
          <>
            <ProblemNotice problem={form.problem} />
            <Button type="submit" form="estimate" busy={form.busy}>
              估算额度
            </Button>
          </>
        )
      }
    >
      {form.estimate ? <Outcome estimate={form.estimate} wish={form.wish()} /> : null}
      <Questions form={form} product={product} />
      <p className="small muted">
        只用于估算，我们不保存您填写的内容，也不会查询您的征信。点“按此申请”后，收支和期限会带入申请，可以修改。
      </p>
    </Page>
  );
}

function Questions({ form, product }: { form: ReturnType<typeof useForm>; product: Product }) {
  const { answers, errors } = form;
  return (
    <form id="estimate" className="page" onSubmit={form.submit} noValidate>
      <section className="card page-form" aria-labelledby="money">
        <h2 id="money">收入与支出</h2>
        {sumNames.map((name) => (
          <MoneyField
            key={name}
            label={moneyFields[name].label}
            value={answers[name]}
            hint={moneyFields[name].hint}
            error={errors[name] ?? fieldProblem(form.problem, name)}
            onChange={(value) => form.change(name, value)}
          />
        ))}
      </section>
      <section className="card page-form" aria-labelledby="about">
        <h2 id="about">您和您的借款</h2>
        <Choice
          {...optionsOf(workplaceField)}
          width="wide"
          value={answers.workplace}
          error={errors.workplace}
          hint="本产品面向集团在职员工；不清楚也可以估算"
          onChange={(value) => form.change('workplace', value)}
        />
        <Choice
          label="借款期限"
          options={product.termsMonths.map((months) => ({ value: String(months), label: `${months} 个月` }))}
          value={String(form.term)}
          hint="期限越长，每月还款越少，总利息越多"
          onChange={(value) => form.changeTerm(Number(value))}
        />
        <Field
          label="年龄（选填）"
          value={answers.age}
          unit="周岁"
          inputMode="numeric"
          autoComplete="off"
          grouping={digitsGrouping(3)}
          error={errors.age}
          onChange={(value) => form.change('age', value)}
        />
      </section>
    </form>
  );
}

type Answers = Record<SumName | 'workplace' | 'age', string>;
type Errors = Partial<Record<keyof Answers, string | undefined>>;

const errorsIn = (answers: Answers): Errors => ({
  ...Object.fromEntries(sumNames.map((name) => [name, fieldError(moneyFields[name], answers[name])])),
  workplace: fieldError(workplaceField, answers.workplace),
  age: ageError(answers.age),
});

function useForm(product: Product) {
  const [answers, setAnswers] = useState<Answers>(() => {
    const wish = keptWish();
    const sums = sumNames.map((name) => [name, wish[name] === undefined ? '' : yuanBare(wish[name])]);
    return { ...(Object.fromEntries(sums) as Record<SumName, string>), workplace: '', age: '' };
  });
  const [term, setTerm] = useState(() => trialStart(product, keptWish()).termMonths);
  const [errors, setErrors] = useState<Errors>({});
  const [estimate, setEstimate] = useState<Estimate>();
  const ask = useWrite(
    async (body: Body) => api.estimateLimit({ params: { productCode: PRODUCT_CODE }, body }),
    setEstimate,
  );
  const sums = () =>
    Object.fromEntries(sumNames.map((name) => [name, fenFromYuan(answers[name])])) as Record<SumName, Fen>;
  /** What was said of other answers does not hold any more. */
  const renew = (): void => {
    setEstimate(undefined);
    ask.clear();
  };
  return {
    ...{ answers, errors, term, estimate, busy: ask.busy, problem: ask.problem },
    wish: () => ({ ...sums(), termMonths: term }),
    change: (name: keyof Answers, value: string) => {
      const next = { ...answers, [name]: value };
      setAnswers(next);
      if (!errorsIn(next)[name]) setErrors((before) => ({ ...before, [name]: undefined }));
      renew();
    },
    changeTerm: (months: number) => {
      setTerm(months);
      renew();
    },
    submit: (event: FormEvent<HTMLFormElement>) => {
      event.preventDefault();
      const found = errorsIn(answers);
      setErrors(found);
      if (Object.values(found).some(Boolean)) return focusFirstError();
      const workplace = answers.workplace as Body['workplace'];
      const ageYears = answers.age === '' ? null : Number(answers.age);
      void ask.run({ ...sums(), workplace, termMonths: term, ageYears });
    },
  };
}

type OutcomeProps = { estimate: Estimate; wish: Wish & { termMonths: number } };

function Outcome({ estimate, wish }: OutcomeProps) {
  const top = useRef<HTMLElement>(null);
  useEffect(() => {
    top.current?.scrollIntoView({ block: 'center' });
    top.current?.querySelector('h2')?.focus({ preventScroll: true });
  }, [estimate]);
  return (
    <section className="card stack" ref={top} aria-labelledby="estimated">
      {estimate.outcome === 'unlikely' ? <Unlikely estimate={estimate} /> : <Likely estimate={estimate} wish={wish} />}
      <p className="calculator-assumed small muted">
        预估，不构成承诺。信用记录、综合评分和工作年限等要到申请时才知道，这里按较好和一般两种情形，用现行审批规则估算；额度以审批为准。
      </p>
    </section>
  );
}

function Likely({ estimate, wish }: OutcomeProps) {
  const { toFen, annualRatePpm } = estimate;
  return (
    <>
      <h2 id="estimated" className="calculator-label" tabIndex={-1}>
        预估额度
      </h2>
      <p className="calculator-sum num">{limitText(estimate)}</p>
      <Facts
        facts={[
          { name: '借款期限', value: `${wish.termMonths} 个月` },
          annualRatePpm !== null && { name: '年化利率（单利）', value: rateText(annualRatePpm) },
        ]}
      />
      {estimate.outcome === 'at-most' ? (
        <Notice tone="warn">
          <p>信用记录和综合评分较好时才能达到；如果一般，可能无法通过。</p>
        </Notice>
      ) : null}
      {toFen !== null ? (
        // What was typed is still there when they come back.
        <Link
          className="link"
          href={`/calculator?amount=${yuanBare(toFen)}&term=${wish.termMonths}&to=/estimate`}
          onClick={() => keepWish(wish)}
        >
          借 {yuanShort(toFen)} 元，每月还多少
        </Link>
      ) : null}
    </>
  );
}

const Unlikely = ({ estimate }: { estimate: Estimate }) => (
  <>
    <h2 id="estimated" className="visually-hidden" tabIndex={-1}>
      预估结果
    </h2>
    <Statement icon="alert" tone="warn" title="可能无法通过">
      <p>按您填写的情况，现行审批规则下可能无法通过。</p>
    </Statement>
    <ul className="calculator-reasons">
      {estimate.reasons.map(({ code, title, words }) => (
        <li key={code}>
          <b>{title}</b>
          {words.map((line) => (
            <span key={line} className="small muted">
              {line}
            </span>
          ))}
        </li>
      ))}
    </ul>
  </>
);
