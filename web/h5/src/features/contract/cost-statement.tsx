import { useRef } from 'react';
import { Button, Money, ReadingBar, readingText, Sheet, useReading } from '@miaodai/ui';
import { readingRule } from '../../shared/agree-rule.ts';
import { ProblemNotice } from '../../shared/problem.tsx';
import { rateText } from '../../shared/rate.ts';
import type { Contract } from '../../api.ts';
import './cost-statement.css';

type Statement = Contract['costStatement'];
type CostStatementProps = {
  statement: Statement;
  open: boolean;
  onClose: () => void;
  /** Where it is not confirmed yet. */
  confirming?: { busy: boolean; problem: unknown; confirm: () => void } | undefined;
};

/** 综合融资成本明示表: 《个人贷款业务明示综合融资成本规定》 wants it in a pop-up, read for a time, and confirmed. */
export function CostStatement({ statement, open, onClose, confirming }: CostStatementProps) {
  const body = useRef<HTMLDivElement>(null);
  const text = useRef<HTMLDivElement>(null);
  const reading = useReading(text, readingRule(statement), open && confirming !== undefined, body);
  const waiting = readingText(reading);
  return (
    <Sheet
      title="综合融资成本明示表"
      open={open}
      onClose={onClose}
      bodyRef={body}
      foot={
        confirming ? (
          <>
            <ProblemNotice problem={confirming.problem} />
            <ReadingBar reading={reading} />
            <Button inactive={!reading.done} busy={confirming.busy} onClick={confirming.confirm}>
              {waiting || '我已知晓并确认'}
            </Button>
          </>
        ) : (
          <Button onClick={onClose}>已确认，关闭</Button>
        )
      }
    >
      <div ref={text} className="stack">
        <div className="cost-head">
          <p className="muted">正常履约年化综合融资成本（单利）</p>
          <p className="cost-rate num">{rateText(statement.annualCostPpm)}</p>
          <p className="muted">
            贷款本金 <Money fen={statement.principalFen} />
          </p>
        </div>
        <Items title="息费项目" items={statement.items} />
        <Items title="逾期等违约情形的或有成本" items={statement.onDefault} />
        <p>{statement.closing}</p>
        <p className="xs muted">版本 {statement.version}</p>
      </div>
    </Sheet>
  );
}

const Items = ({ title, items }: { title: string; items: Statement['items'] }) => (
  <section aria-label={title}>
    <h3>{title}</h3>
    {items.length === 0 ? <p className="muted">无</p> : null}
    {items.map((item) => (
      <dl className="cost-item" key={item.name}>
        <dt>{item.name}</dt>
        <dd>
          <span>收取方式</span>
          {item.howCharged}
        </dd>
        <dd>
          <span>收取标准</span>
          {item.standard}
        </dd>
        <dd>
          <span>收取主体</span>
          {item.chargedBy}
        </dd>
      </dl>
    ))}
  </section>
);
