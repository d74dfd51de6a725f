import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { businessDate, instant, type BusinessDate, type StaffId } from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import { aDatabase } from '../../../test-kit/database.ts';
import type { Context } from '../../platform/context.ts';
import { seedBank } from '../../seed/seed-bank.ts';
import { insertMember } from '../staff/index.ts';
import type { Employer } from './employer.rules.ts';
import { employerOn, gradeOn, pageOfEmployers, rosterInForce } from './employers.store.ts';
import { draftRoster, publishRoster, returnRoster, submitRoster } from './rosters.ts';
import { rostersAhead } from './rosters.store.ts';

const FIRST = businessDate('2026-01-01');
const TODAY = businessDate('2026-11-23');
const NOW = instant('2026-11-23T01:00:00.000Z');
const day = businessDate;
const employer = (code: string, changed: Partial<Employer> = {}): Employer => ({
  ...{ code, name: `${code}公司`, grade: 'B', branchCode: 'BJ01', whitelistedFrom: FIRST, whitelistedTo: null },
  ...changed,
});

async function aBank(t: TestContext) {
  const { db } = await aDatabase(t);
  await seedBank(db, FIRST);
  const hire = async (loginName: string): Promise<StaffId> => {
    const staffId = uuid() as StaffId;
    const about = { staffId, loginName, name: loginName, branchCode: '*', roles: [], level: 0, passwordHash: '' };
    await insertMember(db, about, NOW);
    return staffId;
  };
  const inTx = <T>(work: (context: Context) => Promise<T>, today: BusinessDate = TODAY): Promise<T> =>
    db.transaction().execute((tx) => work({ tx, today, now: NOW, emit: () => undefined }));
  const [editor, publisher] = [await hire('editor'), await hire('publisher')];
  const submitted = (...employers: Employer[]) =>
    inTx(async (context) => {
      const file = { fileName: 'a.csv', bytes: Buffer.from('a'), note: '测试', employers };
      const rosterId = await draftRoster(context, file, editor);
      await submitRoster(context, rosterId, editor);
      return rosterId;
    });
  const publish = async (rosterId: string, effectiveFrom: BusinessDate, by = publisher, today = TODAY) => {
    const comparedWith = (await rosterInForce(db, today))?.rosterId ?? null;
    return inTx((context) => publishRoster(context, { rosterId, effectiveFrom, comparedWith }, by), today);
  };
  return { db, inTx, editor, publisher, submitted, publish };
}

const refusal = (result: { ok: true } | { ok: false; refusal: string }): string =>
  result.ok ? 'done' : result.refusal;

test('on each day the latest roster holds that was published for it or before', async (t) => {
  const { db, submitted, publish } = await aBank(t);
  const [soon, later] = [await submitted(employer('KS01', { grade: 'C' })), await submitted(employer('KS09'))];
  assert.equal(refusal(await publish(later, day('2026-12-01'))), 'done');
  assert.equal(refusal(await publish(soon, TODAY)), 'done');

  const knows = async (code: string, on: string) => (await employerOn(db, code, day(on)))?.grade;
  assert.equal(await knows('KS01', '2026-11-22'), 'A', 'what the installation began with');
  assert.equal(await knows('KS01', '2026-11-23'), 'C');
  assert.equal(await knows('KS02', '2026-11-23'), undefined, 'a roster is whole: who is not on it is not known');
  assert.equal(await knows('KS01', '2026-11-30'), 'C');
  assert.equal(await knows('KS01', '2026-12-01'), undefined);
  assert.equal(await knows('KS09', '2026-12-01'), 'B');
  assert.equal(await knows('KS01', '2025-12-31'), undefined, 'before the bank there was no roster');
  assert.equal(await gradeOn(db, 'KS02', TODAY), 'C', 'a stranger is not among the good ones');
  assert.deepEqual(
    (await rostersAhead(db, TODAY)).map(({ versionNo, effectiveFrom }) => [versionNo, effectiveFrom]),
    [[3, '2026-12-01']],
  );
  // Two for the same day: the later version.
  assert.equal(refusal(await publish(await submitted(employer('KS01', { grade: 'B' })), TODAY)), 'done');
  assert.equal(await knows('KS01', '2026-11-23'), 'B');
});

