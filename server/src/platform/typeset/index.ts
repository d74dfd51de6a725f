/**
 * Pages from templates and data: PDF/A-2b, tagged, fonts embedded as far as they are used. The templates are Typst files of one folder;
 * data goes in as JSON and is never part of the source, so that nobody's name is a command. The same data make the same bytes.
 */
import { createWorkerPool } from '../workers/pool.ts';
import type { Typeset } from './typeset.worker.ts';

export type Typesetter = {
  /**
   * @param template the name of a file in the folder, without .typ.
   * @throws Overloaded; an Error where the template does not fit the data, or where there is more than one paper may hold.
   */
  pdf(template: string, data: unknown): Promise<Buffer>;
  stop(): Promise<void>;
};

/** In characters of JSON. A contract has ten thousand; what staff may send fits in 256 kB. */
const MOST_DATA = 300_000;
/** At some thirty a second more would wait longer than a page does. */
const MOST_WAITING = 200;

type Settings = { templates: string; maxWaiting?: number };

/** @param templates the folder. One thread of its own: it sets some thirty contracts a second. */
export function createTypesetter({ templates, maxWaiting = MOST_WAITING }: Settings): Typesetter {
  const pool = createWorkerPool<Typeset, Uint8Array>({
    file: new URL('typeset.worker.ts', import.meta.url),
    name: 'typesetting',
    threads: 1,
    maxWaiting,
  });
  return {
    async pdf(template, data) {
      if (!/^[a-z]+(-[a-z]+)*$/.test(template)) throw new Error(`no template has such a name: ${template}`);
      const text = JSON.stringify(data);
      if (text.length > MOST_DATA) throw new RangeError(`template ${template}: ${text.length} characters are too many`);
      const { buffer, byteOffset, byteLength } = await pool.run({ folder: templates, template, data: text });
      return Buffer.from(buffer, byteOffset, byteLength);
    },
    stop: pool.stop,
  };
}
