import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { api } from '../../api.ts';
import { blobOf } from '../../shared/files.ts';
import { Problem } from '../../shared/problem.tsx';
import type { TextFacts, Wording } from './use-text.ts';

type Shown = { text: Pick<TextFacts, 'kind' | 'group' | 'form'>; wording: Pick<Wording, 'title' | 'paragraphs'> };

/** Only what is agreed to becomes a paper. */
const isPaper = ({ group, form }: Shown['text']): boolean => form === 'document' || group === 'agreements';

/** The wording as the paper that customers get, in a tab of its own; what is wrong with it beside the button. */
export function PaperButton({ text, wording }: Shown) {
  const { kind } = text;
  const { title, paragraphs } = wording;
  const make = useMutation({
    mutationFn: (tab: Window | null) =>
      api.previewTextFile({ params: { kind }, body: { title, paragraphs } }).then((file) => show(file, tab)),
    onError: (_, tab) => tab?.close(),
  });
  if (!isPaper(text)) return null;
  return (
    <div className="paper-preview">
      <Button
        loading={make.isPending}
        disabled={paragraphs.length === 0 || title === ''}
        // The tab is opened while the press lasts: later a browser would take it for an advertisement.
        onClick={() => make.mutate(waitingTab())}
      >
        预览 PDF
      </Button>
      <Problem cause={make.error} fields />
    </div>
  );
}

function waitingTab(): Window | null {
  const tab = window.open('', '_blank');
  if (!tab) return null;
  tab.document.title = '预览 PDF';
  tab.document.body.textContent = '正在排版…';
  return tab;
}

function show(
  { name, base64, mediaType }: { name: string; base64: string; mediaType: string },
  tab: Window | null,
): void {
  const url = URL.createObjectURL(blobOf(base64, mediaType));
  if (tab && !tab.closed) tab.location.replace(url);
  else {
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
  }
  // Whoever shows it has read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
