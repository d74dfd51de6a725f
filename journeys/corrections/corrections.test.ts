import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { businessDate, fen, type LoanId, type StaffId } from '@miaodai/values';
import { approveCorrection, sendRefund, type CorrectionId } from '../../server/src/lending/corrections/index.ts';
import { bringForward, proveServicing } from '../../server/src/lending/servicing/index.ts';
import { ledgerFindings } from '../../server/src/ledger/index.ts';
import { until } from '../kit/borrower.ts';
import { demoStaff } from '../kit/staff.ts';
import { code, openDay, TODAY, type Repaying } from '../repayment/bank.ts';
import { aBankWithClerks, type Correction, type Wanted } from './bank.ts';

/**
 * Each loan is 10,000 yuan for twelve months at 3.6 % by whole months, paid out on 10 January 2027 and due on the 10th of each month:
 *   849.67 = 30.00 + 819.67, left 9,180.33; 849.67 = 27.54 + 822.13, left 8,358.20; 849.67 = 25.07 + 824.60, left 7,533.60.
 * On 15 March the first two are due. At Daqing overdue principal bears a penalty of 7.2 % a year: 0.02 % a day.
 */

const leftovers: (() => Promise<void>)[] = [];
after(async () => {
  for (const work of leftovers) await work();
});
let bank: Awaited<ReturnType<typeof aBankWithClerks>>;
before(async () => {
  bank = await aBankWithClerks({ after: (work) => void leftovers.push(work) });
});

const REASON = '客户来电反映';
const draft = (loanId: LoanId, wanted: Wanted): Promise<Correction> =>
  bank.maker.draftCorrection({ params: { loanId }, body: { wanted, reason: REASON } });
const submitted = async (loanId: LoanId, wanted: Wanted) => {
  const { correctionId } = await draft(loanId, wanted);
  const params = { correctionId };
  await bank.maker.submitCorrection({ params });
  return params;
};
const corrected = async (loanId: LoanId, wanted: Wanted): Promise<Correction> => {
  const params = await submitted(loanId, wanted);
  await bank.checker.approveCorrection({ params });
  return until('the end of the correction', async () => {
    const now = await bank.checker.readCorrection({ params });
    return now.state === 'done' || now.state === 'failed' ? now : undefined;
  });
};
const loanOf = ({ loanId }: Repaying) => bank.maker.readLoanRecord({ params: { loanId } });
/** Account, debit, credit; in the order of the accounts. */
const entryOf = ({ effect }: Pick<Correction, 'effect'>) =>
  effect.lines.map((line) => `${line.code} ${line.debitFen} ${line.creditFen}`).toSorted();
const booked = async (who: Repaying, memo: string) => {
  const { entries } = await bank.maker.readLoanEntries({ params: { loanId: who.loanId }, query: {} });
  return entries
    .find((entry) => entry.memo === memo)
    ?.lines.map((line) => `${line.code} ${line.debitFen} ${line.creditFen}`)
    .toSorted();
};
const paidOf = (who: Awaited<ReturnType<typeof loanOf>>) =>
  who.instalments.filter(({ settledOn }) => settledOn !== null).map(({ periodNo }) => periodNo);

