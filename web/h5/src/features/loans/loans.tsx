import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { Money, Statement } from '@miaodai/ui';
import { rateText } from '../../shared/rate.ts';
import { api, type Application, type Loan } from '../../api.ts';
import { accountText } from '../../shared/account-text.ts';
import { useApplication } from '../../shared/application.ts';
import { isEnded, landing } from '../../shared/steps.ts';
import { statusName } from '../../shared/status.ts';
import { Tag } from '../../shared/tag.tsx';
import { dayText } from '../../shared/time.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import { inOrder, loanState } from './loan-words.ts';
import { Overdue } from './overdue.tsx';
import './loans.css';

export default function Loans() {
  const loans = useQuery({
    queryKey: ['loans'],
    queryFn: async ({ signal }) => api.listLoans({}, { signal }),
    staleTime: 5_000,
  });
  const application = useApplication();
  const open = application.data && !isEnded(application.data.step) ? application.data : undefined;
  return (
    <Page title="我的贷款">
      {open ? <InProgress application={open} /> : null}
      {open?.review?.mayUpload ? <PapersLink review={open.review} /> : null}
      <Loaded query={loans} lines={6}>
        {(data) => (data.loans.length > 0 ? <List loans={data.loans} /> : <NoLoans started={!!open} />)}
      </Loaded>
    </Page>
  );
}

const InProgress = ({ application }: { application: Application }) => (
  <Link className="card loan" href={`/apply/${landing(application.step)}`}>
    <div className="row">
      <h2>办理中的申请</h2>
      {application.status ? <Tag>{statusName[application.status]}</Tag> : null}
    </div>
    <p className="small muted">申请编号 {application.applicationNo}，点此查看或继续办理</p>
  </Link>
);

/** With an officer papers may be uploaded; asked for, it says so. */
const PapersLink = ({ review }: { review: NonNullable<Application['review']> }) => (
  <Link className="card loan" href="/loans/papers">
    <div className="row">
      <h2>办理资料</h2>
      {review.asked ? <Tag>待补充</Tag> : null}
    </div>
    <p className="small muted">
      {review.asked ? review.asked.words : review.papers > 0 ? `已上传 ${review.papers} 份` : '拍照或选择文件上传'}
    </p>
  </Link>
);

const List = ({ loans }: { loans: readonly Loan[] }) => (
  <ul className="stack">
    {inOrder(loans).map((loan) => (
      <li key={loan.loanId}>
        <LoanCard loan={loan} />
      </li>
    ))}
  </ul>
);

function LoanCard({ loan }: { loan: Loan }) {
  const state = loanState(loan);
  return (
    <section className="card loan-card" aria-label={`${loan.productName}，借据 ${loan.loanNo}`}>
      <Link className="loan" href={`/loans/${loan.loanId}`}>
        <div className="row">
          <h2>{loan.productName}</h2>
          <Tag tone={state.tone}>{state.name}</Tag>
        </div>
        {loan.overdue ? null : <Next loan={loan} />}
        <p className="loan-foot small">
          <span>
            剩余本金 <Money fen={loan.outstandingFen} />
          </span>
          <span>年化利率（单利）{rateText(loan.annualRatePpm)}</span>
          <span className="num">
            已还 {loan.progress.settled}/{loan.progress.total} 期
          </span>
        </p>
      </Link>
      {loan.overdue ? <Overdue loan={loan} overdue={loan.overdue} /> : null}
    </section>
  );
}

function Next({ loan: { nextPayment, repaymentAccountNo, closedOn } }: { loan: Loan }) {
  if (!nextPayment) return closedOn ? <p className="small muted">{dayText(closedOn)}结清</p> : null;
  return (
    <>
      <p className="loan-next">
        <Money fen={nextPayment.totalFen} />
      </p>
      <p className="small muted">
        {dayText(nextPayment.dueOn)}应还 · 从{accountText(repaymentAccountNo)}扣款
      </p>
    </>
  );
}

const NoLoans = ({ started }: { started: boolean }) => (
  <section className="card stack">
    <Statement icon="empty" title="还没有贷款">
      <p>{started ? '放款以后，还款计划和还款记录会显示在这里。' : '需要用钱时再借，不借不收费。'}</p>
    </Statement>
    {started ? null : (
      <Link className="button" href="/product">
        了解融信秒贷
      </Link>
    )}
  </section>
);
