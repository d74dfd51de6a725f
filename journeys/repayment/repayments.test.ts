import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { businessDate } from '@miaodai/values';
import { sql } from 'kysely';
import { takeUpAgain } from '../../server/src/lending/take-up-again.ts';
import { collectEarlyChunk } from '../../server/src/lending/repayment/index.ts';
import type { Db } from '../../server/src/platform/db/connect.ts';
import { products } from '../../server/src/seed/defaults.ts';
import { until } from '../kit/borrower.ts';
import { findings } from '../kit/findings.ts';
import { Clerk, demoStaff, hire } from '../kit/staff.ts';
import { aRepaymentBank, code, openDay, TODAY } from './bank.ts';

/**
 * Each loan is 10,000 yuan for twelve months at 3.6 % by whole months, paid out on 10 January 2027 and due on the 10th of each month:
 *   849.67 = 30.00 + 819.67, left 9,180.33; 849.67 = 27.54 + 822.13, left 8,358.20; 849.67 = 25.07 + 824.60, left 7,533.60.
 * On 15 March the first two are due, and five days of the third have run.
 */
const DUE = 2 * 849_67;
const AHEAD = 3 * 849_67;

const leftovers: (() => Promise<void>)[] = [];
after(async () => {
  for (const work of leftovers) await work();
});
const begin = async () => {
  const bank = await aRepaymentBank({ after: (work) => void leftovers.push(work) });
  await officersApprove(bank.world.db);
  await hire(bank.world, demoStaff.officer, demoStaff.daqing, demoStaff.auditor);
  const people = {
    payer: await bank.aBorrower('王小明'),
    hasty: await bank.aBorrower('李晓红'),
    early: await bank.aBorrower('张建国'),
    overnight: await bank.aBorrower('赵敏'),
    refused: await bank.aBorrower('陈立'),
    asking: await bank.aBorrower('刘洋', { productCode: 'standard-loan' }),
    poor: await bank.aBorrower('周婷', { productCode: 'standard-loan' }),
  };
  await openDay(bank.world, TODAY);
  return { ...bank, ...people };
};
/** Of standard loans, and for a fee of one per cent. */
async function officersApprove(db: Db): Promise<void> {
  const { earlyRepayment } = products[1]?.parameters ?? {};
  const rows = { earlyRepayment: { ...earlyRepayment, approval: 'officer' }, earlyRepaymentFeePpm: 10_000 };
  for (const [name, value] of Object.entries(rows))
    await db
      .insertInto('products.parameters')
      .values({
        ...{ product_code: 'standard-loan', branch_code: '*', name, effective_from: businessDate('2020-01-02') },
        value: JSON.stringify(value),
      })
      .execute();
}
const clerk = async (who: keyof typeof demoStaff): Promise<Clerk> => {
  const one = new Clerk(bank.served.url, demoStaff[who]);
  await one.signIn();
  return one;
};
/** What the clock does at the hours of debits. */
const collectEarly = (day: string): Promise<unknown> =>
  bank.served.needs.inTx((context) =>
    collectEarlyChunk(context, bank.served.needs.vault, { on: businessDate(day), cursor: null, limit: 10 }),
  );
