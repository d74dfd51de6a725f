import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { fenFromYuan } from '@miaodai/values/fen';
import { Button, Choice, Facts, MoneyField } from '@miaodai/ui';
import { rateText } from '../../shared/rate.ts';
import { api, type Product } from '../../api.ts';
import { useApplication, useSetApplication } from '../../shared/application.ts';
import { askGates, gatesPage } from '../../shared/gates.ts';
import { ProblemNotice } from '../../shared/problem.tsx';
import { methodName, PRODUCT_CODE, useProduct } from '../../shared/product.ts';
import { isEnded, landing } from '../../shared/steps.ts';
import { useTrial } from '../../shared/trial.ts';
import { TrialView } from '../../shared/trial-view.tsx';
import { useWrite } from '../../shared/write.ts';
import { yuanBare, yuanShort } from '../../shared/yuan.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import { maySignedIn } from '../../shell/session.ts';
import './product.css';

export default function ProductPage() {
  const product = useProduct();
  const apply = useApply();
  return (
    <Page
      title={product.data?.name ?? '融信秒贷'}
      back="/"
      foot={
        <>
          <ProblemNotice problem={apply.problem} />
          <Button busy={apply.busy} onClick={apply.run}>
            {apply.text}
          </Button>
        </>
      }
    >
      <Loaded query={product} lines={8}>
        {(data) => (
          <>
            <RateCard product={data} />
            <section className="card stack-s" aria-labelledby="about">
              <h2 id="about">产品介绍</h2>
              {data.introduction.map((paragraph) => (
                <p key={paragraph} className="lead">
                  {paragraph}
                </p>
              ))}
            </section>
            <Calculator product={data} />
            <HowItGoes />
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** «立即申请»: what stands in the way first, come back here; then start, or take up what is open. */
function useApply() {
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const known = maySignedIn();
  const { data: application } = useApplication(known);
  const set = useSetApplication();
  const start = useWrite(
    async (body: { productCode: string }, options) => {
      const { gates } = await askGates(queries, 'apply');
      return gates.length > 0 ? undefined : api.startApplication({ body }, options);
    },
    (started) => {
      if (!started) return navigate(gatesPage('apply', '/product'));
      set(started);
      navigate(`/apply/${landing(started.step)}`);
    },
  );
  const open = application && !isEnded(application.step) ? application : undefined;
  const run = () => {
    if (!known) return navigate('/sign-in?to=/product');
    if (open) return navigate(`/apply/${landing(open.step)}`);
    queries.removeQueries({ queryKey: ['loans'] });
    return void start.run({ productCode: PRODUCT_CODE });
  };
  return { run, busy: start.busy, problem: start.problem, text: open ? '继续申请' : '立即申请' };
}

const RateCard = ({ product }: { product: Product }) => (
  <section className="card" aria-label="利率与额度">
    <p className="muted">年化利率（单利）</p>
    <p className="product-rate num">{rateText(product.annualRatePpm)}</p>
    <Facts
      facts={[
        { name: '借款金额', value: `${yuanShort(product.minAmountFen)} – ${yuanShort(product.maxAmountFen)} 元` },
        { name: '线上放款', value: `${yuanShort(product.onlineThresholdFen)} 元以内` },
        { name: '借款期限', value: `${product.termsMonths.join('、')} 个月` },
        { name: '还款方式', value: methodName[product.repaymentMethod] },
        { name: '年化利率（复利）', value: rateText(product.irrPpm) },
      ]}
    />
  </section>
);

function Calculator({ product }: { product: Product }) {
  const sample = Math.min(product.maxAmountFen, 50_000_00) as Product['maxAmountFen'];
  const [amount, setAmount] = useState(yuanBare(sample));
  const [term, setTerm] = useState(String(product.termsMonths.includes(12) ? 12 : product.termsMonths[0]));
  const { trial } = useTrial(product, fenFromYuan(amount), Number(term));
  return (
    <section className="card stack" aria-labelledby="calculator">
      <h2 id="calculator">算一算</h2>
      <MoneyField
        label="试算金额"
        value={amount}
        onChange={setAmount}
        hint={`${yuanShort(product.minAmountFen)} – ${yuanShort(product.maxAmountFen)} 元，${yuanShort(product.amountStepFen)} 元整数倍`}
      />
      <Choice
        label="期限"
        options={product.termsMonths.map((months) => ({ value: String(months), label: `${months} 个月` }))}
        value={term}
        onChange={setTerm}
      />
      <TrialView trial={trial} waiting="请填写范围内的金额" />
    </section>
  );
}

const steps = [
  ['授权与核身', '阅读两份授权书，核对身份和集团 ERP 编号'],
  ['填写资料', '个人信息、收支与用款，随填随存'],
  ['自动审批', '通常几秒钟告诉您额度'],
  ['签约放款', '看清成本、读完合同，确认后放款到电子账户'],
] as const;

const HowItGoes = () => (
  <section className="card stack-s" aria-labelledby="how">
    <h2 id="how">怎么办理</h2>
    <ol className="product-steps">
      {steps.map(([title, text]) => (
        <li key={title}>
          <b>{title}</b>
          <span className="small muted">{text}</span>
        </li>
      ))}
    </ol>
  </section>
);