test('a repayment is taken back after the next instalment was paid: what came later pays the older, and the money goes back once', async () => {
  const { twice, world, maker, checker, one, stranger } = bank;
  await twice.has(2_000_00);
  await twice.repay(849_67);
  await twice.repay(849_67);
  const before_ = await loanOf(twice);
  assert.deepEqual([before_.outstandingFen, paidOf(before_)], [8_358_20, [1, 2]]);
  const first = before_.transactions.findLast(({ type }) => type === 'repayment');
  assert.ok(first);
  const wanted = { kind: 'reversal', transactionId: first.transactionId, paysOut: true } as const;
  const params = { loanId: twice.loanId };

  // The core has the money: it is not for the clerk to say that it never came.
  const absent = { ...wanted, paysOut: false };
  assert.match(await code(maker.previewCorrection({ params, body: absent })), /^core-number-refused 核心系统已经入账/);
  // Of another branch it is as if there were none; who may not draft may not look either.
  assert.equal(await code(stranger.previewCorrection({ params, body: wanted })), 'not-found');
  assert.equal(await code(checker.previewCorrection({ params, body: wanted })), 'right-missing');

  const preview = await maker.previewCorrection({ params, body: wanted });
  assert.equal(preview.amountFen, 849_67);
  // Received 849.67 less; the second instalment is owed again: 822.13 and 27.54.
  const expected = ['1132-01 2754 0', '1303-01 82213 0', '3001-09 0 84967'];
  assert.deepEqual(entryOf(preview), expected);
  assert.deepEqual(
    preview.effect.rows.map(({ periodNo, before: was, after: is }) => [periodNo, was?.settledOn, is?.settledOn]),
    [[2, TODAY, null]],
  );

  const drafted = await one.draftCorrection({ params, body: { wanted, reason: REASON } });
  assert.equal(await code(draft(twice.loanId, wanted)), 'correction-open');
  const at = { params: { correctionId: drafted.correctionId } };
  assert.equal(await code(one.approveCorrection(at)), 'step-not-allowed');
  await one.submitCorrection(at);
  assert.equal(await code(one.approveCorrection(at)), 'same-person');
  assert.equal(await code(stranger.readCorrection(at)), 'not-found');
  assert.equal((await stranger.listCorrections({ query: {} })).total, 0);
  assert.equal(await code(maker.approveCorrection(at)), 'right-missing');
  assert.deepEqual((await checker.readCorrection(at)).may, {
    ...{ submit: 'right-missing', withdraw: 'right-missing', approve: 'yes', return: 'yes' },
  });

  // The core pays, and its answer is lost: asked again by our number, it has paid once.
  const had = await twice.balance();
  await world.faults([{ system: 'core-banking', operation: 'transfer', times: 1, fault: 'apply-then-hang-up' }]);
  await checker.approveCorrection(at);
  const done = await until('the money back', async () => {
    const now = await checker.readCorrection(at);
    return now.state === 'done' ? now : undefined;
  });
  await world.faults([]);
  assert.match(done.coreSerialNo ?? '', /^C\d+$/);
  assert.equal(await twice.balance(), had + 849_67);
  const now = await loanOf(twice);
  assert.deepEqual([now.outstandingFen, now.owed.totalFen, paidOf(now)], [9_180_33, 849_67, [1]]);
  assert.deepEqual(await booked(twice, '还款冲正'), expected);
  const still = now.transactions.find(({ type, voidedBy }) => type === 'repayment' && voidedBy === null);
  assert.deepEqual([still?.interestFen, still?.principalFen], [30_00, 819_67]);
  assert.ok(now.transactions.find(({ transactionId }) => transactionId === first.transactionId)?.voidedBy);
  assert.match(await code(draft(twice.loanId, wanted)), /^correction-not-possible .*已经冲正/);
  assert.equal(await code(checker.approveCorrection(at)), 'step-not-allowed');
  await twice.untilTold(/849.67 元已冲正/);
});

test('money that had come in time is recorded late: the penalty falls away, and what was paid too much is owed back', async () => {
  const { cured, maker, stranger, atCounter } = bank;
  await cured.has(1_000_00);
  // 819.67 × 33 days × 0.02 % = 5.41; 822.13 × 5 days × 0.02 % = 0.82; 1,000.00 = 6.23 + 57.54 + 936.23.
  assert.equal((await cured.terms()).amounts.dueFen, 2 * 849_67 + 5_41 + 82);
  const part = await cured.repay(1_000_00);
  assert.deepEqual([part.paid?.penaltyFen, part.paid?.interestFen, part.paid?.principalFen], [6_23, 57_54, 936_23]);

  const params = { loanId: cured.loanId };
  const refusedOf = (coreNo: string) => code(maker.previewCorrection({ params, body: { kind: 'back-dated', coreNo } }));
  assert.match(await refusedOf('GM0'), /^core-number-refused 核心系统没有查到/);
  await atCounter(cured, 'GM20270315001', 10_00, bank.lost.person.accountNo);
  assert.match(await refusedOf('GM20270315001'), /^core-number-refused 该笔资金没有转入/);
  const [attempt] = (await loanOf(cured)).attempts;
  assert.match(await refusedOf(attempt?.requestNo ?? ''), /^core-number-refused 这是本系统自己发出的交易/);

  const wanted = { kind: 'back-dated', coreNo: 'GM20270210001' } as const;
  const done = await corrected(cured.loanId, wanted);
  assert.deepEqual([done.state, done.amountFen, done.effectiveOn], ['done', 849_67, '2027-02-10']);
  // The first is settled on its day; of 1,000.00 the second takes 0.82 + 27.54 + 822.13 = 850.49, and 149.51 are too much.
  const expected = ['1303-01 0 70557', '2241-01 0 14951', '3001-09 84967 0', '6011-02 541 0'];
  assert.deepEqual(entryOf(done), expected);
  assert.deepEqual(await booked(cured, '补录还款'), expected);
  const now = await loanOf(cured);
  assert.deepEqual([now.outstandingFen, now.surplusFen, now.owed.totalFen], [8_358_20, 149_51, 0]);
  assert.deepEqual(
    now.instalments.slice(0, 2).map(({ settledOn, paidPenaltyFen }) => [settledOn, paidPenaltyFen]),
    [
      ['2027-02-10', 0],
      [TODAY, 82],
    ],
  );
  await cured.untilTold(/补记 2027-02-10 的还款 849.67 元/);
  // A number counts once. At its own branch the loan is seen.
  assert.equal(await code(draft(cured.loanId, wanted)), 'core-number-used');
  assert.equal((await stranger.readLoanRecord({ params })).surplusFen, 149_51);
});

