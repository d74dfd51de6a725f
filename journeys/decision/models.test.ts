import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { sql } from 'kysely';
import { ApiProblem } from '@miaodai/http-api/client';
import { addDays, type BusinessDate } from '@miaodai/values';
import { aDoor } from '../bad-input/door.ts';
import { walkTo } from '../bad-input/walk.ts';
import { until } from '../kit/borrower.ts';
import { aPerson } from '../kit/persons.ts';
import type { SeedMember } from '../../server/src/seed/seed-staff.ts';
import { Clerk, demoStaff, hire } from '../kit/staff.ts';

const MODEL = readFileSync(join(import.meta.dirname, '../../server/src/seed/models/default.json'), 'utf8');
const stricter = MODEL.replace('monthlyIncomeFen * 0.55', 'monthlyIncomeFen * 0.4');
const note = '月还款占收入比例由 55% 收紧到 40%';
const refused = (code: string) => (error: unknown) => error instanceof ApiProblem && error.problem.code === code;
const fieldsOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => assert.fail('was taken'),
    (failure: unknown) => failure,
  );
  assert.ok(error instanceof ApiProblem && error.problem.code === 'model-not-valid', String(error));
  return error.problem.fields ?? [];
};

type Console = { api: Clerk['api']; today: BusinessDate };
type Draft = Awaited<ReturnType<Clerk['api']['draftModel']>>;
type Borrowed = Awaited<ReturnType<typeof walkTo>>;

/** A bank with its people at their desks, one customer who has been decided on, and one who has not. */
async function aScene(t: Parameters<typeof aDoor>[0]) {
  const [wang, li] = [aPerson(1, '王小明'), aPerson(31, '李大力')];
  const { world, visitors, url } = await aDoor(t, wang, li);
  const { riskEditor, riskPublisher, officer, auditor } = demoStaff;
  const both = { ...riskEditor, loginName: 'risk09', name: '双岗', roles: ['risk-editor', 'risk-publisher'] };
  await hire(world, riskEditor, riskPublisher, officer, auditor, both);
  const signedIn = async (member: SeedMember): Promise<Console> => {
    const clerk = new Clerk(url, member);
    const { businessDay } = await clerk.signIn();
    return { api: clerk.api, today: businessDay };
  };
  const editor = await signedIn(riskEditor);
  const publisher = await signedIn(riskPublisher);
  const [{ borrower: first }, { borrower: second }] = visitors;
  const decided: Borrowed = await first.submit(await walkTo(first, 'submit'));
  assert.equal(decided.decision?.limitFen, 63_500_00);
  const inForce = async () => (await editor.api.listModels({ query: {} })).products.map((one) => one.inForce);
  const [initial] = (await editor.api.listModels({ query: {} })).models;
  assert.deepEqual([initial?.versionNo, initial?.inForce, initial?.drafted.name], [1, true, '系统初始']);
  return { world, signedIn, editor, publisher, first, second, decided, inForce, initial, officer, auditor, both };
}
type Scene = Awaited<ReturnType<typeof aScene>>;

test('a rule is changed: drafted, compared, tried on what was decided, published by another, and decides from its day on', async (t) => {
  const scene = await aScene(t);
  await t.test('who has no right to models reads none and changes none', () => rights(scene));
  await t.test('a file that is in disorder is refused with line and reason, and nothing changes', () =>
    disorder(scene),
  );
  const drafted = await scene.editor.api.draftModel({
    body: { productCode: 'instant-loan', content: stricter, note },
  });
  await t.test('it is compared with what is in force, cell by cell', () => comparison(scene, drafted));
  await t.test('a back-test says who would be decided otherwise, and by how much', () => backTest(scene, drafted));
  await t.test('one that is cancelled stays so, whatever its job still brings, and another may begin', () =>
    cancelled(scene, drafted),
  );
  await t.test('two persons: who drafted or submitted it neither publishes nor returns it', () =>
    twoPersons(scene, drafted),
  );
  await t.test('it decides from the day on that it was published for, and what was decided before stays', () =>
    effect(scene, drafted),
  );
  await t.test('a model is never changed in the database either', () => unchanged(scene));
});

async function rights({ signedIn, editor, initial, officer, auditor }: Scene) {
  const { api } = await signedIn(officer);
  await assert.rejects(api.listModels({ query: {} }), refused('right-missing'));
  await assert.rejects(api.draftModel({ body: { productCode: null, content: MODEL, note } }), refused('right-missing'));
  const look = await signedIn(auditor);
  assert.equal((await look.api.listModels({ query: {} })).models.length, 1);
  const params = { modelId: initial?.modelId ?? '' };
  assert.equal((await look.api.readModel({ params })).may.publish, 'right-missing');
  const body = { productCode: null, from: editor.today, to: editor.today };
  await assert.rejects(look.api.startBackTest({ params, body }), refused('right-missing'));
}

