import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { ApiProblem } from '@miaodai/http-api/client';
import { fen, type BusinessDate } from '@miaodai/values';
import { ledgerFindings } from '../server/src/ledger/index.ts';
import { until, type Borrower } from './kit/borrower.ts';
import { aPerson } from './kit/persons.ts';
import { aWorld, serve } from './kit/world.ts';

type Api = Borrower['api'];

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
  await lookAtPlan(wang.api, loan.loanId, loan.rows[0]?.dueOn);
  assert.deepEqual(await ledgerFindings(world.db), []);
});

/** What a page asks of a loan, through the door: by words where a range is wrong, nobody else's, and files that are what they say. */
async function lookAtPlan(api: Api, loanId: string, firstDueOn: BusinessDate | undefined): Promise<void> {
  assert.ok(firstDueOn);
  const params = { loanId };
  const first = { from: firstDueOn, to: firstDueOn };
  const { instalments } = await api.listInstalments({ params, query: first });
  assert.deepEqual(
    instalments.map(({ dueFen, state }) => [dueFen, state]),
    [[4_248_36, 'upcoming']],
  );
  await assert.rejects(api.listInstalments({ params, query: { from: firstDueOn } }), (error) => {
    assert.ok(error instanceof ApiProblem);
    assert.deepEqual(
      [error.problem.status, error.problem.fields],
      [400, [{ path: 'to', message: '请同时选择结束日期' }]],
    );
    return true;
  });
  const workings = await api.explainInstalment({ params: { loanId, no: 1 } });
  assert.equal(workings.workings[0]?.formula, '50,000.00 × 3.6% ÷ 12');
  const { transactions, total } = await api.listTransactions({ params, query: { today: 'true' } });
  assert.deepEqual([total, transactions[0]?.type, transactions[0]?.amountFen], [1, 'disbursement', 50_000_00]);
  const { name, mediaType, base64, sha256 } = await api.downloadLoanNote({ params });
  assert.match(name, /^借据-JJ\d{8}-\d{6}\.pdf$/);
  const content = Buffer.from(base64, 'base64');
  assert.deepEqual([mediaType, content.toString('latin1', 0, 5)], ['application/pdf', '%PDF-']);
  assert.equal(createHash('sha256').update(content).digest('hex'), sha256);
}
