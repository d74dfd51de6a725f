import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addDays, businessDate, fen, type Instant } from '@miaodai/values';
import { sql } from 'kysely';
import { byTheClock } from '../../server/src/by-the-clock.ts';
import { deleteDocumentsUntil } from '../../server/src/customer/documents/index.ts';
import { deleteRunOut } from '../../server/src/customer/privacy/index.ts';
import { movableClock } from '../../server/src/platform/clock.ts';
import { createLog } from '../../server/src/platform/telemetry/log.ts';
import { until } from '../kit/borrower.ts';
import { tell } from '../kit/introduce.ts';
import { startTransfer, untilMoved } from '../kit/mover.ts';
import { Newcomer, RESIDENCE } from '../kit/newcomer.ts';
import { aPerson } from '../kit/persons.ts';
import { openEverything } from '../kit/sealed-rows.ts';
import { aWorld, serve } from '../kit/world.ts';
import { walkTo } from '../bad-input/walk.ts';

const wang = aPerson(1, '王小明');
/** What lending and transfers hold. */
const TRADE =
  /^(application|decision|contract|disbursement|servicing|copies|signing|evidence|transfers|integrations|platform)\./;
const reasons = ({ blocks }: { blocks: { reason: string }[] }) => blocks.map(({ reason }) => reason);
const code = (error: unknown): string => (error as { problem?: { code?: string } }).problem?.code ?? String(error);

test('a consent is listed with its text, and taking it back ends what rests on it', async (t) => {
  const world = await aWorld(t);
  await world.settle(wang);
  const { borrower } = await serve(t, world);
  const { api } = borrower(wang);
  const me = borrower(wang);
  const at = await walkTo(me, 'money');
  const { consents } = await me.api.listConsents({});
  assert.deepEqual(
    new Set(consents.map(({ kind }) => kind)),
    new Set(['employee-information', 'credit-report', 'face-check']),
  );
  const report = consents.find(({ kind }) => kind === 'credit-report');
  assert.ok(report?.revocable);
  const text = await me.api.readConsentText({ params: { consentId: report.consentId } });
  assert.equal(text.title, '个人信用报告查询授权书');
  assert.equal(text.textHash, report.textHash);

  const revoked = await me.api.revokeConsent({ params: { consentId: report.consentId } });
  assert.ok(revoked.revokedAt && !revoked.revocable);
  const now = await me.api.readApplication({ params: { applicationId: at.applicationId }, query: {} });
  assert.equal(now.step, 'withdrawn');
  // The pictures of the face go with their consent; nobody else's consent can be taken back.
  const faces = (await me.api.listConsents({})).consents.filter(({ kind }) => kind === 'face-check');
  for (const { consentId } of faces) await me.api.revokeConsent({ params: { consentId } });
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from face.evidence`.execute(world.db);
  assert.equal(rows[0]?.n, 0);
  await assert.rejects(api.listConsents({}), (error) => code(error) === 'not-signed-in');
});

test('an export holds all that is known, and nothing that proves the customer; only soon after signing in, so often a day', async (t) => {
  const world = await aWorld(t);
  await world.settle(wang);
  const clock = movableClock();
  const { borrower } = await serve(t, world, { clock });
  const me = borrower(wang);
  const confirmed = await me.upToConfirm(fen(50_000_00));
  const asked = await me.confirm(confirmed);
  await until('the loan', async () => ((await me.outcome(asked)).loanId ? true : undefined));

  const made = await me.api.exportMyData({});
  const text = JSON.stringify(made.sections);
  for (const known of [
    wang.name,
    wang.idNumber,
    wang.mobile,
    wang.accountNo,
    wang.erpNo,
    '生产运行部',
    '个人信用报告查询授权书',
  ])
    assert.ok(text.includes(known), known);
  assert.ok(made.html.includes(wang.idNumber));
  for (const proof of [wang.loginPassword, wang.transactionPassword, '$argon2'])
    assert.ok(!text.includes(`"${proof}"`), proof);
  assert.ok(!/验证码 ?\d{6}/.test(text));
  assert.ok(!/<script|src=|href=/.test(made.html));
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from privacy.exports`.execute(world.db);
  assert.equal(rows[0]?.n, 1);
  // It is kept nowhere, not even sealed with its key.
  const keys = await sql<{ n: number }>`
    select count(*)::int as n from platform.idempotency_keys where operation = 'exportMyData'`.execute(world.db);
  assert.equal(keys.rows[0]?.n, 0);
  for (let i = 0; i < 4; i += 1) await me.api.exportMyData({});
  await assert.rejects(me.api.exportMyData({}), (error) => code(error) === 'too-many-requests');

  // A loan stands against leaving, and says so.
  const blocked = await me.api.readDeletion({});
  assert.equal(blocked.state, 'blocked');
  assert.ok(blocked.blocks.some(({ reason }) => reason === 'open-loans'));
  await assert.rejects(
    me.api.requestDeletion({ body: { understood: true } }),
    (error) => code(error) === 'deletion-blocked',
  );
  clock.move(11 * 60);
  for (let i = 0; i < 3; i += 1) await me.api.readSession({});
  await assert.rejects(me.api.exportMyData({}), (error) => code(error) === 'sign-in-again');
  await assert.rejects(
    me.api.requestDeletion({ body: { understood: true } }),
    (error) => code(error) === 'sign-in-again',
  );
});

