import assert from 'node:assert/strict';
import { test } from 'node:test';
import { consoleOperations, type Answer, type ConsoleOperations } from '@miaodai/http-api';
import { addDays, fen, type ApplicationId, type CustomerId } from '@miaodai/values';
import { accounts, balance, ledgerFindings } from '../../server/src/ledger/index.ts';
import { eraseReviews, lapseApprovals } from '../../server/src/lending/review/index.ts';
import { movableClock } from '../../server/src/platform/clock.ts';
import { until } from '../kit/borrower.ts';
import { findings } from '../kit/findings.ts';
import { aPdf, aPicture } from '../../server/test-kit/paper.ts';
import { aPerson } from '../kit/persons.ts';
import { openEverything } from '../kit/sealed-rows.ts';
import { badFiles } from './review-files.ts';
import { aBank, approve, evidenceOnPaper, listed, payments, record, saysNo, TERMS, type Bank } from './review-bank.ts';

type Review = Answer<ConsoleOperations['readReview']>;

test('an officer decides, on paper and by four eyes', async (t) => {
  const bank = await aBank(t);
  await t.test('approved, signed at the branch, paid out once although the core hangs up', () => approvedAndPaid(bank));
  await t.test('who may not see or do it is refused', () => strangers(bank));
  await t.test('of two officers at once one has it; of two decisions one counts', () => twoAtOnce(bank));
  await t.test('files are what they are, whatever they are called', () => badFiles(bank));
  await t.test('papers are asked for, uploaded, taken back', () => askedForPapers(bank));
  await t.test('declined, in words for the customer', () => declined(bank));
  await t.test('above the authority the next level decides, and the limit follows', () => nextLevel(bank));
  await t.test('numbers, days and scans of the signed papers are checked', () => wrongPapers(bank));
  await t.test('the core refuses, and it is released again', () => refusedThenPaid(bank));
  await t.test('given up by the customer, nobody decides any more', () => givenUp(bank));
  await t.test('what is not signed in time lapses, and what was written of a person can be erased', () => lapsed(bank));
  await t.test('books, core and texts agree', async () => {
    // Papers and notes, too, open by the place where they are.
    const places = (await openEverything(bank.world.db, bank.needs.vault)).map(({ place }) => place);
    for (const place of ['papers.name', 'pieces.content', 'events.note', 'reviews.asked_words'])
      assert.ok(places.includes(`review.${place}`), place);
    assert.deepEqual(await ledgerFindings(bank.world.db), []);
    assert.deepEqual(await findings(bank.world), []);
  });
});

