import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { ApiProblem } from '@miaodai/http-api/client';
import { sql } from 'kysely';
import { done, unknown } from '../../server/src/integrations/outcome.ts';
import { settleSigning, signContract } from '../../server/src/lending/signing/index.ts';
import { takeUpAgain } from '../../server/src/lending/take-up-again.ts';
import { movableClock } from '../../server/src/platform/clock.ts';
import { walkTo, type Application } from '../bad-input/walk.ts';
import { until, type Borrower } from '../kit/borrower.ts';
import { tell } from '../kit/introduce.ts';
import { aPerson } from '../kit/persons.ts';
import { untouched } from '../kit/untouched.ts';
import { aWorld, serve, type World } from '../kit/world.ts';
import { assertSignedOnce, untilSigned } from './signed.ts';

type Fault = string | { kind: string; [parameter: string]: unknown };

/** Whatever the certificate authority makes of it, there is one signed contract in the end. */
const SIGNS: readonly Fault[] = [
  'hang-up-before',
  'apply-then-hang-up',
  { kind: 'apply-then-late', ms: 3_500 },
  { kind: 'late-then-apply', ms: 3_500 },
  { kind: 'status-500-html', applied: true },
  { kind: 'truncated-json', applied: false },
  { kind: 'garbage', applied: true },
  { kind: 'refuse', code: '9001' },
  { kind: 'refuse', code: '2999' },
  'other-number',
];
/** Long enough for a loaded machine, shorter than the faults that come too late. */
const DEADLINE_MS = '2500';

test('a certificate authority and a time-stamp authority that fail in any way', { concurrency: 5 }, async (t) => {
  const bank = await aBank(t);
  const each = (name: string, story: (bank: Bank) => Promise<void>) => t.test(name, () => story(bank));
  await Promise.all([
    ...SIGNS.map((fault) => each(`one contract is signed: ${JSON.stringify(fault)}`, (bank) => signs(bank, fault))),
    each('a person who gets no certificate may agree again, under another number', refusedThenSigned),
    each('a wrong transaction password uses up a try and writes nothing', wrongPassword),
    each('what was not confirmed, or is not what was shown, is not agreed to', notAsShown),
    each('agreed to twice at once, from two devices at two nodes, it is one signing', twice),
  ]);
  // They are asked of whoever signs: nobody else may do so meanwhile.
  await each('time-stamps that are down for a while, revocation lists that are not to be had', downForAWhile);
  await each('two nodes that take the same job: one asks', twoNodes);
  await each('a signing whose job was lost is taken up again by the clock', lostJob);
  await each('a number that is known for something else is told to a person, and nothing is lost', knownOtherwise);
  await each('a certificate that has run out meanwhile is not signed with: the customer may agree again', runOut);
});

type Bank = Awaited<ReturnType<typeof aBank>>;

async function aBank(t: TestContext) {
  const world = await aWorld(t);
  world.env['OUTSIDE_DEADLINE_MS'] = DEADLINE_MS;
  const clock = movableClock();
  const nodes = [await serve(t, world, { clock }), await serve(t, world, { clock })] as const;
  let persons = 0;
  /** Somebody new before their contract, and what the certificate authority will do for them. */
  const someone = async (fault?: Fault, times = 1) => {
    const person = aPerson((persons += 1), '王小明');
    await world.settle(person);
    const borrower = nodes[0].borrower(person);
    // All of them sign in from one address, more often than the bank allows.
    await world.db.deleteFrom('platform.rate_limits').execute();
    const at = await walkTo(borrower, 'contract');
    const apply = { system: 'certificate-authority', operation: 'apply', match: { idNo: person.idNumber } };
    if (fault) await addFaults(world, [{ ...apply, times, fault }]);
    return { person, borrower, at };
  };
  return { world, clock, nodes, someone };
}

async function signs({ world, someone }: Bank, fault: Fault): Promise<void> {
  const { borrower, at } = await someone(fault);
  const agreed = await borrower.agreeOnlyToContract(at);
  assert.equal(agreed.state, 'agreed');
  await untilSigned(borrower, at);
  await assertSignedOnce(world, borrower, at);
}

async function refusedThenSigned({ world, someone }: Bank): Promise<void> {
  const { borrower, at } = await someone({ kind: 'refuse', code: '2201' });
  const refused = await borrower.agreeToContract(at);
  assert.deepEqual([refused.state, refused.signing?.state, refused.signing?.sha256], ['drafted', 'refused', null]);
  assert.match(refused.signing?.words ?? '', /再次同意/);
  assert.ok(refused.costConfirmedAt);
  assert.equal((await look(borrower, at)).step, 'contract');
  await assert.rejects(borrower.confirm(at), hasCode('step-not-allowed'));
  await until('the text', async () => (await borrower.texts()).find(({ text }) => text.includes('未能完成电子签署')));

  await borrower.agreeToContract(at);
  await assertSignedOnce(world, borrower, at);
  const numbers = await world.db
    .selectFrom('signing.signings')
    .select('request_no')
    .distinct()
    .where('contract_id', '=', at.contractId)
    .execute();
  assert.equal(numbers.length, 2);
}

