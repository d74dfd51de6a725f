import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { addDays, fen } from '@miaodai/values';
import { today } from '../../server/src/bank/calendar/index.ts';
import { skipToTheDayOf } from '../kit/days.ts';
import { setFaceSwitch } from '../../server/src/customer/face/index.ts';
import { expireDrafts } from '../../server/src/lending/application/index.ts';
import { aDoor } from '../bad-input/door.ts';
import { goOn, walkTo, type Application, type Step } from '../bad-input/walk.ts';
import { ANSWERS, Borrower, moneyAnswersFor } from '../kit/borrower.ts';
import { tell } from '../kit/introduce.ts';
import { aPerson, type Person } from '../kit/persons.ts';

const DAY = 86_400;
type Bank = Awaited<ReturnType<typeof aBank>>;

const saysNo = (code: string, words?: RegExp) => (error: unknown) => {
  const { problem } = error as { problem: { code: string } };
  return problem.code === code && (!words || words.test(JSON.stringify(problem)));
};
const look = ({ api }: Borrower, { applicationId }: Application) =>
  api.readApplication({ params: { applicationId }, query: {} });
const at = ({ applicationId }: Application) => ({ params: { applicationId } });

test('an application is begun, left, taken up again, declined and submitted once more', async (t) => {
  const bank = await aBank(t);
  await t.test('the system check stands between the agreements and says what is not in order', () => systemCheck(bank));
  await t.test('the standard loan asks how much is wanted, the instant one does not', () => wanted(bank));
  await t.test('another session asks for the face again, the same one goes straight on', () => comingBack(bank));
  await t.test('of two devices one saves and one submits; the other is told', () => twoDevices(bank));
  await t.test('a status is told from the face check on', () => statuses(bank));
  await t.test('declined: not before its day; then prefilled, linked, agreed to anew', () => declined(bank));
  await t.test('a draft expires by the clock, and what was filled in is gone', () => expired(bank));
});

async function aBank(t: Parameters<typeof aDoor>[0]) {
  const { world, server, clock } = await aDoor(t);
  let persons = 600;
  const someone = async (traits: Parameters<typeof aPerson>[2] = {}) => {
    const person = aPerson((persons += 1), '王小明', traits);
    await world.settle(person);
    return { person, borrower: onDevice(person) };
  };
  const onDevice = (person: Person) => new Borrower(server.url, world.controlUrl, person);
  return { world, clock, needs: server.needs, someone, onDevice };
}

const stepTo = async (borrower: Borrower, from: Application, step: Step) => {
  let now = from;
  while (now.step !== step) now = await goOn(borrower, now);
  return now;
};

async function systemCheck({ world, someone }: Bank) {
  const { person, borrower } = await someone();
  const agreed = await walkTo(borrower, 'system-check');
  assert.equal(agreed.systemCheck, null);
  await assert.rejects(borrower.agreeOnly(agreed, 'credit-report'), saysNo('step-not-allowed'));
  await assert.rejects(borrower.identify(agreed), saysNo('step-not-allowed'));

  await tell(world.controlUrl, 'PUT', '/faults', [
    { system: 'citizen-registry', operation: 'check', times: 1, fault: 'hang-up-before' },
  ]);
  await assert.rejects(borrower.checkSystem(agreed), saysNo('outside-system-silent'));

  // Frozen at the core: said which of the three is not in order, and it can be made again.
  await tell(world.controlUrl, 'PUT', `/accounts/${person.accountNo}`, { state: 'frozen' });
  const failed = await borrower.checkSystem(agreed);
  assert.equal(failed.step, 'system-check');
  assert.deepEqual(
    failed.systemCheck?.items.map(({ title, passed }) => [title, passed]),
    [
      ['身份信息核验', true],
      ['本行申请记录', true],
      ['电子账户状态', false],
    ],
  );
  assert.match(failed.systemCheck?.items[2]?.words ?? '', /账户管理/);
  await tell(world.controlUrl, 'PUT', `/accounts/${person.accountNo}`, { state: 'normal' });
  const passed = await borrower.checkSystem(failed);
  assert.equal(passed.step, 'credit-report-agreement');
  assert.deepEqual(await tell(world.controlUrl, 'GET', `/bureau-queries?idNumber=${person.idNumber}`), []);

  const { rows } = await sql<{ passed: boolean; at: string }>`
    select passed, checked_at as at from application.system_checks
    where application_id = ${agreed.applicationId} order by checked_at, check_id`.execute(world.db);
  assert.deepEqual(
    rows.map((row) => row.passed),
    [false, true],
  );
  assert.ok(rows.every((row) => row.at));
  // What was agreed to: version, hash, time, channel, device, address.
  const { rows: consents } = await sql<Record<string, unknown>>`
    select kind, version, text_hash, agreed_at, channel, device, host(ip::inet) as ip from consent.consents
    where subject = ${agreed.applicationId}`.execute(world.db);
  assert.deepEqual(
    consents.map(({ kind }) => kind),
    ['employee-information'],
  );
  assert.ok(consents.every((consent) => Object.values(consent).every((value) => value !== null && value !== '')));
}

