import { serveTasks } from '../workers/serve-tasks.ts';
import { csvOf, xlsxOf, type Table } from './tables.ts';

export type Made = { as: 'csv' | 'xlsx'; table: Table };

serveTasks(async ({ as, table }: Made): Promise<Uint8Array> => {
  const file = as === 'csv' ? csvOf(table) : await xlsxOf(table);
  return new Uint8Array(file);
});
