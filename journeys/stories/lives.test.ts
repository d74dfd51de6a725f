import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fen, yuanDisplay } from '@miaodai/values';
import { hledgerAgrees } from '../kit/hledger.ts';
import { findings } from '../kit/findings.ts';
import { aBankInTime, type BankInTime, type Life } from './bank-in-time.ts';

/**
 * A year in the lives of eleven loans, side by side in one bank whose days pass: each 10,000 yuan for twelve months at 3.6 % by whole months,
 * paid out on 31 January 2027, so that they fall due on the last of each month. Amounts are worked out here, by hand, never by the engine:
 *   A = 10,000 × 0.003 ÷ (1 − 1.003⁻¹²) = 849.67, the last 849.69; a day's penalty is overdue principal × 5.4 % ÷ 360.
 *   no  interest  principal  balance      no  interest  principal  balance
 *   1   30.00     819.67     9,180.33     7   15.13     834.54     4,210.40
 *   2   27.54     822.13     8,358.20     8   12.63     837.04     3,373.36
 *   3   25.07     824.60     7,533.60     9   10.12     839.55     2,533.81
 *   4   22.60     827.07     6,706.53     10  7.60      842.07     1,691.74
 *   5   20.12     829.55     5,876.98     11  5.08      844.59     847.15
 *   6   17.63     832.04     5,044.94     12  2.54      847.15     0.00
 */
test('eleven loans from their payout to their end', async (t) => {
  const bank = await aBankInTime(t, { firstDay: '2027-01-31', penaltyRatePpm: 54_000 });
  const lives = await begin(bank);
  await toTheFirstDueDay(bank, lives);
  await toTheCureOfWhatWasMissed(bank, lives);
  await earlyAboutADueDay(bank, lives);

  await bank.until('2028-02-01');
  for (const life of Object.values(lives)) assert.equal(await life.state(), 'closed');
  const totals = await Promise.all(
    Object.entries(lives).map(async ([name, life]) => [name, yuanDisplay(fen(await life.takenInAll()))] as const),
  );
  assert.deepEqual(Object.fromEntries(totals), {
    onTime: '10,196.06', // 11 × 849.67 + 849.69
    ahead: '10,196.06', // Ahead of its day costs the same.
    firstPeriod: '10,010.00',
    cured: '10,197.29', // And 1.23 of penalty.
    partly: '10,196.32', // And 0.26.
    onDueDay: '10,146.34', // 30.00 + 27.54 + 88.80 of interest.
    dayBefore: '10,123.16', // 30.00 + 27.54 + 65.62
    dayAfter: '10,146.65', // 30.00 + 27.54 + 0.84 + 88.27
    lateAndOut: '10,040.41',
    discounted: '10,098.01', // Half of each interest, rounded half up: 98.05 is the payer's.
    deposit: '10,039.18', // 849.67 + 9,189.51
  });
  assert.deepEqual(await bank.controlAccounts(), {
    ...{ '1303-01': 0, '1132-01': 0, '1132-02': 98_05, '1132-03': 0, '2241-01': 0 },
  });
  assert.deepEqual(await findings(bank.world), []);
  await hledgerAgrees(t, bank.world);
});

type Lives = Awaited<ReturnType<typeof begin>>;

async function begin(bank: BankInTime) {
  const lives = {
    onTime: await bank.aLife('王小明'),
    ahead: await bank.aLife('李晓红'),
    firstPeriod: await bank.aLife('张建国'),
    cured: await bank.aLife('赵敏'),
    partly: await bank.aLife('陈立'),
    onDueDay: await bank.aLife('刘洋'),
    dayBefore: await bank.aLife('周婷'),
    dayAfter: await bank.aLife('吴强'),
    lateAndOut: await bank.aLife('郑洁'),
    discounted: await bank.aLife('孙丽', { employerCode: 'KS03' }),
    deposit: await bank.aLife('马超'),
  } satisfies Record<string, Life>;
  for (const life of Object.values(lives)) await life.has(20_000_00);
  return lives;
}