async function wanted({ someone }: Bank) {
  const instant = await someone();
  const at3 = await walkTo(instant.borrower, 'money');
  const saving = (application: Application, answers: object, complete = true) => ({
    ...at(application),
    body: { version: application.version, complete, answers: { ...ANSWERS.money, ...answers } },
  });
  const asked = fen(50_000_00);
  await assert.rejects(instant.borrower.api.saveMoney(saving(at3, { wantedFen: asked })), saysNo('invalid-input'));
  assert.equal((await instant.borrower.api.saveMoney(saving(at3, {}))).step, 'submit');

  const standard = await someone({ employerCode: 'KS05', erpDigit: 6 });
  const page3 = await walkTo(standard.borrower, 'money');
  assert.equal(page3.route, 'standard');
  // Begun anew from the instant loan's page, it is still the one.
  assert.equal((await standard.borrower.start()).applicationId, page3.applicationId);
  const { api } = standard.borrower;
  await assert.rejects(api.saveMoney(saving(page3, {})), saysNo('answers-incomplete'));
  // 1,000 to 500,000 yuan, by the hundred.
  for (const wrong of [999_00, 500_100_00, 50_050_00]) {
    await assert.rejects(
      api.saveMoney(saving(page3, { wantedFen: fen(wrong) })),
      saysNo('invalid-input', /希望借款金额/),
      String(wrong),
    );
  }
  const saved = await api.saveMoney(saving(page3, { wantedFen: asked }));
  assert.deepEqual([saved.step, saved.money.wantedFen, saved.amountFen], ['submit', asked, null]);
  const submitted = await standard.borrower.submit(saved);
  assert.deepEqual([submitted.step, submitted.status, submitted.amountFen], ['officer', 'deciding', asked]);
  assert.equal(submitted.decision, null, 'a recommendation is for the officer');
}

async function comingBack({ world, someone, onDevice, clock }: Bank) {
  const { person, borrower } = await someone();
  const here = await walkTo(borrower, 'money');
  assert.equal(here.faceAgain, false);

  const elsewhere = onDevice(person);
  await elsewhere.signIn();
  const { application: found } = await elsewhere.api.currentApplication({});
  assert.deepEqual([found?.step, found?.faceAgain], ['money', true]);
  const saving = { ...at(here), body: { version: here.version, complete: false, answers: moneyAnswersFor(here) } };
  await assert.rejects(elsewhere.api.saveMoney(saving), saysNo('face-check-needed'));
  const page2 = { ...at(here), body: { version: here.version, complete: false, answers: ANSWERS.aboutYou } };
  await assert.rejects(elsewhere.api.saveAboutYou(page2), saysNo('face-check-needed'));

  const shown = await elsewhere.showFace(here);
  assert.deepEqual([shown.step, shown.faceAgain], ['money', false], 'goes on at the first page that is missing');
  await assert.rejects(elsewhere.showFace(here), saysNo('step-not-allowed'));
  const saved = await elsewhere.api.saveMoney({ ...saving, body: { ...saving.body, complete: true } });
  assert.equal(saved.step, 'submit');
  // The first session has shown its face already.
  assert.equal((await look(borrower, here)).faceAgain, false);

  // A further code is sent after a minute.
  clock.move(61);
  const third = onDevice(person);
  await third.signIn();
  await assert.rejects(third.api.requestSubmissionCode(at(here)), saysNo('face-check-needed'));
  const proofs = { smsCode: '123456', transactionPassword: await third.sealPassword() };
  await assert.rejects(third.api.submitApplication({ ...at(here), body: proofs }), saysNo('face-check-needed'));

  // Where the bank asks for no face check, an attempt has passed when it begins: no frames are sent.
  const faces = { purpose: 'apply', channel: 'direct-bank', setBy: 'a test', reason: 'as stories go' } as const;
  await setFaceSwitch(world.db, { ...faces, required: false }, clock.now());
  const attempt = await third.api.startFaceAttempt({ body: { purpose: 'apply' } });
  assert.equal(attempt.required, false);
  const { version, textHash } = await third.api.readAgreement({ params: { kind: 'face-check' } });
  const body = { version, textHash, faceAttemptId: attempt.attemptId };
  const { application } = await third.api.checkFace({ ...at(here), body });
  assert.deepEqual([application.step, application.faceAgain], ['submit', false]);
  clock.move(1);
  await setFaceSwitch(world.db, { ...faces, required: true }, clock.now());
}

