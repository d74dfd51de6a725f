import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiProblem } from '@miaodai/http-api/client';
import { addDays, businessDate, type BusinessDate } from '@miaodai/values';
import { readText } from '../../server/src/bank/content/index.ts';
import { poppler, textOf } from '../../server/test-kit/read-pdf.ts';
import { aPerson } from '../kit/persons.ts';
import { Clerk, demoStaff, hire } from '../kit/staff.ts';
import { aWorld, serve } from '../kit/world.ts';

const refused =
  (code: string, ...paths: string[]) =>
  (error: unknown) => {
    assert.ok(error instanceof ApiProblem, String(error));
    assert.equal(error.problem.code, code);
    if (paths.length > 0) {
      assert.deepEqual(
        error.problem.fields?.map(({ path }) => path),
        paths,
      );
    }
    return true;
  };

type Scene = Awaited<ReturnType<typeof aScene>>;
const params = { kind: 'sms:declined' };
const sms = (text: string) => ({
  ...{ title: '审批未通过', paragraphs: [text], readingSeconds: 0, mustReachEnd: false, note: '改进措辞' },
});
const WORDS = '【秒贷】您的{{product}}申请这次没有通过，原因请登录直销银行查看。';

test('what customers read is drafted, checked, and published by another person from a day on', async (t) => {
  const scene = await aScene(t);
  await t.test('every text is listed with the version in force; only those whose work it is see it', () =>
    listed(scene),
  );
  await t.test('a text with a gap, an unknown variable or too many words is refused with its place', () =>
    checked(scene),
  );
  await t.test(
    'a wording is shown as the paper that customers get, examples filled in, and nothing of it is kept',
    () => shownAsPaper(scene),
  );
  await t.test('two who begin or change one at the same time are one who is told to look again', () => together(scene));
  await t.test('who wrote in it or submitted it never publishes it, whatever rights they have', () =>
    twoPersons(scene),
  );
  await t.test('what is returned says why, and can be written on', () => returned(scene));
  await t.test('it holds from its day on, one version a day; the version before stays as it was', () =>
    published(scene),
  );
  await t.test('until its day it may be called off with a reason; its day is free again, its number is not', () =>
    calledOff(scene),
  );
  await t.test('today it is another text only where nobody agreed to it today', () => agreedToday(scene));
  await t.test('a reason that a new rule needs is a text of a new kind, in force at once', () => newKind(scene));
  await t.test('a draft that is given up makes room for another', () => givenUp(scene));
});

async function aScene(t: Parameters<typeof aWorld>[0]) {
  const world = await aWorld(t);
  const { editor, publisher, auditor, officer } = demoStaff;
  const both = {
    ...editor,
    ...{ loginName: 'both01', name: '双岗', roles: ['business-editor', 'business-publisher'] },
  };
  await hire(world, editor, publisher, auditor, officer, both);
  const { url, borrower } = await serve(t, world);
  const signedIn = async (who: typeof both) => {
    const clerk = new Clerk(url, who);
    await clerk.signIn();
    return clerk.api;
  };
  const [writes, publishes, looks, lends, twoRights] = await Promise.all([
    signedIn(editor as typeof both),
    signedIn(publisher as typeof both),
    signedIn(auditor as typeof both),
    signedIn(officer as typeof both),
    signedIn(both),
  ]);
  const { today } = await writes.listTexts({});
  const tomorrow = addDays(today, 1);
  return { world, borrower, writes, publishes, looks, lends, twoRights, today, tomorrow };
}

async function listed({ publishes, looks, lends }: Scene): Promise<void> {
  const { texts, groups } = await looks.listTexts({});
  assert.equal(texts.find(({ kind }) => kind === 'loan-contract')?.inForce?.version, '2026-1');
  assert.ok(texts.every(({ group }) => groups.some((one) => one.group === group)));
  await assert.rejects(lends.listTexts({}), refused('right-missing'));
  await assert.rejects(lends.readTextVersions({ params }), refused('right-missing'));
  await assert.rejects(looks.readTextVersions({ params: { kind: 'no-such-text' } }), refused('not-found'));
  await assert.rejects(
    publishes.draftText({ params, body: { revision: null, ...sms(WORDS) } }),
    refused('right-missing'),
  );
}

