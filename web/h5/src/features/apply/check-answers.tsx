import { Link, useLocation } from 'wouter';
import { aboutYouFields, moneyFields, wantedField } from '@miaodai/http-api/fields';
import { Button, Facts, Money, type Fact } from '@miaodai/ui';
import { rateText } from '../../shared/rate.ts';
import type { Application } from '../../api.ts';
import { methodName, useProduct } from '../../shared/product.ts';
import { wordsFor } from './words.ts';
import { StepFrame } from '../../shared/step-page.tsx';

export default function CheckAnswers({ application }: { application: Application }) {
  const [, navigate] = useLocation();
  const { identity } = application;
  return (
    <StepFrame
      page="check"
      title="核对申请内容"
      application={application}
      foot={<Button onClick={() => navigate('/apply/submit')}>确认无误，去提交</Button>}
    >
      <p className="lead">提交后不能再修改，请逐项核对。</p>
      <Group
        title="身份信息"
        facts={[
          { name: '姓名', value: identity.name },
          { name: '证件号码', value: identity.idNumber },
          { name: '集团 ERP 编号', value: identity.erpNo ?? '—' },
          { name: '工作单位', value: identity.employerName ?? '—' },
        ]}
      />
      <Group title={wordsFor(application).aboutYou} change="/apply/about-you" facts={aboutYouFacts(application)} />
      <MoneyGroup application={application} />
    </StepFrame>
  );
}

function MoneyGroup({ application }: { application: Application }) {
  const { data: product } = useProduct(application.productCode);
  const { money } = application;
  const sum = (name: keyof typeof moneyFields): Fact => ({
    name: moneyFields[name].label,
    value: money[name] === undefined ? '—' : <Money fen={money[name]} />,
  });
  return (
    <Group
      title={wordsFor(application).money}
      change="/apply/money"
      facts={[
        sum('monthlyIncomeFen'),
        sum('monthlyExpenseFen'),
        sum('monthlyDebtFen'),
        money.wantedFen === undefined
          ? null
          : { name: wantedField.label, value: <Money fen={money.wantedFen} />, strong: true },
        { name: '借款期限', value: `${money.termMonths ?? '—'} 个月` },
        {
          name: '借款用途',
          value: product?.purposes.find(({ code }) => code === money.purpose)?.label ?? '—',
        },
        { name: '还款方式', value: product ? methodName[product.repaymentMethod] : '—' },
        { name: '收款与还款账户', value: application.accountNo },
        { name: '年化利率（单利）', value: product ? rateText(product.annualRatePpm) : '—', strong: true },
      ]}
    />
  );
}

function aboutYouFacts({ aboutYou }: Application): Fact[] {
  return Object.entries(aboutYouFields).map(([name, field]) => {
    const value = aboutYou[name as keyof typeof aboutYou];
    const words = field.kind === 'choice' ? (field.options as Record<string, string>)[value ?? ''] : value;
    return { name: field.label, value: words ?? '—' };
  });
}

const Group = ({ title, change, facts }: { title: string; change?: string; facts: readonly (Fact | null)[] }) => (
  <section className="card" aria-label={title}>
    <div className="row">
      <h2>{title}</h2>
      {change ? (
        <Link className="link" href={change} aria-label={`修改${title}`}>
          修改
        </Link>
      ) : (
        <span className="small muted">不可修改</span>
      )}
    </div>
    <Facts facts={facts} />
  </section>
);