async function approvedAndPaid(bank: Bank): Promise<void> {
  const { clerks } = bank;
  // The core pays and hangs up: what happened is learnt by asking.
  const { who, params, applicationId } = await bank.atOfficer({ accountDigit: 5 });
  const open = await listed(clerks.sun, applicationId);
  assert.equal(open?.state, 'open');
  assert.ok(Math.abs((open.secondsLeft ?? 0) - 24 * 3_600) < 60);
  const claimed = await clerks.sun.claimReview({ params });
  assert.deepEqual([claimed.state, claimed.holder?.mine], ['claimed', true]);
  assert.equal(claimed.applicant.name, '周*');
  assert.equal(claimed.authority?.maxAmountFen, 200_000_00);
  assert.equal(claimed.next?.level, 2);

  const approved = await clerks.sun.approveApplication({ params, body: { ...TERMS, version: claimed.version } });
  assert.equal(approved.outcome, 'approved');
  assert.equal(approved.review.state, 'to-sign');
  assert.equal(await balance(bank.world.db, accounts.limitAvailable(applicationId)), 100_000_00);
  const mine = await who.api.readApplication({ params, query: {} });
  assert.deepEqual([mine.step, mine.status, mine.review?.state], ['offline-contract', 'to-be-paid', 'to-sign']);
  assert.equal(mine.review?.approved?.branchName, '北京分行');
  assert.match(mine.review?.approved?.next.join('') ?? '', /100,000\.00 元.*北京分行.*身份证/s);
  await until('the text', async () => (await who.texts()).find(({ text }) => text.includes('到北京分行签署合同')));

  const recorded = await record(bank, params);
  assert.equal(recorded.state, 'to-check');
  assert.match(recorded.contract?.contractNo ?? '', /^BJ-2026-/);
  const { version } = recorded;
  assert.match(recorded.may.releasePayout ?? '', /自己/);
  await assert.rejects(clerks.sun.releasePayout({ params, body: { version } }), saysNo('same-person'));
  assert.equal((await payments(bank, who)).length, 0);
  const paying = await clerks.zhou.releasePayout({ params, body: { version } });
  assert.equal(paying.state, 'paying');
  const done = await until('the loan', async () => {
    const now = await clerks.sun.readReview({ params });
    return now.state === 'done' ? now : undefined;
  });
  assert.equal(done.payout?.state, 'paid');
  assert.deepEqual(
    (await payments(bank, who)).map(({ amountFen }) => amountFen),
    [100_000_00],
  );
  const { loanId } = await who.api.readApplication({ params, query: {} });
  const loan = await who.api.readLoan({ params: { loanId: loanId ?? '' } });
  assert.deepEqual([loan.principalFen, loan.annualRatePpm, loan.termMonths], [100_000_00, 36_000, 12]);
  assert.deepEqual(
    done.history.map(({ event, who: by }) => [event, by?.slice(0, 2) ?? '']),
    [
      ...[
        ['opened', ''],
        ['claimed', '孙丽'],
        ['approved', '孙丽'],
      ],
      ...[
        ['paper-added', '孙丽'],
        ['paper-added', '孙丽'],
        ['contract-recorded', '孙丽'],
      ],
      ...[
        ['payout-released', '周岩'],
        ['paid', ''],
      ],
    ],
  );
  // What was confirmed twice was released once.
  await assert.rejects(clerks.zhou.releasePayout({ params, body: { version } }), saysNo('step-not-allowed'));
  await evidenceOnPaper(bank, recorded.contract?.contractNo ?? '');
}

async function strangers(bank: Bank): Promise<void> {
  const { clerks } = bank;
  const { params, applicationId, who } = await bank.atOfficer();
  assert.equal(await listed(clerks.daqing, applicationId), undefined);
  assert.deepEqual((await clerks.daqing.listWork({ query: { branchCode: 'BJ01' } })).items, []);
  await assert.rejects(clerks.daqing.readReview({ params }), saysNo('not-found'));
  await assert.rejects(clerks.daqing.claimReview({ params }), saysNo('not-found'));
  await assert.rejects(clerks.daqing.revealApplicant({ params }), saysNo('not-found'));
  await assert.rejects(clerks.risk.readReview({ params }), saysNo('right-missing'));
  await assert.rejects(clerks.auditor.claimReview({ params }), saysNo('right-missing'));
  await assert.rejects(clerks.auditor.revealApplicant({ params }), saysNo('right-missing'));
  assert.match((await clerks.auditor.readReview({ params })).may.claim ?? '', /权限/);
  // The manager decides on loans and has nothing to do with papers that are signed.
  await assert.rejects(clerks.manager.releasePayout({ params, body: { version: 1 } }), saysNo('right-missing'));
  const full = await clerks.sun.revealApplicant({ params });
  assert.deepEqual([full.name, full.idNumber], [who.person.name, who.person.idNumber]);
  const looks = await bank.world.db
    .selectFrom('staff.acts')
    .select(['login_name', 'outcome'])
    .where('operation', '=', 'revealApplicant')
    .orderBy('at')
    .execute();
  assert.deepEqual(
    looks.map(({ login_name, outcome }) => `${login_name} ${outcome}`),
    ['daqing01 not-found', 'audit01 right-missing', 'beijing01 done'],
  );
  // Nobody signed in, whatever they ask of an officer's table.
  for (const [name, { method, path }] of Object.entries(consoleOperations)) {
    if (!/\/(reviews|papers|work)/.test(path)) continue;
    const at = path.replace('{applicationId}', applicationId).replace('{paperId}', crypto.randomUUID());
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const body = { headers: { ...headers, 'content-type': 'application/json' }, body: '{}' };
    const answer = await fetch(`${bank.url}${at}`, { method, headers, ...(method === 'POST' ? body : {}) });
    assert.equal(answer.status, 401, name);
  }
  const other = await bank.atOfficer();
  const body = { kind: 'income', name: 'a.png', base64: (await aPicture()).toString('base64') };
  await assert.rejects(other.who.api.uploadPaper({ params, body }), saysNo('not-found'));
  await assert.rejects(other.who.api.listPapers({ params }), saysNo('not-found'));
}

