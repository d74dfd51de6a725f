import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Button, Check, LegalText, readingText, ReadingBar, useReading, type Reading } from '@miaodai/ui';
import type { LegalDocument } from '../api.ts';
import { readingRule } from './agree-rule.ts';
import { dayText } from './time.ts';

export type Agreeing = { reading: Reading; ticked: boolean; setTicked: (ticked: boolean) => void };

/** Reading of a text on the page itself, so that zoom, keyboard and screen readers reach its end. */
export function useAgreeing(document: LegalDocument | undefined, text: React.RefObject<HTMLElement | null>): Agreeing {
  const [ticked, setTicked] = useState(false);
  const reading = useReading(text, readingRule(document), document !== undefined);
  useEffect(() => setTicked(false), [document?.textHash]);
  useKeptPosition(document?.textHash);
  return { reading, ticked, setTicked };
}

type DocumentProps = { document: LegalDocument; text: React.RefObject<HTMLDivElement | null> };

export const DocumentCard = ({ document, text }: DocumentProps) => (
  <article className="card">
    <h2>{document.title}</h2>
    <p className="xs muted">
      版本 {document.version} · {dayText(document.effectiveOn)}起施行
    </p>
    <div ref={text}>
      <LegalText paragraphs={document.paragraphs} />
    </div>
  </article>
);

type AgreeFootProps = {
  agreeing: Agreeing;
  title: string;
  action: string;
  busy: boolean;
  onAgree: () => void;
  /** Something else has to be done first: said in its place. */
  blocked?: string | undefined;
  problem?: ReactNode;
};

/** Progress, one unticked box for this one text, and the button that waits for both. */
export function AgreeFoot({ agreeing, title, action, busy, onAgree, blocked, problem }: AgreeFootProps) {
  const { reading, ticked, setTicked } = agreeing;
  const waiting = readingText(reading);
  return (
    <>
      {problem}
      <ReadingBar reading={reading} />
      <Check checked={ticked} onChange={setTicked} inactive={!reading.done}>
        我已阅读并同意《{title}》
      </Check>
      <Button inactive={!reading.done || !ticked || !!blocked} busy={busy} onClick={onAgree}>
        {waiting || (ticked ? (blocked ?? action) : '请勾选后继续')}
      </Button>
    </>
  );
}

/** A reader who comes back finds the place again. */
function useKeptPosition(textHash: string | undefined): void {
  const restored = useRef(false);
  useEffect(() => {
    if (!textHash) return undefined;
    const key = `miaodai.read.${textHash.slice(0, 12)}`;
    if (!restored.current) {
      restored.current = true;
      const top = Number(session()?.getItem(key) ?? 0);
      if (top > 0) requestAnimationFrame(() => window.scrollTo(0, top));
    }
    const leave = () => session()?.setItem(key, String(Math.round(window.scrollY)));
    window.addEventListener('scroll', leave, { passive: true });
    return () => window.removeEventListener('scroll', leave);
  }, [textHash]);
}

function session(): Storage | undefined {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}
