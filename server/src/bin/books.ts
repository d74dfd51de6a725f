/** `npm run -s books -- [--from 2026-11-01] [--to 2026-11-30]`: all entries in hledger's journal format, to standard output. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { businessDate, type BusinessDate } from '@miaodai/values';
import { exportJournal } from '../ledger/index.ts';
import { database, pool } from '../platform/db/connect.ts';
import { givenDatabase } from '../platform/db/given-database.ts';

const days = wantedDays();
const { url, stop } = await givenDatabase();
const db = database(pool(url, { max: 1, applicationName: 'miaodai-books' }));
try {
  await pipeline(Readable.from(exportJournal(db, days)), process.stdout, { end: false });
} catch (error) {
  // Whoever reads has seen enough (`| head`).
  if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
} finally {
  await db.destroy();
  await stop();
}

function wantedDays(): { from?: BusinessDate; to?: BusinessDate } {
  try {
    const { values } = parseArgs({ options: { from: { type: 'string' }, to: { type: 'string' } } });
    return {
      ...(values.from === undefined ? {} : { from: businessDate(values.from) }),
      ...(values.to === undefined ? {} : { to: businessDate(values.to) }),
    };
  } catch (error) {
    console.error(`books: ${error instanceof Error ? error.message : String(error)}`);
    console.error('usage: npm run -s books -- [--from YYYY-MM-DD] [--to YYYY-MM-DD]');
    return process.exit(2);
  }
}
