import { Part } from '../../shared/four-eyes.tsx';
import { sizeText } from '../../shared/files.ts';
import { State } from '../../shared/state.tsx';
import { secondText } from '../../shared/time.ts';
import type { ContractRecord } from './signing-state.tsx';

type Evidence = NonNullable<ContractRecord['evidence']>;
const NOTHING_BEFORE = /^0+$/;

/** What is kept as evidence, in the order of what happened, and its place in the chain of all. */
export function EvidencePart({ evidence }: { evidence: Evidence | null }) {
  if (!evidence)
    return (
      <Part title="证据">
        <p className="muted">放款后由系统收集并封存，目前还没有。</p>
      </Part>
    );
  return (
    <Part title="证据" action={<Anchored at={evidence.anchoredAt} />}>
      <dl className="facts-line">
        <div>
          <dt>证据链位置</dt>
          <dd className="num">第 {evidence.seq} 环</dd>
        </div>
        <div>
          <dt>封存时间</dt>
          <dd className="num">{secondText(evidence.sealedAt)}</dd>
        </div>
        <div>
          <dt>外部时间戳</dt>
          <dd className="num">{evidence.anchoredAt ? secondText(evidence.anchoredAt) : '—'}</dd>
        </div>
        <div>
          <dt>哈希算法</dt>
          <dd className="num">{evidence.algorithm}</dd>
        </div>
        <div className="whole-line">
          <dt>本环哈希</dt>
          <dd className="trace whole-hash">{evidence.packHash}</dd>
        </div>
        <div className="whole-line">
          <dt>前一环哈希</dt>
          <dd className="trace whole-hash">
            {NOTHING_BEFORE.test(evidence.previousHash) ? '无（第一环）' : evidence.previousHash}
          </dd>
        </div>
      </dl>
      <Items items={evidence.items} />
    </Part>
  );
}

const Anchored = ({ at }: { at: string | null }) =>
  at ? <State tone="good">已盖外部时间戳</State> : <State tone="waiting">待盖外部时间戳</State>;

const Items = ({ items }: { items: Evidence['items'] }) => (
  <div className="plain-table-frame" tabIndex={0} role="group" aria-label="证据材料">
    <table className="plain-table">
      <thead>
        <tr>
          <th scope="col">序号</th>
          <th scope="col">材料</th>
          <th scope="col">发生时间</th>
          <th scope="col">文件</th>
          <th scope="col">大小</th>
          <th scope="col">哈希</th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ no, label, happenedAt, fileName, sizeBytes, hash }) => (
          <tr key={no}>
            <td className="num">{no}</td>
            <th scope="row">{label}</th>
            <td className="num">{happenedAt ? secondText(happenedAt) : '—'}</td>
            <td className="trace">{fileName}</td>
            <td className="num">{sizeText(sizeBytes)}</td>
            <td className="trace" title={hash}>
              {hash.slice(0, 16)}…
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
