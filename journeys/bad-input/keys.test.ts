import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { sql } from 'kysely';
import { until } from '../kit/borrower.ts';
import { aPerson } from '../kit/persons.ts';
import { untouched } from '../kit/untouched.ts';
import type { World } from '../kit/world.ts';
import { aDoor } from './door.ts';
import { answerIn, assertProblem, type Ask, type Said } from './visitor.ts';
import { textsFor, walkTo, WRITE_NAMES, writes, type Application } from './walk.ts';

const wang = aPerson(1, '王小明');
const li = aPerson(2, '李晓红');

const under = (key: string | undefined, ask: Ask): Ask => ({
  ...ask,
  headers: { ...ask.headers, 'idempotency-key': key },
});
const same = (first: Said, again: Said, what: string) => {
  assert.equal(again.text, first.text, what);
  assert.equal(again.status, first.status, what);
  assert.equal(again.headers['content-type'], first.headers['content-type'], what);
};
const count = async ({ db }: World, table: string): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(db);
  return rows[0]?.n ?? -1;
};

test('no write is done without an Idempotency-Key, nor under one that is none', async (t) => {
  const { world, visitors } = await aDoor(t, wang);
  const [visitor] = visitors;
  const at = await walkTo(visitor.borrower, 'submit');
  const asks = writes({ ...at, contractId: randomUUID() }, await textsFor(visitor.borrower));
  await untouched(world.db, 'a write without a key', async () => {
    for (const name of WRITE_NAMES) {
      assertProblem(await visitor.send(under(undefined, asks[name])), 'idempotency-key-missing', name);
    }
    for (const key of ['', 'short', 'with a space in it', 'k'.repeat(65), 'schlüssel-1', 'tab\tin-the-key']) {
      const said = await visitor.send(under(key, asks.withdrawApplication));
      assertProblem(said, 'idempotency-key-missing', JSON.stringify(key));
    }
    const twice = { ...asks.withdrawApplication, headers: { 'idempotency-key': ['key-00000001', 'key-00000002'] } };
    assertProblem(await visitor.send(twice), 'idempotency-key-missing', 'two keys');
  });
});

test('a key that was used for one request is refused for any other', async (t) => {
  const { world, visitors } = await aDoor(t, wang);
  const [visitor] = visitors;
  const at = await walkTo(visitor.borrower, 'about-you');
  const asks = writes(at, await textsFor(visitor.borrower));
  const key = randomUUID();
  answerIn(await visitor.send(under(key, asks.saveAboutYou)));
  await untouched(world.db, 'a key of another request', async () => {
    const { body, path } = asks.saveAboutYou;
    const others: [string, Ask][] = [
      ['another body', { ...asks.saveAboutYou, body: { ...(body as object), complete: true } }],
      ['another application', { ...asks.saveAboutYou, path: path.replace(at.applicationId, randomUUID()) }],
      ['another operation', asks.withdrawApplication],
      ['another operation that asks others first', asks.identify],
    ];
    for (const [what, ask] of others)
      assertProblem(await visitor.send(under(key, ask)), 'idempotency-key-reused', what);
  });
});

test('the same request again gets the first answer to the byte, also when everything has moved on since', async (t) => {
  const { world, visitors } = await aDoor(t, wang);
  const [visitor] = visitors;
  const { borrower } = visitor;
  const at = await walkTo(borrower, 'about-you');
  const asks = writes(at, await textsFor(borrower));
  const sent: [Ask, Said][] = [];
  const once = async (ask: Ask) => {
    const keyed = under(randomUUID(), ask);
    sent.push([keyed, await visitor.send(keyed)]);
    return sent.at(-1)?.[1] as Said;
  };
  answerIn(await once(asks.saveAboutYou));
  assertProblem(await once(asks.chooseAmount), 'step-not-allowed');
  assertProblem(await once(asks.saveAboutYou), 'draft-changed');
  assertProblem(await once(asks.confirmDisbursement), 'not-found');
  assertProblem(await once(asks.identify), 'step-not-allowed');

  const agreed = await walkTo(borrower, 'confirm');
  const { contractId } = agreed;
  const { document } = await borrower.api.readContract({ params: { contractId: contractId ?? '' }, query: {} });
  const agreement = { textHash: document.textHash, transactionPassword: await borrower.sealPassword() };
  const path = `/api/customer/contracts/${contractId ?? ''}`;
  assertProblem(await once({ method: 'POST', path: `${path}/agreement`, body: agreement }), 'step-not-allowed');
  const confirmed = answerIn(await once({ method: 'POST', path: `${path}/disbursement` }));
  assert.equal((await borrower.outcome(confirmed)).state, 'paid');

  await untouched(world.db, 'a repeated request', async () => {
    for (const [ask, first] of sent) same(first, await visitor.send(ask), ask.path);
  });
  assert.equal((await world.transfersAtTheCore()).length, 1);
});

test('the answer kept with a key is not to be read in the database', async (t) => {
  const { world, visitors } = await aDoor(t, wang);
  const [visitor] = visitors;
  await walkTo(visitor.borrower, 'confirm');
  const { rows } = await sql<{ row: string }>`select to_jsonb(k)::text as row from platform.idempotency_keys k`.execute(
    world.db,
  );
  assert.ok(rows.length > 8);
  for (const { row } of rows) assert.doesNotMatch(row, /王小明|生产运行部|安定路|80000011/);
});

