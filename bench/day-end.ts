/** The night over many loans: what falls due, accrues and ages, in chunks, beside customers who repay. See docs/bench.md. */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { addDays, businessDate, fen, instant, secondsBetween, type LoanId } from '@miaodai/values';
import { openBusinessDay, today } from '../server/src/bank/calendar/index.ts';
import { done } from '../server/src/integrations/outcome.ts';
import { dayEndSteps } from '../server/src/lending/day-end.ts';
import { beginWhenDue, runDayEnd, type DayEndStep } from '../server/src/lending/day-end/index.ts';
import { recordRepayments } from '../server/src/lending/servicing/index.ts';
import { transactions, type InTx } from '../server/src/platform/context.ts';
import { movableClock } from '../server/src/platform/clock.ts';
import { vault as openVault, type Vault } from '../server/src/platform/crypto/vault.ts';
import { database, pool, type Db } from '../server/src/platform/db/connect.ts';
import { dataFolder, startPostgres } from '../server/src/platform/db/embedded-postgres.ts';
import { prepareDatabase } from '../server/src/platform/prepare-database.ts';
import type { Jobs } from '../server/src/platform/jobs/jobs.ts';
import { createLog } from '../server/src/platform/telemetry/log.ts';
import { seedBank } from '../server/src/seed/seed-bank.ts';
import { byHand, makeLoans } from './day-end-loans.ts';
import { machine, table } from './measure.ts';

const SIZES = (process.env['BENCH_LOANS'] ?? '10000,100000,1000000').split(',').map(Number);
const ON = businessDate('2026-11-23');
const REPAYMENTS = Number(process.env['BENCH_REPAYMENTS'] ?? 1_000);
/** Claims of the task. */
const MOST_GENERATE_SECONDS = 300;
const MOST_OF_BY_HAND = 2;
const MOST_FOR_TEN_TIMES = 11;
const MOST_P99 = 3;
/** What a process may grow by, whatever the number of loans. */
const MOST_GROWTH_MB = 150;

type Figures = {
  loans: number;
  generate: number;
  steps: Map<string, number>;
  byHand: { accrue: number; age: number };
  rssMb: [number, number];
  quiet: number[];
  during: number[];
  refused: number;
  findings: string[];
};

export async function run(): Promise<{ passed: boolean }> {
  const folder = join(dataFolder(), 'bench-day-end-postgres');
  mkdirSync(folder, { recursive: true });
  const server = await startPostgres(folder, ['shared_buffers=1GB', 'max_wal_size=16GB', 'checkpoint_timeout=30min']);
  const all: Figures[] = [];
  try {
    for (const loans of SIZES) {
      all.push(await measure(server.adminUrl, loans));
      report(all.slice(-1));
    }
  } finally {
    await server.stop();
  }
  console.log(`\n${machine()}\n`);
  report(all);
  const verdicts = judge(all);
  console.log(`\n${verdicts.map(({ passed, claim }) => `${passed ? 'PASS' : 'FAIL'}  ${claim}`).join('\n')}`);
  return { passed: verdicts.every(({ passed }) => passed) };
}

async function measure(adminUrl: string, loans: number): Promise<Figures> {
  const name = `bench_${randomUUID().slice(0, 8)}`;
  const admin = pool(adminUrl, { max: 1, role: '' });
  await admin.query(`create database ${name}`);
  const url = adminUrl.replace(/\/[^/]*$/, `/${name}`);
  await prepareDatabase(url);
  const owner = pool(url, { max: 2, role: '' });
  const db = database(pool(url));
  try {
    await seedBank(db, businessDate('2020-01-01'));
    await openBusinessDay(db, ON, instant('2026-11-23T00:00:00Z'));
    const began = performance.now();
    await makeLoans(owner, loans, ON);
    const generate = (performance.now() - began) / 1_000;
    console.log(`${loans} loans generated in ${generate.toFixed(1)} s`);
    return { loans, generate, ...(await night(db, owner, loans)) };
  } finally {
    await db.destroy();
    await owner.end();
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
  }
}

async function night(
  db: Db,
  owner: ReturnType<typeof pool>,
  loans: number,
): Promise<Omit<Figures, 'loans' | 'generate'>> {
  const jobs = {
    enqueue: (_tx: unknown, queue: string, subject: string) =>
      Promise.resolve({ queue, subject, jobId: '', now: false }),
    startNow: () => undefined,
  };
  // The calendar shows the next day: this one is over.
  const clock = movableClock();
  clock.move(secondsBetween(clock.now(), instant(`${addDays(ON, 1)}T02:00:00Z`)));
  const inTx = transactions({ db, clock, jobs: jobs as unknown as Jobs, today });
  const vault = openVault(randomBytes(32));
  // Of those that fall due a third pays before it, a third beside it.
  const some = Math.min(REPAYMENTS, Math.floor(loans / 90));
  const quiet = await repay({ db, inTx, vault }, { from: 0, to: some }, () => false);
  const before = rssMb();
  const times = new Map<string, number>();
  const steps = onlyTheNight(
    dayEndSteps({ db, vault, coreBanking: { journal: () => Promise.resolve(done([])) } }),
    times,
  );
  let over = false;
  const beside = repay({ db, inTx, vault }, { from: some, to: 2 * some }, () => over);
  await beginWhenDue(inTx);
  for (let stretch = 1; !over; stretch += 1) {
    const job = { subject: String(stretch), completeIn: () => Promise.resolve() };
    await runDayEnd({ db, inTx, log: createLog('error'), steps }, job);
    over = (await today(db)) > ON;
  }
  const during = await beside;
  const after = rssMb();
  const findings = await owner.query<{ words: string }>('select words from day_end.findings limit 5');
  return {
    ...{ steps: times, rssMb: [before, after] },
    byHand: await byHand(owner, addDays(ON, 2)),
    ...{ quiet: quiet.ms, during: during.ms, refused: quiet.refused + during.refused },
    findings: findings.rows.map(({ words }) => words),
  };
}

