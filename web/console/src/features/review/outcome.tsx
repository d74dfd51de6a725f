import { rateText, yuanShort } from '../../shared/money.tsx';
import { minuteText } from '../../shared/time.ts';
import { Facts } from './section.tsx';
import type { ReviewFacts } from './use-review.ts';

/** On which terms it was approved, and until when they hold. */
export const Approved = ({ review: { approved } }: { review: ReviewFacts }) =>
  approved ? (
    <div className="result" data-tone="good">
      <b className="num">{yuanShort(approved.amountFen)} 元</b>
      <span className="num">
        年利率 {rateText(approved.annualRatePpm)} · {approved.termMonths} 个月
      </span>
      <span className="muted">
        {approved.by} {minuteText(approved.at)} 同意，{approved.validUntil} 前签订
      </span>
    </div>
  ) : null;

/** What was signed on paper, to be held against the scans. */
export const Recorded = ({ review: { contract } }: { review: ReviewFacts }) =>
  contract ? (
    <div className="stack">
      <h3>已登记的线下合同</h3>
      <Facts
        lines={[
          ['合同编号', contract.contractNo],
          ['合同签订', contract.signedOn],
          ['用途声明编号', contract.useOfFundsNo],
          ['声明签订', contract.useOfFundsSignedOn],
          ['登记人', `${contract.recordedBy} ${minuteText(contract.recordedAt)}`],
        ]}
      />
    </div>
  ) : null;

const payouts = {
  requested: ['放款已提交', '等待核心系统处理，结果会自动更新。'],
  sent: ['放款处理中', '核心系统还没有确认结果，系统会继续查证，不会重复放款。'],
  paid: ['放款成功', '资金已划入客户本人电子账户。'],
  refused: ['放款被核心系统拒绝', '资金没有划出。'],
} as const;

/** How it ended, or what is on its way. */
export function Outcome({ review }: { review: ReviewFacts }) {
  const { state, payout, declined } = review;
  return (
    <>
      <Approved review={review} />
      <Recorded review={review} />
      {payout ? (
        <div
          className="result"
          data-tone={payout.state === 'paid' ? 'good' : payout.state === 'refused' ? 'bad' : 'idle'}
          role="status"
        >
          <b>{payouts[payout.state][0]}</b>
          <span>{payouts[payout.state][1]}</span>
          {payout.coreSerialNo ? <span className="num">核心流水 {payout.coreSerialNo}</span> : null}
          {payout.refusalCode ? <span className="num">拒绝代码 {payout.refusalCode}</span> : null}
        </div>
      ) : null}
      {declined ? (
        <div className="result" data-tone="bad">
          <b>已拒绝：{declined.reason}</b>
          <span className="muted">
            {declined.by} {minuteText(declined.at)}
          </span>
        </div>
      ) : null}
      {state === 'withdrawn' ? <p className="why-not">申请已取消，不需要办理。</p> : null}
    </>
  );
}
