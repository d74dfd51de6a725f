import { getRouteApi, Link } from '@tanstack/react-router';
import { Skeleton } from 'antd';
import { Fact } from '../../shared/fact.tsx';
import { Part } from '../../shared/four-eyes.tsx';
import { LinkButton } from '../../shared/link-button.tsx';
import { loanClasses, loanStates, methods, parts } from '../../shared/loan-words.ts';
import { Money, rateText } from '../../shared/money.tsx';
import { Page } from '../../shared/page.tsx';
import { Problem } from '../../shared/problem.tsx';
import { State } from '../../shared/state.tsx';
import { useStaff } from '../../shell/session.ts';
import { Corrections } from './corrections.tsx';
import { Customer } from './customer.tsx';
import { Entries } from './entries.tsx';
import { Attempts, Transactions } from './happened.tsx';
import { Plan } from './plan.tsx';
import { useLoan, type LoanRecord } from './use-loan.ts';
import './loans.css';

const route = getRouteApi('/loans/$loanId');
const above = [{ label: '贷款', to: '/loans' }];

/** One loan: what is owed, the plan, what happened, what the books say. */
export function Loan() {
  const { loanId } = route.useParams();
  const { rights } = useStaff();
  const { data, error, refetch } = useLoan(loanId);
  if (!data)
    return (
      <Page title="贷款" above={above}>
        {error ? <Problem cause={error} retry={() => void refetch()} /> : <Skeleton active className="panel part" />}
      </Page>
    );
  const { label, tone } = loanStates[data.state];
  return (
    <Page
      title={`贷款 ${data.loanNo}`}
      above={above}
      beside={<State tone={tone}>{label}</State>}
      actions={
        rights.includes('loans-correct') ? (
          <LinkButton to="/loans/$loanId/correct" params={{ loanId }}>
            发起更正
          </LinkButton>
        ) : null
      }
    >
      <Problem cause={error} retry={() => void refetch()} />
      <Figures loan={data} />
      <Customer loan={data} />
      <Plan loan={data} />
      <Transactions loan={data} />
      <Attempts attempts={data.attempts} />
      <Corrections loanId={loanId} />
      <Entries loanId={loanId} />
    </Page>
  );
}

function Figures({ loan }: { loan: LoanRecord }) {
  const { owed, terms, writtenOff } = loan;
  return (
    <Part title="概要" action={<span className="muted">截至会计日期 {loan.today}</span>}>
      <dl className="facts-line">
        <Fact label="剩余本金" value={<Money value={loan.outstandingFen} unit />} />
        <Fact label="现在应还" value={<Money value={owed.totalFen} unit />} />
        <Fact label="其中逾期" value={<Money value={owed.overdueFen} unit />} />
        <Fact
          label="逾期天数"
          value={loan.daysPastDue > 0 ? <b className="num late">{loan.daysPastDue} 天</b> : '未逾期'}
        />
        <Fact label="五级分类" value={loanClasses[loan.class]} />
        <Fact label="本期已计利息" value={<Money value={loan.accruedFen} unit />} />
        <Fact label="下一还款日" value={<span className="num">{loan.nextDueOn ?? '—'}</span>} />
        <Fact label="多收待退" value={<Money value={loan.surplusFen} unit />} />
      </dl>
      <dl className="facts-line">
        <Fact label="放款金额" value={<Money value={loan.principalFen} unit />} />
        <Fact label="放款日" value={<span className="num">{loan.disbursedOn}</span>} />
        <Fact label="到期日" value={<span className="num">{loan.maturesOn}</span>} />
        <Fact label="结清日" value={<span className="num">{loan.closedOn ?? '—'}</span>} />
        <Fact label="年利率" value={rateText(loan.annualRatePpm)} />
        <Fact label="还款方式" value={`${methods[loan.repaymentMethod]}，${loan.termMonths} 期`} />
        <Fact label="罚息年利率" value={rateText(terms.penaltyRatePpm)} />
        <Fact label="宽限期" value={`${terms.graceDays} 天`} />
        <Fact label="提前还款手续费率" value={rateText(terms.earlyFeePpm)} />
        <Fact label="入账顺序" value={terms.allocation.map((part) => parts[part]).join('、')} />
      </dl>
      {writtenOff ? (
        <p>
          {writtenOff.on} 核销 <Money value={writtenOff.amountFen} unit />
          ，已收回 <Money value={writtenOff.recoveredFen} unit />
          。对客户的债权没有放弃。
        </p>
      ) : null}
      <p>
        <Link to="/contracts/$contractId" params={{ contractId: loan.contractId }}>
          查看合同与证据
        </Link>
      </p>
    </Part>
  );
}
