import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { sql } from 'kysely';
import { businessDate, fen, type LoanId } from '@miaodai/values';
import {
  collectByClock,
  collectChunk,
  collectEarlyOn,
  collectOn,
  repaymentsOf,
  requestRepayment,
  sendDebitBatch,
  sendRepayment,
} from '../../server/src/lending/repayment/index.ts';
import { takeUpAgain } from '../../server/src/lending/take-up-again.ts';
import { setFrom } from '../../server/src/seed/seed-bank.ts';
import { findings } from '../kit/findings.ts';
import {
  DUE_ON,
  INSTALMENT,
  leasesRunOut,
  manyLoans,
  setBalance,
  work,
  type Dies,
  type ManyLoans,
} from './many-loans.ts';

type Step = { call?: object | string; items?: object[]; dies?: Dies; twice?: true };
/** What befalls a batch, attempt by attempt; the last finds everything in order. Each batch debits four accounts. */
const STORIES: Readonly<Record<string, readonly Step[]>> = {
  'nothing goes wrong, on two nodes at once': [{ twice: true }],
  'the core does half of the items and hangs up': [{ call: 'half-applied' }],
  'the answer is lost': [{ call: 'apply-then-hang-up' }, { dies: 'before calling' }],
  'the node dies with the answer in its hands': [{ dies: 'after calling' }, { twice: true }],
  'two items are being processed, one is on its way unseen': [
    {
      items: [
        { match: { AMT: '849.67' }, times: 2, fault: { kind: 'processing', inquiries: 1 } },
        { match: { AMT: '849.67' }, fault: { kind: 'absent-then-appears', inquiries: 1 } },
      ],
    },
    { twice: true },
  ],
  'the core says things of another order': [
    { items: [{ fault: 'other-account' }, { fault: 'other-amount' }, { fault: 'other-number' }] },
    { call: { kind: 'truncated-json', applied: true } },
  ],
};

test('whatever befalls batches of debits, each item counts once and as the core has it', async (t) => {
  const names = Object.keys(STORIES);
  // Four loans to each story, and three for those who pay meanwhile.
  const bank = await manyLoans(t, names.length * 4 + 3);
  let cursor: LoanId | null = null;
  for (const name of names) {
    const from = cursor;
    await t.test(name, async () => {
      cursor = await play(bank, from, STORIES[name] ?? []);
    });
  }
  const rest = cursor;
  await t.test('who pays meanwhile is not debited too', () => whoPaysMeanwhile(bank, rest));
  await t.test('at the hours that the bank sets', () => byTheClock(bank));
  await bank.world.faults([]);
  assert.deepEqual(await findings(bank.world), []);
});

/** @returns the last loan. */
async function play(bank: ManyLoans, cursor: LoanId | null, steps: readonly Step[]): Promise<LoanId | null> {
  const { world } = bank;
  const collected = await collect(bank, cursor, 4);
  assert.equal(collected.done, 4);
  // All that is due, a part of it, less than is worth a debit, and all again.
  const balances = [20_000_00, 500_00, 99, INSTALMENT];
  const items = bank.loans.filter(({ loanId }) => collected.loans.has(loanId));
  for (const [i, { accountNo }] of items.entries()) await setBalance(world, accountNo, balances[i] ?? 0);
  for (const { call, items: parts = [], dies, twice } of [...steps, {}, {}] as Step[]) {
    const at = { system: 'core-banking' };
    await world.faults([
      ...(call ? [{ ...at, operation: 'batch-debit', fault: call }] : []),
      ...parts.map((part) => ({ ...at, operation: 'batch-debit-item', ...part })),
    ]);
    await work(bank, sendDebitBatch, collected.batchId, { ...(dies && { dies }), ...(twice && { twice }) });
    await leasesRunOut(world, collected.batchId);
  }
  const ends = await Promise.all(
    items.map(async ({ loanId }) => {
      const [latest] = await repaymentsOf(world.db, { loanId }, { limit: 1 });
      return latest?.state === 'booked' ? latest.bookedFen : latest?.refusalCode;
    }),
  );
  assert.deepEqual(ends, [INSTALMENT, 500_00, 'insufficient-funds', INSTALMENT]);
  const left = await Promise.all(items.map(({ accountNo }) => world.coreBalance(accountNo)));
  assert.deepEqual(left, [20_000_00 - INSTALMENT, 0, 99, 0]);
  return collected.cursor;
}

async function collect({ nodes: [needs] }: ManyLoans, cursor: LoanId | null, limit: number) {
  const { inTx, vault, db } = needs;
  const runId = randomUUID();
  const result = await inTx((context) => collectChunk(context, vault, { runId, on: DUE_ON, cursor, limit }));
  const batch = await db
    .selectFrom('repayment.debit_batches')
    .select('batch_id')
    .where('run_id', '=', runId)
    .executeTakeFirst();
  const batchId = batch?.batch_id ?? '';
  const items = batch ? await repaymentsOf(db, { batchId }, { limit: 500 }) : [];
  return { ...result, runId, batchId, loans: new Set(items.map(({ loanId }) => loanId)) };
}

