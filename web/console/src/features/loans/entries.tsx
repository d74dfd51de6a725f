import { useState } from 'react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { api, type AnswerOf } from '../../api.ts';
import { Part } from '../../shared/four-eyes.tsx';
import { Lines } from '../../shared/entry-lines.tsx';
import { Problem } from '../../shared/problem.tsx';

type Entry = AnswerOf<'readLoanEntries'>['entries'][number];

/** What the books hold of this loan, the newest entry first. */
export function Entries({ loanId }: { loanId: string }) {
  const [page, setPage] = useState(1);
  const { data, error, refetch } = useQuery({
    queryKey: ['loan-entries', loanId, page],
    queryFn: ({ signal }) => api.readLoanEntries({ params: { loanId }, query: { page } }, { signal }),
    placeholderData: keepPreviousData,
  });
  return (
    <Part title="会计分录">
      <Problem cause={error} retry={() => void refetch()} />
      {data ? null : <Skeleton active title={false} />}
      {data?.entries.map((entry) => (
        <EntryOf key={entry.ref} entry={entry} />
      ))}
      {data && data.total > data.pageSize ? (
        <nav className="pager" aria-label="会计分录翻页">
          <Button size="small" disabled={page <= 1} onClick={() => setPage(page - 1)}>
            上一页
          </Button>
          <span className="num">
            第 {page} / {Math.ceil(data.total / data.pageSize)} 页
          </span>
          <Button size="small" disabled={page * data.pageSize >= data.total} onClick={() => setPage(page + 1)}>
            下一页
          </Button>
        </nav>
      ) : null}
    </Part>
  );
}

const EntryOf = ({ entry: { ref, on, memo, lines } }: { entry: Entry }) => (
  <div className="entry">
    <h3>
      <span className="num">{on}</span> {memo} <span className="trace">{ref}</span>
    </h3>
    <Lines label={memo} lines={lines} />
  </div>
);
