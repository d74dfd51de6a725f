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
import './loans.css';

export default function Loans() {
  const loans = useQuery({ queryKey: ['loans'], queryFn: async ({ signal }) => api.listLoans({}, { signal }) });
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
    {loans.map((loan) => (
      <li key={loan.loanId}>
        <Link className="card loan" href={`/loans/${loan.loanId}`}>
          <div className="row">
            <h2>{loan.productName}</h2>
            <Tag tone={loan.state === 'closed' ? 'quiet' : undefined}>
              {loan.state === 'closed' ? '已结清' : '还款中'}
            </Tag>
          </div>
          {loan.nextPayment ? (
            <>
              <p className="loan-next">
                <Money fen={loan.nextPayment.totalFen} />
              </p>
              <p className="small muted">
                {dayText(loan.nextPayment.dueOn)}应还 · 从{accountText(loan.repaymentAccountNo)}扣款
              </p>
            </>
          ) : null}
          <p className="loan-foot small">
            <span>
              剩余本金 <Money fen={loan.outstandingFen} />
            </span>
            <span>年化利率（单利）{rateText(loan.annualRatePpm)}</span>
          </p>
        </Link>
      </li>
    ))}
  </ul>
);

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