test('what was paid too much goes back once: refused by the core nothing changes, then it is paid', async () => {
  const { cured, world } = bank;
  const wanted = (amountFen: number): Wanted => ({ kind: 'refund', amountFen: fen(amountFen) });
  assert.match(await code(draft(cured.loanId, wanted(149_52))), /^correction-not-possible 退款金额超过/);
  assert.match(await code(draft(cured.loanId, wanted(0))), /^correction-not-possible/);
  const had = await cured.balance();
  const refuse = { kind: 'refuse', code: '2106' };
  await world.faults([{ system: 'core-banking', operation: 'transfer', times: 1, fault: refuse }]);
  const failed = await corrected(cured.loanId, wanted(149_51));
  await world.faults([]);
  assert.equal(failed.state, 'failed');
  assert.equal((await loanOf(cured)).surplusFen, 149_51);
  assert.equal(await cured.balance(), had);

  const done = await corrected(cured.loanId, wanted(149_51));
  assert.deepEqual([done.state, entryOf(done)], ['done', ['2241-01 14951 0', '3001-09 0 14951']]);
  assert.deepEqual([(await loanOf(cured)).surplusFen, await cured.balance()], [0, had + 149_51]);
  assert.match(await code(draft(cured.loanId, wanted(149_51))), /^correction-not-possible 退款金额超过/);
  await cured.untilTold(/多还的 149.51 元已退回/);
});

test('a loan is written off, and recovered below and above what was given up', async () => {
  const { lost, atCounter } = bank;
  await atCounter(lost, 'GM20270315002', 1_000_00);
  await atCounter(lost, 'GM20270315003', 9_100_00);
  const recovery = (coreNo: string): Wanted => ({ kind: 'recovery', coreNo });
  assert.match(await code(draft(lost.loanId, recovery('GM20270315002'))), /^correction-not-possible .*没有核销/);
  // As day end leaves it: 57.54 is due, and of the third 8,358.20 × 3.6 % × 5 ÷ 360 = 4.18 have accrued.
  await bank.served.needs.inTx((context) => bringForward(context, [lost.loanId]));
  // Principal 10,000.00 and interest due 57.54; what had accrued and was not due is no income any more.
  const off = await corrected(lost.loanId, { kind: 'write-off' });
  assert.equal(off.amountFen, 10_057_54);
  assert.deepEqual(entryOf(off), [
    ...['1132-01 0 5754', '1132-03 0 418', '1303-01 0 1000000', '6011-01 418 0', '6702-01 1005754 0'],
    ...['9002-01 1005754 0', '9002-02 0 1005754'],
  ]);
  const now = await loanOf(lost);
  assert.deepEqual([now.state, now.outstandingFen, now.writtenOff?.recoveredFen], ['written-off', 0, 0]);
  assert.match(await code(draft(lost.loanId, { kind: 'write-off' })), /^correction-not-possible .*已经核销/);

  const below = await corrected(lost.loanId, recovery('GM20270315002'));
  assert.deepEqual(entryOf(below), [
    ...['3001-09 100000 0', '6702-01 0 100000', '9002-01 0 100000', '9002-02 100000 0'],
  ]);
  // 10,057.54 − 1,000.00 = 9,057.54 were open: 42.46 of 9,100.00 are too much.
  const above = await corrected(lost.loanId, recovery('GM20270315003'));
  assert.deepEqual(entryOf(above), [
    ...['2241-01 0 4246', '3001-09 910000 0', '6702-01 0 905754', '9002-01 0 905754', '9002-02 905754 0'],
  ]);
  const end = await loanOf(lost);
  assert.deepEqual([end.writtenOff?.recoveredFen, end.surplusFen], [10_057_54, 42_46]);
});

