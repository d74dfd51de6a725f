import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fen } from '@miaodai/values';
import { ledgerFindings } from '../server/src/ledger/index.ts';
import { until } from './kit/borrower.ts';
import { aPerson } from './kit/persons.ts';
import { aWorld, serve } from './kit/world.ts';

test('an employee of a whitelisted employer has the money in seconds, once, and the books say so', async (t) => {
  const world = await aWorld(t);
  const person = aPerson(1, '王小明');
  await world.settle(person);
  const { borrower } = await serve(t, world);
  const wang = borrower(person);

  const confirmed = await wang.upToConfirm(fen(50_000_00));
  assert.equal(confirmed.step, 'confirm');
  // Income 12,000, expenses 4,000, reported debt 1,200 a month: the room is 55 % of income less debt, 5,400 a month. At 3.6 % a year
  // 12 instalments of 5,400 repay 63,554.44, so 63,500 in steps of 100.
  assert.equal(confirmed.decision?.limitFen, 63_500_00);

  const asked = await wang.confirm(confirmed);
  const paid = await until('the loan', async () => {
    const now = await wang.outcome(asked);
    return now.loanId ? now : undefined;
  });
  assert.equal(paid.state, 'paid');
  assert.equal(await world.coreBalance(person.accountNo), 51_234_56);
  assert.equal((await world.transfersAtTheCore()).length, 1);
  const loan = await wang.api.readLoan({ params: { loanId: paid.loanId ?? '' } });
  // 50,000 × 0.003 ÷ (1 − 1.003^−12) = 4,248.36; the first month's interest is 50,000 × 0.003 = 150.00.
  assert.deepEqual(loan.rows[0] && { interest: loan.rows[0].interestFen, total: loan.rows[0].totalFen }, {
    interest: 150_00,
    total: 4_248_36,
  });
  assert.deepEqual(await ledgerFindings(world.db), []);
});
