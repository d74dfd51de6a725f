import { rateText, yuanShort } from '../../shared/money.tsx';
import { minuteText } from '../../shared/time.ts';
import { Section } from './section.tsx';
import type { ReviewFacts } from './use-review.ts';

/** Who did what, when and why; the newest first. */
export const History = ({ review }: { review: ReviewFacts }) => (
  <Section id="history" title="办理记录">
    <ol className="timeline">
      {[...review.history].reverse().map(({ at, who, words, note, terms }) => (
        <li key={`${at}${words}`}>
          <div className="timeline-when">
            <span className="num">{minuteText(at)}</span>
            <span className="muted">{who ?? '客户或系统'}</span>
          </div>
          <div>
            <b>{words}</b>
            {terms ? (
              <div className="num">
                {yuanShort(terms.amountFen)} 元 · 年利率 {rateText(terms.annualRatePpm)} · {terms.termMonths} 个月
              </div>
            ) : null}
            {note ? <div className="timeline-note">{note}</div> : null}
          </div>
        </li>
      ))}
    </ol>
  </Section>
);
