import { rateText, yuanShort } from '../../shared/money.tsx';
import type { Authority } from './authority.rules.ts';
import type { ReviewFacts } from './use-review.ts';

/** What may be approved alone, told before anything is typed, and who decides beyond it. */
export function AuthorityBox({ review: { authority, next } }: { review: ReviewFacts }) {
  return (
    <div className="authority">
      {authority ? (
        <>
          <h3>您的授权（{authority.level} 级）</h3>
          <Limits authority={authority} />
        </>
      ) : (
        <p>您对这个产品没有审批授权，意见会转给有授权的人员。</p>
      )}
      <p className="muted">
        {next ? (
          <>
            超出部分由 {next.level} 级审批：最高 <span className="num">{yuanShort(next.maxAmountFen)}</span> 元
          </>
        ) : (
          '没有更高级别的审批'
        )}
      </p>
    </div>
  );
}

const Limits = ({ authority }: { authority: Authority }) => (
  <ul>
    <li>
      金额不超过<b className="num">{yuanShort(authority.maxAmountFen)} 元</b>
    </li>
    <li>
      年利率不低于<b className="num">{rateText(authority.minRatePpm)}</b>
    </li>
    <li>
      期限不超过<b className="num">{authority.maxTermMonths} 个月</b>
    </li>
  </ul>
);