test('whoever drafted or submitted does not publish, nor return; a day that is over is refused, and nothing moves twice', async (t) => {
  const { db, inTx, editor, publisher, submitted, publish } = await aBank(t);
  const rosterId = await submitted(employer('KS01'));
  const back = (by: StaffId) => inTx((context) => returnRoster(context, { rosterId, reason: '请核对' }, by));
  assert.equal(refusal(await publish(rosterId, TODAY, editor)), 'same-person');
  assert.equal(refusal(await back(editor)), 'same-person');
  assert.equal(refusal(await publish(rosterId, day('2026-11-22'))), 'day-in-the-past');
  assert.equal(refusal(await publish(uuid(), TODAY)), 'not-found');
  assert.equal((await rosterInForce(db, TODAY))?.versionNo, 1);
  assert.equal(refusal(await back(publisher)), 'done');
  assert.equal(refusal(await publish(rosterId, TODAY)), 'step-not-allowed');
  assert.equal(refusal(await inTx((context) => submitRoster(context, rosterId, editor))), 'step-not-allowed');

  // Somebody else's draft that one has submitted is one's own, too; the database itself holds to it.
  const theirs = await inTx((context) =>
    draftRoster(context, { fileName: 'b.csv', bytes: Buffer.from('b'), note: '', employers: [employer('K1')] }, editor),
  );
  await inTx((context) => submitRoster(context, theirs, publisher));
  assert.equal(refusal(await publish(theirs, TODAY, publisher)), 'same-person');
  const forced = db
    .updateTable('employers.rosters')
    .set({ state: 'published', effective_from: TODAY, published_by: publisher, published_at: NOW })
    .where('roster_id', '=', theirs)
    .execute();
  await assert.rejects(forced, /two_persons/);
  assert.equal((await rosterInForce(db, TODAY))?.versionNo, 1);
});

test('of two rosters that were compared with the same one, the second must be compared anew', async (t) => {
  const { db, inTx, publisher, submitted } = await aBank(t);
  const comparedWith = (await rosterInForce(db, TODAY))?.rosterId ?? null;
  const rosters = [await submitted(employer('KS01')), await submitted(employer('KS02'))];
  const said = await Promise.all(
    rosters.map(async (rosterId) =>
      inTx((context) => publishRoster(context, { rosterId, effectiveFrom: TODAY, comparedWith }, publisher)),
    ),
  );
  assert.deepEqual(said.map(refusal).toSorted(), ['done', 'draft-changed']);
});

test('employers are found by part of a code or name as it is typed, by branch and by being whitelisted that day', async (t) => {
  const { db, submitted, publish } = await aBank(t);
  const ended = { whitelistedTo: day('2026-11-22') };
  const employers = [
    employer('KS01', { name: '百分%公司' }),
    employer('KS02', { ...ended, branchCode: '*' }),
    employer('QY_3', { whitelistedFrom: null }),
  ];
  const rosterId = await submitted(...employers);
  await publish(rosterId, TODAY);
  const codes = async (filter: object, page = 1) => {
    const found = await pageOfEmployers(db, rosterId, { on: TODAY, ...filter }, { page, pageSize: 2 });
    return [found.total, ...found.items.map(({ code }) => code)];
  };
  assert.deepEqual(await codes({}), [3, 'KS01', 'KS02']);
  assert.deepEqual(await codes({}, 2), [3, 'QY_3']);
  assert.deepEqual(await codes({ text: 'ks0' }), [2, 'KS01', 'KS02']);
  assert.deepEqual(await codes({ text: '%' }), [1, 'KS01']);
  assert.deepEqual(await codes({ text: '_' }), [1, 'QY_3']);
  assert.deepEqual(await codes({ branchCode: '*' }), [1, 'KS02']);
  assert.deepEqual(await codes({ whitelisted: true }), [1, 'KS01']);
  assert.deepEqual(await codes({ whitelisted: false }), [2, 'KS02', 'QY_3']);
  assert.deepEqual(await codes({ whitelisted: true, on: day('2026-11-22') }), [2, 'KS01', 'KS02']);
});