async function checked({ writes }: Scene): Promise<void> {
  const put = (text: string) => writes.draftText({ params, body: { revision: null, ...sms(text) } });
  await assert.rejects(put('【秒贷】您的申请未通过。'), refused('text-not-valid', 'paragraphs'));
  await assert.rejects(put('【秒贷】{{product}}{{amount}}'), refused('text-not-valid', 'paragraphs.0'));
  await assert.rejects(put('【秒贷】{{product}}{{ limit }}'), refused('text-not-valid', 'paragraphs.0'));
  await assert.rejects(
    put(`您的{{product}}${'很'.repeat(150)}`),
    refused('text-not-valid', 'paragraphs.0', 'paragraphs'),
  );
  const contract = await writes.readTextVersions({ params: { kind: 'loan-contract' } });
  const { title, paragraphs, mustReachEnd } = contract.versions[0] as (typeof contract.versions)[number];
  const hasty = { revision: null, title, paragraphs, mustReachEnd, readingSeconds: 0, note: '不读' };
  await assert.rejects(
    writes.draftText({ params: { kind: 'loan-contract' }, body: hasty }),
    refused('text-not-valid', 'readingSeconds'),
  );
  const lines = { ...sms(WORDS), paragraphs: ['income|收入证明|nobody', 'income|收入证明|customer'] };
  await assert.rejects(
    writes.draftText({ params: { kind: 'paper-kinds' }, body: { revision: null, ...lines } }),
    refused('text-not-valid', 'paragraphs.0', 'paragraphs.1', 'paragraphs', 'paragraphs'),
  );
  assert.equal((await writes.readTextVersions({ params })).draft, null);
}