test('what was previewed is what is agreed to: a loan that has changed since is not, and a draft may be given up or back', async () => {
  const { judged, maker, checker } = bank;
  await judged.has(2_000_00);
  await judged.repay(849_67);
  const stale = await submitted(judged.loanId, { kind: 'write-off' });
  await judged.repay(100_00);
  assert.equal(await code(checker.approveCorrection({ params: stale })), 'correction-stale');
  assert.equal((await checker.readCorrection({ params: stale })).stale, true);
  assert.equal((await loanOf(judged)).state, 'active');
  const given = await checker.returnCorrection({ params: stale, body: { reason: '又有还款' } });
  assert.deepEqual([given.state, given.returned?.reason], ['returned', '又有还款']);
  const { correctionId } = await draft(judged.loanId, { kind: 'write-off' });
  assert.equal((await maker.withdrawCorrection({ params: { correctionId } })).state, 'withdrawn');
  const states = (await maker.correctionsOfLoan({ params: { loanId: judged.loanId } })).corrections;
  assert.deepEqual(
    states.map(({ state }) => state),
    ['withdrawn', 'returned'],
  );
});

test('a process may die before and after the core has paid, and two may go on at once: the money goes back once', async () => {
  const { judged, world, served } = bank;
  const { needs } = served;
  const part = (await loanOf(judged)).transactions.find(({ amountFen }) => amountFen === 100_00);
  const wanted = { kind: 'reversal', transactionId: part?.transactionId ?? '', paysOut: true } as const;
  const { correctionId } = await submitted(judged.loanId, wanted);
  const id = correctionId as CorrectionId;
  const member = await world.db
    .selectFrom('staff.members')
    .select('staff_id')
    .where('login_name', '=', demoStaff.servicingChecker.loginName)
    .executeTakeFirstOrThrow();
  // Agreed to, and the job is lost with the process.
  const agreed = await needs.inTx((context) =>
    approveCorrection({ ...context, emit: () => undefined }, needs.vault, id, member.staff_id as StaffId),
  );
  assert.ok(agreed.ok);
  const had = await judged.balance();
  const job = { subject: correctionId, completeIn: async () => undefined };
  const dies = (transfer: typeof needs.coreBanking.transfer) => ({
    ...needs,
    coreBanking: { ...needs.coreBanking, transfer },
  });
  /** The lease of whoever died runs out. */
  const later = () =>
    world.db
      .updateTable('integrations.external_calls')
      .set({ leased_until: null })
      .where('subject', '=', correctionId)
      .execute();
  const before_ = dies(() => Promise.reject(new Error('killed before')));
  await assert.rejects(sendRefund(before_, job), /killed before/);
  assert.deepEqual([(await loanOf(judged)).outstandingFen, await judged.balance()], [9_107_87, had]);
  await later();
  const behind = dies(async (order) => {
    await needs.coreBanking.transfer(order);
    throw new Error('killed behind');
  });
  await assert.rejects(sendRefund(behind, job), /killed behind/);
  assert.equal(await judged.balance(), had + 100_00);
  // Not recorded so far: 100.00 had paid 27.54 of interest and 72.46 of principal.
  assert.equal((await loanOf(judged)).outstandingFen, 9_107_87);
  await later();
  await Promise.all([sendRefund(needs, job), sendRefund(needs, job)]);
  await sendRefund(needs, job);
  assert.deepEqual([(await loanOf(judged)).outstandingFen, await judged.balance()], [9_180_33, had + 100_00]);
  assert.equal((await bank.checker.readCorrection({ params: { correctionId } })).state, 'done');
});

test('loans are listed by branch, page by page, and by whether they are late', async () => {
  const { maker, stranger } = bank;
  const all = await maker.listLoans({ query: { pageSize: 3 } });
  assert.deepEqual([all.loans.length, all.before], [3, null]);
  const rest = await maker.listLoans({ query: { pageSize: 3, after: all.after ?? '' } });
  assert.deepEqual([rest.loans.length, rest.after], [1, null]);
  const back = await maker.listLoans({ query: { pageSize: 3, before: rest.before ?? '' } });
  assert.deepEqual(back.loans, all.loans);
  const far_ = await stranger.listLoans({ query: {} });
  assert.deepEqual(
    far_.loans.map(({ customerName, loanId }) => [customerName, loanId]),
    [['李**', bank.cured.loanId]],
  );
  assert.equal((await stranger.listLoans({ query: { branchCode: 'BJ01' } })).loans.length, 0);
  const late = await maker.listLoans({ query: { overdue: 'true' } });
  assert.deepEqual(new Set(late.loans.map(({ loanId }) => loanId)), new Set([bank.twice.loanId, bank.judged.loanId]));
  assert.equal(await code(stranger.readLoanRecord({ params: { loanId: bank.twice.loanId } })), 'not-found');
  assert.equal(await code(stranger.revealLoanCustomer({ params: { loanId: bank.twice.loanId } })), 'not-found');
  const full = await maker.revealLoanCustomer({ params: { loanId: bank.twice.loanId } });
  assert.deepEqual([full.name, full.accountNo], ['王小明', bank.twice.person.accountNo]);
});

