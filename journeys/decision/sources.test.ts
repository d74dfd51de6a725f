import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { businessDate, type ApplicationId } from '@miaodai/values';
import { recommendationOf } from '../../server/src/lending/decision/index.ts';
import { aDoor } from '../bad-input/door.ts';
import { walkTo } from '../bad-input/walk.ts';
import { tell } from '../kit/introduce.ts';
import { aPerson } from '../kit/persons.ts';

const hurried = {
  hr: { deadlineMs: 3_000, must: false },
  bureau: { deadlineMs: 5_000, must: true },
  bigData: { deadlineMs: 100, must: false, fallbackScore: 500 },
};

test('each source has its deadline: without some of them it is decided, by what is known, and nothing is asked twice', async (t) => {
  const persons = [aPerson(41, '钱一'), aPerson(42, '钱二'), aPerson(43, '钱三')] as const;
  const { world, server, visitors } = await aDoor(t, ...persons);
  const { db, vault } = server.needs;
  const storedFor = async ({ applicationId }: { applicationId: string }) => {
    const stored = await recommendationOf(db, vault, applicationId as ApplicationId);
    assert.ok(stored?.dossier);
    return { ...stored, dossier: stored.dossier };
  };
  const callsTo = async (wanted: string) =>
    (await tell<{ system: string }[]>(world.controlUrl, 'GET', '/calls')).filter(({ system }) => system === wanted)
      .length;

  await t.test('when HR is silent, what it said when the application was routed counts', async () => {
    const [{ borrower }] = visitors;
    const at = await walkTo(borrower, 'submit');
    await world.faults([{ system: 'hr-system', operation: 'verify', times: 1, fault: 'hang-up-before' }]);
    const before = await callsTo('hr-system');
    const decided = await borrower.submit(at);
    assert.deepEqual([decided.step, decided.decision?.limitFen], ['amount', 63_500_00]);
    const { dossier, missing } = await storedFor(decided);
    assert.deepEqual([dossier.employer.known, dossier.employer.employee, dossier.employer.code], [false, true, 'KS02']);
    assert.deepEqual(
      missing.map(({ source }) => source),
      ['hr'],
    );
    assert.equal((await callsTo('hr-system')) - before, 1);
    const { rows } = await sql<{ state: string; cause: string }>`
      select state, cause from integrations.external_calls where system = 'hr-system'`.execute(world.db);
    assert.deepEqual(rows, [{ state: 'refused', cause: 'not-waited-for' }], 'nobody will ask again');
  });

  await t.test('all that is known and nothing of the person: the dossier has no name, number or address', async () => {
    const [, { borrower }] = visitors;
    const { dossier, outcomes, missing, score } = await storedFor(
      await borrower.submit(await walkTo(borrower, 'submit')),
    );
    assert.deepEqual(missing, []);
    assert.deepEqual(dossier.employer, {
      ...{ known: true, employee: true, code: 'KS02', grade: 'B', whitelisted: true },
      monthsEmployed: dossier.employer.monthsEmployed,
    });
    assert.equal(outcomes.length, 10);
    assert.ok(score !== null && score > 0);
    const text = JSON.stringify(dossier);
    for (const secret of [persons[1].name, persons[1].idNumber, persons[1].mobile, persons[1].erpNo]) {
      assert.equal(text.includes(secret), false);
    }
  });

  await t.test('a source that need not answer is not waited for beyond its deadline', async () => {
    const [, , { borrower }] = visitors;
    await world.db
      .insertInto('products.parameters')
      .values({
        ...{ product_code: 'instant-loan', branch_code: '*', name: 'sources' },
        ...{ effective_from: businessDate('2026-01-02'), value: JSON.stringify(hurried) },
      })
      .execute();
    const at = await walkTo(borrower, 'submit');
    const late = { kind: 'apply-then-late', ms: 2_000 };
    await world.faults([{ system: 'big-data', operation: 'assess', times: 1, fault: late }]);
    const decided = await borrower.submit(at);
    assert.equal(decided.step, 'amount');
    const { dossier, missing } = await storedFor(decided);
    assert.deepEqual(dossier.bigData, { known: false, score: 500, warnings: [] });
    assert.deepEqual(missing, [{ source: 'bigData', why: 'no answer in time' }]);
  });
});
