import { useState } from 'react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { BusinessDate } from '@miaodai/values';
import { Button, Choice, Facts, Field, Money, Statement } from '@miaodai/ui';
import { api } from '../../api.ts';
import { monthsBefore, rangeError } from '../../shared/day-range.ts';
import { Tag } from '../../shared/tag.tsx';
import { Loaded } from '../../shell/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import { CSV, Download, XLSX } from './downloads.tsx';
import { modeName, typeName, viaName, type Transaction } from './loan-words.ts';
import { useLoan } from './use-loan.ts';
import { WorkingsSheet } from './workings.tsx';
import './loans.css';

type Asked = { today?: 'true'; from?: BusinessDate; to?: BusinessDate };
type Type = Transaction['type'];

/** What happened with the loan, by type and range, more of it on demand, and as a table to keep. */
export default function TransactionsPage({ loanId }: { loanId: string }) {
  const loan = useLoan(loanId);
  return (
    <Page title="交易明细" back={`/loans/${loanId}`}>
      <Loaded query={loan} lines={8}>
        {({ today }) => <Transactions loanId={loanId} today={today} />}
      </Loaded>
    </Page>
  );
}

function Transactions({ loanId, today }: { loanId: string; today: string }) {
  const [type, setType] = useState<Type>();
  const [asked, setAsked] = useState<Asked>({});
  const query = { ...asked, ...(type === undefined ? {} : { type }) };
  const list = useInfiniteQuery({
    queryKey: ['transactions', loanId, query],
    queryFn: async ({ pageParam, signal }) =>
      api.listTransactions({ params: { loanId }, query: { ...query, page: pageParam } }, { signal }),
    initialPageParam: 1,
    getNextPageParam: ({ page, pages }) => (page < pages ? page + 1 : undefined),
    staleTime: 5_000,
  });
  const file = (format: 'csv' | 'xlsx') => async () =>
    api.downloadTransactions({ params: { loanId }, query: { ...query, format } });
  const formats = [
    { ...CSV, load: file('csv') },
    { ...XLSX, load: file('xlsx') },
  ];
  return (
    <>
      <Filter today={today} type={type} onType={setType} onAsk={setAsked} />
      <Loaded query={{ data: list.data, error: list.error, refetch: list.refetch }} lines={8}>
        {({ pages }) => {
          const [first] = pages;
          const all = pages.flatMap(({ transactions }) => transactions);
          return (
            <>
              <div className="row">
                <p className="small muted num" role="status">
                  {first ? `${first.from} 至 ${first.to}，共 ${first.total} 笔` : ''}
                </p>
                {all.length > 0 ? <Download title="下载交易明细" formats={formats} /> : null}
              </div>
              {all.length > 0 ? <List loanId={loanId} transactions={all} /> : <None />}
              {list.hasNextPage ? (
                <Button kind="secondary" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                  加载更多
                </Button>
              ) : null}
            </>
          );
        }}
      </Loaded>
    </>
  );
}

const types = [{ value: '', label: '全部' }, ...Object.entries(typeName).map(([value, label]) => ({ value, label }))];
const spans = [
  { value: 'today', label: '今天' },
  { value: 'month', label: '近一月' },
  { value: 'own', label: '自选' },
];

type FilterProps = {
  today: string;
  type: Type | undefined;
  onType: (type: Type | undefined) => void;
  onAsk: (asked: Asked) => void;
};

/** With «今天» the days are greyed; whoever changes a day chooses for themselves. */
function Filter({ today, type, onType, onAsk }: FilterProps) {
  const month = { from: dayAfter(monthsBefore(today, 1)), to: today };
  const [span, setSpan] = useState('month');
  const [own, setOwn] = useState(month);
  const [error, setError] = useState<string>();
  const days = span === 'today' ? { from: today, to: today } : span === 'month' ? month : own;
  const choose = (value: string) => {
    if (value === 'own') setOwn(days);
    setSpan(value);
    setError(undefined);
    if (value !== 'own') onAsk(value === 'today' ? { today: 'true' } : {});
  };
  const change = (changed: Partial<typeof own>) => {
    setOwn({ ...days, ...changed });
    setSpan('own');
  };
  const ask = () => {
    const found = rangeError(own.from, own.to, today);
    setError(found);
    if (!found) onAsk(own as Asked);
  };
  const off = span === 'today';
  return (
    <section className="card page-form" aria-label="查询条件">
      <Choice
        label="类型"
        width="thirds"
        options={types}
        value={type ?? ''}
        onChange={(value) => onType(value === '' ? undefined : (value as Type))}
      />
      <Choice label="时间" width="thirds" options={spans} value={span} onChange={choose} />
      <div className="loan-days">
        <Field
          label="从"
          type="date"
          max={today}
          disabled={off}
          value={days.from}
          onChange={(from) => change({ from })}
          error={error}
        />
        <Field label="到" type="date" max={today} disabled={off} value={days.to} onChange={(to) => change({ to })} />
      </div>
      {span === 'own' ? (
        <Button kind="secondary" onClick={ask}>
          查询
        </Button>
      ) : null}
    </section>
  );
}

/** The day after, without a calendar's help: a month ago and one day, as the server counts its default. */
function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

function List({ loanId, transactions }: { loanId: string; transactions: readonly Transaction[] }) {
  const [opened, setOpened] = useState<Transaction>();
  return (
    <>
      <ul className="card loan-list">
        {transactions.map((one) => (
          <li key={one.transactionId}>
            <button type="button" onClick={() => setOpened(one)}>
              <span>
                {typeName[one.type]}
                {one.voided ? (
                  <>
                    {' '}
                    <Tag tone="quiet">已冲正</Tag>
                  </>
                ) : null}
                <small className="num">
                  {one.effectiveOn}
                  {one.via ? ` · ${viaName[one.via]}` : ''}
                </small>
              </span>
              <span className="loan-right">
                <Money fen={one.amountFen} />
                <small className="num">{partsOf(one)}</small>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <WorkingsSheet
        title="交易详情"
        of={opened && { loanId, transactionId: opened.transactionId }}
        onClose={() => setOpened(undefined)}
      >
        {opened ? <Details one={opened} /> : null}
      </WorkingsSheet>
    </>
  );
}

/** The parts in one line; a payout has none. */
function partsOf({ type, principalFen, interestFen }: Transaction): string {
  if (type !== 'repayment' && type !== 'early-repayment') return '';
  return interestFen > 0 && principalFen > 0 ? '本金和利息' : principalFen > 0 ? '本金' : interestFen > 0 ? '利息' : '';
}

const Details = ({ one }: { one: Transaction }) => (
  <Facts
    facts={[
      { name: '类型', value: typeName[one.type] },
      { name: '生效日', value: one.effectiveOn },
      one.recordedOn !== one.effectiveOn && { name: '记账日', value: one.recordedOn },
      one.via && { name: '方式', value: viaName[one.via] },
      one.mode && { name: '提前还款方式', value: modeName[one.mode] },
      { name: '金额', value: <Money fen={one.amountFen} />, strong: true },
    ]}
  />
);

const None = () => (
  <section className="card">
    <Statement icon="empty" title="这段时间没有交易">
      <p>可以换一个类型或时间范围，一次最多查询一年。</p>
    </Statement>
  </section>
);
