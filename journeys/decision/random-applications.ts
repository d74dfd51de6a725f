import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { businessDate, fen, idNumberCheckLetter, instant, type ApplicationId, type CustomerId } from '@miaodai/values';
import { recordConsent } from '../../server/src/customer/consent/index.ts';
import { registerCustomer } from '../../server/src/customer/identity/index.ts';
import { done, refused, unknown, type Outcome } from '../../server/src/integrations/outcome.ts';
import { decide, recommendationOf, rerunDecision } from '../../server/src/lending/decision/index.ts';
import { pastLoans } from '../../server/src/lending/servicing/index.ts';
import type { Context, InTx } from '../../server/src/platform/context.ts';
import type { Vault } from '../../server/src/platform/crypto/vault.ts';
import type { Db, Tx } from '../../server/src/platform/db/connect.ts';
import { accounts, balance } from '../../server/src/ledger/index.ts';
import { ANSWERS } from '../kit/borrower.ts';

const TODAY = businessDate('2026-11-23');
const NOW = instant('2026-11-23T02:00:00.000Z');
/** So many have been put together in one go by one process. */
const AT_ONCE = 8;

/** What an application holds, and how each source behaves: what it says, and how often it is silent before it says so. */
const anyApplication = fc.record({
  standard: fc.boolean(),
  bornIn: fc.integer({ min: 1960, max: 2009 }),
  income: fc.integer({ min: 3_000_00, max: 80_000_00 }),
  expense: fc.integer({ min: 0, max: 12_000_00 }),
  declared: fc.integer({ min: 0, max: 6_000_00 }),
  termMonths: fc.constantFrom(6, 12, 24, 36),
  wantedFen: fc.integer({ min: 10, max: 5_000 }).map((n) => n * 100_00),
  education: fc.constantFrom('middle-school', 'college', 'bachelor', 'master'),
  housing: fc.constantFrom('owned-clear', 'owned-mortgage', 'rented'),
  employer: fc.constantFrom('KS01', 'KS02', 'KS05', 'KS99'),
  hr: fc.constantFrom('employee', 'employee', 'employee', 'employee', 'employee', 'left', 'silent', 'refuses'),
  bureau: fc.record({
    silent: fc.constantFrom(0, 0, 0, 1, 3),
    monthlyDebtFen: fc.integer({ min: 0, max: 9_000_00 }),
    overdueCount24m: fc.constantFrom(0, 0, 0, 0, 0, 1, 2, 3),
    worstOverdueDays: fc.constantFrom(0, 0, 0, 0, 5, 30, 31),
    lenderQueries6m: fc.constantFrom(0, 1, 2, 5, 10, 11),
  }),
  bigData: fc.record({
    silent: fc.constantFrom(0, 0, 0, 2),
    score: fc.integer({ min: 400, max: 1000 }),
    warnings: fc.constantFrom<string[]>([], [], [], [], [], ['device']),
  }),
});
type Made = typeof anyApplication extends fc.Arbitrary<infer T> ? T : never;

export type Parts = { db: Db; vault: Vault };

/**
 * Applications made up from a seed, each decided by the job itself on the real database, as often as its sources are silent; each is
 * then held against what must be true of every one. @returns how many ended where.
 */
export async function decideRandomly(parts: Parts, count: number, seed: number): Promise<Record<string, number>> {
  const wanted = fc.sample(anyApplication, { numRuns: count, seed });
  const ended: Record<string, number> = {};
  const queue = [...wanted.entries()];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const step = await oneApplication(parts, next[1], next[0]);
        ended[step] = (ended[step] ?? 0) + 1;
      }
    }),
  );
  return ended;
}

async function oneApplication({ db, vault }: Parts, made: Made, i: number): Promise<string> {
  const id = randomUUID() as ApplicationId;
  const person = { id: randomUUID() as CustomerId, name: '测试', idNumber: idNumberOf(made, i), mobile: mobileOf(i) };
  await put(db, vault, made, { id, person, i });
  const asked = { hr: 0, bureau: 0, bigData: 0 };
  const needs = { db, vault, inTx: transactionsOf(db), pastLoans, ...sourcesOf(made, asked) };
  const job = { subject: id, completeIn: () => Promise.resolve() };
  let runs = 0;
  for (; (await stepOf(db, id)) === 'decision'; runs += 1) {
    assert.ok(runs < 10, 'sources that answer at last lead to a decision');
    // Two nodes have taken the same job now and then.
    await (i % 10 === 0 ? Promise.all([decide(needs, job), decide(needs, job)]) : decide(needs, job));
  }
  await decide(needs, job);
  await check({ db, vault }, made, id);
  assert.ok(asked.bureau <= made.bureau.silent + 1, 'a bureau that has answered is not asked again');
  assert.ok(asked.bigData <= made.bigData.silent + 1);
  return stepOf(db, id);
}