/** By then only the loans of which a part was taken, or nothing, owe anything: their accounts have the rest now. */
async function byTheClock({ world, nodes, loans }: ManyLoans): Promise<void> {
  const [{ db, inTx, vault }] = nodes;
  const owing = await db
    .selectFrom('servicing.positions')
    .select('loan_id')
    .where('next_due_on', '<=', DUE_ON)
    .execute();
  for (const { loan_id } of owing) {
    const accountNo = loans.find(({ loanId }) => loanId === loan_id)?.accountNo ?? '';
    await setBalance(world, accountNo, 20_000_00);
  }
  const asked = async (queue: string) => {
    const { rows } = await world.database.connections.query<{ subject: string }>(
      `select data ->> 'subject' as subject from pgboss.job where name = $1 and state < 'completed'`,
      [queue],
    );
    return rows.map(({ subject }) => subject);
  };
  const job = { subject: 'repayment.debit-hours', completeIn: () => Promise.resolve() };
  await setFrom(db, businessDate('2020-01-02'), { debitHours: [] });
  await collectByClock({ inTx }, job);
  assert.deepEqual(await asked('early-debits.collect'), [], 'not at this hour');
  await setFrom(db, businessDate('2020-01-03'), { debitHours: Array.from({ length: 24 }, (_, hour) => hour) });
  await collectByClock({ inTx }, job);
  // What officers have approved goes first, and hands on.
  const [early = ''] = await asked('early-debits.collect');
  await collectEarlyOn({ inTx, vault }, { ...job, subject: early });
  const [subject = ''] = await asked('debits.collect');
  await collectOn({ inTx, vault }, { ...job, subject });
  const [batch] = await db
    .selectFrom('repayment.debit_batches')
    .select(['batch_id', 'items', 'debit_on'])
    .orderBy('made_at', 'desc')
    .limit(1)
    .execute();
  assert.deepEqual([batch?.items, batch?.debit_on], [owing.length, DUE_ON]);
  // A batch that has lost its job is found by its call, which nobody has touched for too long.
  await sql`delete from pgboss.job where name = 'debit-batch.requested'`.execute(db);
  await sql`update integrations.external_calls set updated_at = now() - interval '1 day' where subject = ${batch?.batch_id}`.execute(
    db,
  );
  await takeUpAgain({ inTx }, job);
  assert.deepEqual(await asked('debit-batch.requested'), [batch?.batch_id]);
  await work({ nodes }, sendDebitBatch, batch?.batch_id ?? '');
  const late = await db
    .selectFrom('servicing.positions')
    .select('loan_id')
    .where('next_due_on', '<=', DUE_ON)
    .execute();
  assert.deepEqual(late, []);
}

async function whoPaysMeanwhile(bank: ManyLoans, cursor: LoanId | null): Promise<void> {
  const { nodes, customerId, world } = bank;
  const [{ inTx, vault, db }] = nodes;
  const [paying, both, debited] = bank.loans.slice(-3);
  assert(paying && both && debited);
  for (const { accountNo } of [paying, both, debited]) await setBalance(world, accountNo, 20_000_00);
  const ask = (loanId: LoanId) =>
    inTx((context) => requestRepayment(context, vault, { loanId, customerId, amountFen: fen(INSTALMENT) }));
  const begun = await ask(paying.loanId);
  assert(begun.ok);
  // At the same moment: one of the two comes first, and the other is told or leaves it out.
  const [atOnce, collected] = await Promise.all([ask(both.loanId), collect(bank, cursor, 3)]);
  assert.equal(collected.loans.has(paying.loanId), false);
  assert.equal(collected.loans.has(debited.loanId), true);
  assert.equal(atOnce.ok, !collected.loans.has(both.loanId));
  assert.equal(collected.cursor === null || collected.cursor === debited.loanId, true);
  const late = await ask(debited.loanId);
  assert.equal(!late.ok && late.refusal, 'repayment-open');
  for (const { id } of [begun.value, ...(atOnce.ok ? [atOnce.value] : [])]) await work(bank, sendRepayment, id);
  await work(bank, sendDebitBatch, collected.batchId, { twice: true });
  for (const { loanId, accountNo } of [paying, both, debited]) {
    const repayments = await repaymentsOf(db, { loanId }, { limit: 10 });
    assert.deepEqual(
      repayments.map(({ state, bookedFen }) => [state, bookedFen]),
      [['booked', INSTALMENT]],
    );
    assert.equal(await world.coreBalance(accountNo), 20_000_00 - INSTALMENT);
  }
  // Nothing is due any more, but of those whose accounts had too little.
  const again = await collect(bank, null, 500);
  assert.equal(again.loans.has(paying.loanId) || again.loans.has(debited.loanId), false);
  assert.equal(again.done, Object.keys(STORIES).length * 2);
  const sameRun = await inTx((context) =>
    collectChunk(context, vault, { runId: again.runId, on: DUE_ON, cursor: null, limit: 500 }),
  );
  assert.equal(sameRun.done, 0, 'once in a run');
  await work(bank, sendDebitBatch, again.batchId);
}
