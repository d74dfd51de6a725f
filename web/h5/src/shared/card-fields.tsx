import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { cardGrouping, Field, Icon, mobileGrouping } from '@miaodai/ui';
import { api, ApiProblem, type AnswerOf } from '../api.ts';
import { mobileError } from './mobile.ts';
import { fieldProblem } from './problem.tsx';
import './card-fields.css';

export type CardAnswers = { cardNo: string; cardMobile: string };
type CardInfo = AnswerOf<'lookUpCard'>;

export const emptyCard: CardAnswers = { cardNo: '', cardMobile: '' };

/** The bank by the first digits; null: no bank that we know has such cards. Undefined while it is not known yet. */
export function useCardInfo(cardNo: string): CardInfo | null | undefined {
  const bin = cardNo.length >= 10 ? cardNo.slice(0, 10) : cardNo.slice(0, 6);
  const query = useQuery({
    queryKey: ['card', bin],
    queryFn: async ({ signal }) =>
      api.lookUpCard({ params: { bin } }, { signal }).catch((cause: unknown) => {
        if (cause instanceof ApiProblem && cause.problem.code === 'not-found') return null;
        throw cause;
      }),
    enabled: bin.length >= 6,
    staleTime: Infinity,
    retry: false,
  });
  return query.data;
}

function cardNoError(cardNo: string, info: CardInfo | null | undefined): string | undefined {
  if (info && !info.acceptable) return '这张卡不能绑定，请使用本人的借记卡（储蓄卡），信用卡不可以';
  return /^\d{16,19}$/.test(cardNo) ? undefined : '请输入 16 至 19 位银行卡号';
}

export const cardError = ({ cardNo, cardMobile }: CardAnswers, info: CardInfo | null | undefined): boolean =>
  cardNoError(cardNo, info) !== undefined || mobileError(cardMobile) !== undefined;

type CardFieldsProps = {
  answers: CardAnswers;
  onChange: (answers: CardAnswers) => void;
  info: CardInfo | null | undefined;
  /** The customer wants to go on: every error is shown, whether its field was left or not. */
  asked: boolean;
  problem: unknown;
};

/** Card number in fours with the name of its bank, and the mobile number that this bank knows. */
export function CardFields({ answers, onChange, info, asked, problem }: CardFieldsProps) {
  const [left, setLeft] = useState({ cardNo: false, cardMobile: false });
  const { cardNo, cardMobile } = answers;
  const leave = (name: keyof CardAnswers) => () => answers[name] !== '' && setLeft({ ...left, [name]: true });
  const credit = info !== undefined && info !== null && !info.acceptable;
  return (
    <section className="card page-form" aria-label="银行卡">
      <Field
        label="银行卡号"
        name="card-no"
        inputMode="numeric"
        autoComplete="cc-number"
        className="num"
        value={cardNo}
        grouping={cardGrouping}
        onChange={(value) => onChange({ ...answers, cardNo: value })}
        onBlur={leave('cardNo')}
        error={
          (asked || left.cardNo || credit ? cardNoError(cardNo, info) : undefined) ?? fieldProblem(problem, 'cardNo')
        }
        hint={<BankName cardNo={cardNo} info={info} />}
      />
      <Field
        label="银行预留手机号"
        name="card-mobile"
        type="tel"
        inputMode="numeric"
        autoComplete="tel"
        className="num"
        value={cardMobile}
        grouping={mobileGrouping}
        onChange={(value) => onChange({ ...answers, cardMobile: value })}
        onBlur={leave('cardMobile')}
        error={(asked || left.cardMobile ? mobileError(cardMobile) : undefined) ?? fieldProblem(problem, 'cardMobile')}
        hint="您办这张卡时留给银行的手机号"
      />
    </section>
  );
}

function BankName({ cardNo, info }: { cardNo: string; info: CardInfo | null | undefined }) {
  if (cardNo.length < 6) return <>本人的借记卡（储蓄卡），输入后自动显示开户银行</>;
  if (info)
    return (
      <span className="card-bank">
        <Icon name="bank-card" size={18} />
        {info.bankName} · {info.cardKind === 'debit' ? '借记卡' : '信用卡'}
      </span>
    );
  return <>{info === null ? '没有认出这张卡的银行，请核对卡号' : '正在识别开户银行'}</>;
}
