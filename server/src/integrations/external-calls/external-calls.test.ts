import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { aDatabase } from '../../../test-kit/database.ts';
import { vault as openVault } from '../../platform/crypto/vault.ts';
import type { Db } from '../../platform/db/connect.ts';
import { done, refused, unknown, type Outcome } from '../outcome.ts';
import { readCall } from './external-calls.store.ts';
import { askClaimed, claimAll, claimCall, intendCall, renewCall, settleCall, type Intent } from './index.ts';

const intent = (requestNo: string, requestHash = 'a') => ({
  ...{ requestNo, requestHash, system: 'core-banking', operation: 'transfer', subject: randomUUID() },
});
const askOnce = async <T>(
  needs: Parameters<typeof askClaimed>[0],
  asked: Intent,
  call: () => Promise<Outcome<T>>,
): Promise<Outcome<T>> => askClaimed(needs, asked, (await claimAll(needs.db, [asked])).get(asked.requestNo), call);
const stateOf = async (db: Db, requestNo: string) => (await readCall(db, requestNo))?.state;
/** A lease that has run out at once, by the database's clock. */
const OVER = 0;

test('a number asks for one thing only, however often it is intended', async (t) => {
  const { db } = await aDatabase(t);
  await intendCall(db, intent('N1'));
  await intendCall(db, intent('N1'));
  await assert.rejects(intendCall(db, intent('N1', 'another payee')), /N1 asks for one thing only/);
});

test('who holds the lease is alone; when it has run out the next attempt begins', async (t) => {
  const { db } = await aDatabase(t);
  await intendCall(db, intent('N1'));
  assert.equal(await claimCall(db, 'N1', OVER), 1);
  assert.equal(await stateOf(db, 'N1'), 'sent');
  assert.equal(await claimCall(db, 'N1', 60), 2);
  assert.equal(await claimCall(db, 'N1', 60), undefined);
});

test('twenty who want the lease at once: one gets it', async (t) => {
  const { db } = await aDatabase(t);
  await intendCall(db, intent('N1'));
  const attempts = await Promise.all(Array.from({ length: 20 }, () => claimCall(db, 'N1', 60)));
  assert.deepEqual(
    attempts.filter((attempt) => attempt !== undefined),
    [1],
  );
});

test('an attempt that was overtaken neither renews its lease nor makes anything unknown', async (t) => {
  const { db } = await aDatabase(t);
  await intendCall(db, intent('N1'));
  await claimCall(db, 'N1', OVER);
  await claimCall(db, 'N1', OVER);
  assert.equal(await renewCall(db, 'N1', 1, 60), false);
  assert.equal(await renewCall(db, 'N1', 2, 60), true);
  assert.equal(await settleCall(db, 'N1', 1, unknown('no answer in time')), false);
  // The second still has its lease.
  assert.equal(await claimCall(db, 'N1', 60), undefined);
  assert.equal(await stateOf(db, 'N1'), 'sent');
});

test('an unknown outcome frees the lease, and asking goes on under the same number', async (t) => {
  const { db } = await aDatabase(t);
  await intendCall(db, intent('N1'));
  await claimCall(db, 'N1', 60);
  assert.equal(await settleCall(db, 'N1', 1, unknown('status 500')), true);
  assert.equal(await stateOf(db, 'N1'), 'unknown');
  assert.equal(await claimCall(db, 'N1', 60), 2);
});

test('a final answer counts whoever brings it, and stands for ever', async (t) => {
  const { db } = await aDatabase(t);
  await intendCall(db, intent('N1'));
  await claimCall(db, 'N1', OVER);
  await claimCall(db, 'N1', 60);
  assert.equal(await settleCall(db, 'N1', 1, done({})), true);
  assert.equal(await settleCall(db, 'N1', 2, refused('payee-frozen', '')), false);
  assert.equal(await settleCall(db, 'N1', 2, unknown('no answer in time')), false);
  assert.equal(await stateOf(db, 'N1'), 'done');
  assert.equal(await claimCall(db, 'N1', 60), undefined);
  assert.equal(await renewCall(db, 'N1', 2, 60), false);
});

test('a question that costs something is asked until it is answered, and then never again', async (t) => {
  const { db } = await aDatabase(t);
  const needs = { db, vault: openVault(randomBytes(32)) };
  const answers: Outcome<{ score: number }>[] = [unknown('no answer in time'), done({ score: 815 })];
  let asked = 0;
  const ask = () => askOnce(needs, intent('Q1'), async () => answers[asked++] ?? refused('asked', 'too often'));
  assert.equal((await ask()).is, 'unknown');
  assert.deepEqual(await ask(), done({ score: 815 }));
  assert.deepEqual(await ask(), done({ score: 815 }));
  assert.equal(asked, 2);
  const kept = await readCall(db, 'Q1');
  assert.equal(Buffer.from(kept?.answer ?? []).includes('815'), false, 'the answer is kept under seal');
});

test('while somebody asks, everybody else does not know', async (t) => {
  const { db } = await aDatabase(t);
  const needs = { db, vault: openVault(randomBytes(32)) };
  let answer: ((outcome: Outcome<number>) => void) | undefined;
  let begun = (): void => assert.fail('nobody waits');
  const hasBegun = new Promise<void>((resolve) => (begun = resolve));
  const first = askOnce(needs, intent('Q1'), () => {
    begun();
    return new Promise<Outcome<number>>((resolve) => (answer = resolve));
  });
  await hasBegun;
  assert.equal((await askOnce(needs, intent('Q1'), () => assert.fail('asked twice'))).is, 'unknown');
  answer?.(refused('no-such-person', ''));
  assert.equal((await first).is, 'refused');
  assert.equal((await askOnce(needs, intent('Q1'), () => assert.fail('asked twice'))).is, 'refused');
});

test('several questions are claimed together; of those that are answered or asked just now, none', async (t) => {
  const { db } = await aDatabase(t);
  await claimAll(db, [intent('Q1'), intent('Q2'), intent('Q3')]);
  await settleCall(db, 'Q1', 1, done({}));
  await settleCall(db, 'Q2', 1, unknown('no answer in time'));
  const second = await claimAll(db, [intent('Q1'), intent('Q2'), intent('Q3'), intent('Q4')]);
  assert.deepEqual(
    second,
    new Map([
      ['Q2', 2],
      ['Q4', 1],
    ]),
  );
  const needs = { db, vault: openVault(randomBytes(32)) };
  await assert.rejects(
    askOnce(needs, intent('Q2', 'about another'), () => assert.fail('asked')),
    /one thing only/,
  );
});