test('another pays a part of the interest: from tomorrow on, by two persons, and not of what is due; ended, it is the customer’s again', async () => {
  const { twice, cured, world, maker, checker, one, stranger } = bank;
  const { needs } = bank.served;
  const terms = {
    ...{ productCode: 'instant-loan', branchCode: 'BJ01', employerCode: '*', payerName: '县财政局' },
    ...{ ratePpm: 10_000, fromOn: businessDate('2027-03-16'), untilOn: null, note: '助农贴息' },
  };
  assert.match(await code(maker.draftDiscountRule({ body: { ...terms, fromOn: TODAY } })), /^day-in-the-past/);
  const sample = { terms, principalFen: fen(10_000_00), termMonths: 12 };
  const preview = await maker.previewDiscountRule({ body: sample });
  // Of 3.6 % the payer bears 1 %: of 30.00 in the first month 8.33. Two of Beijing's loans are active.
  assert.deepEqual([preview.loans, preview.rows[0]?.interestFen, preview.rows[0]?.discountFen], [2, 30_00, 8_33]);
  const { ruleId } = await one.draftDiscountRule({ body: terms });
  const params = { ruleId };
  await one.submitDiscountRule({ params });
  assert.equal(await code(one.publishDiscountRule({ params })), 'same-person');
  await checker.publishDiscountRule({ params });
  const again = await maker.draftDiscountRule({ body: { ...terms, employerCode: 'KS02' } });
  await maker.submitDiscountRule({ params: again });
  assert.match(await code(checker.publishDiscountRule({ params: again })), /^day-taken/);

  const applied = () =>
    until('the plans', async () => ((await checker.readDiscountRule({ params })).appliedAt ? true : undefined));
  await applied();
  const stored = async (who: Repaying) => {
    const rows = await world.db
      .selectFrom('servicing.instalments')
      .select('discount_fen')
      .where('loan_id', '=', who.loanId)
      .orderBy('no')
      .execute();
    return rows.slice(0, 6).map((row) => row.discount_fen);
  };
  // 25.07, 22.60, 20.12, 17.63 × 10 ÷ 36; the second, which is overdue, stays as it was.
  assert.deepEqual(await stored(twice), [0, 0, 6_96, 6_28, 5_59, 4_90]);
  assert.deepEqual(await stored(cured), [0, 0, 0, 0, 0, 0]);

  const end = (on: string) => one.endDiscountRule({ params, body: { on: businessDate(on) } });
  assert.match(await code(end('2027-04-14')), /^day-in-the-past 终止日至少在一个月以后/);
  await end('2027-05-15');
  assert.equal(await code(one.agreeToDiscountEnd({ params })), 'same-person');
  assert.equal(await code(stranger.agreeToDiscountEnd({ params })), 'right-missing');
  const ended = await checker.agreeToDiscountEnd({ params });
  assert.deepEqual([ended.untilOn, ended.dueFen, ended.loans], ['2027-05-15', 0, 2]);
  await applied();
  assert.deepEqual(await stored(twice), [0, 0, 6_96, 6_28, 0, 0]);

  // The third falls due: 25.07 are earned, of which the payer owes 6.96.
  await openDay(world, businessDate('2027-04-10'));
  await needs.inTx((context) => bringForward(context, [twice.loanId]));
  const now = await loanOf(twice);
  assert.deepEqual(now.instalments[2]?.totalFen, 824_60 + 25_07 - 6_96);
  assert.equal((await checker.readDiscountRule({ params })).dueFen, 6_96);
  assert.equal((await maker.listDiscountRules({})).dueFen, 6_96);
});

test('after all of it servicing, the books and the core say the same', async () => {
  const { needs } = bank.served;
  assert.deepEqual(await proveServicing(needs.db), []);
  assert.deepEqual(await ledgerFindings(needs.db), []);
});
