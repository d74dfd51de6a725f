import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons';
import { rateText, yuanShort } from '../../shared/money.tsx';
import { State } from '../../shared/state.tsx';
import { minuteText } from '../../shared/time.ts';
import { Facts, Section } from './section.tsx';
import type { ReviewFacts } from './use-review.ts';

/** What the model recommends, by which rules, from which figures. */
export function Decision({ review: { decision } }: { review: ReviewFacts }) {
  if (!decision)
    return (
      <Section id="decision" title="模型意见">
        <p className="muted">这笔申请没有经过决策模型。</p>
      </Section>
    );
  const failed = decision.outcomes.filter(({ passed }) => !passed);
  return (
    <Section id="decision" title="模型意见" note={`模型 ${decision.modelVersion} · ${minuteText(decision.decidedAt)}`}>
      <div className="verdict">
        <State tone={decision.approved ? 'good' : 'bad'}>{decision.approved ? '建议通过' : '建议拒绝'}</State>
        <Figure label="建议额度" value={`${yuanShort(decision.limitFen)} 元`} />
        <Figure label="年利率（单利）" value={rateText(decision.annualRatePpm)} />
        <Figure label="评分" value={decision.score === null ? '—' : String(decision.score)} />
        <Figure
          label="规则"
          value={failed.length ? `${failed.length} 条未通过` : `${decision.outcomes.length} 条全部通过`}
        />
      </div>
      <Outcomes outcomes={decision.outcomes} />
      <h3>决策依据</h3>
      <Facts lines={decision.dossier.map(({ label, value }) => [label, value] as const)} />
    </Section>
  );
}

const Figure = ({ label, value }: { label: string; value: string }) => (
  <div className="figure">
    <span className="muted">{label}</span>
    <b className="num">{value}</b>
  </div>
);

type Outcome = NonNullable<ReviewFacts['decision']>['outcomes'][number];

/** Those that failed come first. */
function Outcomes({ outcomes }: { outcomes: readonly Outcome[] }) {
  const rows = [...outcomes.filter(({ passed }) => !passed), ...outcomes.filter(({ passed }) => passed)];
  return (
    <table className="outcomes">
      <caption className="visually-hidden">规则结果</caption>
      <thead>
        <tr>
          <th scope="col">结果</th>
          <th scope="col">规则</th>
          <th scope="col">实际</th>
          <th scope="col">要求</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ rule, words, passed, value, limit }) => (
          <tr key={`${rule} ${limit}`} data-passed={passed}>
            <td className="outcome">
              {passed ? <CheckCircleFilled aria-hidden /> : <CloseCircleFilled aria-hidden />}
              {passed ? '通过' : '未通过'}
            </td>
            <td>{words}</td>
            <td className="num">{value}</td>
            <td className="num">{limit}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