async function wrongPassword({ world, someone }: Bank): Promise<void> {
  const { borrower, at } = await someone();
  const params = { contractId: at.contractId ?? '' };
  const { document, costStatement } = await borrower.api.readContract({ params, query: {} });
  await borrower.api.confirmCostStatement({ params, body: { costStatementHash: costStatement.textHash } });
  const wrong = await borrower.sealPassword('314159');
  const asked = borrower.api.agreeContract({
    params,
    body: { textHash: document.textHash, transactionPassword: wrong },
  });
  await assert.rejects(asked, (error) => {
    assert.ok(error instanceof ApiProblem && error.problem.code === 'transaction-password-wrong', String(error));
    assert.match(error.problem.detail ?? '', /还可以尝试 4 次/);
    return true;
  });
  assert.equal((await look(borrower, at)).step, 'contract');
  assert.equal((await borrower.api.readContract({ params, query: {} })).signing, null);
  await borrower.agreeToContract(at);
  await assertSignedOnce(world, borrower, at);
}

async function notAsShown({ someone }: Bank): Promise<void> {
  const { borrower, at } = await someone();
  const { api } = borrower;
  const params = { contractId: at.contractId ?? '' };
  const { document, costStatement } = await api.readContract({ params, query: {} });
  const agree = async (textHash: string) =>
    api.agreeContract({ params, body: { textHash, transactionPassword: await borrower.sealPassword() } });
  await assert.rejects(agree(document.textHash), hasCode('cost-statement-unconfirmed'));
  const confirm = (costStatementHash: string) => api.confirmCostStatement({ params, body: { costStatementHash } });
  await assert.rejects(confirm('ab'.repeat(32)), hasCode('agreement-outdated'));
  const first = await confirm(costStatement.textHash);
  assert.equal((await confirm(costStatement.textHash)).costConfirmedAt, first.costConfirmedAt);
  await assert.rejects(agree('ab'.repeat(32)), hasCode('agreement-outdated'));
  await assert.rejects(api.readContractFile({ params }), hasCode('step-not-allowed'));
  assert.equal((await api.readContract({ params, query: {} })).state, 'drafted');
}

async function twice({ world, nodes, someone }: Bank): Promise<void> {
  const { borrower, person, at } = await someone();
  const other = nodes[1].borrower(person);
  await other.signIn();
  const params = { contractId: at.contractId ?? '' };
  const { document, costStatement } = await borrower.api.readContract({ params, query: {} });
  await borrower.api.confirmCostStatement({ params, body: { costStatementHash: costStatement.textHash } });
  const agree = async (by: Borrower) =>
    by.api.agreeContract({
      params,
      body: { textHash: document.textHash, transactionPassword: await by.sealPassword() },
    });
  const said = await Promise.allSettled([agree(borrower), agree(other), agree(borrower), agree(other)]);
  assert.equal(said.filter(({ status }) => status === 'fulfilled').length, 1);
  for (const one of said) if (one.status === 'rejected') assert.ok(hasCode('step-not-allowed')(one.reason));
  await untilSigned(other, at);
  await assertSignedOnce(world, borrower, at);
}

async function downForAWhile({ world, someone }: Bank): Promise<void> {
  for (const [system, operation, fault] of [
    ['time-stamp', 'stamp', 'hang-up-before'],
    ['time-stamp', 'stamp', 'garbage'],
    ['certificate-authority', 'crl', 'never-answers'],
  ] as const) {
    const { borrower, at } = await someone();
    await addFaults(world, [{ system, operation, fault }]);
    await borrower.agreeOnlyToContract(at);
    await untilSigned(borrower, at);
    await assertSignedOnce(world, borrower, at);
  }
}

