import { useState } from 'react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { BusinessDate } from '@miaodai/values';
import { Button, Choice, Field, LinkButton, Money, Notice, Statement } from '@miaodai/ui';
import { api, type AnswerOf } from '../../api.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { Page } from '../../shell/page.tsx';
import { CSV, Download, PDF, XLSX } from './downloads.tsx';
import { rowName, stateOf, type Instalment } from './loan-words.ts';
import { PlanChart } from './plan-chart.tsx';
import { useLoan } from './use-loan.ts';
import { WorkingsSheet } from './workings.tsx';
import './loans.css';
import './plan.css';

type Plan = AnswerOf<'listInstalments'>;
type Range = { from: BusinessDate; to: BusinessDate };

/** The plan as it is: its picture, every row with its parts, and what each figure is made of. */
export default function PlanPage({ loanId }: { loanId: string }) {
  const loan = useLoan(loanId);
  const [range, setRange] = useState<Range>();
  const [page, setPage] = useState(1);
  const plan = useQuery({
    queryKey: ['instalments', loanId, range, page],
    queryFn: async ({ signal }) => api.listInstalments({ params: { loanId }, query: { ...range, page } }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 5_000,
  });
  const choose = (chosen: Range | undefined) => {
    setRange(chosen);
    setPage(1);
  };
  const file = (format: 'csv' | 'xlsx' | 'pdf') => async () =>
    api.downloadInstalments({ params: { loanId }, query: { ...range, format } });
  const formats = [
    { ...CSV, load: file('csv') },
    { ...XLSX, load: file('xlsx') },
    { ...PDF, load: file('pdf') },
  ];
  return (
    <Page title="还款计划" back={`/loans/${loanId}`}>
      <section className="card">
        <Loaded query={loan} lines={4}>
          {(data) => <PlanChart rows={data.rows} />}
        </Loaded>
      </section>
      <RangeChoice onChoose={choose} />
      <Loaded query={plan} lines={8}>
        {(data) => (
          <section className="card" aria-label="各期明细">
            <div className="row">
              <p className="small muted num">
                {range ? `${range.from} 至 ${range.to} 到期，` : ''}共 {data.total} 笔，单位：元
              </p>
              {data.total > 0 ? <Download title="下载还款计划" formats={formats} /> : null}
            </div>
            {data.total > 0 ? <Rows loanId={loanId} plan={data} /> : <None />}
            {data.pages > 1 ? <Pages plan={data} onPage={setPage} /> : null}
          </section>
        )}
      </Loaded>
      <Notice>
        <p>罚息计算到今天，以实际还款日为准；提前还款后，之后的计划会重新计算。</p>
      </Notice>
    </Page>
  );
}

const spans = [
  { value: 'all', label: '全部' },
  { value: 'own', label: '按到期日' },
];

function RangeChoice({ onChoose }: { onChoose: (range: Range | undefined) => void }) {
  const [span, setSpan] = useState('all');
  const [own, setOwn] = useState({ from: '', to: '' });
  const [errors, setErrors] = useState<{ from?: string; to?: string }>({});
  const choose = (value: string) => {
    setSpan(value);
    if (value === 'all') onChoose(undefined);
  };
  const ask = () => {
    const found = errorsOf(own);
    setErrors(found);
    if (!found.from && !found.to) onChoose(own as Range);
  };
  return (
    <section className="card page-form" aria-label="查询范围">
      <Choice label="范围" options={spans} value={span} onChange={choose} />
      {span === 'own' ? (
        <>
          <div className="loan-days">
            <Field
              label="从"
              type="date"
              value={own.from}
              onChange={(from) => setOwn({ ...own, from })}
              error={errors.from}
            />
            <Field label="到" type="date" value={own.to} onChange={(to) => setOwn({ ...own, to })} error={errors.to} />
          </div>
          <Button kind="secondary" onClick={ask}>
            查询
          </Button>
        </>
      ) : null}
    </section>
  );
}

/** Both days, or none. */
function errorsOf({ from, to }: { from: string; to: string }): { from?: string; to?: string } {
  return {
    ...(from ? {} : { from: '请选择开始日期' }),
    ...(to ? (from && from > to ? { to: '结束日期不能早于开始日期' } : {}) : { to: '请选择结束日期' }),
  };
}

function Rows({ loanId, plan }: { loanId: string; plan: Plan }) {
  const [opened, setOpened] = useState<Instalment>();
  return (
    <>
      <div className="plan" tabIndex={0} role="region" aria-label="还款计划表">
        <table className="num">
          <caption className="visually-hidden">还款计划，单位：元。点应还金额看它怎么来的</caption>
          <thead>
            <tr>
              {HEADS.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {plan.instalments.map((row) => (
              <PlanRow key={row.no} row={row} onOpen={() => setOpened(row)} />
            ))}
          </tbody>
          <tfoot>
            <Sums plan={plan} />
          </tfoot>
        </table>
      </div>
      <WorkingsSheet of={opened && { loanId, no: opened.no }} onClose={() => setOpened(undefined)} />
    </>
  );
}

const HEADS = ['期次 / 日期', '本金 / 剩余', '利息', '应还'] as const;

const PlanRow = ({ row, onOpen }: { row: Instalment; onOpen: () => void }) => {
  const { name, tone } = stateOf[row.state];
  return (
    <tr data-kind={row.kind}>
      <th scope="row">
        <span className="plan-name">{rowName(row)}</span>
        <small>{row.dueOn}</small>
      </th>
      <td data-label={HEADS[1]}>
        <Money fen={row.principalFen} unit={false} />
        <small>
          <Money fen={row.balanceFen} unit={false} />
        </small>
      </td>
      <td data-label={HEADS[2]}>
        <Money fen={row.interestFen} unit={false} />
        {row.discountFen > 0 ? (
          <small>
            贴息 <Money fen={row.discountFen} unit={false} />
          </small>
        ) : null}
        {row.penaltyFen > 0 ? (
          <small>
            罚息 <Money fen={row.penaltyFen} unit={false} />
          </small>
        ) : null}
      </td>
      <td data-label={HEADS[3]}>
        <LinkButton onClick={onOpen}>
          <Money fen={row.dueFen} unit={false} />
          <span className="visually-hidden">，{rowName(row)}怎么来的</span>
        </LinkButton>
        {row.kind === 'early' ? null : (
          <small className="plan-state" data-tone={tone}>
            {row.daysPastDue > 0 ? `${name} ${row.daysPastDue} 天` : name}
          </small>
        )}
        {row.leftFen > 0 && row.paidFen > 0 ? (
          <small>
            还欠 <Money fen={row.leftFen} unit={false} />
          </small>
        ) : null}
      </td>
    </tr>
  );
};

const Sums = ({ plan: { sums, total } }: { plan: Plan }) => (
  <tr>
    <th scope="row">
      合计<small>{total} 笔</small>
    </th>
    <td data-label={HEADS[1]}>
      <Money fen={sums.principalFen} unit={false} />
    </td>
    <td data-label={HEADS[2]}>
      <Money fen={sums.interestFen} unit={false} />
      {sums.discountFen > 0 ? (
        <small>
          贴息 <Money fen={sums.discountFen} unit={false} />
        </small>
      ) : null}
    </td>
    <td data-label={HEADS[3]}>
      <Money fen={sums.dueFen} unit={false} />
      <small>
        已还 <Money fen={sums.paidFen} unit={false} />
      </small>
    </td>
  </tr>
);

const None = () => (
  <Statement icon="empty" title="这段时间没有到期的还款">
    <p>可以换一个时间范围，或者查看全部。</p>
  </Statement>
);

const Pages = ({ plan: { page, pages }, onPage }: { plan: Plan; onPage: (page: number) => void }) => (
  <nav className="loan-pages" aria-label="翻页">
    <Button kind="secondary" small inactive={page <= 1} onClick={() => onPage(page - 1)}>
      上一页
    </Button>
    <span className="small num" aria-live="polite">
      第 {page} 页，共 {pages} 页
    </span>
    <Button kind="secondary" small inactive={page >= pages} onClick={() => onPage(page + 1)}>
      下一页
    </Button>
  </nav>
);