async function disorder({ editor, inForce, initial }: Scene) {
  const draft = (content: string) => editor.api.draftModel({ body: { productCode: null, content, note } });
  const [broken] = await fieldsOf(draft(MODEL.replace('"edges": [', '"edges": [[')));
  assert.match(broken?.path ?? '', /^content:\d+$/);
  const line = MODEL.slice(0, MODEL.indexOf('bureau.worstOverdueDays')).split('\n').length;
  assert.deepEqual(await fieldsOf(draft(MODEL.replace('bureau.worstOverdueDays', 'bureau.worstDays'))), [
    {
      path: `content:${line}`,
      message: `第 ${line} 行，节点“准入规则”：第 5 行“实际值”：没有字段“bureau.worstDays”`,
    },
  ]);
  const [unnamed] = await fieldsOf(draft(MODEL.replace('"\\"own-history\\""', '"\\"bad-luck\\""')));
  assert.match(unnamed?.message ?? '', /没有对客户的说明文案（declined:bad-luck）/);
  const other = editor.api.draftModel({ body: { productCode: 'no-such-loan', content: MODEL, note } });
  await assert.rejects(other, refused('invalid-input'));
  assert.equal((await editor.api.listModels({ query: {} })).models.length, 1);
  assert.deepEqual(await inForce(), [initial?.modelId, initial?.modelId]);
}

async function comparison({ editor }: Scene, drafted: Draft) {
  const params = { modelId: drafted.modelId };
  assert.deepEqual([drafted.versionNo, drafted.state, drafted.inForce], [2, 'draft', false]);
  const comparison = await editor.api.compareModels({ params, query: {} });
  assert.deepEqual([comparison.with?.versionNo, comparison.same], [1, false]);
  assert.deepEqual(comparison.nodes, [
    {
      ...{ name: '基础数据', kind: 'expression', change: 'changed' },
      cells: [
        {
          at: 'allowedDebtFen',
          before: 'round(applicant.monthlyIncomeFen * 0.55)',
          now: 'round(applicant.monthlyIncomeFen * 0.4)',
        },
      ],
    },
  ]);
  const itself = await editor.api.compareModels({ params, query: { with: drafted.modelId } });
  assert.deepEqual([itself.same, itself.nodes], [true, []]);
}

async function backTest({ editor, publisher, decided }: Scene, drafted: Draft) {
  const params = { modelId: drafted.modelId };
  const period = { productCode: null, from: editor.today, to: editor.today };
  const { backTestId, state } = await editor.api.startBackTest({ params, body: period });
  assert.equal(state, 'running');
  const done = await until('the back-test', async () => {
    const now = await editor.api.readBackTest({ params: { backTestId } });
    return now.state === 'running' ? undefined : now;
  });
  assert.deepEqual([done.state, done.done, done.total], ['done', 1, 1]);
  // 40 % of 12,000 less 1,200 is 3,600 a month; times 11.7692 is 42,369.
  assert.deepEqual(
    done.result?.changed.map(({ applicationNo, before, now }) => [applicationNo, before.limitFen, now.limitFen]),
    [[decided.applicationNo, 63_500_00, 42_300_00]],
  );
  assert.deepEqual([done.result?.limitChanged, done.result?.newlyDeclined, done.result?.same], [1, 0, 0]);
  // A third less: between a half and a fifth.
  const bucket = done.result?.distribution.find(({ count }) => count > 0);
  assert.deepEqual(bucket, { fromPpm: -500_000, toPpm: -200_000, count: 1 });
  await assert.rejects(editor.api.cancelBackTest({ params: { backTestId } }), refused('step-not-allowed'));
  const kept = (await publisher.api.readModel({ params })).backTests;
  assert.deepEqual(
    kept.map((one) => [one.backTestId, one.state]),
    [[backTestId, 'done']],
  );
  const backwards = { ...period, from: addDays(editor.today, 1) };
  await assert.rejects(editor.api.startBackTest({ params, body: backwards }), refused('invalid-input'));
}

