import { useState } from 'react';
import { Link } from 'wouter';
import { Button, Facts, Money, Notice, Ring } from '@miaodai/ui';
import { rateText } from '../../shared/rate.ts';
import { api } from '../../api.ts';
import { accountText } from '../../shared/account-text.ts';
import { Menu } from '../../shared/menu.tsx';
import { ProblemNotice } from '../../shared/problem.tsx';
import { methodName } from '../../shared/product.ts';
import { dayText } from '../../shared/time.ts';
import { detour } from '../../shared/way-back.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import { Saved, useDownload } from './downloads.tsx';
import type { Detail } from './loan-words.ts';
import { Overdue } from './overdue.tsx';
import { useLoan } from './use-loan.ts';
import { Figure, WorkingsSheet } from './workings.tsx';
import './loans.css';

export default function LoanDetail({ loanId }: { loanId: string }) {
  const loan = useLoan(loanId);
  return (
    <Page title="贷款详情" back="/loans">
      <Loaded query={loan} lines={10}>
        {(data) => (
          <>
            <Progress loan={data} />
            {data.overdue ? <Overdue loan={data} overdue={data.overdue} /> : null}
            <Ways loan={data} />
            <Menu
              label="这笔贷款"
              entries={[
                { name: '还款计划', href: `/loans/${loanId}/plan`, value: `${data.progress.total} 期` },
                { name: '交易明细', href: `/loans/${loanId}/transactions` },
                { name: '还款记录', href: `/loans/${loanId}/records` },
              ]}
            />
            <Terms loan={data} />
            <Papers loan={data} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Progress({ loan }: { loan: Detail }) {
  const { settled, total } = loan.progress;
  return (
    <section className="card loan-top" aria-label="还款进度">
      <Ring part={settled} whole={total}>
        <span className="xs muted">已还</span>
        <b className="num">
          {settled}/{total} 期
        </b>
      </Ring>
      <div>
        <Next loan={loan} />
      </div>
    </section>
  );
}

function Next({ loan }: { loan: Detail }) {
  const { nextPayment: next, closedOn, state } = loan;
  if (state === 'closed') return <p>这笔贷款已于{closedOn ? dayText(closedOn) : '之前'}结清，没有待还款项。</p>;
  if (!next) return <p>没有将要到期的还款，请还清逾期的款项。</p>;
  return (
    <>
      <p className="small muted">下次还款 · 第 {next.no} 期</p>
      <p className="loan-next">
        <Money fen={next.totalFen} />
      </p>
      <p className="small muted">
        {next.dueOn === loan.today ? '今天' : dayText(next.dueOn)}从{accountText(loan.repaymentAccountNo)}
        自动扣款，请提前备足余额
      </p>
    </>
  );
}

/** What may be done; when it is late «立即还款» stands with the reason. */
function Ways({ loan }: { loan: Detail }) {
  if (loan.state !== 'active') return loan.surplusFen > 0 ? <Surplus loan={loan} /> : null;
  return (
    <>
      {loan.surplusFen > 0 ? <Surplus loan={loan} /> : null}
      <div className="loan-ways">
        {loan.overdue ? null : (
          <Link className="button" href={`/loans/${loan.loanId}/repay`}>
            立即还款
          </Link>
        )}
        <Link className="button" data-kind="secondary" href={`/loans/${loan.loanId}/early`}>
          提前还款
        </Link>
      </div>
    </>
  );
}

const Surplus = ({ loan }: { loan: Detail }) => (
  <Notice>
    <p>
      您多还了 <Money fen={loan.surplusFen} />
      ，会退还到您的{accountText(loan.repaymentAccountNo)}。
    </p>
  </Notice>
);

function Terms({ loan }: { loan: Detail }) {
  const [only, setOnly] = useState<string>();
  const figure = (name: string, fen: Detail['principalFen']) => (
    <Figure name={name} onOpen={() => setOnly(name)}>
      <Money fen={fen} />
    </Figure>
  );
  return (
    <section className="card" aria-labelledby="terms">
      <h2 id="terms">借款信息</h2>
      <Facts
        facts={[
          { name: '借款金额', value: <Money fen={loan.principalFen} />, strong: true },
          { name: '剩余本金', value: figure('剩余本金', loan.outstandingFen) },
          loan.accruedInterestFen > 0 && {
            name: '截至今日的利息',
            value: figure('截至今日的利息', loan.accruedInterestFen),
          },
          loan.dueNowFen > 0 && {
            name: loan.overdue ? '逾期应还' : '今日应还',
            value: figure(loan.overdue ? '逾期应还' : '今日应还', loan.dueNowFen),
          },
          { name: '年化利率（单利）', value: rateText(loan.annualRatePpm), strong: true },
          { name: '还款方式', value: methodName[loan.repaymentMethod] },
          { name: '利息合计', value: figure('利息合计', loan.totalInterestFen) },
          loan.totalDiscountFen > 0 && { name: '另由贴息方支付', value: <Money fen={loan.totalDiscountFen} /> },
          { name: '放款日', value: dayText(loan.disbursedOn) },
          { name: '到期日', value: dayText(loan.maturesOn) },
          { name: '还款账户', value: accountText(loan.repaymentAccountNo) },
          { name: '借据号', value: loan.loanNo },
          { name: '合同编号', value: loan.contractNo },
        ]}
      />
      <WorkingsSheet
        of={only === undefined ? undefined : { loanId: loan.loanId, only }}
        onClose={() => setOnly(undefined)}
      />
    </section>
  );
}

/** The contract that was signed, and the note that goes with it. */
function Papers({ loan: { loanId, contractId } }: { loan: Detail }) {
  const note = useDownload();
  const load = async () => api.downloadLoanNote({ params: { loanId } });
  return (
    <section className="card stack" aria-labelledby="papers">
      <h2 id="papers">合同与借据</h2>
      <div className="loan-ways">
        <Link className="button" data-kind="secondary" href={detour(`/contracts/${contractId}`, `/loans/${loanId}`)}>
          查看合同
        </Link>
        <Button kind="secondary" busy={note.busy} onClick={() => note.run({ key: 'note', load })}>
          下载借据
        </Button>
      </div>
      <p className="xs muted">借据是根据贷款档案生成的 PDF 副本，以已签署的合同为准。</p>
      <ProblemNotice problem={note.problem} />
      <Saved name={note.saved} />
    </section>
  );
}