/** Each has ended in one state, which is that of its decision; and the decision made again is the same. */
async function check({ db, vault }: Parts, made: Made, id: ApplicationId): Promise<void> {
  const step = await stepOf(db, id);
  const stored = await recommendationOf(db, vault, id);
  assert.ok(stored);
  const expected = made.standard ? 'officer' : stored.approved ? 'amount' : 'declined';
  assert.equal(step, expected);
  assert.equal(stored.recommended, made.standard);
  assert.equal(stored.approved, stored.reasons.length === 0);
  const granted = await balance(db, accounts.limitAvailable(id));
  assert.equal(granted, made.standard ? 0 : stored.limitFen);
  const again = await rerunDecision(db, vault, id);
  assert.deepEqual(again.ok && again.value.differences, []);
}

async function put(
  db: Db,
  vault: Vault,
  made: Made,
  { id, person, i }: { id: ApplicationId; person: Parameters<typeof registerCustomer>[2]; i: number },
): Promise<void> {
  const { termMonths, wantedFen } = made;
  const answers = {
    aboutYou: { ...ANSWERS.aboutYou, education: made.education, housing: made.housing },
    money: {
      ...{ monthlyIncomeFen: made.income, monthlyExpenseFen: made.expense, monthlyDebtFen: made.declared },
      ...{ termMonths, purpose: 'travel', ...(made.standard ? { wantedFen } : {}) },
    },
  };
  await db.transaction().execute(async (tx) => {
    await registerCustomer(tx, vault, person, NOW);
    await tx
      .insertInto('application.applications')
      .values({
        ...{ application_id: id, application_no: `A20261123-${i}`, customer_id: person.id, branch_code: 'BJ01' },
        ...{ product_code: made.standard ? 'standard-loan' : 'instant-loan', channel: 'direct-bank' },
        ...{ step: 'decision', route: made.standard ? 'standard' : 'instant', employer_code: made.employer },
        ...{
          erp_no_cipher: vault.seal('application.applications.erp_no', id, '80000001'),
          hired_on: '2015-07-01' as never,
        },
        ...{ answers_cipher: vault.seal('application.applications.answers', id, JSON.stringify(answers)) },
        ...{ term_months: termMonths, purpose: 'travel', ...(made.standard ? { amount_fen: wantedFen } : {}) },
        ...{ started_at: NOW, saved_at: NOW, submitted_at: NOW },
      })
      .execute();
    const consent = {
      customerId: person.id,
      kind: 'credit-report',
      subject: id,
      version: '1',
      textHash: 'ab'.repeat(32),
    };
    await recordConsent(tx, consent as never, { channel: 'direct-bank', device: 'test', ip: '127.0.0.1' }, NOW);
  });
}

function sourcesOf(made: Made, asked: Record<'hr' | 'bureau' | 'bigData', number>) {
  const silent = unknown('no answer in time');
  const after = <T>(source: 'bureau' | 'bigData', value: T): Promise<Outcome<T>> => {
    asked[source] += 1;
    return Promise.resolve(asked[source] > made[source].silent ? done(value) : silent);
  };
  const employee = {
    ...{ employee: true as const, employerCode: made.employer, employerName: '测试', whitelisted: true },
    hiredOn: businessDate('2015-07-01'),
  };
  const hr = {
    employee: done(employee),
    left: done({ employee: false as const }),
    silent,
    refuses: refused('E1', 'no'),
  };
  const { monthlyDebtFen, overdueCount24m, worstOverdueDays, lenderQueries6m } = made.bureau;
  const report = { reportNo: 'R', openLoans: 1, overdueCount24m, worstOverdueDays, lenderQueries6m };
  const { score, warnings } = made.bigData;
  return {
    hrSystem: { verifyEmployee: () => Promise.resolve(hr[made.hr]) },
    creditBureau: { report: () => after('bureau', { ...report, monthlyDebtFen: fen(monthlyDebtFen) }) },
    bigData: { assess: () => after('bigData', { score, warnings }) },
  };
}

/** Without a queue: what is emitted would be done by others. */
const transactionsOf =
  (db: Db): InTx =>
  <T, Asked>(work: (context: Context, asked?: Asked) => Promise<T>, first?: (tx: Tx) => Promise<Asked>) =>
    db
      .transaction()
      .execute(async (tx) => work({ tx, now: NOW, today: TODAY, emit: () => undefined }, await first?.(tx)));

async function stepOf(db: Db, id: ApplicationId): Promise<string> {
  const { rows } = await sql<{ step: string }>`
    select step from application.applications where application_id = ${id}`.execute(db);
  return rows[0]?.step ?? '';
}

function idNumberOf({ bornIn }: Made, i: number): string {
  const region = 110101 + Math.floor(i / 800);
  const first17 = `${region}${bornIn}0615${String(i % 800).padStart(3, '0')}`;
  return first17 + idNumberCheckLetter(first17);
}
const mobileOf = (i: number): string => `139${String(i).padStart(8, '0')}`;