test("a customer's key is their own: the same one of somebody else is another", async (t) => {
  const { visitors } = await aDoor(t, wang, li);
  const key = randomUUID();
  const answers: Application[] = [];
  for (const visitor of visitors) {
    await visitor.borrower.signIn();
    const ask = { method: 'POST', path: '/api/customer/applications', body: { productCode: 'instant-loan' } };
    answers.push(answerIn(await visitor.send(under(key, ask))));
  }
  assert.notEqual(answers[0]?.applicationId, answers[1]?.applicationId);
});

test('ten times the same at once is done once, and all ten get one answer', async (t) => {
  const { world, visitors } = await aDoor(t, wang);
  const [visitor] = visitors;
  const { borrower } = visitor;
  const tenTimes = async (ask: Ask): Promise<Said> => {
    const keyed = under(randomUUID(), ask);
    const [first, ...others] = await Promise.all(Array.from({ length: 10 }, () => visitor.send(keyed)));
    assert.ok(first);
    for (const said of others) same(first, said, ask.path);
    same(first, await visitor.send(keyed), `${ask.path}, later`);
    return first;
  };
  await borrower.signIn();
  const start = { method: 'POST', path: '/api/customer/applications', body: { productCode: 'instant-loan' } };
  answerIn(await tenTimes(start));

  // A try that is used up, a person who is asked for: once, not ten times.
  const identity = await walkTo(borrower, 'identity');
  const unknown = { ...writes(identity, await textsFor(borrower)).identify, body: { erpNo: '99999999' } };
  assert.equal(answerIn(await tenTimes(unknown)).identity.triesLeft, 4);

  // One code, one nonce: nine that come too late must not spoil the one that is right.
  const submit = await walkTo(borrower, 'submit');
  const asks = writes(submit, await textsFor(borrower));
  const smsCode = await borrower.requestCode(submit);
  const transactionPassword = await borrower.sealPassword();
  const submitted = await tenTimes({ ...asks.submitApplication, body: { smsCode, transactionPassword } });
  assert.equal(answerIn(submitted).step, 'decision');
  const params = { applicationId: submit.applicationId };
  await until('the decision', async () => {
    const { step } = await borrower.api.readApplication({ params, query: { waitMs: 10_000 } });
    return step === 'decision' ? undefined : step;
  });
  assert.equal(await count(world, 'decision.decisions'), 1);

  const { contractId } = await walkTo(borrower, 'confirm');
  const confirm = { method: 'POST', path: `/api/customer/contracts/${contractId ?? ''}/disbursement` };
  await borrower.outcome(answerIn(await tenTimes(confirm)));
  assert.equal(await count(world, 'disbursement.disbursements'), 1);
  assert.equal((await world.transfersAtTheCore()).length, 1);
});

test('a double tap under two keys pays out once, and draws up one contract', async (t) => {
  const { world, visitors } = await aDoor(t, wang);
  const [visitor] = visitors;
  const { borrower } = visitor;
  const taps = (ask: Ask) => Promise.all(Array.from({ length: 8 }, () => visitor.send(ask)));
  await borrower.signIn();
  const start = { method: 'POST', path: '/api/customer/applications', body: { productCode: 'instant-loan' } };
  const started = (await taps(start)).map((said) => answerIn(said).applicationId);
  assert.equal(new Set(started).size, 1);

  const at = await walkTo(borrower, 'use-of-funds');
  const params = { applicationId: at.applicationId };
  const { version, textHash } = await borrower.api.readUseOfFunds({ params });
  const declared = await taps({
    ...writes(at, await textsFor(borrower)).declareUseOfFunds,
    body: { version, textHash },
  });
  assert.deepEqual(declared.map(({ status }) => String(status)).toSorted(), ['200', ...Array<string>(7).fill('409')]);
  assert.equal(await count(world, 'contract.contracts'), 1);

  const { contractId } = await walkTo(borrower, 'confirm');
  const paid = await taps({ method: 'POST', path: `/api/customer/contracts/${contractId ?? ''}/disbursement` });
  const ids = new Set(paid.map((said) => answerIn(said).disbursementId));
  assert.equal(ids.size, 1);
  for (const disbursementId of ids) await borrower.outcome({ disbursementId });
  assert.equal((await world.transfersAtTheCore()).length, 1);
});

test('an answer that another system kept silent is no answer: the same key may try again', async (t) => {
  const { world, visitors } = await aDoor(t, wang);
  const [visitor] = visitors;
  const at = await walkTo(visitor.borrower, 'identity');
  await world.faults([{ system: 'hr-system', operation: 'verify', times: 1, fault: 'hang-up-before' }]);
  const ask = under(randomUUID(), {
    ...writes(at, await textsFor(visitor.borrower)).identify,
    body: { erpNo: wang.erpNo },
  });
  assertProblem(await visitor.send(ask), 'outside-system-silent');
  assert.equal(answerIn(await visitor.send(ask)).step, 'about-you');
});