async function twoAtOnce(bank: Bank): Promise<void> {
  const { clerks } = bank;
  const { params, applicationId } = await bank.atOfficer();
  const both = await Promise.allSettled([clerks.sun.claimReview({ params }), clerks.zhou.claimReview({ params })]);
  assert.deepEqual(both.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
  const [winner, loser] = both[0].status === 'fulfilled' ? [clerks.sun, clerks.zhou] : [clerks.zhou, clerks.sun];
  await assert.rejects(loser.claimReview({ params }), saysNo('held-by-other', /正在办理/));
  assert.equal((await listed(loser, applicationId))?.holder?.mine, false);
  // Who is away is no reason to let it lie: a higher level takes it out of their hand.
  await assert.rejects(loser.releaseReview({ params }), saysNo('held-by-other'));
  assert.equal((await clerks.manager.releaseReview({ params })).state, 'open');
  const { version } = await winner.claimReview({ params });
  const body = { ...TERMS, version };
  await assert.rejects(loser.approveApplication({ params, body }), saysNo('held-by-other'));
  await assert.rejects(
    winner.approveApplication({ params, body: { ...body, version: version - 1 } }),
    saysNo('review-changed'),
  );
  const decline = { params, body: { reason: 'employment', note: '不同意', version } };
  const decisions = await Promise.allSettled([
    winner.approveApplication({ params, body }),
    winner.declineApplication(decline),
    winner.approveApplication({ params, body }),
  ]);
  assert.equal(decisions.filter(({ status }) => status === 'fulfilled').length, 1);
  const { history } = await winner.readReview({ params });
  assert.equal(history.filter(({ event }) => event === 'approved' || event === 'declined').length, 1);
}

async function askedForPapers(bank: Bank): Promise<void> {
  const { clerks } = bank;
  const { who, params, applicationId } = await bank.atOfficer();
  const { version } = await clerks.sun.claimReview({ params });
  const ask = { kinds: ['income', 'property'], words: '请补充近六个月工资单和房产证', version };
  const waiting = await clerks.sun.askForPapers({ params, body: ask });
  assert.equal(waiting.state, 'waiting-for-papers');
  const mine = await who.api.readApplication({ params, query: {} });
  assert.equal(mine.review?.state, 'waiting-for-papers');
  assert.deepEqual(
    [mine.review?.asked?.words, mine.review?.asked?.kinds.map(({ label }) => label)],
    [ask.words, ['收入证明', '房产证明']],
  );
  await until('the text', async () =>
    (await who.texts()).find(({ text }) => text.includes('需要补充资料：收入证明、房产证明')),
  );

  const picture = await aPicture();
  const body = { kind: 'income', name: '周婷13800001234工资单.png', base64: picture.toString('base64') };
  const first = await who.api.uploadPaper({ params, body });
  assert.equal((await listed(clerks.sun, applicationId))?.state, 'waiting-for-papers');
  await who.api.uploadPaper({ params, body: { ...body, kind: 'property', base64: aPdf().toString('base64') } });
  const back = await clerks.sun.readReview({ params });
  assert.equal(back.papers[0]?.name, '周****工资单.png'.replace('****', '************'));
  assert.deepEqual([back.state, back.holder?.mine, back.papers.length], ['claimed', true, 2]);

  const paperId = first.papers[0]?.paperId ?? '';
  const paper = await clerks.sun.readPaper({ params: { paperId } });
  assert.deepEqual([paper.name, paper.mediaType], ['周婷13800001234工资单.png', 'image/png']);
  assert.ok(Buffer.from(paper.base64, 'base64').equals(picture));
  await assert.rejects(clerks.daqing.readPaper({ params: { paperId } }), saysNo('not-found'));
  const sealed = await bank.world.db.selectFrom('review.pieces').select('content_cipher').execute();
  assert.ok(sealed.every(({ content_cipher }) => !Buffer.from(content_cipher).includes(picture.subarray(0, 32))));

  // A decision on what was seen before the customer took a paper back is none.
  await who.api.removePaper({ params: { applicationId, paperId } });
  const approval = { params, body: { ...TERMS, version: back.version } };
  await assert.rejects(clerks.sun.approveApplication(approval), saysNo('review-changed'));
  const again = await clerks.sun.readReview({ params });
  await clerks.sun.approveApplication({ params, body: { ...TERMS, version: again.version } });
  const late = who.api.removePaper({ params: { applicationId, paperId: again.papers[0]?.paperId ?? '' } });
  await assert.rejects(late, saysNo('step-not-allowed'));
  await assert.rejects(who.api.uploadPaper({ params, body }), saysNo('step-not-allowed'));
}

async function declined(bank: Bank): Promise<void> {
  const { clerks } = bank;
  const { who, params } = await bank.atOfficer();
  const { version } = await clerks.sun.claimReview({ params });
  const body = { reason: 'papers-doubtful', note: '工资单与流水不符', version };
  await assert.rejects(
    clerks.sun.declineApplication({ params, body: { ...body, reason: 'no-such' } }),
    saysNo('invalid-input'),
  );
  const review = await clerks.sun.declineApplication({ params, body });
  assert.deepEqual([review.state, review.declined?.reason], ['declined', '资料无法核实']);
  const mine = await who.api.readApplication({ params, query: {} });
  assert.deepEqual([mine.step, mine.status], ['declined', 'declined']);
  assert.match(mine.review?.declined ?? '', /未能核实/);
  assert.doesNotMatch(JSON.stringify(mine), /工资单与流水不符/);
  await until('the text', async () => (await who.texts()).find(({ text }) => text.includes('未')));
  assert.ok((await who.texts()).every(({ text }) => !text.includes('核实')));
}

async function nextLevel(bank: Bank): Promise<void> {
  const { clerks, world } = bank;
  const person = aPerson(499, '钱进');
  await world.settle(person);
  const who = bank.borrower(person);
  await world.db.deleteFrom('platform.rate_limits').execute();
  await who.signIn();
  const agreed = await who.agree(await who.agree(await who.start(), 'employee-information'), 'credit-report');
  const identified = await who.identify(await who.showFace(agreed));
  const money = { monthlyIncomeFen: 90_000_00, termMonths: 24 };
  const decided = await who.submit(await who.fillIn(identified, money));
  const granted = decided.decision?.limitFen ?? fen(0);
  assert.ok(granted >= 310_000_00, 'the instant loan above the threshold');
  const { applicationId, step } = await who.chooseAmount(decided, fen(310_000_00));
  assert.equal(step, 'officer');
  const params = { applicationId };
  await until('the review', async () => listed(clerks.manager, applicationId));

  const { version } = await clerks.sun.claimReview({ params });
  const terms = { ...TERMS, amountFen: fen(300_000_00), termMonths: 24, version };
  const beyond = (change: object) => clerks.sun.approveApplication({ params, body: { ...terms, ...change } });
  await assert.rejects(beyond({ amountFen: fen(310_100_00) }), saysNo('above-limit'));
  await assert.rejects(beyond({ annualRatePpm: 36_001 }), saysNo('rate-above-offered'));
  await assert.rejects(beyond({ termMonths: 13 }), saysNo('invalid-input', /termMonths/));
  await assert.rejects(beyond({ annualRatePpm: 19_999 }), saysNo('above-authority'));
  await assert.rejects(beyond({ amountFen: fen(300_000_50) }), saysNo('not-a-multiple'));
  const passedOn = await beyond({});
  assert.deepEqual([passedOn.outcome, passedOn.review.state, passedOn.review.level], ['escalated', 'open', 2]);
  await assert.rejects(clerks.sun.claimReview({ params }), saysNo('above-authority'));
  assert.equal((await who.api.readApplication({ params, query: {} })).step, 'officer');
  assert.equal(await balance(world.db, accounts.limitAvailable(applicationId)), granted);

  const claimed = await clerks.manager.claimReview({ params });
  const opinion = claimed.history.find(({ event }) => event === 'escalated');
  assert.deepEqual([opinion?.note, opinion?.terms?.amountFen], [TERMS.note, 300_000_00]);
  const body = { ...terms, amountFen: fen(290_000_00), version: claimed.version };
  const approved = await clerks.manager.approveApplication({ params, body });
  assert.equal(approved.outcome, 'approved');
  assert.equal(await balance(world.db, accounts.limitAvailable(applicationId)), 290_000_00);
  // Given up before it is signed, nothing stays booked.
  await who.api.withdrawApplication({ params });
  await until('the limit released', async () =>
    (await balance(world.db, accounts.limitAvailable(applicationId))) === 0 ? true : undefined,
  );
  assert.equal((await clerks.manager.readReview({ params })).state, 'withdrawn');
}

async function wrongPapers(bank: Bank): Promise<void> {
  const { clerks } = bank;
  const { params } = await bank.atOfficer();
  await approve(bank, params);
  await assert.rejects(record(bank, params, { signedOn: '2099-01-01' }), saysNo('invalid-input', /不能晚于今天/));
  await assert.rejects(record(bank, params, { useOfFundsSignedOn: '2020-01-01' }), saysNo('invalid-input', /不能早于/));
  await assert.rejects(record(bank, params, { contractNo: 'HT20261123-000001' }), saysNo('invalid-input', /由系统/));
  await assert.rejects(record(bank, params, { version: 1 }), saysNo('review-changed'));
  const { papers } = await clerks.sun.readReview({ params });
  const contracts = papers.filter(({ kind }) => kind === 'signed-contract').map(({ paperId }) => paperId);
  await assert.rejects(record(bank, params, { scans: contracts }), saysNo('invalid-input', /用途声明/));
  const stranger = [contracts[0], crypto.randomUUID()];
  await assert.rejects(record(bank, params, { scans: stranger }), saysNo('invalid-input', /不属于/));
  const recorded = await record(bank, params);

  const other = await bank.atOfficer();
  await approve(bank, other.params);
  const taken = { contractNo: recorded.contract?.contractNo };
  await assert.rejects(record(bank, other.params, taken), saysNo('contract-no-taken', /该合同编号已登记/));
  const takenUse = { useOfFundsNo: recorded.contract?.useOfFundsNo };
  await assert.rejects(record(bank, other.params, takenUse), saysNo('contract-no-taken', /该用途声明编号已登记/));
}

async function refusedThenPaid(bank: Bank): Promise<void> {
  const { clerks, world } = bank;
  const { who, params } = await bank.atOfficer();
  await approve(bank, params);
  const { version } = await record(bank, params);
  const match = { TO_ACCT: who.person.accountNo };
  const fault = { kind: 'refuse', code: '2203' };
  await world.faults([{ system: 'core-banking', operation: 'transfer', match, times: 1, fault }]);
  await clerks.zhou.releasePayout({ params, body: { version } });
  const back = await until('the refusal', async () => {
    const now: Review = await clerks.zhou.readReview({ params });
    return now.state === 'to-check' ? now : undefined;
  });
  assert.equal(back.payout?.state, 'refused');
  assert.equal((await payments(bank, who)).length, 0);
  const mine = await who.api.readApplication({ params, query: {} });
  assert.equal(mine.step, 'offline-contract');
  // What was signed on paper the customer cannot have paid out by themselves.
  await assert.rejects(who.confirm({ contractId: mine.contractId }), saysNo('step-not-allowed'));
  await assert.rejects(clerks.sun.releasePayout({ params, body: { version: back.version } }), saysNo('same-person'));
  await clerks.zhou.releasePayout({ params, body: { version: back.version } });
  await until('the loan', async () => ((await clerks.zhou.readReview({ params })).state === 'done' ? true : undefined));
  assert.deepEqual(
    (await payments(bank, who)).map(({ amountFen }) => amountFen),
    [100_000_00],
  );
}

async function givenUp(bank: Bank): Promise<void> {
  const { clerks } = bank;
  const { who, params } = await bank.atOfficer();
  const claimed = await clerks.sun.claimReview({ params });
  const ask = { kinds: ['income'], words: '请补充工资单', version: claimed.version };
  const { version } = await clerks.sun.askForPapers({ params, body: ask });
  await who.api.withdrawApplication({ params });
  const body = { ...TERMS, version };
  await assert.rejects(clerks.sun.approveApplication({ params, body }), saysNo('step-not-allowed'));
  await until('the end', async () =>
    (await clerks.sun.readReview({ params })).state === 'withdrawn' ? true : undefined,
  );
}

async function lapsed(bank: Bank): Promise<void> {
  const { world, needs } = bank;
  const { who, params, applicationId } = await bank.atOfficer();
  const body = { kind: 'income', name: 'a.png', base64: (await aPicture()).toString('base64') };
  await who.api.uploadPaper({ params, body });
  await approve(bank, params);
  const signed = await bank.atOfficer();
  await approve(bank, signed.params);
  await record(bank, signed.params);
  assert.equal(await lapseApprovals(needs), 0);
  const today = await needs.inTx((context) => Promise.resolve(context.today));
  // Offers hold for thirty days, the thirtieth included.
  const open = (days: number) =>
    world.db
      .insertInto('calendar.business_days')
      .values({ business_on: addDays(today, days), opened_at: movableClock().now() })
      .execute();
  await open(30);
  assert.equal(await lapseApprovals(needs), 0);
  await open(31);
  assert.ok((await lapseApprovals(needs)) >= 1);
  const mine = await who.api.readApplication({ params, query: {} });
  assert.deepEqual([mine.step, mine.review?.state], ['expired', 'withdrawn']);
  assert.equal(await balance(world.db, accounts.limitAvailable(applicationId)), 0);
  assert.equal((await bank.clerks.sun.readReview({ params })).history.at(-1)?.event, 'lapsed');
  // What was signed in time is paid out later.
  const { state, version } = await bank.clerks.zhou.readReview({ params: signed.params });
  assert.equal(state, 'to-check');
  assert.ok(version > 0);

  const { customer_id } = await world.db
    .selectFrom('review.reviews')
    .select('customer_id')
    .where('application_id', '=', applicationId)
    .executeTakeFirstOrThrow();
  const id = applicationId as ApplicationId;
  await needs.inTx(({ tx }) => eraseReviews(tx, customer_id as CustomerId, [id]));
  const { papers, history } = await bank.clerks.sun.readReview({ params });
  assert.deepEqual(papers, []);
  assert.ok(history.length > 3 && history.every(({ note }) => note === null));
}
