/**
 * A table as a file that spreadsheet programs open: CSV for whatever reads it, XLSX with amounts that add up and days that sort. Small
 * tables only: they are made in memory, of at most some thousand rows, and off the thread that answers, since a workbook of two
 * thousand rows takes a third of a second.
 */
import { createWorkerPool } from '../workers/pool.ts';
import type { Made } from './table-files.worker.ts';
import type { Table } from './tables.ts';

export type { Table } from './tables.ts';
export type TableFiles = {
  /** @throws Overloaded where too many wait already. */
  make(as: 'csv' | 'xlsx', table: Table): Promise<Buffer>;
  stop(): Promise<void>;
};

/** At some thirty a second more would wait longer than a page does. */
const MOST_WAITING = 100;

export function createTableFiles(): TableFiles {
  const pool = createWorkerPool<Made, Uint8Array>({
    file: new URL('table-files.worker.ts', import.meta.url),
    ...{ name: 'tables', threads: 1, maxWaiting: MOST_WAITING },
  });
  return {
    async make(as, table) {
      const { buffer, byteOffset, byteLength } = await pool.run({ as, table });
      return Buffer.from(buffer, byteOffset, byteLength);
    },
    stop: pool.stop,
  };
}
