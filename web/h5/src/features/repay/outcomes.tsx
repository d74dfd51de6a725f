import { useState } from 'react';
import { minus, yuanDisplay } from '@miaodai/values/fen';
import { Facts, LinkButton, Money, ScheduleTable, Sheet } from '@miaodai/ui';
import { rateText } from '../../shared/rate.ts';
import { dayText } from '../../shared/time.ts';
import { PlanCompare } from './plan-compare.tsx';
import { modeName, type EarlyQuote, type Mode, type Outcome } from './repay.rules.ts';

type OutcomesProps = { quote: EarlyQuote; chosen: Mode; onChoose: (mode: Mode) => void };

/** What each way leads to, side by side, the same lines in the same order. */
export const Outcomes = ({ quote, chosen, onChoose }: OutcomesProps) => (
  <fieldset className="outcomes" role="radiogroup" aria-label="提前还款方式" data-count={quote.outcomes.length}>
    {quote.outcomes.map((outcome) => (
      <label key={outcome.mode} data-on={outcome.mode === chosen ? '' : undefined}>
        <input
          type="radio"
          name="outcome"
          value={outcome.mode}
          checked={outcome.mode === chosen}
          onChange={() => onChoose(outcome.mode)}
        />
        <b>{modeName[outcome.mode]}</b>
        {linesOf(outcome, quote).map(([name, value]) => (
          <span key={name} className="outcome-line num">
            <small>{name}</small>
            {value}
          </span>
        ))}
      </label>
    ))}
  </fieldset>
);

function linesOf(outcome: Outcome, { approval }: EarlyQuote): [name: string, value: string][] {
  const ends = outcome.mode === 'pay-off';
  return [
    [approval === 'officer' ? '试算金额（元）' : '今天还（元）', yuanDisplay(outcome.amountFen)],
    ['少付利息（元）', yuanDisplay(outcome.interestSavedFen)],
    ['以后每期（元）', ends ? '不再还款' : yuanDisplay(outcome.nextAfterFen)],
    ['剩余期数', ends ? '0 期' : `${outcome.instalmentsAfter} 期`],
    ['最后还款日', ends ? '今天' : outcome.endsAfter],
  ];
}

/** The sum of one way in its parts, and the plan before and after it. */
export function OutcomeDetail({ quote, outcome }: { quote: EarlyQuote; outcome: Outcome }) {
  const [open, setOpen] = useState(false);
  const ends = outcome.mode === 'pay-off';
  return (
    <section className="card stack" aria-labelledby="outcome">
      <h2 id="outcome">{modeName[outcome.mode]}：金额怎么来</h2>
      <Facts
        facts={[
          outcome.dueFen > 0 && { name: '应还未还（先还）', value: <Money fen={outcome.dueFen} /> },
          { name: '提前归还本金', value: <Money fen={outcome.principalFen} /> },
          { name: '本期到今天的利息', value: <Money fen={outcome.interestFen} /> },
          { name: '提前还款手续费', value: <Money fen={outcome.feeFen} /> },
          { name: '合计', value: <Money fen={outcome.amountFen} />, strong: true },
        ]}
      />
      <p className="xs muted">{workingText(outcome)}</p>
      <h3>对还款计划的影响</h3>
      <Facts
        facts={[
          {
            name: '每期应还',
            value: ends
              ? '不再还款'
              : `${yuanDisplay(outcome.nextBeforeFen)} → ${yuanDisplay(outcome.nextAfterFen)} 元`,
          },
          { name: '剩余期数', value: `${outcome.instalmentsBefore} → ${outcome.instalmentsAfter} 期` },
          {
            name: '最后还款日',
            value: ends ? '今天结清' : dayText(outcome.endsAfter),
          },
          { name: '少付利息', value: <Money fen={outcome.interestSavedFen} />, strong: true },
        ]}
      />
      <PlanCompare quote={quote} outcome={outcome} />
      {outcome.rowsAfter.length > 0 ? <LinkButton onClick={() => setOpen(true)}>查看新的还款计划</LinkButton> : null}
      <Sheet title="新的还款计划" open={open} onClose={() => setOpen(false)}>
        <ScheduleTable rows={outcome.rowsAfter.map((row, at) => ({ ...row, no: row.periodNo ?? at + 1 }))} />
      </Sheet>
    </section>
  );
}

/** Balance × rate × days, as it is reckoned; and who pays a part of it. */
function workingText({ interestWorking: working }: Outcome): string {
  const { balanceFen, ratePpm, fromOn, toOn, wholeFen, discountFen } = working;
  const made = `利息按本金 ${yuanDisplay(balanceFen)} 元、年利率 ${rateText(ratePpm)}，从 ${dayText(fromOn)}计到 ${dayText(toOn)}，共 ${yuanDisplay(wholeFen)} 元`;
  return discountFen > 0
    ? `${made}，其中贴息 ${yuanDisplay(discountFen)} 元，您付 ${yuanDisplay(minus(wholeFen, discountFen))} 元。`
    : `${made}。`;
}
