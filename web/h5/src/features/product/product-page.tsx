import { useState } from 'react';
import { Link } from 'wouter';
import { fenFromYuan } from '@miaodai/values/fen';
import { Button, Choice, Facts, MoneyField } from '@miaodai/ui';
import { rateText } from '../../shared/rate.ts';
import type { Product } from '../../api.ts';
import { ProblemNotice } from '../../shared/problem.tsx';
import { methodName, useProduct } from '../../shared/product.ts';
import { useStartApplication } from '../../shared/start-application.ts';
import { useTrial } from '../../shared/trial.ts';
import { trialStart } from '../../shared/trial-start.ts';
import { TrialView } from '../../shared/trial-view.tsx';
import { keptWish } from '../../shared/wish.ts';
import { yuanBare, yuanShort } from '../../shared/yuan.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import './product.css';

export default function ProductPage() {
  const product = useProduct();
  const apply = useStartApplication();
  return (
    <Page
      title={product.data?.name ?? '融信秒贷'}
      back="/"
      foot={
        <>
          <ProblemNotice problem={apply.problem} />
          <Button busy={apply.busy} onClick={() => apply.run()}>
            {apply.goesOn ? '继续申请' : '立即申请'}
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
  const [{ amountFen, termMonths }] = useState(() => trialStart(product, keptWish()));
  const [amount, setAmount] = useState(yuanBare(amountFen));
  const [term, setTerm] = useState(String(termMonths));
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
      <p className="row">
        <Link className="link" href="/calculator?to=/product">
          比较还款方式
        </Link>
        <Link className="link" href="/estimate?to=/product">
          预估我的额度
        </Link>
      </p>
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