async function toTheFirstDueDay(bank: BankInTime, lives: Lives): Promise<void> {
  const { onTime, ahead, firstPeriod, cured, partly, lateAndOut, discounted } = lives;
  await bank.until('2027-02-10');
  // Ten days × 10,000 × 3.6 % ÷ 360 = 10.00.
  assert.deepEqual(await firstPeriod.repayEarly('pay-off'), { dueFen: 0, interestFen: 10_00, amountFen: 10_010_00 });
  assert.equal(await firstPeriod.state(), 'closed');

  await bank.until('2027-02-20');
  // The running instalment, ahead of its day and at the plan's amount: nothing is debited on the 28th.
  await ahead.repay(849_67);

  await bank.until('2027-02-28');
  for (const life of [cured, lateAndOut]) await life.has(0);
  await partly.has(500_00);

  await bank.until('2027-03-01');
  assert.deepEqual(await onTime.taken(), [['2027-02-28', '849.67', { interest: '30.00', principal: '819.67' }]]);
  assert.deepEqual(await ahead.taken(), [['2027-02-20', '849.67', { interest: '30.00', principal: '819.67' }]]);
  assert.deepEqual(await partly.taken(), [['2027-02-28', '500.00', { interest: '30.00', principal: '470.00' }]]);
  // Half of the rate is another's: 30.00 × 1.8 ÷ 3.6.
  assert.deepEqual(await discounted.taken(), [['2027-02-28', '834.67', { interest: '15.00', principal: '819.67' }]]);
  assert.deepEqual(await cured.taken(), []);
  assert.deepEqual(await cured.overdue(), { days: 1, amountFen: 849_67 + 12, penaltyFen: 12 }); // 819.67 × 0.00015 = 0.12
}

async function toTheCureOfWhatWasMissed(bank: BankInTime, lives: Lives): Promise<void> {
  const { cured, partly, lateAndOut, deposit } = lives;
  await bank.until('2027-03-05');
  await partly.has(1_000_00);
  await bank.until('2027-03-10');
  // 349.67 × 5.4 % × 5 ÷ 360 = 0.2623.
  assert.deepEqual((await partly.taken()).at(-1), ['2027-03-05', '349.93', { penalty: '0.26', principal: '349.67' }]);
  // 819.67 × 5.4 % × 10 ÷ 360 = 1.2295; 9,180.33 × 3.6 % × 10 ÷ 360 = 9.1803: 849.67 + 1.23 + 9.18 + 9,180.33.
  await lateAndOut.has(20_000_00);
  const out = await lateAndOut.repayEarly('pay-off');
  assert.deepEqual(out, { dueFen: 850_90, interestFen: 9_18, amountFen: 10_040_41 });
  await cured.has(20_000_00);
  await partly.has(20_000_00);
  // 9,180.33 + 9.18, out of a pledged deposit.
  await deposit.repayFromDeposit(12_000_00, 9_189_51);
  assert.equal(await deposit.state(), 'closed');
  await bank.until('2027-03-11');
  assert.deepEqual(await cured.taken(), [
    ['2027-03-10', '850.90', { penalty: '1.23', interest: '30.00', principal: '819.67' }],
  ]);
}

async function earlyAboutADueDay(bank: BankInTime, { onDueDay, dayBefore, dayAfter }: Lives): Promise<void> {
  await bank.until('2027-03-30');
  // Thirty days of a month of thirty-one cost the whole month, 27.54; what is left begins with one odd day. 6,180.33 in eight instalments: 780.74
  // (in seven it would be 890.95, more than the 849.69 of before). Saved: 166.06 − 27.54 − 65.62.
  assert.deepEqual(await dayBefore.repayEarly('shorter-term', 3_000_00), {
    ...{ dueFen: 0, interestFen: 27_54, amountFen: 3_027_54 },
    ...{ interestSavedFen: 72_90, instalmentsAfter: 8, nextAfterFen: 780_74, endsAfter: '2027-10-31' },
  });
  await bank.until('2027-03-31');
  // The second instalment first. 5,358.20 in ten instalments: 544.70. Saved: 138.52 − 88.80.
  assert.deepEqual(await onDueDay.repayEarly('lower-instalment', 3_000_00), {
    ...{ dueFen: 849_67, interestFen: 0, amountFen: 3_849_67 },
    ...{ interestSavedFen: 49_72, instalmentsAfter: 10, nextAfterFen: 544_70, endsAfter: '2028-01-31' },
  });
  await bank.until('2027-04-01');
  // One day of 8,358.20 is 0.84. Twenty-nine odd days, then nine months: 544.65. Saved: 138.52 − 0.84 − 88.27.
  assert.deepEqual(await dayAfter.repayEarly('lower-instalment', 3_000_00), {
    ...{ dueFen: 0, interestFen: 84, amountFen: 3_000_84 },
    ...{ interestSavedFen: 49_41, instalmentsAfter: 10, nextAfterFen: 544_65, endsAfter: '2028-01-31' },
  });
}
