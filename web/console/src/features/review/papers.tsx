import { useState } from 'react';
import { FileImageOutlined, FilePdfOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { sizeText } from '../../shared/files.ts';
import { State } from '../../shared/state.tsx';
import { minuteText } from '../../shared/time.ts';
import { useStaff } from '../../shell/session.ts';
import { Section } from './section.tsx';
import { UploadPaper } from './upload-paper.tsx';
import type { Paper, ReviewFacts } from './use-review.ts';
import { Viewer } from './viewer.tsx';

/** What the customer has sent and staff has scanned; each look at one is kept in the audit trail. */
export function Papers({ review }: { review: ReviewFacts }) {
  const [open, setOpen] = useState<string | undefined>();
  const { papers, asked } = review;
  const may = useStaff().rights.includes('personal-data');
  return (
    <Section id="papers" title={`资料 ${papers.length} 份`} note={may ? '打开资料会记入操作日志' : undefined}>
      {asked ? (
        <p className="asked">
          <b>{minuteText(asked.askedAt)} 已通知客户补充：</b>
          {asked.kinds.map(({ label }) => label).join('、')}。{asked.words}
        </p>
      ) : null}
      {papers.length ? (
        <ul className="papers">
          {papers.map((paper) => (
            <PaperLine key={paper.paperId} paper={paper} {...(may ? { onOpen: () => setOpen(paper.paperId) } : {})} />
          ))}
        </ul>
      ) : (
        <p className="muted">客户还没有上传资料。</p>
      )}
      {review.may.upload === null ? <UploadPaper review={review} kinds={review.paperKinds} /> : null}
      <Viewer papers={papers} open={open} onOpen={setOpen} />
    </Section>
  );
}

function PaperLine({ paper, onOpen }: { paper: Paper; onOpen?: () => void }) {
  const { label, name, mediaType, sizeBytes, uploadedAt, uploadedBy, scan, recorded } = paper;
  return (
    <li>
      <span className="paper-sign" aria-hidden="true">
        {mediaType === 'application/pdf' ? <FilePdfOutlined /> : <FileImageOutlined />}
      </span>
      <div className="paper-what">
        <b>{label}</b> {recorded ? <State tone="good">已登记</State> : null}
        <div className="muted paper-name" title={name}>
          {name} · {sizeText(sizeBytes)}
        </div>
      </div>
      <div className="muted paper-who">
        <span className="num">{minuteText(uploadedAt)}</span>
        <span>
          {uploadedBy ?? '客户'}上传 · {scan === 'clean' ? '已查毒' : '未经病毒扫描'}
        </span>
      </div>
      {onOpen ? (
        <Button size="small" onClick={onOpen} aria-label={`查看 ${label} ${name}`} className="no-print">
          查看
        </Button>
      ) : null}
    </li>
  );
}
