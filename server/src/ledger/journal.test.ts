import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fen, yuanText } from '@miaodai/values';
import { accountName } from './journal.rules.ts';
import { accounts, credit, debit, exportJournal, postMany, trialBalance, type Entry } from './index.ts';
import { MONDAY, payout, someBooks, TUESDAY, transfer } from '../../test-kit/books.ts';

const repaid: Entry = {
  ref: 'repaid:1',
  on: TUESDAY,
  memo: '还款; 第1期 | 含利息',
  lines: [
    debit(accounts.coreClearing, fen(861_23)),
    credit(accounts.loanPrincipal('loan-1'), fen(801_23)),
    credit(accounts.interestReceivable('loan-1'), fen(60_00)),
  ],
};
const accrued: Entry = {
  ...repaid,
  ref: 'accrued:1',
  memo: '计提利息',
  lines: [debit(accounts.interestReceivable('loan-1'), fen(60_05)), credit(accounts.interestIncome, fen(60_05))],
};
const LIMIT = transfer('limit:1', accounts.limitGranted, accounts.limitAvailable('contract-1'), 50_000_00);
const ENTRIES = [LIMIT, payout('payout:1'), { ...payout('payout:2', { loan: 'loan-2', yuan: 1 }) }, accrued, repaid];

async function journal(t: Parameters<typeof someBooks>[0], days?: Parameters<typeof exportJournal>[1]) {
  const { db } = await someBooks(t);
  await db.transaction().execute((tx) => postMany(tx, ENTRIES));
  return { db, text: await whole(exportJournal(db, days)) };
}

async function whole(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}

test('an accountant reads the entry in the journal', async (t) => {
  const { text } = await journal(t);
  const written = /2026-11-24 \* \(repaid:1\)[^]*?\n\n/.exec(text)?.[0].replace(/entry:\d+/, 'entry:5');
  assert.equal(
    written,
    `2026-11-24 * (repaid:1) 还款； 第1期 ｜ 含利息  ; entry:5
    负债:3001-09 核心清算  861.23 CNY
    资产:1132-01 应收利息:loan-1  -60.00 CNY
    资产:1303-01 贷款本金:loan-1  -801.23 CNY

`,
  );
  assert.match(text, /\n {4}\[表外:9001-02 可用额度:contract-1\] {2}50000\.00 CNY\n/);
});

test('days can be chosen', async (t) => {
  const { text } = await journal(t, { from: TUESDAY, to: TUESDAY });
  assert.deepEqual(text.match(/^2026-11-\d\d/gm), ['2026-11-24', '2026-11-24']);
});

test('books larger than a page come whole and in order', async (t) => {
  const { db } = await someBooks(t);
  const many = Array.from({ length: 1_201 }, (_, i) =>
    payout(`payout:${i}`, { yuan: 1, on: i % 2 ? MONDAY : TUESDAY }),
  );
  await db.transaction().execute((tx) => postMany(tx, many));
  const days = (await whole(exportJournal(db))).match(/^2026-11-\d\d/gm) ?? [];
  assert.equal(days.length, 1_201);
  assert.deepEqual(days, days.toSorted());
});

// A program that shares nothing with ours. Debian: apt-get install hledger.
if (spawnSync('hledger', ['--version']).status === 0) {
  const UTF8 = { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' };
  const hledger = (text: string, ...args: string[]): string => {
    const { status, stdout, stderr } = spawnSync('hledger', ['-f', '-', ...args], {
      input: text,
      encoding: 'utf8',
      env: UTF8,
    });
    assert.equal(status, 0, stderr);
    return stdout;
  };

  test('hledger finds each entry in balance, the days in order and no undeclared currency', async (t) => {
    const { text } = await journal(t);
    hledger(text, 'check', 'commodities', 'ordereddates');
    assert.throws(() => hledger(text.replace('-801.23', '-801.24'), 'check'), /sum should be 0/);
    assert.throws(() => hledger(text.replace(/50000\.00 CNY/, '50000.01 CNY'), 'check'), /sum should be 0/);
  });

  test('hledger arrives at our trial balance to the fen', async (t) => {
    const { db, text } = await journal(t);
    const report = hledger(text, 'balance', '--flat', '--depth', '2', '--empty', '--no-total', '-O', 'csv');
    const theirs = new Map(
      [...report.matchAll(/^"(.+?)","(?:(-?[\d.]+) CNY|0)"$/gm)].map(([, name, sum]) => [name, sum]),
    );
    const { lines } = await trialBalance(db);
    const used = lines.filter(({ debitFen, creditFen }) => debitFen !== 0 || creditFen !== 0);
    assert.equal(used.length, 6);
    for (const { code, debitFen, creditFen } of used) {
      assert.equal(theirs.get(accountName(code)), yuanText(fen(debitFen - creditFen)), code);
    }
    assert.equal(theirs.size, used.length);
  });
} else console.log('# journal.test.ts: hledger is not installed, so nothing outside has proved the books in this run');
