import assert from 'node:assert/strict';
import test from 'node:test';
import { fen } from '@miaodai/values/fen';
import { trialStart } from './trial-start.ts';
import { wishIn } from './wish.ts';

test('of what lies in the storage only whole amounts under known names are taken', () => {
  assert.deepEqual(wishIn('{"amountFen":5000000,"termMonths":12,"name":"王"}'), {
    amountFen: 50_000_00,
    termMonths: 12,
  });
  assert.deepEqual(wishIn('{"amountFen":-1,"monthlyIncomeFen":1.5,"monthlyDebtFen":"7"}'), {});
  for (const text of ['', '{', 'null', '[]', '"x"']) assert.deepEqual(wishIn(text), {});
});

const OFFERED = {
  ...{ minAmountFen: fen(1_000_00), maxAmountFen: fen(500_000_00), amountStepFen: fen(100_00) },
  termsMonths: [6, 12, 24, 36],
};

test('a trial begins with what was wished for where the product offers it, and with an example elsewhere', () => {
  assert.deepEqual(trialStart(OFFERED, {}), { amountFen: 50_000_00, termMonths: 12 });
  const wish = { amountFen: fen(80_000_00), termMonths: 36 };
  assert.deepEqual(trialStart(OFFERED, wish), wish);
  for (const amountFen of [fen(900_00), fen(500_100_00), fen(1_050_00)])
    assert.equal(trialStart(OFFERED, { amountFen, termMonths: 18 }).amountFen, 50_000_00);
  assert.equal(trialStart({ ...OFFERED, termsMonths: [3] }, wish).termMonths, 3);
  assert.equal(trialStart({ ...OFFERED, maxAmountFen: fen(20_000_00) }, {}).amountFen, 20_000_00);
});
