import { useState } from 'react';
import { fenFromYuan, yuanDisplay } from '@miaodai/values/fen';
import { Choice, MoneyField } from '@miaodai/ui';
import { rateText } from '../../shared/rate.ts';
import type { Product } from '../../api.ts';
import { useTrial } from '../../shared/trial.ts';
import { TrialView } from '../../shared/trial-view.tsx';
import { keptWish } from '../../shared/wish.ts';
import { yuanBare, yuanShort } from '../../shared/yuan.ts';

type TermTrialProps = {
  product: Product;
  /** How much is wanted, where the form asks for it: the trial counts on that. */
  wanted: string | undefined;
  term: number | undefined;
  onTerm: (months: number) => void;
  error: string | undefined;
};

/** Where the form does not ask how much is wanted, the trial counts on an amount of its own that the customer may change. */
export function TermTrial({ product, wanted, term, onTerm, error }: TermTrialProps) {
  const [yuan, setYuan] = useState(() => {
    const { amountFen } = keptWish();
    return amountFen === undefined ? '10000' : yuanBare(amountFen);
  });
  const amountFen = fenFromYuan(wanted ?? yuan);
  const { trial, count } = useTrial(product, amountFen, term);
  const inRange =
    amountFen !== undefined &&
    amountFen >= product.minAmountFen &&
    amountFen <= product.maxAmountFen &&
    amountFen % product.amountStepFen === 0;
  const monthly = (months: number) => {
    const first = inRange && count ? count(amountFen, months).rows[0] : undefined;
    return first ? `${yuanDisplay(first.totalFen)} 元/月` : undefined;
  };
  return (
    <>
      <Choice
        label="借款期限"
        width="wide"
        options={product.termsMonths.map((months) => ({
          value: String(months),
          label: `${months} 个月`,
          note: monthly(months),
        }))}
        value={term === undefined ? undefined : String(term)}
        error={error}
        hint={`年化利率（单利）${rateText(product.annualRatePpm)}`}
        onChange={(value) => onTerm(Number(value))}
      />
      {wanted === undefined ? (
        <MoneyField
          label="试算金额"
          value={yuan}
          onChange={setYuan}
          hint={`只用于试算，额度批下来以后再定借多少。${yuanShort(product.minAmountFen)} – ${yuanShort(product.maxAmountFen)} 元，${yuanShort(product.amountStepFen)} 元整数倍`}
        />
      ) : null}
      <TrialView
        trial={trial}
        waiting={
          term === undefined
            ? '选择期限后显示试算结果'
            : wanted === undefined
              ? '请填写范围内的试算金额'
              : '填写希望借款金额后显示试算结果'
        }
      />
    </>
  );
}
