import { useState, type FormEvent } from 'react';
import { fieldError, moneyFields, wantedFieldOf } from '@miaodai/http-api/fields';
import { fenFromYuan } from '@miaodai/values/fen';
import { Button, Facts, MoneyField, Notice, Picker } from '@miaodai/ui';
import { api, type Application, type Product } from '../../api.ts';
import { accountText } from '../../shared/account-text.ts';
import { useAdvance, useFreshStart } from '../../shared/application.ts';
import { useDraft, type Draft } from '../../shared/draft.ts';
import { DraftStatus } from '../../shared/draft-status.tsx';
import { focusFirstError } from '../../shared/focus.ts';
import { fieldProblem } from '../../shared/problem.tsx';
import { methodName, useProduct } from '../../shared/product.ts';
import { StepFrame } from '../../shared/step-page.tsx';
import { forgetWish } from '../../shared/wish.ts';
import { yuanBare } from '../../shared/yuan.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { useCarried, type MoneyFields } from './carried.ts';
import { ProductLine } from './product-line.tsx';
import { TermTrial } from './term-trial.tsx';
import { wordsFor } from './words.ts';

type Complete = Required<Omit<Application['money'], 'wantedFen'>> & Pick<Application['money'], 'wantedFen'>;
type SumName = 'monthlyIncomeFen' | 'monthlyExpenseFen' | 'monthlyDebtFen' | 'wantedFen';
const sumNames = Object.keys(moneyFields) as Exclude<SumName, 'wantedFen'>[];

/** What is asked for in yuan: the standard loan asks how much is wanted, within its own limits. */
const fieldsOf = (product: Product): MoneyFields => ({
  ...moneyFields,
  ...(product.route === 'standard' ? { wantedFen: wantedFieldOf(product) } : {}),
});
type Errors = Partial<Record<keyof Complete, string | undefined>>;

export default function MoneyPage({ application }: { application: Application }) {
  const { start, restart, round } = useFreshStart(application);
  return <Draftable key={round} application={start} onReloaded={restart} />;
}

type DraftableProps = { application: Application; onReloaded: (fresh: Application | undefined) => void };

function Draftable({ application, onReloaded }: DraftableProps) {
  const product = useProduct(application.productCode);
  const params = { applicationId: application.applicationId };
  const draft = useDraft<Complete>(application, async (body, options) => api.saveMoney({ params, body }, options));
  return (
    <StepFrame
      page="money"
      title={wordsFor(application).money}
      application={application}
      foot={
        <>
          <DraftStatus draft={draft} onReloaded={onReloaded} />
          <Button type="submit" form="money" busy={draft.busy}>
            {application.step === 'submit' ? '保存并返回核对' : '下一步'}
          </Button>
        </>
      }
    >
      <Loaded query={product} lines={8}>
        {(data) => <Form application={application} product={data} draft={draft} />}
      </Loaded>
    </StepFrame>
  );
}

type FormProps = { application: Application; product: Product; draft: Draft<Complete> };

