import { useState } from 'react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { Button, Facts, Money, Sheet, Statement } from '@miaodai/ui';
import { api } from '../../api.ts';
import { Copyable } from '../../shared/copyable.tsx';
import { Tag } from '../../shared/tag.tsx';
import { minuteText } from '../../shared/time.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import { recordState, viaName, type RepaymentRecord } from './loan-words.ts';
import './loans.css';

/** Every repayment with what became of it: under way, booked, not taken and why. */
export default function RecordsPage({ loanId }: { loanId: string }) {
  const list = useInfiniteQuery({
    queryKey: ['repayment-records', loanId],
    queryFn: async ({ pageParam, signal }) =>
      api.listRepayments({ params: { loanId }, query: { page: pageParam } }, { signal }),
    initialPageParam: 1,
    getNextPageParam: ({ page, pages }) => (page < pages ? page + 1 : undefined),
    staleTime: 0,
  });
  return (
    <Page title="还款记录" back={`/loans/${loanId}`}>
      <Loaded query={{ data: list.data, error: list.error, refetch: list.refetch }} lines={8}>
        {({ pages }) => {
          const records = pages.flatMap(({ repayments }) => repayments);
          if (records.length === 0) return <None loanId={loanId} />;
          return (
            <>
              <List records={records} />
              {list.hasNextPage ? (
                <Button kind="secondary" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                  加载更多
                </Button>
              ) : null}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

function List({ records }: { records: readonly RepaymentRecord[] }) {
  const [opened, setOpened] = useState<RepaymentRecord>();
  return (
    <>
      <ul className="card loan-list">
        {records.map((one) => (
          <li key={one.recordId}>
            <button type="button" onClick={() => setOpened(one)}>
              <span>
                {one.isEarly ? '提前还款' : viaName[one.via]}
                <small className="num">{one.on}</small>
                {one.reason ? <small className="loan-reason">{one.reason}</small> : null}
              </span>
              <span className="loan-right">
                <Money fen={one.amountFen} />
                <small>
                  <Tag tone={recordState[one.state].tone}>{recordState[one.state].name}</Tag>
                </small>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <Sheet title="还款详情" open={opened !== undefined} onClose={() => setOpened(undefined)}>
        {opened ? <Details one={opened} /> : null}
      </Sheet>
    </>
  );
}

const Details = ({ one }: { one: RepaymentRecord }) => {
  const taken = one.state === 'done' || one.state === 'reversed';
  return (
    <div className="stack">
      <Facts
        facts={[
          { name: '状态', value: recordState[one.state].name, strong: true },
          one.reason !== null && { name: '原因', value: one.reason },
          { name: '金额', value: <Money fen={one.amountFen} />, strong: true },
          taken && { name: '本金', value: <Money fen={one.principalFen} /> },
          taken && { name: '利息', value: <Money fen={one.interestFen} /> },
          taken && { name: '罚息', value: <Money fen={one.penaltyFen} /> },
          taken && one.isEarly && { name: '提前还款手续费', value: <Money fen={one.feeFen} /> },
          taken && one.surplusFen > 0 && { name: '多还', value: <Money fen={one.surplusFen} /> },
          { name: '方式', value: viaName[one.via] },
          { name: '还款日', value: one.on },
          one.requestedAt !== null && { name: '发起时间', value: minuteText(one.requestedAt) },
          one.serialNo !== null && { name: '流水号', value: <Copyable text={one.serialNo} /> },
        ]}
      />
      {one.state === 'processing' ? (
        <p className="small muted">银行正在确认结果，请不要重复还款；有结果会发短信告诉您。</p>
      ) : null}
    </div>
  );
};

const None = ({ loanId }: { loanId: string }) => (
  <section className="card stack">
    <Statement icon="empty" title="还没有还款">
      <p>到期日会从您的电子账户自动扣款，也可以随时主动还款。</p>
    </Statement>
    <Link className="button" href={`/loans/${loanId}/repay`}>
      立即还款
    </Link>
  </section>
);
