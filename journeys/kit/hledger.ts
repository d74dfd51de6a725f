import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import type { TestContext } from 'node:test';
import { exportJournal, trialBalance } from '../../server/src/ledger/index.ts';
import type { World } from './world.ts';

const UTF8 = { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' };

/** The books of a world as hledger reads them: every entry balances, and account by account it arrives where we do. Debian: hledger. */
export async function hledgerAgrees(t: TestContext, { db }: Pick<World, 'db'>): Promise<void> {
  if (spawnSync('hledger', ['--version']).status !== 0) {
    t.diagnostic('hledger is not installed, so nothing outside has proved the books in this run');
    return;
  }
  const pieces: string[] = [];
  for await (const piece of exportJournal(db)) pieces.push(piece);
  const input = pieces.join('');
  const hledger = (...args: string[]): string => {
    const run = spawnSync('hledger', ['-f', '-', ...args], { input, encoding: 'utf8', env: UTF8, maxBuffer: 2 ** 28 });
    assert.equal(run.status, 0, run.stderr);
    return run.stdout;
  };
  hledger('check', 'commodities', 'ordereddates');
  const report = hledger('balance', '--flat', '--depth', '2', '--empty', '--no-total', '-O', 'csv');
  const theirs = [...report.matchAll(/^".*?","(?:(-?[\d.]+) CNY|0)"$/gm)].map(([, sum]) => cents(sum ?? '0.00'));
  const { lines } = await trialBalance(db);
  const ours = lines
    .filter(({ debitFen, creditFen }) => debitFen !== 0 || creditFen !== 0)
    .map(({ debitFen, creditFen }) => debitFen - creditFen);
  assert.deepEqual(theirs.toSorted(byAmount), ours.toSorted(byAmount));
}

const cents = (yuan: string): number => Number(yuan.replace('.', ''));
const byAmount = (a: number, b: number): number => a - b;
