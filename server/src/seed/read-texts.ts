import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type SeedText = { kind: string; version: string; title: string; paragraphs: string[]; readingSeconds: number };

const FOLDER = join(import.meta.dirname, 'texts');

/**
 * The texts that a new installation begins with; staff publish their own versions after. A file is named by its kind ('@' for ':');
 * its first line is the title, the second `version` or `version · 阅读 n 秒`, then paragraphs with an empty line between.
 * @throws where a file is not in this form.
 */
export function readTexts(): SeedText[] {
  return readdirSync(FOLDER)
    .toSorted()
    .map((file) => {
      const [head = '', ...paragraphs] = readFileSync(join(FOLDER, file), 'utf8').trim().split(/\n\n+/);
      const [title = '', about = ''] = head.split('\n');
      const match = /^([\w-]+)(?: · 阅读 (\d+) 秒)?$/.exec(about);
      if (!match?.[1] || !title || paragraphs.length === 0) throw new Error(`${file} is not in the form of a text`);
      const kind = file.replace(/\.txt$/, '').replace('@', ':');
      return { kind, version: match[1], title, paragraphs, readingSeconds: Number(match[2] ?? 0) };
    });
}
