import { useState } from 'react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { BusinessDate } from '@miaodai/values';
import { Button, Choice, Field, LinkButton, Money, Statement } from '@miaodai/ui';
import { api, type AnswerOf } from '../../api.ts';
import { Pages } from '../../shared/pages.tsx';
import { monthsBefore, rangeError } from '../../shared/day-range.ts';
import { ProblemNotice } from '../../shared/problem.tsx';
import { dayText } from '../../shared/time.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import { csvOf } from './movements.rules.ts';
import './account.css';

type Movements = AnswerOf<'listMovements'>;
type Range = { from?: BusinessDate; to?: BusinessDate };

/** What came to the account and left it, by range and page, and as a table to keep. */
export default function MovementsPage() {
  const [range, setRange] = useState<Range>({});
  const [page, setPage] = useState(1);
  const list = useQuery({
    queryKey: ['movements', range, page],
    queryFn: async ({ signal }) => api.listMovements({ query: { ...range, page } }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  const choose = (chosen: Range) => {
    setRange(chosen);
    setPage(1);
  };
  return (
    <Page title="账户明细" back="/account">
      <RangeChoice onChoose={choose} />
      <Loaded query={list} lines={8}>
        {(data) => (
          <>
            <div className="row">
              <p className="small muted num">
                {dayText(data.from)}至{dayText(data.to)}，<span className="nowrap">共 {data.total} 笔</span>
              </p>
              {data.total > 0 ? <Download range={data} /> : null}
            </div>
            {data.movements.length > 0 ? <List movements={data.movements} /> : <None />}
            <Pages page={data.page} pages={data.pages} onPage={setPage} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

const spans = [
  { value: '1', label: '近一个月' },
  { value: '3', label: '近三个月' },
  { value: '12', label: '近一年' },
  { value: 'own', label: '自选日期' },
];

function RangeChoice({ onChoose }: { onChoose: (range: Range) => void }) {
  const [span, setSpan] = useState('1');
  const [today] = useState(() => dayOf(Date.now()));
  const [own, setOwn] = useState({ from: monthsBefore(today, 1), to: today });
  const [error, setError] = useState<string>();
  const choose = (value: string) => {
    setSpan(value);
    if (value !== 'own')
      onChoose({ from: monthsBefore(today, Number(value)) as BusinessDate, to: today as BusinessDate });
  };
  const ask = () => {
    const found = rangeError(own.from, own.to, today);
    setError(found);
    if (!found) onChoose(own as Range);
  };
  return (
    <section className="card page-form" aria-label="查询范围">
      <Choice label="时间" options={spans} value={span} onChange={choose} />
      {span === 'own' ? (
        <>
          <div className="movement-days">
            <Field
              label="从"
              type="date"
              max={today}
              value={own.from}
              onChange={(from) => setOwn({ ...own, from })}
              error={error}
            />
            <Field label="到" type="date" max={today} value={own.to} onChange={(to) => setOwn({ ...own, to })} />
          </div>
          <Button kind="secondary" onClick={ask}>
            查询
          </Button>
        </>
      ) : null}
    </section>
  );
}

/** Today at home, UTC+8; the server has the last word on what it will answer. */
const dayOf = (ms: number): string => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10);

const List = ({ movements }: Pick<Movements, 'movements'>) => (
  <ul className="card movements">
    {movements.map(({ serialNo, title, bookedOn, direction, amountFen, balanceFen, otherAccountNo }) => (
      <li key={`${serialNo} ${direction}`}>
        <span>
          {title}
          <small className="num">{bookedOn}</small>
          {otherAccountNo ? <small className="num">对方 {otherAccountNo}</small> : null}
        </span>
        <span className="movement-right">
          <span className={direction === 'in' ? 'movement-in' : undefined}>
            <span className="visually-hidden">{direction === 'in' ? '收入' : '支出'}</span>
            <span aria-hidden="true">{direction === 'in' ? '+' : '−'}</span>
            <Money fen={amountFen} unit={false} />
          </span>
          <small className="num">
            余额 <Money fen={balanceFen} unit={false} />
          </small>
        </span>
      </li>
    ))}
  </ul>
);

const None = () => (
  <section className="card">
    <Statement icon="empty" title="这段时间没有收支">
      <p>可以换一个时间范围看看，最多一次查询一年。</p>
    </Statement>
  </section>
);

/** All pages of the range as one table, made in the browser. */
function Download({ range }: { range: Pick<Movements, 'from' | 'to' | 'pages'> }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const save = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const { from, to } = range;
      const all: Movements['movements'] = [];
      for (let page = 1, pages = 1; page <= pages; page += 1) {
        const answer = await api.listMovements({ query: { from, to, page } });
        all.push(...answer.movements);
        pages = answer.pages;
      }
      hand(`账户明细 ${from} 至 ${to}.csv`, csvOf(all));
    } catch (cause) {
      setProblem(cause);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div>
      <LinkButton className="nowrap" aria-disabled={busy} onClick={() => void (busy || save())}>
        {busy ? '正在准备' : '下载表格'}
      </LinkButton>
      <ProblemNotice problem={problem} />
    </div>
  );
}

function hand(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
