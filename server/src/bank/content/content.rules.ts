import { createHash } from 'node:crypto';
import type { BusinessDate } from '@miaodai/values';

export type Text = {
  kind: string;
  version: string;
  effectiveOn: BusinessDate;
  title: string;
  /** One that begins with '# ' is a heading; {{name}} is filled in. */
  paragraphs: string[];
  readingSeconds: number;
  /** Whether the button waits until the end of the text has been in view. */
  mustReachEnd: boolean;
};
export type Document = Text & { textHash: string };

/**
 * The text with its variables filled in.
 * @throws where a variable of the text is not among the values: a contract with a gap is never shown.
 */
export function fillIn(text: Text, values: Readonly<Record<string, string>>): Text {
  const fill = (paragraph: string): string =>
    paragraph.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      if (value === undefined) throw new Error(`${text.kind} ${text.version} asks for {{${name}}}`);
      return value;
    });
  return { ...text, title: fill(text.title), paragraphs: text.paragraphs.map(fill) };
}

/** SHA-256 over kind, version, title and paragraphs, a line each: what is kept with an agreement. */
export const hashOf = (text: Text): string =>
  createHash('sha256')
    .update([text.kind, text.version, text.title, ...text.paragraphs].join('\n'), 'utf8')
    .digest('hex');

export const asDocument = (text: Text): Document => ({ ...text, textHash: hashOf(text) });