test('who leaves is gone at once where the law allows, and wholly when their time is over', async (t) => {
  const world = await aWorld(t);
  await world.settle(wang);
  const { borrower, needs } = await serve(t, world);
  const me = borrower(wang);
  await walkTo(me, 'money');
  assert.deepEqual(reasons(await me.api.readDeletion({})), ['balance-left']);
  await tell(world.controlUrl, 'PUT', `/accounts/${wang.accountNo}`, { balanceFen: 0 });
  const offered = await me.api.readDeletion({});
  assert.deepEqual(offered.blocks, []);
  assert.equal(offered.keeps.length, 5);
  const done = await me.api.requestDeletion({ body: { understood: true } });
  assert.equal(done.state, 'done');
  await assert.rejects(
    me.api.readSession({}),
    (error) => code(error) === 'session-expired' || code(error) === 'not-signed-in',
  );
  await assert.rejects(borrower(wang).signIn(), (error) => code(error) === 'wrong-credentials');
  const places = async () =>
    new Set(
      (await openEverything(world.db, needs.vault)).map(({ place, text }) =>
        text.includes(wang.idNumber) || text.includes(wang.erpNo) || text.includes(wang.accountNo) ? place : '',
      ),
    );
  assert.deepEqual(
    await places(),
    new Set(['', 'identity.customers.id_number', 'account.accounts.account_no', 'ecif.fields.value']),
  );
  // The number is free: the same person may become another customer.
  const anew = { ...wang, accountNo: '6231680000099990' };
  await world.settle(anew);
  await borrower(anew).signIn();

  // Ten years and a day later, by the bank's day.
  assert.equal(await runOut(needs, '2037-01-01'), 5);
  assert.equal(await runOut(needs, '2037-01-01'), 0);
  const { rows } = await sql<{ consents: number; events: number; names: number }>`
    select (select count(*)::int from consent.consents) as consents,
      (select count(*)::int from identity.security_events e join privacy.closures using (customer_id)) as events,
      (select count(*)::int from identity.customers where name_cipher is not null) as names`.execute(world.db);
  // Of the two who were the same person, only the new one is known.
  assert.deepEqual(rows[0], { consents: 0, events: 0, names: 1 });
});

test('who has borrowed and moved money: what says who they were goes from trade when ten years are over, and not a day before', async (t) => {
  const world = await aWorld(t);
  await world.settle(wang);
  const { borrower, needs } = await serve(t, world);
  const me = borrower(wang);
  const asked = await me.confirm(await me.upToConfirm(fen(50_000_00)));
  await until('the loan', async () => ((await me.outcome(asked)).loanId ? true : undefined));
  await untilMoved(me, await startTransfer(me, { direction: 'out', amountFen: fen(100_00) }));
  const address = 'wang.leaving@mail.example';
  const params = { contractId: asked.contractId };
  await me.api.requestContractCopy({ params, body: { address, transactionPassword: await me.sealPassword() } });
  await until('the mail', async () =>
    (await me.api.listContractCopies({ params })).copies.find((it) => it.hasUnzipCode),
  );
  // What was signed, and where it was sent, is theirs to take along.
  const { sections } = await me.api.exportMyData({});
  const section = (name: string) => sections.find((one) => one.name === name)?.records ?? [];
  assert.deepEqual([section('signings').length, section('signings')[0]?.['事件证书姓名']], [1, wang.name]);
  assert.deepEqual(
    section('copies').map((one) => [one['邮箱'], one['状态']]),
    [[address, '已发送']],
  );
  // Repaid, and the account emptied.
  await sql`update servicing.loans set outstanding_fen = 0, state = 'closed'`.execute(world.db);
  await tell(world.controlUrl, 'PUT', `/accounts/${wang.accountNo}`, { balanceFen: 0 });
  await me.api.requestDeletion({ body: { understood: true } });
  const { rows: kept } = await sql<{ until: string }>`
    select keep_until::text as until from privacy.kept where what = 'trade'`.execute(world.db);
  const day = kept[0]?.until ?? '';

  const mine = [wang.idNumber, wang.erpNo, wang.accountNo, wang.cardNo, wang.mobile, wang.name, '生产运行部', address];
  const places = async () =>
    [
      ...new Set(
        (await openEverything(world.db, needs.vault))
          .filter(({ text }) => mine.some((value) => text.includes(value)))
          .map(({ place }) => place)
          .filter((place) => TRADE.test(place)),
      ),
    ].toSorted();
  // What opens the file is needed by nobody any more.
  const codes = async () =>
    (await openEverything(world.db, needs.vault)).filter(({ place }) => place === 'copies.copies.unzip_code');
  assert.deepEqual(await codes(), []);
  await runOut(needs, addDays(businessDate(day), -1), true);
  assert.deepEqual(await places(), [
    'application.applications.answers',
    'application.applications.erp_no',
    'contract.contracts.account_no',
    'contract.contracts.document',
    'contract.contracts.use_of_funds',
    'copies.copies.address',
    'disbursement.disbursements.account_no',
    'servicing.loans.account_no',
    'signing.signings.signatures',
    'transfers.transfers.account_no',
    'transfers.transfers.card_no',
  ]);
  const reports = async () =>
    (await openEverything(world.db, needs.vault)).filter(
      ({ place, text }) => /^(decision|integrations)\./.test(place) && text !== '{}',
    ).length;
  assert.ok((await reports()) >= 2, 'what others told, and what was decided on it');
  await runOut(needs, addDays(businessDate(day), 1), true);
  assert.deepEqual([await places(), await reports()], [[], 0]);
});