async function cancelled({ world, editor }: Scene, drafted: Draft) {
  const params = { modelId: drafted.modelId };
  const body = { productCode: null, from: editor.today, to: editor.today };
  const { api } = editor;
  // What it is to replay is not to be had for a while: so it is still running when it is cancelled.
  const hold = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const holding = world.db.transaction().execute(async (tx) => {
    await sql`lock table decision.decisions in access exclusive mode`.execute(tx);
    held.resolve();
    await hold.promise;
  });
  await held.promise;
  const { backTestId } = await api.startBackTest({ params, body });
  const running = { params: { backTestId } };
  await until('the job to be held up', async () => {
    const { rows } = await sql`
      select 1 from pg_locks where relation = 'decision.decisions'::regclass and not granted`.execute(world.db);
    return rows.length > 0 ? true : undefined;
  });
  await assert.rejects(api.startBackTest({ params, body }), refused('back-test-running'));
  assert.equal((await api.cancelBackTest(running)).state, 'cancelled');
  await assert.rejects(api.cancelBackTest(running), refused('step-not-allowed'));
  hold.resolve();
  await holding;
  await until('the end of its job', async () => {
    const { rows } = await sql<{ state: string }>`
      select state from pgboss.job where name = 'model.back-test' and data->>'subject' = ${backTestId}`.execute(
      world.db,
    );
    return rows.every(({ state }) => state === 'completed') ? true : undefined;
  });
  const after = await api.readBackTest(running);
  assert.deepEqual([after.state, after.result], ['cancelled', null]);

  const again = await api.startBackTest({ params, body });
  assert.notEqual(again.backTestId, backTestId);
  const done = await until('the second back-test', async () => {
    const now = await api.readBackTest({ params: { backTestId: again.backTestId } });
    return now.state === 'running' ? undefined : now;
  });
  assert.deepEqual([done.state, done.result?.limitChanged], ['done', 1]);
}

async function twoPersons({ signedIn, editor, publisher, both }: Scene, drafted: Draft) {
  const params = { modelId: drafted.modelId };
  const may = async ({ api }: Console) => (await api.readModel({ params })).may;
  const effective = { effectiveFrom: editor.today };
  await assert.rejects(publisher.api.publishModel({ params, body: effective }), refused('step-not-allowed'));
  assert.deepEqual(await may(editor), { submit: 'yes', publish: 'right-missing', return: 'right-missing' });
  await editor.api.submitModel({ params });
  await assert.rejects(editor.api.publishModel({ params, body: effective }), refused('right-missing'));
  const own = await signedIn(both);
  const mine = await own.api.draftModel({ body: { productCode: null, content: stricter, note } });
  await own.api.submitModel({ params: { modelId: mine.modelId } });
  const attempt = { params: { modelId: mine.modelId }, body: effective };
  await assert.rejects(own.api.publishModel(attempt), refused('same-person'));
  const back = { params: attempt.params, body: { reason: '与第 2 版重复' } };
  await assert.rejects(own.api.returnModel(back), refused('same-person'));
  assert.equal((await own.api.readModel({ params: attempt.params })).may.publish, 'same-person');
  const returned = await publisher.api.returnModel(back);
  assert.deepEqual([returned.state, returned.returned?.reason], ['returned', '与第 2 版重复']);
}

async function effect({ editor, publisher, first, second, decided, inForce, initial }: Scene, drafted: Draft) {
  const params = { modelId: drafted.modelId };
  const may = async ({ api }: Console) => (await api.readModel({ params })).may;
  const yesterday = addDays(editor.today, -1);
  const past = publisher.api.publishModel({ params, body: { effectiveFrom: yesterday } });
  await assert.rejects(past, refused('day-in-the-past'));
  assert.equal((await may(publisher)).publish, 'yes');
  const published = await publisher.api.publishModel({ params, body: { effectiveFrom: editor.today } });
  assert.deepEqual([published.state, published.inForce], ['published', true]);
  assert.deepEqual(await inForce(), [drafted.modelId, initial?.modelId]);
  const again = await second.submit(await walkTo(second, 'submit'));
  assert.equal(again.decision?.limitFen, 42_300_00);
  const before = await first.api.readApplication({ params: { applicationId: decided.applicationId }, query: {} });
  assert.equal(before.decision?.limitFen, 63_500_00);
  const rerun = (applicationId: string) => editor.api.rerunDecision({ params: { applicationId } });
  const [old, recent] = [await rerun(decided.applicationId), await rerun(again.applicationId)];
  assert.deepEqual([old.same, old.modelVersion], [true, 'model-1']);
  assert.deepEqual([recent.same, recent.modelVersion], [true, 'model-2']);
}

async function unchanged({ world }: Scene) {
  const change = world.db.updateTable('decision.models').set({ content: '{}' }).execute();
  await assert.rejects(change, /permission denied/);
}
