import { useState, type FormEvent } from 'react';
import { fenFromYuan, smaller } from '@miaodai/values/fen';
import { percentText } from '@miaodai/values/rate';
import { capitalAmount } from '@miaodai/values/capital-amount';
import { Button, Facts, LinkButton, MoneyField, Notice, Sheet } from '@miaodai/ui';
import { api, type Application, type Product } from '../../api.ts';
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
import { amountError, limitsText, wholeLimit, type AmountLimits } from './amount.rules.ts';

const FIELD_REFUSALS = ['above-limit', 'below-minimum', 'not-a-multiple'];

export default function Amount({ application }: { application: Application }) {
  const product = useProduct();
  return (
    <Loaded query={product} lines={6}>
      {(data) => <AmountForm application={application} product={data} />}
    </Loaded>
  );
}

function AmountForm({ application, product }: { application: Application; product: Product }) {
  const { decision, applicationId } = application;
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
  const toOfficer = !wrong && amountFen !== undefined && amountFen > product.onlineThresholdFen;
  const offered = { ...product, annualRatePpm: decision?.annualRatePpm ?? product.annualRatePpm };
  const { trial } = useTrial(offered, wrong ? undefined : amountFen, application.money.termMonths);
  const refused = FIELD_REFUSALS.includes(codeOf(choose.problem) ?? '');
  const send = () => amountFen !== undefined && void choose.run({ amountFen });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setError(wrong);
    if (wrong) return focusFirstError();
    if (toOfficer) return setAsking(true);
    send();
  };
  return (
    <StepFrame
      page="amount"
      title="借多少"
      application={application}
      foot={
        <>
          <ProblemNotice problem={refused ? undefined : choose.problem} />
          <Button type="submit" form="amount" busy={choose.busy}>
            {toOfficer ? '转客户经理办理' : '下一步'}
          </Button>
          <NotNow application={application} />
        </>
      }
    >
      <form id="amount" className="card page-form" onSubmit={submit} noValidate>
        <MoneyField
          label="借款金额"
          large
          value={yuan}
          hint={limitsText(limits)}
          error={error ?? (refused ? wording(choose.problem).text : undefined)}
          onChange={(value) => {
            setYuan(value);
            choose.clear();
            if (!amountError(fenFromYuan(value), limits)) setError(undefined);
          }}
          onBlur={() => yuan && setError(wrong)}
          after={<LinkButton onClick={() => setYuan(yuanBare(wholeLimit(limits)))}>全部借出</LinkButton>}
        />
        {amountFen && !wrong ? <p className="small muted">{capitalAmount(amountFen)}</p> : null}
        {toOfficer ? <AboveThreshold product={product} /> : null}
        <Facts
          facts={[
            { name: '年化利率（单利）', value: percentText(offered.annualRatePpm), strong: true },
            { name: '借款期限', value: `${application.money.termMonths ?? '—'} 个月` },
            { name: '还款方式', value: methodName[product.repaymentMethod] },
          ]}
        />
        <TrialView trial={trial} waiting="输入金额后显示每期还款" />
      </form>
      <Sheet
        title="转客户经理办理"
        open={asking}
        onClose={() => setAsking(false)}
        closeText="取消"
        foot={
          <>
            <Button busy={choose.busy} onClick={send}>
              确认转客户经理办理
            </Button>
            <Button kind="secondary" onClick={() => setAsking(false)}>
              返回修改金额
            </Button>
          </>
        }
      >
        <div className="stack">
          <p>
            线上可直接放款 {yuanShort(product.onlineThresholdFen)}{' '}
            元以内。您填写的金额超过这个上限，确认后由客户经理继续审批， 签约在线下办理，不再自动放款。
          </p>
          <ProblemNotice problem={choose.problem} />
        </div>
      </Sheet>
    </StepFrame>
  );
}

const AboveThreshold = ({ product }: { product: Product }) => (
  <Notice tone="warn" title="这个金额需要客户经理办理">
    <p>{yuanShort(product.onlineThresholdFen)} 元以内可以线上签约、立即放款；超过的由客户经理审批，线下签约。</p>
  </Notice>
);