async function twoNodes({ world, nodes, someone }: Bank): Promise<void> {
  const { borrower, at } = await someone({ kind: 'apply-then-late', ms: 800 });
  await borrower.agreeOnlyToContract(at);
  const { signing_id: subject } = await signingOf(world, at);
  await Promise.all(nodes.map(({ needs }) => signContract(needs, { subject, completeIn: () => Promise.resolve() })));
  await untilSigned(borrower, at);
  await assertSignedOnce(world, borrower, at);
  // Whoever comes later finds it settled, and changes nothing.
  await untouched(world.db, 'a signing that is settled', async () => {
    const job = { subject, completeIn: () => Promise.resolve() };
    for (const { needs } of nodes) await signContract(needs, job);
    // A node that wakes up late with a file of its own, or knowing nothing.
    const other = {
      content: Buffer.from('%PDF'),
      sha256: 'ab'.repeat(32),
      contractNo: 'HT',
      signatures: [],
      sm2: undefined,
    };
    for (const late of [done(other), unknown('no answer in time')]) await settleSigning(nodes[1].needs, job, 1, late);
  });
  assert.equal((await appliesOf(world, at)).length, 1);
}

async function knownOtherwise({ world, someone }: Bank): Promise<void> {
  const { borrower, at } = await someone({ kind: 'refuse', code: '2101' });
  await borrower.agreeOnlyToContract(at);
  const { signing_id: id } = await signingOf(world, at);
  const open = await until('the case', () =>
    world.db.selectFrom('cases.cases').select(['kind', 'closed_at']).where('subject', '=', id).executeTakeFirst(),
  );
  assert.equal(open.kind, 'signing-outcome-open');
  // Here it was a slip of theirs: asked again they issue it, and the case is closed.
  await untilSigned(borrower, at);
  await assertSignedOnce(world, borrower, at);
  const closed = await world.db.selectFrom('cases.cases').select('closed_at').where('subject', '=', id).execute();
  assert.ok(closed.every(({ closed_at }) => closed_at !== null));
}

async function lostJob({ world, nodes, someone }: Bank): Promise<void> {
  const { borrower, at } = await someone('hang-up-before', 1_000);
  await borrower.agreeOnlyToContract(at);
  const { signing_id: id } = await signingOf(world, at);
  await untilTried(world, id);
  // Everything that would go on is gone, and a long time goes by.
  await sql`delete from pgboss.job where name = 'contract.agreed'`.execute(world.db);
  await sql`update integrations.external_calls set updated_at = now() - interval '1 day', leased_until = null
            where subject = ${id}`.execute(world.db);
  await tell(world.controlUrl, 'DELETE', '/faults');
  await takeUpAgain(nodes[1].needs, { subject: 'by the clock', completeIn: () => Promise.resolve() });
  await untilSigned(borrower, at);
  await assertSignedOnce(world, borrower, at);
}

async function runOut({ world, clock, someone }: Bank): Promise<void> {
  const { borrower, at } = await someone();
  // Issued, and then there are no time-stamps for longer than the certificate is good for.
  await addFaults(world, [{ system: 'time-stamp', operation: 'stamp', times: 1_000, fault: 'hang-up-before' }]);
  await borrower.agreeOnlyToContract(at);
  const { signing_id: id } = await signingOf(world, at);
  await untilTried(world, id);
  // Whoever waits reads why, and cannot give up what is being signed.
  const asked = { params: { contractId: at.contractId ?? '' }, query: {} };
  clock.move(20);
  assert.match((await borrower.api.readContract(asked)).signing?.words ?? '', /自动继续/);
  const withdrawal = borrower.api.withdrawApplication({ params: { applicationId: at.applicationId } });
  await assert.rejects(withdrawal, hasCode('step-not-allowed'));
  clock.move(25 * 3_600);
  await borrower.signIn();
  const refused = await borrower.untilSigned(at);
  assert.deepEqual([refused.state, refused.signing?.state], ['drafted', 'refused']);
  await tell(world.controlUrl, 'DELETE', '/faults');
}

/** The first attempt is over, and nothing is known. */
const untilTried = (world: World, id: string) =>
  until('an attempt that learnt nothing', () =>
    world.db
      .selectFrom('integrations.external_calls')
      .select('attempts')
      .where('subject', '=', id)
      .where('state', '=', 'unknown')
      .executeTakeFirst(),
  );

const signingOf = (world: World, { contractId }: Application) =>
  world.db
    .selectFrom('signing.signings')
    .select(['signing_id', 'request_no'])
    .where('contract_id', '=', contractId)
    .executeTakeFirstOrThrow();

async function appliesOf(world: World, at: Application): Promise<unknown[]> {
  const { request_no: number } = await signingOf(world, at);
  const calls = await tell<{ operation: string }[]>(world.controlUrl, 'GET', `/calls?number=${number}`);
  return calls.filter(({ operation }) => operation === 'apply');
}

const look = ({ api }: Borrower, { applicationId }: Application) =>
  api.readApplication({ params: { applicationId }, query: {} });

const hasCode = (code: string) => (error: unknown) => error instanceof ApiProblem && error.problem.code === code;

const addFaults = (world: World, lines: object[]): Promise<unknown> => tell(world.controlUrl, 'POST', '/faults', lines);
