import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { minus } from '@miaodai/values/fen';
import { Facts, Money, Ring, ScheduleChart, ScheduleTable } from '@miaodai/ui';
import { rateText } from '../../shared/rate.ts';
import { api, type AnswerOf } from '../../api.ts';
import { accountText } from '../../shared/account-text.ts';
import { methodName } from '../../shared/product.ts';
import { dayText } from '../../shared/time.ts';
import { detour } from '../../shared/way-back.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import './loans.css';

type Detail = AnswerOf<'readLoan'>;

export default function LoanDetail({ loanId }: { loanId: string }) {
  const loan = useQuery({
    queryKey: ['loan', loanId],
    queryFn: async ({ signal }) => api.readLoan({ params: { loanId } }, { signal }),
  });
  return (
    <Page title="贷款详情" back="/loans">
      <Loaded query={loan} lines={10}>
        {(data) => (
          <>
            <Progress loan={data} />
            <Terms loan={data} />
            <section className="card stack" aria-labelledby="plan">
              <h2 id="plan">还款计划</h2>
              <ScheduleChart rows={data.rows} />
              <ScheduleTable rows={data.rows} />
            </section>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Progress({ loan }: { loan: Detail }) {
  const repaid = minus(loan.principalFen, loan.outstandingFen);
  const next = loan.nextPayment;
  const done = next ? next.no - 1 : loan.termMonths;
  return (
    <section className="card loan-top" aria-label="还款进度">
      <Ring part={repaid} whole={loan.principalFen}>
        <span className="xs muted">已还</span>
        <b className="num">
          {done}/{loan.termMonths} 期
        </b>
      </Ring>
      <div>
        {next ? (
          <>
            <p className="small muted">下次还款 · {dayText(next.dueOn)}</p>
            <p className="loan-next">
              <Money fen={next.totalFen} />
            </p>
            <p className="small muted">从{accountText(loan.repaymentAccountNo)}自动扣款，请提前备足余额</p>
          </>
        ) : (
          <p>这笔贷款已经结清，没有待还款项。</p>
        )}
      </div>
    </section>
  );
}

const Terms = ({ loan }: { loan: Detail }) => (
  <section className="card" aria-labelledby="terms">
    <div className="row">
      <h2 id="terms">借款信息</h2>
      <Link className="link" href={detour(`/contracts/${loan.contractId}`, `/loans/${loan.loanId}`)}>
        查看合同
      </Link>
    </div>
    <Facts
      facts={[
        { name: '借款金额', value: <Money fen={loan.principalFen} />, strong: true },
        { name: '剩余本金', value: <Money fen={loan.outstandingFen} /> },
        { name: '年化利率（单利）', value: rateText(loan.annualRatePpm), strong: true },
        { name: '还款方式', value: methodName[loan.repaymentMethod] },
        { name: '利息合计', value: <Money fen={loan.totalInterestFen} /> },
        { name: '放款日', value: dayText(loan.disbursedOn) },
        { name: '到期日', value: dayText(loan.maturesOn) },
        { name: '借据号', value: loan.loanNo },
        { name: '合同编号', value: loan.contractNo },
      ]}
    />
  </section>
);