/** Without what waits for other systems; each step's time, from its first chunk to its last. */
const onlyTheNight = (steps: readonly DayEndStep[], times: Map<string, number>): DayEndStep[] =>
  steps.map((step) => {
    if (['reconcile', 'collect', 'remind'].includes(step.name))
      return {
        name: step.name,
        total: () => Promise.resolve(0),
        chunk: () => Promise.resolve({ done: 0, cursor: null }),
      };
    const chunk: DayEndStep['chunk'] = async (...args) => {
      const began = performance.now();
      const result = await step.chunk(...args);
      times.set(step.name, (times.get(step.name) ?? 0) + (performance.now() - began) / 1_000);
      return result;
    };
    return { ...step, chunk };
  });

type Payments = { db: Db; inTx: InTx; vault: Vault };

/** Customers pay what is due of their loans, some in a second, each another one; what one of them waits is a figure. */
async function repay(
  { db, inTx, vault }: Payments,
  { from, to }: { from: number; to: number },
  isOver: () => boolean,
): Promise<{ ms: number[]; refused: number }> {
  const ms: number[] = [];
  let refused = 0;
  for (let i = from; i < to && !isOver(); i += 1) {
    const loanId = `01890000-0000-7000-8000-${((i + 1) * 30).toString(16).padStart(12, '0')}` as LoanId;
    const { amount } = await db
      .selectFrom('servicing.instalments')
      .select(({ eb }) => eb('principal_fen', '+', eb.ref('interest_fen')).as('amount'))
      .where('loan_id', '=', loanId)
      .where('no', '=', 1)
      .executeTakeFirstOrThrow();
    const fact = { loanId, sourceId: randomUUID(), on: ON, amountFen: fen(amount), via: 'customer' as const };
    const began = performance.now();
    try {
      await inTx((context) => recordRepayments(context, vault, [fact]));
      ms.push(performance.now() - began);
    } catch (error) {
      refused += 1;
      console.log(`refused: ${String(error)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return { ms, refused };
}

const rssMb = (): number => Math.round(process.memoryUsage().rss / 2 ** 20);

const p99 = (ms: readonly number[]): number =>
  ms.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(0.99 * ms.length) - 1)] ?? Number.NaN;

const heavy = ({ steps }: Figures): number => (steps.get('accrue') ?? 0) + (steps.get('age') ?? 0);
const hand = ({ byHand: { accrue, age } }: Figures): number => accrue + age;

function report(all: readonly Figures[]): void {
  const s = (n: number | undefined) => (n ?? 0).toFixed(2);
  const rows = all.map((one) => [
    ...[one.loans.toLocaleString('en'), s(one.generate), s(one.steps.get('fall-due'))],
    ...[`${s(one.steps.get('accrue'))} (${s(one.byHand.accrue)})`, `${s(one.steps.get('age'))} (${s(one.byHand.age)})`],
    ...[s(one.steps.get('prove')), s(one.steps.get('open-next-day')), one.rssMb.join(' → ')],
    `${p99(one.quiet).toFixed(0)} / ${p99(one.during).toFixed(0)} (${one.during.length})`,
  ]);
  const head = [
    ...[
      'loans',
      'generated, s',
      'fall due, s',
      'accrue, s (by hand)',
      'age, s (by hand)',
      'prove, s',
      'open next day, s',
    ],
    ...['RSS, MB', 'repayments p99, ms: quiet / beside it (how many)'],
  ];
  console.log(table(head, rows));
}

function judge(all: readonly Figures[]): { passed: boolean; claim: string }[] {
  const largest = all.at(-1);
  if (!largest) return [];
  const verdict = (passed: boolean, claim: string) => ({ passed, claim });
  const ratio = heavy(largest) / hand(largest);
  const slower = p99(largest.during) / p99(largest.quiet);
  const growth = Math.max(...all.map(({ rssMb: [before, after] }) => after - before));
  return [
    verdict(
      largest.generate <= MOST_GENERATE_SECONDS,
      `${largest.loans} loans generated in ${largest.generate.toFixed(0)} s`,
    ),
    verdict(ratio <= MOST_OF_BY_HAND, `accrual and ageing take ${ratio.toFixed(2)} × the same by hand`),
    ...all.slice(1).map((one, i) => {
      const before = all[i] as Figures;
      const times = one.loans / before.loans;
      const took = heavy(one) / heavy(before);
      return verdict(
        took <= (MOST_FOR_TEN_TIMES / 10) * times,
        `${times} × the loans take ${took.toFixed(1)} × the time (${before.loans} to ${one.loans})`,
      );
    }),
    verdict(growth <= MOST_GROWTH_MB, `the process grows by ${growth} MB at most`),
    verdict(
      all.every(({ refused }) => refused === 0) && slower <= MOST_P99,
      `${largest.during.length} repayments beside it: none refused, p99 ${slower.toFixed(1)} × that of a quiet system`,
    ),
    verdict(
      all.every(({ findings }) => findings.length === 0),
      `the books are proven: ${largest.findings.join('; ') || 'no finding'}`,
    ),
  ];
}
