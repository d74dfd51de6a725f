import { useEffect, useRef, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Button, Check, LegalText, LinkButton, ReadingBar, readingText, Sheet, useReading } from '@miaodai/ui';
import { api, type LegalDocument } from '../api.ts';
import { readingRule } from './agree-rule.ts';
import { ProblemNotice } from './problem.tsx';
import { dayText } from './time.ts';
import './agree-line.css';

/** A text as it was agreed to, to be sent with what it was asked for. */
export type Agreed = { version: string; textHash: string };

type AgreeLineProps = {
  kind: Parameters<typeof api.readAgreement>[0]['params']['kind'];
  agreed: Agreed | undefined;
  onAgreed: (agreed: Agreed | undefined) => void;
  /** What is agreed to, where the title alone does not say it. */
  says?: string;
};

/** One box for one text, empty until the text was read in its sheet: nothing is ticked beforehand, nothing unread. */
export function AgreeLine({ kind, agreed, onAgreed, says }: AgreeLineProps) {
  const [open, setOpen] = useState(false);
  const document = useQuery({
    queryKey: ['agreement', kind],
    queryFn: async ({ signal }) => api.readAgreement({ params: { kind } }, { signal }),
  });
  const { data } = document;
  const [read, setRead] = useState('');
  // A newer version is another text: it has not been read.
  useEffect(() => {
    if (agreed && data && agreed.textHash !== data.textHash) onAgreed(undefined);
  }, [agreed, data, onAgreed]);
  const tick = (wanted: boolean) => {
    if (!wanted) return onAgreed(undefined);
    if (!data || read !== data.textHash) return setOpen(true);
    onAgreed({ version: data.version, textHash: data.textHash });
  };
  const agree = (text: LegalDocument) => {
    setRead(text.textHash);
    setOpen(false);
    onAgreed({ version: text.version, textHash: text.textHash });
  };
  const title = data?.title ?? '协议';
  return (
    <div className="agree-line">
      <Check checked={agreed !== undefined} onChange={tick} inactive={!data}>
        {says ? `${says}，` : ''}我已阅读并同意《{title}》
      </Check>
      <LinkButton onClick={() => setOpen(true)} aria-label={`阅读全文：《${title}》`}>
        阅读全文
      </LinkButton>
      {document.error ? <ProblemNotice problem={document.error} onRetry={() => void document.refetch()} /> : null}
      <TextSheet document={open ? data : undefined} title={title} onClose={() => setOpen(false)} onAgree={agree} />
    </div>
  );
}

type TextSheetProps = {
  document: LegalDocument | undefined;
  title: string;
  onClose: () => void;
  onAgree: (document: LegalDocument) => void;
};

function TextSheet({ document, title, onClose, onAgree }: TextSheetProps) {
  const text = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const reading = useReading(text, readingRule(document), document !== undefined, body);
  const waiting = readingText(reading);
  return (
    <Sheet
      title={title}
      open={document !== undefined}
      onClose={onClose}
      bodyRef={body}
      foot={
        <>
          <ReadingBar reading={reading} />
          <Button inactive={!reading.done} onClick={() => document && onAgree(document)}>
            {waiting || '同意'}
          </Button>
        </>
      }
    >
      <div ref={text}>
        {document ? (
          <>
            <p className="xs muted">
              版本 {document.version} · {dayText(document.effectiveOn)}起施行
            </p>
            <LegalText paragraphs={document.paragraphs} />
          </>
        ) : null}
      </div>
    </Sheet>
  );
}
