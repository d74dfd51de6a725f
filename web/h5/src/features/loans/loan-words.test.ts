import assert from 'node:assert/strict';
import test from 'node:test';
import type { Loan } from '../../api.ts';
import { inOrder, loanState } from './loan-words.ts';

const overdue = (days: number) => ({ days }) as Loan['overdue'];
const next = (dueOn: string) => ({ no: 1, dueOn }) as Loan['nextPayment'];
const loan = (loanId: string, is: Partial<Loan>): Loan =>
  ({ loanId, state: 'active', overdue: null, nextPayment: null, disbursedOn: '2026-01-01', ...is }) as Loan;

test('what is late longest comes first, then what falls due first, and what is paid off last', () => {
  const loans = [
    loan('closed', { state: 'closed' }),
    loan('december', { nextPayment: next('2026-12-20') }),
    loan('late', { overdue: overdue(3), nextPayment: next('2026-12-01') }),
    loan('november', { nextPayment: next('2026-11-28') }),
    loan('very late', { overdue: overdue(35) }),
  ];
  assert.deepEqual(
    inOrder(loans).map(({ loanId }) => loanId),
    ['very late', 'late', 'november', 'december', 'closed'],
  );
});

test('being late is said with its days, and what the bank wrote off is late like any other', () => {
  assert.equal(loanState({ state: 'active', overdue: null }).name, '还款中');
  assert.deepEqual(loanState({ state: 'written-off', overdue: overdue(400) }), { name: '逾期 400 天', tone: 'danger' });
  assert.equal(loanState({ state: 'closed', overdue: null }).name, '已结清');
});
