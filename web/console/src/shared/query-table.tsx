import type { ReactNode } from 'react';
import { ReloadOutlined } from '@ant-design/icons';
import { Button, Empty, Skeleton, Table, type TableColumnsType } from 'antd';
import type { List, Paged } from './list.ts';
import { PAGE_SIZES } from './list.ts';
import { Problem } from './problem.tsx';
import { clockText } from './time.ts';
import './query-table.css';

type Props<Row extends object, Answer extends Paged<Row>> = {
  /** What the table lists, for who cannot see it. */
  label: string;
  list: List<Row, Answer>;
  columns: TableColumnsType<Row>;
  rowKey: (row: Row) => string;
  /** Something is filtered by: an empty list says so and offers to look at all. */
  filtered: boolean;
  onClear: () => void;
  onPage: (page: number, pageSize: number) => void;
  /** In words: '没有待办的申请'. */
  nothing: string;
  rowClassName?: (row: Row) => string;
  /** At the left of the table's foot. */
  foot?: ReactNode;
};

/** Old rows stay dimmed while new ones load; empty says which empty; an error keeps what is known and can be tried again. */
export function QueryTable<Row extends object, Answer extends Paged<Row>>(props: Props<Row, Answer>) {
  const { label, list, columns, rowKey, rowClassName } = props;
  const { data, error, isPending, isPlaceholderData, isFetching } = list.query;
  if (isPending) return <Skeleton active className="panel table-wait" title={false} paragraph={{ rows: 8 }} />;
  return (
    <section className="query-table panel" aria-label={label} aria-busy={isFetching}>
      <div className="table-progress" data-on={isFetching} aria-hidden="true" />
      <Problem cause={error} retry={() => void list.query.refetch()} className="table-problem" />
      {data ? (
        <>
          <div
            className={isPlaceholderData ? 'table-dimmed' : ''}
            onPointerEnter={() => list.hold(true)}
            onPointerLeave={() => list.hold(false)}
          >
            <Table<Row>
              size="middle"
              columns={columns}
              dataSource={list.rows}
              rowKey={rowKey}
              pagination={false}
              scroll={{ x: 'max-content' }}
              {...(rowClassName ? { rowClassName } : {})}
              locale={{ emptyText: <Nothing {...props} /> }}
            />
          </div>
          <Foot {...props} />
        </>
      ) : null}
    </section>
  );
}

function Nothing<Row extends object, Answer extends Paged<Row>>({ filtered, nothing, onClear }: Props<Row, Answer>) {
  return (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={filtered ? '没有符合条件的记录' : nothing}>
      {filtered ? <Button onClick={onClear}>清除条件，查看全部</Button> : null}
    </Empty>
  );
}

function Foot<Row extends object, Answer extends Paged<Row>>({ list, onPage, foot }: Props<Row, Answer>) {
  const { data } = list.query;
  if (!data) return null;
  const pages = Math.max(1, Math.ceil(data.total / data.pageSize));
  return (
    <div className="table-foot">
      <span className="muted">
        共 <b className="num">{data.total}</b> 条
      </span>
      {foot}
      <div className="at-end">
        <Updated list={list} />
        <label className="page-size">
          每页
          <select value={data.pageSize} onChange={(event) => onPage(1, Number(event.target.value))}>
            {PAGE_SIZES.map((size) => (
              <option key={size} value={size}>
                {size} 条
              </option>
            ))}
          </select>
        </label>
        <nav className="pager" aria-label="翻页">
          <Button size="small" disabled={data.page <= 1} onClick={() => onPage(data.page - 1, data.pageSize)}>
            上一页
          </Button>
          <span className="num" aria-live="polite">
            第 {data.page} / {pages} 页
          </span>
          <Button size="small" disabled={data.page >= pages} onClick={() => onPage(data.page + 1, data.pageSize)}>
            下一页
          </Button>
        </nav>
      </div>
    </div>
  );
}

function Updated<Row, Answer extends Paged<Row>>({ list }: { list: List<Row, Answer> }) {
  return (
    <span className="updated">
      {list.waiting > 0 ? <span className="changes">{list.waiting} 处变化，移开指针后更新</span> : null}
      <span className="muted">
        更新于 <span className="num">{clockText(list.query.dataUpdatedAt)}</span>
      </span>
      <Button
        size="small"
        icon={<ReloadOutlined />}
        loading={list.query.isFetching}
        onClick={() => {
          list.hold(false);
          void list.query.refetch();
        }}
      >
        刷新
      </Button>
    </span>
  );
}
