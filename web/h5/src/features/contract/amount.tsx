import { useState, type FormEvent } from 'react';
import { fenFromYuan, smaller } from '@miaodai/values/fen';
import { capitalAmount } from '@miaodai/values/capital-amount';
import { Button, Facts, LinkButton, MoneyField, Notice, Sheet } from '@miaodai/ui';
import { rateText } from '../../shared/rate.ts';
import { api, type Application, type Product } from '../../api.ts';
import { amountError, limitsText, wholeLimit, type AmountLimits } from '../../shared/amount.rules.ts';
import { useAdvance } from '../../shared/application.ts';
import { focusFirstError } from '../../shared/focus.ts';
import { NotNow } from '../../shared/not-now.tsx';
import { codeOf, ProblemNotice, wording } from '../../shared/problem.tsx';
import { methodName, useProduct } from '../../shared/product.ts';
import { StepFrame } from '../../shared/step-page.tsx';
import { useTrial } from '../../shared/trial.ts';
import { TrialView } from '../../shared/trial-view.tsx';
import { useWrite } from '../../shared/write.ts';
import { yuanBare, yuanShort } from '../../shared/yuan.ts';
import { Loaded } from '../../shell/loaded.tsx';

const FIELD_REFUSALS = ['above-limit', 'below-minimum', 'not-a-multiple'];
type AmountProps = { application: Application; product: Product };

export default function Amount({ application }: { application: Application }) {
  const product = useProduct();
  if (product.data) return <AmountPage application={application} product={product.data} />;
  return (
    <StepFrame page="amount" title="借多少" application={application}>
      <Loaded query={product} lines={6}>
        {() => null}
      </Loaded>
    </StepFrame>
  );
}

function AmountPage({ application, product }: AmountProps) {
  const amount = useAmount(application, product);
  return (
    <StepFrame
      page="amount"
      title="借多少"
      application={application}
      foot={
        <>
          <ProblemNotice problem={amount.asking ? undefined : amount.problem} />
          <Button type="submit" form="amount" busy={amount.busy}>
            {amount.toOfficer ? '转客户经理办理' : '下一步'}
          </Button>
          <NotNow application={application} />
        </>
      }
    >
      <form id="amount" className="card page-form" onSubmit={amount.submit} noValidate>
        <MoneyField
          label="借款金额"
          large
          value={amount.yuan}
          hint={limitsText(amount.limits)}
          error={amount.error}
          onChange={amount.change}
          onBlur={amount.leave}
          after={<LinkButton onClick={amount.takeAll}>全部借出</LinkButton>}
        />
        {amount.validFen === undefined ? null : <p className="small muted">{capitalAmount(amount.validFen)}</p>}
        {amount.toOfficer ? <AboveThreshold product={product} /> : null}
        <Terms application={application} product={product} validFen={amount.validFen} />
      </form>
      <OfficerSheet product={product} amount={amount} />
    </StepFrame>
  );
}

/** Nothing is filled in beforehand: how much is the customer's own choice. */
function useAmount({ applicationId, decision }: Application, product: Product) {
  const [yuan, setYuan] = useState('');
  const [error, setError] = useState<string>();
  const [asking, setAsking] = useState(false);
  const advance = useAdvance('amount');
  const choose = useWrite(
    async (body: { amountFen: number }, options) => api.chooseAmount({ params: { applicationId }, body }, options),
    advance,
  );
  const limits: AmountLimits = {
    minFen: product.minAmountFen,
    maxFen: decision ? smaller(decision.limitFen, product.maxAmountFen) : product.maxAmountFen,
    stepFen: product.amountStepFen,
  };
  const amountFen = fenFromYuan(yuan);
  const wrong = amountError(amountFen, limits);
  const validFen = wrong ? undefined : amountFen;
  const toOfficer = validFen !== undefined && validFen > product.onlineThresholdFen;
  const refused = FIELD_REFUSALS.includes(codeOf(choose.problem) ?? '');
  const send = () => validFen !== undefined && void choose.run({ amountFen: validFen });
  const change = (value: string) => {
    setYuan(value);
    choose.clear();
    if (!amountError(fenFromYuan(value), limits)) setError(undefined);
  };
  return {
    yuan,
    limits,
    validFen,
    toOfficer,
    asking,
    setAsking,
    send,
    change,
    busy: choose.busy,
    error: error ?? (refused ? wording(choose.problem).text : undefined),
    problem: refused ? undefined : choose.problem,
    leave: () => yuan !== '' && setError(wrong),
    takeAll: () => change(yuanBare(wholeLimit(limits))),
    submit: (event: FormEvent<HTMLFormElement>) => {
      event.preventDefault();
      setError(wrong);
      if (wrong) return focusFirstError();
      if (toOfficer) return setAsking(true);
      send();
    },
  };
}

function Terms({ application, product, validFen }: AmountProps & Pick<ReturnType<typeof useAmount>, 'validFen'>) {
  const annualRatePpm = application.decision?.annualRatePpm ?? product.annualRatePpm;
  const { trial } = useTrial({ ...product, annualRatePpm }, validFen, application.money.termMonths);
  return (
    <>
      <Facts
        facts={[
          { name: '年化利率（单利）', value: rateText(annualRatePpm), strong: true },
          { name: '借款期限', value: `${application.money.termMonths ?? '—'} 个月` },
          { name: '还款方式', value: methodName[product.repaymentMethod] },
        ]}
      />
      <TrialView trial={trial} waiting="输入金额后显示每期还款" />
    </>
  );
}

const AboveThreshold = ({ product }: { product: Product }) => (
  <Notice tone="warn" title="这个金额需要客户经理办理">
    <p>{yuanShort(product.onlineThresholdFen)} 元以内可以线上签约、立即放款；超过的由客户经理审批，线下签约。</p>
  </Notice>
);

type OfficerProps = { product: Product; amount: ReturnType<typeof useAmount> };

/** Said before the customer commits: from here on a person decides. */
const OfficerSheet = ({ product, amount }: OfficerProps) => (
  <Sheet
    title="转客户经理办理"
    open={amount.asking}
    onClose={() => amount.setAsking(false)}
    closeText="取消"
    foot={
      <>
        <Button busy={amount.busy} onClick={amount.send}>
          确认转客户经理办理
        </Button>
        <Button kind="secondary" onClick={() => amount.setAsking(false)}>
          返回修改金额
        </Button>
      </>
    }
  >
    <div className="stack">
      <p>
        线上可直接放款 {yuanShort(product.onlineThresholdFen)} 元以内。您填写的金额超过这个上限，
        确认后由客户经理继续审批，签约在线下办理，不再自动放款。
      </p>
      <ProblemNotice problem={amount.problem} />
    </div>
  </Sheet>
);