async function twoDevices({ world, someone, onDevice }: Bank) {
  const { person, borrower } = await someone();
  const page3 = await walkTo(borrower, 'money');
  const other = onDevice(person);
  await other.signIn();
  await other.showFace(page3);
  const save = (who: Borrower) =>
    who.api.saveMoney({
      ...at(page3),
      body: { version: page3.version, complete: true, answers: moneyAnswersFor(page3) },
    });
  const saves = await Promise.allSettled([save(borrower), save(other)]);
  assert.deepEqual(saves.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
  const told = saves.find((one) => one.status === 'rejected')?.reason as unknown;
  assert.ok(saysNo('draft-changed', /其他设备/)(told));

  const smsCode = await borrower.requestCode(page3);
  const second = await other.sealPassword();
  const first = await borrower.sealPassword();
  await borrower.api.submitApplication({ ...at(page3), body: { smsCode, transactionPassword: first } });
  await assert.rejects(
    other.api.submitApplication({ ...at(page3), body: { smsCode, transactionPassword: second } }),
    saysNo('step-not-allowed', /当前进度/),
  );
  await borrower.untilDecided(page3);
  const { rows } = await sql`select 1 from decision.decisions where application_id = ${page3.applicationId}`.execute(
    world.db,
  );
  assert.equal(rows.length, 1);

  // Two devices begin at once: it is one application.
  const pair = await someone();
  const twin = onDevice(pair.person);
  await pair.borrower.signIn();
  await twin.signIn();
  const [one, two] = await Promise.all([pair.borrower.start(), twin.start()]);
  assert.equal(one.applicationId, two.applicationId);
}

async function statuses({ someone }: Bank) {
  const { borrower } = await someone();
  let now = await walkTo(borrower, 'face-check');
  assert.deepEqual([now.status, now.history], [null, []]);
  now = await goOn(borrower, now);
  assert.deepEqual([now.step, now.status], ['identity', 'applying']);
  const decided = await borrower.submit(await stepTo(borrower, now, 'submit'));
  assert.deepEqual(
    decided.history.map(({ status }) => status),
    ['applying', 'deciding', 'to-be-paid'],
  );
}

async function declined({ someone, clock, needs }: Bank) {
  const { borrower } = await someone({ idCase: '93' });
  const no = await borrower.submit(await walkTo(borrower, 'submit'));
  const from = addDays(await today(needs.db), 30);
  assert.deepEqual(no.resubmit, { from, mayNow: false });
  const [year, month, date] = from.split('-').map(Number);
  await assert.rejects(borrower.start(), saysNo('resubmit-too-early', RegExp(`${year}年${month}月${date}日`)));

  clock.move(30 * DAY);
  await skipToTheDayOf(needs.db, clock);
  await borrower.signIn();
  assert.equal((await look(borrower, no)).resubmit?.mayNow, true);
  const again = await borrower.start();
  assert.notEqual(again.applicationId, no.applicationId);
  assert.equal(again.previousApplicationNo, no.applicationNo);
  assert.deepEqual(again.aboutYou, ANSWERS.aboutYou);
  assert.deepEqual(again.money, ANSWERS.money);
  assert.equal(again.step, 'employee-information-agreement', 'both agreements and the face anew');
  const whole = await stepTo(borrower, again, 'about-you');
  assert.equal(whole.identity.employerName !== null, true);
  // Given up, it is not taken up a second time with what was filled in.
  await borrower.api.withdrawApplication(at(again));
  const fresh = await borrower.start();
  assert.deepEqual([fresh.previousApplicationNo, fresh.aboutYou, fresh.money], [null, {}, {}]);
}

async function expired({ world, someone, clock, needs }: Bank) {
  const { borrower } = await someone();
  const kept = await someone();
  const left = await walkTo(borrower, 'money');
  assert.equal(left.draft?.days, 30);
  await walkTo(kept.borrower, 'money');
  const submitted = await someone({ employerCode: 'KS05', erpDigit: 6 });
  const waiting = await submitted.borrower.submit(await walkTo(submitted.borrower, 'submit'));

  clock.move(29 * DAY);
  await kept.borrower.signIn();
  const found = (await kept.borrower.api.currentApplication({})).application as Application;
  await kept.borrower.showFace(found);
  await kept.borrower.api.saveMoney({
    ...at(found),
    body: { version: found.version, complete: false, answers: moneyAnswersFor(found) },
  });
  clock.move(DAY + 60);
  await skipToTheDayOf(needs.db, clock);
  await expireDrafts(needs);
  assert.equal(await expireDrafts(needs), 0, 'once');

  await borrower.signIn();
  const gone = await look(borrower, left);
  assert.deepEqual([gone.step, gone.status, gone.draft?.days], ['expired', 'expired', 30]);
  assert.deepEqual([gone.aboutYou, gone.money, gone.identity.erpNo], [{}, {}, null]);
  assert.equal(gone.history.at(-1)?.status, 'expired');
  await assert.rejects(
    borrower.api.saveMoney({ ...at(gone), body: { version: gone.version, complete: false, answers: {} } }),
    saysNo('step-not-allowed'),
  );
  await kept.borrower.signIn();
  assert.equal((await look(kept.borrower, found)).step, 'money');
  await submitted.borrower.signIn();
  assert.equal((await look(submitted.borrower, waiting)).step, 'officer', 'what was submitted is no draft');
  const anew = await borrower.start();
  assert.notEqual(anew.applicationId, gone.applicationId);
  const { rows } = await sql`
    select 1 from application.applications
    where application_id = ${gone.applicationId} and answers_cipher is null`.execute(world.db);
  assert.equal(rows.length, 1);
}
