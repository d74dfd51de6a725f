import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { ApiProblem } from '@miaodai/http-api/client';
import type { Borrower } from '../kit/borrower.ts';
import { until, type Disbursement } from '../kit/borrower.ts';
import { findings } from '../kit/findings.ts';
import { aPerson } from '../kit/persons.ts';
import { aWorld, serve, type World } from '../kit/world.ts';
import { coreGate } from './core-gate.ts';
import { untilLoan } from './scene.ts';

type Fault = string | { kind: string; [parameter: string]: unknown };
/** How the core fails at the transfer, and at the inquiries after it. */
type Failing = { transfer: Fault; inquiry?: Fault; inquiries?: number };

/** Whatever the core says of it, the money arrives once. */
const PAYS: readonly Failing[] = [
  { transfer: 'hang-up-before' },
  { transfer: 'apply-then-hang-up' },
  { transfer: { kind: 'apply-then-late', ms: 4_000 } },
  { transfer: { kind: 'late-then-apply', ms: 4_000 } },
  { transfer: { kind: 'status-500-html', applied: true } },
  { transfer: { kind: 'status-500-html', applied: false } },
  { transfer: { kind: 'truncated-json', applied: true } },
  { transfer: { kind: 'truncated-json', applied: false } },
  { transfer: { kind: 'garbage', applied: true } },
  { transfer: { kind: 'success-code-with-failure-text', applied: true } },
  { transfer: { kind: 'success-code-with-failure-text', applied: false } },
  { transfer: 'other-amount' },
  { transfer: 'other-account' },
  { transfer: 'other-currency' },
  { transfer: 'other-number' },
  { transfer: { kind: 'refuse', code: '9001' } },
  { transfer: { kind: 'refuse', code: '2999' } },
  { transfer: { kind: 'processing', inquiries: 2 } },
  { transfer: { kind: 'absent-then-appears', inquiries: 2 } },
  { transfer: 'never-answers' },
  { transfer: { kind: 'slow-drip', ms: 200 } },
  { transfer: 'answer-twice' },
  { transfer: 'apply-then-hang-up', inquiry: 'garbage', inquiries: 1 },
  { transfer: 'apply-then-hang-up', inquiry: { kind: 'refuse', code: '3404' }, inquiries: 2 },
];
/** Long enough for a loaded machine, shorter than the faults that come too late. */
const DEADLINE_MS = '2500';

test('a core that fails in any way at the moment of payout', { concurrency: 6 }, async (t) => {
  const bank = await aBank(t);
  const { world } = bank;
  const each = (name: string, story: (bank: Bank) => Promise<void>) => t.test(name, () => story(bank));
  await Promise.all([
    ...PAYS.map((failing) => each(`pays once: ${JSON.stringify(failing)}`, (bank) => paysOnce(bank, failing))),
    each('a final refusal moves nothing, gives the limit back and may be tried again', refusedThenPaid),
  ]);
  await each('a core that is gone at the moment of payout pays when it is back', goneAndBack);
  assert.deepEqual(await findings(world), []);
  await each('a number that the core knows for something else stays open and becomes a case', knownOtherwise);
  await each('a core that books one number twice is found out by its journal', bookedTwice);
});

type Bank = Awaited<ReturnType<typeof aBank>>;

async function aBank(t: TestContext) {
  const world = await aWorld(t);
  world.env['OUTSIDE_DEADLINE_MS'] = DEADLINE_MS;
  const gate = await coreGate(t, world.env['CORE_BANKING_URL'] ?? '');
  world.env['CORE_BANKING_URL'] = gate.url;
  const { borrower } = await serve(t, world);
  let persons = 0;
  /** Somebody new with an agreed contract, and what the core will do with their payout. */
  const someone = async ({ transfer, inquiry, inquiries }: Failing) => {
    const person = aPerson((persons += 1), '王小明');
    await world.settle(person);
    const it = borrower(person);
    // All of them sign in from one address, more often than the bank allows.
    await world.db.deleteFrom('platform.rate_limits').execute();
    const { contractId, applicationId } = await it.upToConfirm();
    const { accountNo } = person;
    await addFaults(world, [{ ...core, operation: 'transfer', match: { TO_ACCT: accountNo }, fault: transfer }]);
    const confirm = async () => {
      const asked = await it.confirm({ contractId });
      // Nothing but its number tells whose inquiry it is, so the line waits for the number of this payout.
      if (inquiry) await addFaults(world, [await inquiryFault(world, asked, inquiry, inquiries)]);
      return asked;
    };
    const step = async () => (await it.api.readApplication({ params: { applicationId }, query: {} })).step;
    return { borrower: it, contractId, confirm, step };
  };
  return { world, gate, someone };
}