test('the consents of somebody who is still here cannot be deleted, not even by the server itself', async (t) => {
  const world = await aWorld(t);
  await world.settle(wang);
  const { borrower } = await serve(t, world);
  await walkTo(borrower(wang), 'identity');
  await assert.rejects(
    sql`select consent.forget_of(customer_id, '2099-01-01') from identity.customers`.execute(world.db),
    /are kept/,
  );
});

test('somebody who has just become a customer finds all of it in the export; every sealed value of it opens where it stands, and goes in time', async (t) => {
  const world = await aWorld(t);
  const person = aPerson(1, '钱多多');
  const { cardNo, name, idNumber, mobile } = person;
  await tell(world.controlUrl, 'POST', '/cards', [{ cardNo, holderName: name, idNumber, mobile }]);
  const { borrower, needs } = await serve(t, world);
  const who = borrower(person);
  const newcomer = new Newcomer(who);
  await newcomer.register();
  await newcomer.confirmIdCard(needs);
  await newcomer.open();
  await until('the account', async () => ((await newcomer.account()).state === 'not-active' ? true : undefined));
  await newcomer.activate();
  await until('the activation', async () => ((await newcomer.account()).state === 'normal' ? true : undefined));

  const sealed = await openEverything(world.db, needs.vault);
  const places = new Set(sealed.map(({ place }) => place));
  for (const place of [
    'documents.sides.picture',
    'ecif.fields.value',
    'account.cards.card_no',
    'account.requests.order',
  ])
    assert.ok(places.has(place), place);
  const told = JSON.stringify((await who.api.exportMyData({})).sections);
  for (const known of [
    person.idNumber,
    person.cardNo,
    person.mobile,
    RESIDENCE,
    '北京市公安局东城分局',
    '用户注册协议',
  ])
    assert.ok(told.includes(known), known);

  await who.api.requestDeletion({ body: { understood: true } });
  const { rows: cases } = await sql<{ kind: string }>`select kind from cases.cases where closed_at is null`.execute(
    world.db,
  );
  assert.deepEqual(cases, [{ kind: 'account-to-close' }]);
  await runOut(needs, '2037-01-01');
  const left = (await openEverything(world.db, needs.vault)).filter(({ text }) =>
    [person.idNumber, person.cardNo, person.mobile, person.name, RESIDENCE].some((value) => text.includes(value)),
  );
  // The card's picture has a day of its own in its row, which the housekeeping goes by.
  assert.deepEqual(
    new Set(left.map(({ place }) => place)),
    new Set(['documents.documents.fields', 'documents.sides.reading']),
  );
  await deleteDocumentsUntil(world.db, '2037-01-01T00:00:00.000Z' as Instant);
  assert.ok(!(await openEverything(world.db, needs.vault)).some(({ place }) => place.startsWith('documents.')));
});

/** The bank's day has come to this. @param trade with what lending and transfers hold */
function runOut(
  { inTx, vault, ...needs }: Awaited<ReturnType<typeof serve>>['needs'],
  day: string,
  trade = false,
): Promise<number | void> {
  const onThatDay = ((work, first) =>
    inTx(
      (context, asked) =>
        work({ ...context, today: businessDate(day), now: `${day}T00:00:00.000Z` as Instant }, asked as never),
      first as never,
    )) as typeof inTx;
  if (!trade) return deleteRunOut({ inTx: onThatDay, vault, eraseTrade: () => Promise.resolve() });
  const jobs = byTheClock({ ...needs, vault, inTx: onThatDay, log: createLog('silent') });
  const job = { subject: '', completeIn: () => Promise.resolve() };
  return jobs['privacy.delete-run-out']?.(job) ?? Promise.reject(new Error('no such job'));
}