function Form({ application, product, draft }: FormProps) {
  const fields = fieldsOf(product);
  const form = useMoneyForm(application, draft, product, fields);
  const { sums, term, purpose, errors } = form;
  return (
    <form id="money" className="page" onSubmit={(event) => void form.submit(event)} noValidate>
      <ProductLine application={application} />
      {form.carried ? (
        <Notice>
          <p>已带入您试算时填写的内容，请核对，可以修改。</p>
        </Notice>
      ) : null}
      <section className="card page-form" aria-labelledby="sums">
        <h2 id="sums">收入与支出</h2>
        {sumNames.map((name) => (
          <MoneyField
            key={name}
            label={moneyFields[name].label}
            value={sums[name] ?? ''}
            hint={moneyFields[name].hint}
            error={errors[name] ?? fieldProblem(draft.problem, name)}
            onChange={(value) => form.changeSum(name, value)}
            onBlur={() => form.leaveSum(name)}
          />
        ))}
      </section>
      <section className="card page-form" aria-labelledby="use">
        <h2 id="use">借款安排</h2>
        {fields.wantedFen ? (
          <MoneyField
            label={fields.wantedFen.label}
            value={sums.wantedFen ?? ''}
            hint={fields.wantedFen.hint}
            error={errors.wantedFen ?? fieldProblem(draft.problem, 'wantedFen')}
            onChange={(value) => form.changeSum('wantedFen', value)}
            onBlur={() => form.leaveSum('wantedFen')}
          />
        ) : null}
        <TermTrial
          product={product}
          wanted={fields.wantedFen ? (sums.wantedFen ?? '') : undefined}
          term={term}
          onTerm={form.changeTerm}
          error={errors.termMonths ?? fieldProblem(draft.problem, 'termMonths')}
        />
        <PurposeChoice
          product={product}
          value={purpose}
          error={errors.purpose ?? fieldProblem(draft.problem, 'purpose')}
          onChange={form.changePurpose}
        />
        <Facts
          facts={[
            { name: '还款方式', value: methodName[product.repaymentMethod] },
            { name: '还款账户', value: accountText(application.accountNo) },
          ]}
        />
        <p className="small muted">每期还款日从还款账户自动扣款，到期前会发短信提醒。</p>
      </section>
    </form>
  );
}

type PurposeProps = {
  product: Product;
  value: string | undefined;
  error: string | undefined;
  onChange: (value: string) => void;
};

const PurposeChoice = ({ product, value, error, onChange }: PurposeProps) => (
  <Picker
    label="借款用途"
    options={product.purposes.map(({ code, label }) => ({ value: code, label }))}
    value={value}
    hint="须与实际用途一致，不得用于购房、股票、期货、股权投资"
    error={error}
    onChange={onChange}
  />
);

function useMoneyForm(application: Application, draft: Draft<Complete>, product: Product, fields: MoneyFields) {
  const { saved, carried } = useCarried(application, draft, fields, product);
  const names = Object.keys(fields) as SumName[];
  const wrong = (name: SumName, value: string | undefined) => {
    const field = fields[name];
    return field && fieldError(field, value);
  };
  const [sums, setSums] = useState<Partial<Record<SumName, string>>>(() =>
    Object.fromEntries(names.map((name) => [name, saved[name] === undefined ? '' : yuanBare(saved[name])])),
  );
  const [term, setTerm] = useState(saved.termMonths);
  const [purpose, setPurpose] = useState(saved.purpose);
  const [errors, setErrors] = useState<Errors>({});
  const advance = useAdvance('money');
  const note = (name: keyof Complete, error: string | undefined) =>
    setErrors((before) => ({ ...before, [name]: error }));

  return {
    sums,
    term,
    purpose,
    errors,
    carried,
    changeSum: (name: SumName, value: string) => {
      setSums((before) => ({ ...before, [name]: value }));
      if (!wrong(name, value)) note(name, undefined);
    },
    leaveSum: (name: SumName) => {
      const value = sums[name] ?? '';
      if (value === '') return;
      const error = wrong(name, value);
      note(name, error);
      const fen = fenFromYuan(value);
      if (!error && fen !== undefined && fen !== saved[name]) draft.put({ [name]: fen });
    },
    changeTerm: (months: number) => {
      setTerm(months);
      note('termMonths', undefined);
      draft.put({ termMonths: months });
    },
    changePurpose: (code: string) => {
      setPurpose(code);
      note('purpose', undefined);
      draft.put({ purpose: code });
    },
    submit: async (event: FormEvent<HTMLFormElement>) => {
      event.preventDefault();
      const found: Errors = {
        ...Object.fromEntries(names.map((name) => [name, wrong(name, sums[name])])),
        termMonths: term === undefined ? '请选择借款期限' : undefined,
        purpose: purpose === undefined ? '请选择借款用途' : undefined,
      };
      setErrors(found);
      if (Object.values(found).some(Boolean)) return focusFirstError();
      const fens = Object.fromEntries(names.map((name) => [name, fenFromYuan(sums[name] ?? '')]));
      const answer = await draft.complete({ ...fens, termMonths: term, purpose } as Complete);
      if (!answer) return;
      forgetWish();
      advance(answer);
    },
  };
}