async function shownAsPaper({ writes, lends, looks, world, today }: Scene): Promise<void> {
  const shown = async (kind: string, more: { title?: string; paragraphs?: string[] } = {}) => {
    const { title, paragraphs } = await readText(world.db, kind, today);
    const body = { title, paragraphs, ...more };
    const file = await looks.previewTextFile({ params: { kind }, body });
    assert.equal(file.mediaType, 'application/pdf');
    const pdf = Buffer.from(file.base64, 'base64');
    assert.equal(pdf.toString('latin1', 0, 8), '%PDF-1.7');
    assert.ok(pdf.length < 400_000, `${kind}: ${pdf.length} bytes`);
    return { name: file.name, text: poppler().skip ? undefined : textOf(pdf) };
  };
  const contract = await shown('loan-contract');
  assert.equal(contract.name, '个人消费贷款合同（样张）.pdf');
  const { paragraphs } = await readText(world.db, 'loan-contract', today);
  const fresh = await shown('loan-contract', { paragraphs: [...paragraphs, '# 第十一条 新增', '#strong[新] $1$'] });
  const cost = await shown('cost-statement', { paragraphs: [...COST, 'closing|再无其他费用'] });
  const use = await shown('use-of-funds');
  const other = await shown('registration');
  if (contract.text === undefined) console.log(`the words of the papers were not read: ${poppler().skip}`);
  else {
    for (const words of ['王小明', '人民币伍万元整', '年化利率（单利）', '附件一', '附件二', '附件三', '签署信息'])
      assert.ok(contract.text.includes(words), words);
    // The example of the text is the loan of the schedule beside it.
    assert.match(contract.text, /首期还款金额为 4,248\.36 元/);
    // The word across the page is read with the rest.
    assert.match(contract.text.replaceAll(/[样张]/g, ''), /合计 +50,980\.35\s+50,000\.00 +980\.35/);
    assert.match(fresh.text ?? '', /第十一条 新增\s+#strong\[新\] \$1\$/);
    assert.match(cost.text ?? '', /再无其他费用/);
    assert.match(use.text ?? '', /旅游出行/);
    assert.match(other.text ?? '', /用户/);
  }
  const refuses = (kind: string, wording: { title: string; paragraphs: string[] }, code: string, ...paths: string[]) =>
    assert.rejects(writes.previewTextFile({ params: { kind }, body: wording }), refused(code, ...paths));
  const statement = await readText(world.db, 'use-of-funds', today);
  const unknown = { title: '声明', paragraphs: [...statement.paragraphs, '{{nothing}}', '{ '] };
  const at = statement.paragraphs.length;
  await refuses('use-of-funds', unknown, 'text-not-valid', `paragraphs.${at}`, `paragraphs.${at + 1}`);
  await refuses('cost-statement', { title: '表', paragraphs: COST }, 'text-not-valid', 'paragraphs');
  // Short to write and long to read: the contract could not be set.
  const endless = Array.from({ length: 300 }, () => '{{dayCount}}'.repeat(50));
  const { title, paragraphs: whole } = await readText(world.db, 'loan-contract', today);
  await refuses('loan-contract', { title, paragraphs: [...whole, ...endless] }, 'text-not-valid', 'paragraphs');
  for (const kind of ['sms:declined', 'paper-kinds', 'introduction:instant-loan', 'no-such-text'])
    await refuses(kind, { title: '标题', paragraphs: [WORDS] }, 'not-found');
  // More at once than may wait: whoever is not served is told so.
  const body = { title: '声明', paragraphs: statement.paragraphs };
  const many = Array.from({ length: 24 }, () => looks.previewTextFile({ params: { kind: 'use-of-funds' }, body }));
  const outcomes = await Promise.allSettled(many);
  assert.ok(outcomes.filter(({ status }) => status === 'fulfilled').length >= 8);
  for (const outcome of outcomes) if (outcome.status === 'rejected') refused('overloaded')(outcome.reason);
  await assert.rejects(
    lends.previewTextFile({ params: { kind: 'use-of-funds' }, body: unknown }),
    refused('right-missing'),
  );
  const { draft } = await writes.readTextVersions({ params: { kind: 'loan-contract' } });
  assert.equal(draft, null);
}
const COST = ['item|利息|{{repaymentMethod}}|{{annualRate}}{{penalty}}{{earlyRepaymentFee}}|本行'];

async function together({ writes, publishes, twoRights, tomorrow }: Scene): Promise<void> {
  const begun = await writes.draftText({ params, body: { revision: null, ...sms(WORDS) } });
  assert.deepEqual([begun.draft?.version, begun.draft?.state, begun.draft?.revision], ['2026-2', 'draft', 1]);
  await assert.rejects(
    twoRights.draftText({ params, body: { revision: null, ...sms(WORDS) } }),
    refused('draft-changed'),
  );
  const changed = await twoRights.draftText({ params, body: { revision: 1, ...sms(`${WORDS}谢谢。`) } });
  assert.equal(changed.draft?.revision, 2);
  await assert.rejects(writes.submitText({ params, body: { revision: 1 } }), refused('draft-changed'));
  await assert.rejects(
    publishes.publishText({ params, body: { revision: 2, effectiveFrom: tomorrow } }),
    refused('step-not-allowed'),
  );
}

async function twoPersons({ writes, twoRights, tomorrow }: Scene): Promise<void> {
  const submitted = await writes.submitText({ params, body: { revision: 2 } });
  assert.deepEqual([submitted.may.edit, submitted.may.publish], ['wrong-state', 'right-missing']);
  assert.equal((await twoRights.readTextVersions({ params })).may.publish, 'same-person');
  await assert.rejects(
    twoRights.publishText({ params, body: { revision: 2, effectiveFrom: tomorrow } }),
    refused('same-person'),
  );
  await assert.rejects(twoRights.returnText({ params, body: { revision: 2, reason: '不妥' } }), refused('same-person'));
  await assert.rejects(writes.draftText({ params, body: { revision: 2, ...sms(WORDS) } }), refused('step-not-allowed'));
}

async function returned({ writes, publishes, twoRights }: Scene): Promise<void> {
  const returned = await publishes.returnText({ params, body: { revision: 2, reason: '去掉“谢谢”' } });
  assert.equal(returned.draft?.state, 'returned');
  assert.equal((await writes.readTextVersions({ params })).draft?.returned?.reason, '去掉“谢谢”');
  const again = await writes.draftText({ params, body: { revision: 2, ...sms(WORDS) } });
  assert.deepEqual([again.draft?.state, again.draft?.revision], ['draft', 3]);
  await writes.submitText({ params, body: { revision: 3 } });
  // Whoever wrote in it before is an author still.
  assert.equal((await twoRights.readTextVersions({ params })).may.publish, 'same-person');
}

async function published({ world, publishes, today, tomorrow }: Scene): Promise<void> {
  const publish = (effectiveFrom: BusinessDate) =>
    publishes.publishText({ params, body: { revision: 3, effectiveFrom } });
  await assert.rejects(publish(businessDate('2026-01-01')), refused('day-in-the-past'));
  const published = await publish(tomorrow);
  assert.equal(published.draft, null);
  assert.deepEqual(
    published.versions.map(({ version, state, effectiveFrom }) => [version, state, effectiveFrom]),
    [
      ['2026-2', 'coming', tomorrow],
      ['2026-1', 'in-force', published.versions[1]?.effectiveFrom],
    ],
  );
  assert.match(published.versions[0]?.published?.name ?? '', /谢芳/);
  assert.equal((await readText(world.db, 'sms:declined', today)).version, '2026-1');
  assert.deepEqual((await readText(world.db, 'sms:declined', tomorrow)).paragraphs, [WORDS]);
  await assert.rejects(
    world.db.updateTable('content.texts').set({ title: '别的' }).where('kind', '=', 'sms:declined').execute(),
    /permission denied/,
  );
}

async function calledOff({ world, writes, publishes, looks, today, tomorrow }: Scene): Promise<void> {
  const version = (name: string) => ({ ...params, version: name });
  const body = { reason: '监管口径有变' };
  await assert.rejects(writes.callOffText({ params: version('2026-2'), body }), refused('right-missing'));
  await assert.rejects(publishes.callOffText({ params: version('2026-9'), body }), refused('not-found'));
  await assert.rejects(publishes.callOffText({ params: version('2026-1'), body }), refused('step-not-allowed'));
  await assert.rejects(
    publishes.callOffText({ params: version('2026-2'), body: { reason: ' ' } }),
    refused('invalid-input', 'reason'),
  );
  const off = await publishes.callOffText({ params: version('2026-2'), body });
  assert.deepEqual(
    off.versions.map((one) => [one.version, one.state, one.withdrawn?.reason ?? null]),
    [
      ['2026-2', 'withdrawn', '监管口径有变'],
      ['2026-1', 'in-force', null],
    ],
  );
  await assert.rejects(publishes.callOffText({ params: version('2026-2'), body }), refused('step-not-allowed'));
  assert.equal((await readText(world.db, params.kind, tomorrow)).version, '2026-1');
  const { texts } = await looks.listTexts({});
  assert.equal(texts.find(({ kind }) => kind === params.kind)?.coming, null);
  assert.equal(off.may.callOff, 'yes');

  const next = await writes.draftText({ params, body: { revision: null, ...sms(WORDS) } });
  assert.deepEqual([next.draft?.version, next.earliest], ['2026-3', today]);
  await writes.submitText({ params, body: { revision: 1 } });
  const again = await publishes.publishText({ params, body: { revision: 1, effectiveFrom: tomorrow } });
  assert.deepEqual([again.versions[0]?.version, again.versions[0]?.state], ['2026-3', 'coming']);
  assert.equal((await readText(world.db, params.kind, tomorrow)).version, '2026-3');
}

async function agreedToday({ world, borrower, writes, publishes, today, tomorrow }: Scene): Promise<void> {
  const agreed = { kind: 'employee-information' };
  const { title, paragraphs, readingSeconds } = await readText(world.db, agreed.kind, today);
  const calmer = { title, paragraphs, readingSeconds, mustReachEnd: false, note: '不再要求读到末尾', revision: null };
  assert.equal((await writes.draftText({ params: agreed, body: calmer })).earliest, today);
  await writes.submitText({ params: agreed, body: { revision: 1 } });
  const person = aPerson(400, '王小明');
  await world.settle(person);
  const customer = borrower(person);
  await customer.signIn();
  const read = await customer.api.readAgreement({ params: { kind: 'employee-information' } });
  assert.deepEqual([read.version, read.mustReachEnd], ['2026-1', true]);
  await customer.agree(await customer.start(), 'employee-information');
  const publish = (effectiveFrom: BusinessDate) =>
    publishes.publishText({ params: agreed, body: { revision: 1, effectiveFrom } });
  await assert.rejects(publish(today), refused('agreed-today'));
  assert.equal((await publish(tomorrow)).versions[0]?.mustReachEnd, false);
}

async function newKind({ writes, publishes, today, tomorrow }: Scene): Promise<void> {
  const fresh = { kind: 'declined:new-rule' };
  const body = { revision: null, ...sms('您的资料暂不满足新规则。') };
  await assert.rejects(writes.draftText({ params: { kind: 'other-kind' }, body }), refused('not-found'));
  const begun = await writes.draftText({ params: fresh, body });
  assert.equal(begun.earliest, today);
  await writes.submitText({ params: fresh, body: { revision: 1 } });
  const publication = { params: fresh, body: { revision: 1, effectiveFrom: today } };
  assert.equal((await publishes.publishText(publication)).versions[0]?.state, 'in-force');
  const next = await writes.draftText({ params: fresh, body });
  assert.deepEqual([next.draft?.version, next.earliest], ['2026-2', tomorrow]);
  await writes.submitText({ params: fresh, body: { revision: 1 } });
  await assert.rejects(publishes.publishText(publication), refused('day-taken'));
}

async function givenUp({ writes }: Scene): Promise<void> {
  const kind = { kind: 'sms:approved' };
  const body = {
    ...sms('【秒贷】您的{{product}}已通过，额度 {{limit}} 元，有效期至 {{validUntil}}。'),
    revision: null,
  };
  await writes.draftText({ params: kind, body });
  await assert.rejects(writes.withdrawText({ params: kind, body: { revision: 9 } }), refused('draft-changed'));
  // Often enough for the database to plan once and for all.
  for (let n = 0; n < 12; n += 1) {
    assert.equal((await writes.withdrawText({ params: kind, body: { revision: 1 } })).draft, null);
    assert.equal((await writes.draftText({ params: kind, body })).draft?.version, '2026-2');
  }
}
