import { Table, type TableColumnsType } from 'antd';
import { Money, rateText, yuanShort } from '../../shared/money.tsx';
import type { BackTestResult } from './use-model.ts';

type Row = BackTestResult['changed'][number];

/** Who would be decided otherwise, and by how much: in figures, as a picture, one by one. */
export function BackTestOutcome({ result }: { result: BackTestResult }) {
  const { decisions, approvedBefore, approvedNow, limitBeforeFen, limitNowFen } = result;
  if (decisions === 0) return <p className="muted">这段时间没有可以重算的决定。</p>;
  return (
    <>
      <dl className="test-figures">
        <Figure label="重算" value={`${decisions} 笔`} note={`${result.same} 笔结果不变`} />
        <Figure
          label="通过率"
          value={`${share(approvedBefore, decisions)} → ${share(approvedNow, decisions)}`}
          note={`${approvedBefore} → ${approvedNow} 笔`}
        />
        <Figure label="新增通过" value={`${result.newlyApproved} 笔`} />
        <Figure label="新增拒绝" value={`${result.newlyDeclined} 笔`} />
        <Figure
          label="额度合计（元）"
          value={`${yuanShort(limitBeforeFen)} → ${yuanShort(limitNowFen)}`}
          note={`${result.limitChanged} 笔额度、${result.rateChanged} 笔利率变化`}
        />
        {result.left + result.failed > 0 ? (
          <Figure
            label="未能重算"
            value={`${result.left + result.failed} 笔`}
            note="依据已删除、口径不同或模型无结果"
          />
        ) : null}
      </dl>
      <Verdicts result={result} />
      <Distribution result={result} />
      <Changed result={result} />
    </>
  );
}

const share = (part: number, whole: number): string => `${((part / whole) * 100).toFixed(1)}%`;

const Figure = ({ label, value, note }: { label: string; value: string; note?: string }) => (
  <div>
    <dt>{label}</dt>
    <dd className="num">{value}</dd>
    {note ? <dd className="muted num">{note}</dd> : null}
  </div>
);

/** All of them in one bar: what stays, and what turns. */
function Verdicts({ result }: { result: BackTestResult }) {
  const { decisions, newlyApproved, newlyDeclined, same } = result;
  const terms = Math.max(0, decisions - same - newlyApproved - newlyDeclined);
  const parts = [
    { key: 'same', label: '结果不变', count: same },
    { key: 'terms', label: '额度或利率变化', count: terms },
    { key: 'approved', label: '新增通过', count: newlyApproved },
    { key: 'declined', label: '新增拒绝', count: newlyDeclined },
  ].filter(({ count }) => count > 0);
  return (
    <figure className="verdicts">
      <div className="verdict-bar" aria-hidden="true">
        {parts.map(({ key, count }) => (
          <span key={key} data-kind={key} style={{ flexGrow: count }} />
        ))}
      </div>
      <figcaption>
        {parts.map(({ key, label, count }) => (
          <span key={key}>
            <i data-kind={key} aria-hidden="true" /> {label} <b className="num">{count}</b>（{share(count, decisions)}）
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

const percent = (ppm: number): string => `${ppm > 0 ? '+' : ''}${ppm / 10_000}%`;
function rangeWords(fromPpm: number | null, toPpm: number | null): string {
  if (fromPpm === null && toPpm === null) return '全部';
  if (fromPpm === null) return `低于 ${percent(toPpm as number)}`;
  if (toPpm === null) return `${percent(fromPpm)} 及以上`;
  return `${percent(fromPpm)} 至 ${percent(toPpm)}`;
}

function Distribution({ result }: { result: BackTestResult }) {
  const rows = result.distribution;
  const most = Math.max(1, ...rows.map(({ count }) => count));
  if (!rows.some(({ count }) => count > 0)) return null;
  return (
    <table className="distribution">
      <caption>额度变化的分布（占原额度）</caption>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">变化</th>
          <th scope="col">笔数</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ fromPpm, toPpm, count }) => (
          <tr key={`${fromPpm} ${toPpm}`}>
            <th scope="row" className="num">
              {rangeWords(fromPpm, toPpm)}
            </th>
            <td>
              <span
                className="bar"
                data-kind={(fromPpm ?? -1) >= 0 ? 'up' : 'down'}
                style={{ width: `${(count / most) * 70}%` }}
              />
              <b className="num">{count}</b>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const verdict = ({ approved }: Row['now']) => (approved ? '通过' : '拒绝');
const columns: TableColumnsType<Row> = [
  {
    title: '申请编号',
    key: 'no',
    render: (_, { applicationNo }) => <span className="num">{applicationNo || '—'}</span>,
  },
  { title: '决定日', key: 'on', render: (_, { decidedOn }) => <span className="num">{decidedOn}</span> },
  {
    title: '结论',
    key: 'verdict',
    render: (_, { before, now }) => (
      <Turn before={verdict(before)} now={verdict(now)} reason={[...now.reasons, ...before.reasons].join('、')} />
    ),
  },
  {
    title: '额度（元）',
    key: 'limit',
    align: 'right',
    render: (_, { before, now }) =>
      before.limitFen === now.limitFen ? (
        <Money value={now.limitFen} />
      ) : (
        <Turn before={yuanShort(before.limitFen)} now={yuanShort(now.limitFen)} />
      ),
  },
  {
    title: '年利率',
    key: 'rate',
    align: 'right',
    render: (_, { before, now }) => <Turn before={rateText(before.annualRatePpm)} now={rateText(now.annualRatePpm)} />,
  },
  {
    title: '原因',
    key: 'reasons',
    render: (_, { before, now }) => (
      <span className="note">{(now.approved ? before.reasons : now.reasons).join('、') || '—'}</span>
    ),
  },
];

const Turn = ({ before, now, reason }: { before: string; now: string; reason?: string }) =>
  before === now ? (
    <span className="num">{now}</span>
  ) : (
    <span className="num" title={reason}>
      <del className="old">{before}</del> → <ins className="new">{now}</ins>
    </span>
  );

function Changed({ result }: { result: BackTestResult }) {
  const changed = result.decisions - result.same;
  return (
    <section aria-label="结果变化的申请">
      <h3 className="changed-title">
        结果变化的申请{' '}
        <span className="muted">
          {result.changed.length < changed
            ? `变化最大的 ${result.changed.length} 笔，共 ${changed} 笔`
            : `${changed} 笔`}
        </span>
      </h3>
      <Table<Row>
        size="small"
        columns={columns}
        dataSource={result.changed}
        rowKey={({ applicationNo, decidedOn }) => `${applicationNo} ${decidedOn}`}
        pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
        locale={{ emptyText: '没有申请的结果会变化' }}
      />
    </section>
  );
}
