import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { Button, LinkButton, Money, Sheet, Skeleton } from '@miaodai/ui';
import { api, type Application, type Loan } from '../../api.ts';
import { accountText } from '../../shared/account-text.ts';
import { useApplication, useSetApplication } from '../../shared/application.ts';
import { ProblemNotice } from '../../shared/problem.tsx';
import { isEnded, landing, progress } from '../../shared/steps.ts';
import { dayText, minuteText } from '../../shared/time.ts';
import { useWrite } from '../../shared/write.ts';

/** What a signed-in customer came for: go on with the application, or the next payment. */
export default function Mine() {
  const application = useApplication();
  const loans = useQuery({ queryKey: ['loans'], queryFn: async ({ signal }) => api.listLoans({}, { signal }) });
  if (application.data === undefined)
    return (
      <div className="home-lift">
        {application.error ? (
          <ProblemNotice problem={application.error} onRetry={() => void application.refetch()} />
        ) : (
          <Skeleton lines={4} />
        )}
      </div>
    );
  const open = application.data && !isEnded(application.data.step) ? application.data : undefined;
  const next = soonest(loans.data?.loans ?? []);
  return (
    <>
      {open ? <Continue application={open} /> : <Start application={application.data} />}
      {next?.overdue ? (
        <Link className="card home-next" href={`/loans/${next.loanId}`}>
          <h2>已逾期 {next.overdue.days} 天，请尽快还款</h2>
          <p className="home-next-sum">
            <Money fen={next.overdue.amountFen} />
          </p>
          <p className="small muted">
            {dayText(next.overdue.sinceOn)}起 {next.overdue.periods} 期未还清，点此查看和还款
          </p>
        </Link>
      ) : next?.nextPayment ? (
        <Link className="card home-next" href={`/loans/${next.loanId}`}>
          <h2>下次还款</h2>
          <p className="home-next-sum">
            <Money fen={next.nextPayment.totalFen} />
          </p>
          <p className="small muted">
            {dayText(next.nextPayment.dueOn)} · 第 {next.nextPayment.no} 期，从{accountText(next.repaymentAccountNo)}
            扣款
          </p>
        </Link>
      ) : null}
    </>
  );
}

/** What is late comes first, then what falls due first. */
const soonest = (loans: readonly Loan[]): Loan | undefined =>
  loans.find((loan) => loan.overdue) ??
  loans
    .filter((loan) => loan.nextPayment)
    .sort((a, b) => ((a.nextPayment?.dueOn ?? '') < (b.nextPayment?.dueOn ?? '') ? -1 : 1))[0];

function Start({ application }: { application: Application | null }) {
  return (
    <section className="card home-lift stack" aria-label="申请贷款">
      {application && application.step !== 'withdrawn' && application.step !== 'done' ? (
        <p className="lead">
          上次申请（{application.applicationNo}）{application.step === 'expired' ? '已失效' : '已结束'}。
          <Link href={`/apply/${landing(application.step)}`}>查看结果</Link>
        </p>
      ) : (
        <p className="lead">申请大约需要 5 分钟，资料随填随存。</p>
      )}
      <Link className="button" href="/product">
        立即申请
      </Link>
    </section>
  );
}

const waiting: Partial<Record<Application['step'], { title: string; text: string; action: string }>> = {
  decision: { title: '申请审批中', text: '系统正在审批，通常几秒钟出结果。', action: '查看审批进度' },
  signing: { title: '合同签署中', text: '电子签名和银行签章完成后，就可以确认放款。', action: '查看签署进度' },
  paying: { title: '放款处理中', text: '结果确认后会发短信告诉您。', action: '查看放款进度' },
  officer: { title: '已转客户经理办理', text: '客户经理会与您联系。', action: '查看申请' },
  'offline-contract': { title: '审批通过，待签约', text: '请到网点签约，签好后放款。', action: '查看怎么签约' },
};

const askedForPapers = { title: '请补充办理资料', text: '客户经理需要您补充资料。', action: '查看需要什么' };

function saidOf({ step, review, verifying }: Application) {
  if (review?.asked) return askedForPapers;
  return verifying ? { title: verifying.title, text: verifying.words, action: '查看审批进度' } : waiting[step];
}

function Continue({ application }: { application: Application }) {
  const said = saidOf(application);
  const way = progress(landing(application.step));
  const borrowing = !!application.decision?.approved;
  const title = borrowing ? '额度已批，可以继续借款' : '继续上次申请';
  return (
    <section className="card home-lift stack" aria-label={said?.title ?? '继续上次申请'}>
      <div>
        <h2>{said?.title ?? `${title}（已完成 ${way?.current ?? 0}/${way?.names.length ?? 4}）`}</h2>
        <p className="small muted">
          {said?.text ?? `下一步：${way?.names[way.current] ?? ''}。`}申请编号 {application.applicationNo}
        </p>
        {application.draft ? (
          <p className="xs muted">填写的内容保留到 {minuteText(application.draft.until)}，逾期自动失效</p>
        ) : null}
      </div>
      <Link className="button" href={`/apply/${landing(application.step)}`}>
        {said?.action ?? '继续办理'}
      </Link>
      {said ? null : <StartAgain application={application} />}
    </section>
  );
}

function StartAgain({ application }: { application: Application }) {
  const [asking, setAsking] = useState(false);
  const set = useSetApplication();
  const { applicationId } = application;
  const withdraw = useWrite(
    async (params: { applicationId: string }, options) => api.withdrawApplication({ params }, options),
    (withdrawn) => {
      set(withdrawn);
      setAsking(false);
    },
  );
  return (
    <>
      <div className="home-again">
        <LinkButton onClick={() => setAsking(true)}>重新开始</LinkButton>
      </div>
      <Sheet
        title="重新开始申请"
        open={asking}
        onClose={() => setAsking(false)}
        closeText="取消"
        foot={
          <>
            <Button onClick={() => setAsking(false)}>保留，继续办理</Button>
            <Button kind="danger" busy={withdraw.busy} onClick={() => void withdraw.run({ applicationId })}>
              放弃并重新开始
            </Button>
          </>
        }
      >
        <div className="stack">
          <p>
            放弃后，本次申请（{application.applicationNo}）{application.decision ? '的额度和' : ''}
            已填写的内容不再保留。
          </p>
          <ProblemNotice problem={withdraw.problem} />
        </div>
      </Sheet>
    </>
  );
}
