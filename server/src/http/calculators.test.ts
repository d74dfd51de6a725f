import assert from 'node:assert/strict';
import { test } from 'node:test';
import { businessDate, fen } from '@miaodai/values';
import { aDatabase } from '../../test-kit/database.ts';
import { openDayByClock } from '../bank/calendar/index.ts';
import { movableClock } from '../platform/clock.ts';
import { seedBank, setFrom } from '../seed/seed-bank.ts';
import { calculatorRoutes } from './customer/calculators.routes.ts';

type Told = Parameters<ReturnType<typeof calculatorRoutes>['estimateLimit']>[0]['body'];

/** Earns 12,000, spends 4,000 and repays 1,200 a month. */
const ORDINARY: Told = {
  ...{ monthlyIncomeFen: fen(12_000_00), monthlyExpenseFen: fen(4_000_00), monthlyDebtFen: fen(1_200_00) },
  ...{ workplace: 'B', termMonths: 12, ageYears: null },
};

test('what a visitor would get is told by the model that decides, between a good and a bad outcome', async (t) => {
  const { db } = await aDatabase(t);
  await seedBank(db, businessDate('2020-01-01'));
  await setFrom(db, businessDate('2020-01-02'), { estimatesPerAddressPerHour: 8 });
  await openDayByClock(db, movableClock());
  const routes = calculatorRoutes({ db } as never);
  const ask = async (told: Partial<Told>, productCode = 'instant-loan', ip = '203.0.113.7') =>
    routes.estimateLimit({ params: { productCode }, body: { ...ORDINARY, ...told } }, undefined, {
      request: { ip },
    } as never);
  const said = async (told: Partial<Told>) => {
    const answer = await ask(told);
    assert.ok(answer.ok);
    const { outcome, fromFen, toFen, reasons } = answer.value;
    return [outcome, fromFen, toFen, ...reasons.map(({ title }) => title)];
  };

  // 55 % of 12,000 less 1,200 is 5,400 a month, which repays 5,400 × 11.7692 = 63,553 in a year. Where the bureau finds a tenth of the
  // income more, 4,200 × 11.7692 = 49,430.
  assert.deepEqual(await said({}), ['range', 49_400_00, 63_500_00]);
  // 20,000, nothing spent or owed, three years: 11,000 × 34.0764 = 374,840. An employer of grade C and a poor score: twelve incomes.
  const rich = { monthlyIncomeFen: fen(20_000_00), monthlyExpenseFen: fen(0), monthlyDebtFen: fen(0), termMonths: 36 };
  assert.deepEqual(await said({ ...rich, workplace: 'unknown' }), ['range', 240_000_00, 374_800_00]);
  // At one of grade A even that score is good for more incomes than 9,000 a month repay: 9,000 × 34.0764 = 306,687.
  assert.deepEqual(await said({ ...rich, workplace: 'A' }), ['range', 306_600_00, 374_800_00]);
  // 12,000 − 1,200 − 10,000 leaves 800, which repays 9,415; with 1,200 more to pay nothing is left.
  assert.deepEqual(await said({ monthlyExpenseFen: fen(10_000_00) }), ['at-most', null, 9_400_00]);
  assert.deepEqual(await said({ monthlyExpenseFen: fen(11_000_00) }), ['unlikely', null, null, '还款能力']);
  // Sixty-four, and sixty-seven when the loan ends.
  assert.deepEqual(await said({ ...rich, ageYears: 64 }), ['unlikely', null, null, '年龄与期限']);

  assert.deepEqual(await ask({ termMonths: 13 }), { ok: false, refusal: 'not-found' });
  assert.equal((await ask({}, 'no-such-loan')).ok, false);
  // The ninth within the hour, by this address; another may still ask.
  assert.deepEqual(await ask({}), { ok: false, refusal: 'too-many-requests' });
  const other = await ask({}, 'standard-loan', '203.0.113.8');
  assert.ok(other.ok && other.value.annualRatePpm === 43_500);
  const kept = await db.selectFrom('decision.decisions').select('decision_id').execute();
  assert.deepEqual(kept, []);
});