async function paysOnce({ world, someone }: Bank, failing: Failing): Promise<void> {
  const { borrower, confirm } = await someone(failing);
  const asked = await confirm();
  assert.match(asked.state, /^(requested|sent|paid)$/);
  const paid = await untilLoan(borrower, asked);
  await assertMoved(world, borrower, 1);
  assert.equal(paid.coreSerialNo, (await transfersTo(world, borrower))[0]?.coreSerialNo);
}

async function refusedThenPaid({ world, someone }: Bank): Promise<void> {
  const { borrower, contractId, confirm, step } = await someone({ transfer: { kind: 'refuse', code: '2203' } });
  const asked = await confirm();
  const refused = await until('the refusal', async () => {
    const now = await borrower.outcome(asked, 1_000);
    return now.state === 'refused' ? now : undefined;
  });
  assert.ok(refused.reason);
  assert.equal(refused.loanId, null);
  await assertMoved(world, borrower, 0);
  assert.equal(await step(), 'confirm');
  await until('the text', async () => (await borrower.texts()).find(({ text }) => text.includes('未能放款')));

  // The account is in order again, and the customer confirms once more.
  const second = await borrower.confirm({ contractId });
  assert.notEqual(second.disbursementId, asked.disbursementId);
  await untilLoan(borrower, second);
  await assertMoved(world, borrower, 1);
}

async function goneAndBack({ world, gate, someone }: Bank): Promise<void> {
  const { borrower, confirm } = await someone({ transfer: 'hang-up-before' });
  gate.closeOn('/transfer ');
  const asked = await confirm();
  await gate.closed;
  assert.equal((await borrower.outcome(asked, 500)).state, 'sent');
  await assert.rejects(borrower.api.readAccount({ query: {} }), (error) => codeOf(error) === 'outside-system-silent');
  await gate.open();
  await untilLoan(borrower, asked);
  await assertMoved(world, borrower, 1);
}

async function knownOtherwise({ world, someone }: Bank): Promise<void> {
  const { borrower, confirm, step } = await someone({ transfer: { kind: 'refuse', code: '2301' } });
  const asked = await confirm();
  await until('the case', async () => {
    const cases = await world.db.selectFrom('cases.cases').select(['subject', 'kind']).execute();
    return cases.find(({ subject }) => subject === asked.disbursementId);
  });
  assert.equal((await borrower.outcome(asked, 0)).state, 'sent');
  assert.equal(await step(), 'paying');
}

async function bookedTwice({ world, someone }: Bank): Promise<void> {
  const { borrower, confirm } = await someone({ transfer: 'duplicate-accept' });
  await untilLoan(borrower, await confirm());
  await assertMoved(world, borrower, 2);
  const found = await findings(world);
  assert.equal(found.length, 1, found.join('\n'));
  assert.match(found[0] ?? '', /^8: the core booked T\w+ 2 times$/);
}

const core = { system: 'core-banking', times: 1 } as const;

const addFaults = async (world: World, lines: object[]): Promise<void> => {
  await fetch(`${world.controlUrl}/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(lines),
  });
};

async function inquiryFault(world: World, asked: Disbursement, fault: Fault, times = 1): Promise<object> {
  const { transfer_no } = await world.db
    .selectFrom('disbursement.disbursements')
    .select('transfer_no')
    .where('disbursement_id', '=', asked.disbursementId)
    .executeTakeFirstOrThrow();
  return { ...core, operation: 'transfer-query', match: { TRAN_NO: transfer_no }, times, fault };
}

const transfersTo = async (world: World, { person }: Borrower) =>
  (await world.transfersAtTheCore()).filter(({ toAccountNo }) => toAccountNo === person.accountNo);

async function assertMoved(world: World, borrower: Borrower, times: number): Promise<void> {
  const transfers = await transfersTo(world, borrower);
  assert.deepEqual(
    transfers.map(({ amountFen }) => amountFen),
    Array.from({ length: times }, () => 50_000_00),
  );
  assert.equal(await world.coreBalance(borrower.person.accountNo), 1_234_56 + times * 50_000_00);
}

const codeOf = (error: unknown): string => (error instanceof ApiProblem ? error.problem.code : String(error));
