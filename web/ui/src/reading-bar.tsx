import type { Reading } from './read-through.ts';
import './reading.css';

/** How much is left to read, as a line and for screen readers; the words stand in the button. */
export const ReadingBar = ({ reading }: { reading: Reading }) => (
  <div
    className="reading-bar"
    role="progressbar"
    aria-label="阅读进度"
    aria-valuemin={0}
    aria-valuemax={100}
    aria-valuenow={100 - reading.percentLeft}
    ref={(element) => element?.style.setProperty('--read', String((100 - reading.percentLeft) / 100))}
  />
);

type TextProps = { paragraphs: readonly string[] };

/** A legal text: paragraphs, those that begin with '# ' as headings. */
export const LegalText = ({ paragraphs }: TextProps) => (
  <div className="legal">
    {paragraphs.map((paragraph, at) =>
      paragraph.startsWith('# ') ? <h2 key={at}>{paragraph.slice(2)}</h2> : <p key={at}>{paragraph}</p>,
    )}
  </div>
);