/** By which staff number the customer of a loan has applied. */
async function appliesAs(loanId: string, erpNo: string): Promise<void> {
  const { db } = bank.world;
  const { application_id: id } = await db
    .selectFrom('servicing.loans as loan')
    .innerJoin('contract.contracts as contract', 'contract.contract_id', 'loan.contract_id')
    .select('contract.application_id')
    .where('loan.loan_id', '=', loanId)
    .executeTakeFirstOrThrow();
  const sealed = bank.served.needs.vault.seal('application.applications.erp_no', id, erpNo);
  await db
    .updateTable('application.applications')
    .set({ erp_no_cipher: sealed })
    .where('application_id', '=', id)
    .execute();
}
let bank: Awaited<ReturnType<typeof begin>>;
before(async () => {
  bank = await begin();
});
const attempts = async (loanId: string): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from repayment.repayments where loan_id = ${loanId}`.execute(bank.world.db);
  return rows[0]?.n ?? 0;
};

test('what may not be paid is refused in words, and nothing is written', async () => {
  const { payer, hasty, world } = bank;
  await payer.has(3_000_00);
  const words = '目前应还 1,699.34 元，连同本期一起还为 2,549.01 元';
  assert.equal(await code(payer.start(0)), `repayment-below-minimum ${words}`);
  assert.equal(await code(payer.start(-1)), 'invalid-input');
  assert.equal(await code(payer.start(DUE + 1)), `repayment-above-owed ${words}`);
  assert.equal(await code(payer.start(AHEAD - 1)), `repayment-above-owed ${words}`);
  assert.equal(await code(payer.start(AHEAD + 1)), `repayment-above-owed ${words}`);
  const params = { loanId: hasty.loanId };
  assert.equal(await code(payer.it.api.readRepayment({ params })), 'not-found');
  const stranger = { amountFen: 1_00 as never, transactionPassword: await payer.it.sealPassword() };
  assert.equal(await code(payer.it.api.startRepayment({ params, body: stranger })), 'not-found');
  assert.equal(await code(payer.start(100_00, '314159')), 'transaction-password-wrong 还可以尝试 4 次');
  await payer.has(99_99);
  assert.equal(await code(payer.start(100_00)), 'balance-insufficient 可用余额 99.99 元');
  await world.faults([{ system: 'core-banking', operation: 'acct-query', times: 1, fault: 'hang-up-before' }]);
  assert.equal(await code(payer.start(50_00)), 'outside-system-silent');
  await world.faults([]);
  assert.equal(await attempts(payer.loanId), 0);
  assert.equal(await payer.balance(), 99_99);
});

test('a part goes to the oldest interest first; then the rest and the running instalment in one', async () => {
  const { payer } = bank;
  await payer.has(3_000_00);
  const terms = await payer.terms();
  assert.deepEqual(
    terms.due.rows.map((row) => [row.periodNo, row.dueOn, row.interestFen, row.principalFen, row.daysPastDue]),
    [
      [1, '2027-02-10', 30_00, 819_67, 33],
      [2, '2027-03-10', 27_54, 822_13, 5],
    ],
  );
  assert.deepEqual(terms.amounts, { dueFen: DUE, aheadFen: AHEAD });
  assert.deepEqual(terms.account, { balanceFen: 3_000_00, availableFen: 3_000_00, ready: true });
  assert.deepEqual([terms.mayRepay, terms.mayRepayEarly, terms.open], [null, null, null]);

  const part = await payer.repay(500_00);
  assert.deepEqual([part.state, part.effectiveOn, part.bookedFen], ['booked', TODAY, 500_00]);
  const nothing = { penaltyFen: 0, feeFen: 0, surplusFen: 0 };
  assert.deepEqual(part.paid, { ...nothing, interestFen: 30_00, principalFen: 470_00 });
  assert.match(part.serialNo ?? '', /^C\d+$/);
  // 1,699.34 − 500.00; 10,000 − 470.00.
  assert.deepEqual(part.loan, { state: 'active', outstandingFen: 9_530_00, dueFen: 1_199_34 });
  await payer.untilTold(/还款 500.00 元/);

  const rest = await payer.repay(1_199_34 + 849_67);
  // 349.67 of the first; all of the second; all of the third, ahead of its day.
  assert.deepEqual(rest.paid, { ...nothing, interestFen: 27_54 + 25_07, principalFen: 349_67 + 822_13 + 824_60 });
  assert.deepEqual(rest.loan, { state: 'active', outstandingFen: 7_533_60, dueFen: 0 });
  assert.equal(await payer.balance(), 3_000_00 - AHEAD);
  const after = await payer.terms();
  assert.deepEqual([after.amounts, after.mayRepay], [{ dueFen: 0, aheadFen: null }, '目前没有需要归还的款项']);
  assert.equal(await code(payer.start(1)), 'repayment-above-owed 目前没有应还款项');
});

test('of two at once one is taken; an answer that got lost is found again by our number', async () => {
  const { hasty, world } = bank;
  await hasty.has(2_000_00);
  // The core books, and its answer is lost: the second try asks and finds it.
  await world.faults([{ system: 'core-banking', operation: 'transfer', times: 1, fault: 'apply-then-hang-up' }]);
  const said = await Promise.all([code(hasty.start(100_00)), code(hasty.start(100_00))]);
  await world.faults([]);
  assert.deepEqual(said.toSorted(), ['done', 'repayment-open']);
  const { rows } = await sql<{ id: string }>`
    select repayment_id as id from repayment.repayments where loan_id = ${hasty.loanId}`.execute(world.db);
  assert.equal(rows.length, 1);
  const settled = await hasty.settled({ repaymentId: rows[0]?.id ?? '' });
  assert.deepEqual([settled.state, settled.bookedFen], ['booked', 100_00]);
  assert.equal(await hasty.balance(), 1_900_00);
});

test('a repayment whose job was lost is taken up again and settles; its case is closed', async () => {
  const { refused: it, world, served } = bank;
  await it.has(60_00);
  await world.faults([
    { system: 'core-banking', operation: 'transfer', times: 1_000, fault: { kind: 'hang-up-before' } },
    { system: 'core-banking', operation: 'transfer-query', times: 1_000, fault: { kind: 'hang-up-before' } },
  ]);
  const asked = await it.start(50_00);
  await until('silence', async () => {
    const { rows } = await sql`
      select from integrations.external_calls where subject = ${asked.repaymentId} and state = 'unknown'`.execute(
      world.db,
    );
    return rows.length > 0 ? true : undefined;
  });
  assert.equal(await code(it.start(10_00)), 'repayment-open');
  assert.equal(await code(it.quote()), 'repayment-open');
  // Everything that would ask again is gone, a person was told, and a long time goes by.
  await sql`delete from pgboss.job where name = 'repayment.requested'`.execute(world.db);
  await sql`insert into cases.cases (case_id, kind, subject, reason, opened_at)
            values (gen_random_uuid(), 'repayment-outcome-open', ${asked.repaymentId}, 'silent', now())`.execute(
    world.db,
  );
  await sql`update integrations.external_calls
            set updated_at = now() - interval '1 day', leased_until = null
            where subject = ${asked.repaymentId}`.execute(world.db);
  await world.faults([]);
  await takeUpAgain(served.needs, { subject: 'by the clock', completeIn: () => Promise.resolve() });
  const settled = await it.settled(asked);
  assert.deepEqual([settled.state, settled.bookedFen, await it.balance()], ['booked', 50_00, 10_00]);
  const { rows } = await sql<{ open: number }>`
    select count(*)::int as open from cases.cases where closed_at is null and kind = 'repayment-outcome-open'`.execute(
    world.db,
  );
  assert.deepEqual(rows, [{ open: 0 }]);
});

test('the core refuses: nothing counts, and the customer reads why', async () => {
  const { refused, world } = bank;
  await refused.has(1_000_00);
  await world.faults([
    { system: 'core-banking', operation: 'transfer', times: 1, fault: { kind: 'refuse', code: '2106' } },
  ]);
  const settled = await refused.repay(900_00);
  await world.faults([]);
  assert.deepEqual([settled.state, settled.reason], ['refused', '电子账户可用余额不足，没有扣款']);
  // 30.00 of the 50.00 before went to interest.
  assert.deepEqual(settled.loan, { state: 'active', outstandingFen: 9_980_00, dueFen: DUE - 50_00 });
  await refused.untilTold(/还款 900.00 元未成功/);
  assert.equal(await refused.balance(), 1_000_00);
});

test('early repayment costs what was quoted, to the fen; a changed loan and a late customer are told to ask anew', async () => {
  const { early, clock } = bank;
  await early.has(20_000_00);
  const stale = await early.quote(1_000_00);
  await early.repay(DUE);
  assert.equal(await code(early.startEarly(stale, 'pay-off')), 'quote-expired');
  // 8,358.20 × 3.6 % × 5 ÷ 360 = 4.179: 4.18.
  const quote = await early.quote(1_000_00);
  assert.deepEqual(
    quote.outcomes.map((one) => [one.mode, one.interestFen, one.feeFen, one.principalFen, one.amountFen]),
    [
      ['shorter-term', 4_18, 0, 1_000_00, 1_004_18],
      ['lower-instalment', 4_18, 0, 1_000_00, 1_004_18],
      ['pay-off', 4_18, 0, 8_358_20, 8_362_38],
    ],
  );
  // Ten instalments were left; of 7,358.20 in nine of at most 849.67 each: the fewest.
  assert.deepEqual(
    quote.outcomes.map((one) => [one.instalmentsBefore, one.instalmentsAfter, one.balanceAfterFen]),
    [
      [10, 9, 7_358_20],
      [10, 10, 7_358_20],
      [10, 0, 0],
    ],
  );
  assert.equal(await code(early.quote(8_358_21)), 'repayment-above-owed 最多可还本金 8,358.20 元');
  assert.equal(await code(early.quote(99_99)), 'repayment-below-minimum 最低 100.00 元，或者全部结清');
  assert.equal(await code(early.quote(0)), 'repayment-below-minimum 最低 100.00 元，或者全部结清');
  clock.move(30 * 60 + 1);
  await early.it.signIn();
  assert.equal(await code(early.startEarly(quote, 'lower-instalment')), 'quote-expired');
  clock.move(-30 * 60);
  await early.it.signIn();

  const done = await early.settled(await early.startEarly(quote, 'lower-instalment'));
  assert.deepEqual([done.state, done.mode, done.loan.outstandingFen], ['booked', 'lower-instalment', 7_358_20]);
  assert.deepEqual(done.paid, {
    ...{ penaltyFen: 0, interestFen: 4_18, principalFen: 1_000_00, feeFen: 0, surplusFen: 0 },
  });
  await early.untilTold(/提前还款 1,004.18 元，剩余本金 7,358.20 元/);
  assert.equal(await code(early.startEarly(quote, 'pay-off')), 'quote-expired');

  // Nothing has run since today: all that is left, without a fen of interest.
  const end = await early.quote();
  assert.deepEqual(
    end.outcomes.map(({ mode, amountFen }) => [mode, amountFen]),
    [['pay-off', 7_358_20]],
  );
  const paidOff = await early.settled(await early.startEarly(end, 'pay-off'));
  assert.deepEqual(paidOff.loan, { state: 'closed', outstandingFen: 0, dueFen: 0 });
  await early.untilTold(/已全部还清/);
  assert.equal(await code(early.start(1_00)), 'loan-closed');
  assert.equal(await code(early.quote()), 'loan-closed');
  assert.equal(await early.balance(), 20_000_00 - DUE - 1_004_18 - 7_358_20);
  const { notes } = await early.it.api.listOpenNotes({});
  assert.deepEqual(notes, []);
});

test('a quote is honoured over midnight: it counts as of the day on which it was made', async () => {
  const { overnight, world } = bank;
  await overnight.it.signIn();
  await overnight.has(20_000_00);
  const quote = await overnight.quote();
  // 1,699.34 due, 4.18 of five days, 8,358.20.
  assert.equal(quote.outcomes[0]?.amountFen, 10_061_72);
  await openDay(world, businessDate('2027-03-16'));
  const paidOff = await overnight.settled(await overnight.startEarly(quote, 'pay-off'));
  assert.deepEqual([paidOff.state, paidOff.effectiveOn, paidOff.bookedFen], ['booked', TODAY, 10_061_72]);
  assert.deepEqual(paidOff.paid, {
    ...{ penaltyFen: 0, interestFen: 30_00 + 27_54 + 4_18, principalFen: 10_000_00, feeFen: 0, surplusFen: 0 },
  });
  assert.equal(paidOff.loan.state, 'closed');
});

test('an officer sets the day; what the account does not bear then is tried again that day, and told', async () => {
  const { asking, world } = bank;
  await asking.it.signIn();
  await asking.has(1_699_34);
  await asking.repay(DUE);
  const quote = await asking.quote(1_000_00);
  // 8,358.20 × 3.6 % × 6 ÷ 360 = 5.014…; one per cent of 1,000.00.
  assert.deepEqual([quote.approval, quote.outcomes[1]?.amountFen], ['officer', 1_000_00 + 5_01 + 10_00]);
  await asking.has(20_000_00);
  assert.equal(await code(asking.startEarly(quote, 'lower-instalment')), 'step-not-allowed');
  const request = await asking.requestEarly(quote, 'lower-instalment');
  assert.deepEqual([request.state, request.quotedFen, request.mayCancel], ['requested', 1_015_01, true]);
  assert.equal(await code(asking.requestEarly(quote, 'pay-off')), 'early-request-open');
  assert.equal(await code(asking.quote(1_000_00)), 'early-request-open');

  const params = { requestId: request.requestId };
  const [officer, daqing, auditor] = [await clerk('officer'), await clerk('daqing'), await clerk('auditor')];
  assert.equal(await code(daqing.api.readEarlyRepayment({ params, query: {} })), 'not-found');
  assert.equal(await code(auditor.api.listEarlyRepayments({ query: {} })), 'right-missing');
  const { items, counts } = await officer.api.listEarlyRepayments({ query: { state: 'requested' } });
  assert.deepEqual(
    [items.map(({ requestNo }) => requestNo), counts.requested, items[0]?.customerName],
    [[request.requestNo], 1, '刘*'],
  );
  const seen = await officer.api.readEarlyRepayment({ params, query: { debitOn: businessDate('2027-03-18') } });
  // 8,358.20 × 3.6 % × 8 ÷ 360 = 6.686…
  assert.deepEqual([seen.expected?.amountFen, seen.suggestedDebitOn], [1_000_00 + 6_69 + 10_00, '2027-03-17']);
  const approve = (debitOn: string, version = seen.version, who = officer) =>
    who.api.approveEarlyRepayment({ params, body: { debitOn: businessDate(debitOn), note: '同意', version } });
  assert.equal(await code(approve('2027-03-15')), 'invalid-input');
  assert.equal(await code(approve('2028-01-10')), 'early-nothing-runs');
  assert.equal(await code(approve('2027-03-18', 2)), 'review-changed');
  assert.equal(await code(approve('2027-03-18', 1, daqing)), 'not-found');
  const approved = await approve('2027-03-18');
  assert.deepEqual([approved.state, approved.decided?.by], ['approved', '孙丽（beijing01）']);
  assert.equal(await code(approve('2027-03-18', approved.version)), 'step-not-allowed');
  await asking.untilTold(/将于 2027-03-18 .*预计 1,016.69 元/);

  await collectEarly('2027-03-17');
  assert.deepEqual((await asking.requests())[0]?.expectedFen, 1_016_69);
  await asking.has(1_016_68);
  await openDay(world, businessDate('2027-03-18'));
  await collectEarly('2027-03-18');
  await asking.untilTold(/应还 1,016.69 元，.*扣款未成功/);
  assert.deepEqual((await asking.requests())[0]?.state, 'approved');
  await asking.has(1_016_69);
  await collectEarly('2027-03-18');
  await asking.untilTold(/已提前还款 1,016.69 元，剩余本金 7,358.20 元/);
  assert.deepEqual((await asking.requests())[0]?.state, 'paid');
  assert.equal(await asking.balance(), 0);
});

test('declined in words, taken back, or failed when its day is over: the loan goes on as before', async () => {
  const { poor, world } = bank;
  await poor.it.signIn();
  const first = await poor.requestEarly(await poor.quote(), 'pay-off');
  const officer = await clerk('officer');
  const body = { reason: 'overdue-first', note: '有两期逾期', version: 1 };
  const params = { requestId: first.requestId };
  const unknown = { ...body, reason: 'no-such-reason' };
  assert.equal(await code(officer.api.declineEarlyRepayment({ params, body: unknown })), 'invalid-input');
  await appliesAs(poor.loanId, demoStaff.officer.loginName);
  assert.equal(await code(officer.api.declineEarlyRepayment({ params, body })), 'own-loan');
  assert.equal((await officer.api.readEarlyRepayment({ params, query: {} })).may.decide, '不能办理自己的贷款');
  await appliesAs(poor.loanId, 'KS02-0001');
  await officer.api.declineEarlyRepayment({ params, body });
  assert.match((await poor.requests())[0]?.reason ?? '', /请先归还逾期款项/);

  const second = await poor.requestEarly(await poor.quote(), 'pay-off');
  const mine = { params: { requestId: second.requestId } };
  assert.equal(await code(bank.asking.it.api.cancelEarlyRequest(mine)), 'not-found');
  assert.equal((await poor.it.api.cancelEarlyRequest(mine)).state, 'cancelled');
  assert.equal(await code(poor.it.api.cancelEarlyRequest(mine)), 'step-not-allowed');

  const third = await poor.requestEarly(await poor.quote(), 'pay-off');
  await officer.api.approveEarlyRepayment({
    params: { requestId: third.requestId },
    body: { debitOn: businessDate('2027-03-18'), note: '同意', version: 1 },
  });
  await poor.has(0);
  await collectEarly('2027-03-18');
  await until('the refusal', async () => ((await poor.requests())[0]?.mayCancel ? true : undefined));
  await openDay(world, businessDate('2027-03-19'));
  await collectEarly('2027-03-19');
  const [failed] = await poor.requests();
  assert.deepEqual([failed?.state, failed?.reason], ['failed', '电子账户可用余额不足，没有扣款']);
  await poor.untilTold(/提前还款 .*扣款未成功，贷款按原计划还款/);
  assert.equal((await poor.terms()).outstandingFen, 10_000_00);
});

test('at last database, books, core and texts agree', async () => {
  assert.deepEqual(await findings(bank.world), []);
});
