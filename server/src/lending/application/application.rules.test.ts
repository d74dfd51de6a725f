import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepSchema, statusSchema } from '@miaodai/http-api';
import { fen } from '@miaodai/values';
import {
  canMove,
  mayEditAboutYou,
  mayEditMoney,
  missingAboutYou,
  missingMoney,
  statusOf,
  type Answers,
  type Step,
} from './application.rules.ts';

const STEPS: readonly Step[] = stepSchema.options;
const next = (from: Step): Step[] => STEPS.filter((to) => canMove(from, to));

test('every step can be reached from the first, in the order of the line', () => {
  const reached = new Set<Step>(['employee-information-agreement']);
  for (const step of reached) for (const to of next(step)) reached.add(to);
  assert.deepEqual([...reached].toSorted(), [...STEPS].toSorted());
  const line = STEPS.slice(0, STEPS.indexOf('done') + 1);
  for (const [i, step] of line.slice(0, -1).entries()) {
    assert.ok(canMove(step, line[i + 1] as Step), `${step} → ${line[i + 1] ?? ''}`);
  }
});

test('nothing leads out of an application that has ended, nor from a step to itself', () => {
  for (const ended of ['done', 'declined', 'not-eligible', 'withdrawn', 'expired'] as const)
    assert.deepEqual(next(ended), []);
  for (const step of STEPS) assert.equal(canMove(step, step), false, step);
});

test('no step of the line is passed over', () => {
  const line = STEPS.slice(0, STEPS.indexOf('done') + 1);
  for (const [i, from] of line.entries()) {
    for (const to of line.slice(i + 2)) assert.equal(canMove(from, to), false, `${from} → ${to}`);
  }
});

test('an application may be given up until the payout is confirmed, and not while it is decided on or signed', () => {
  const may = STEPS.filter((step) => canMove(step, 'withdrawn'));
  assert.deepEqual(
    STEPS.filter((step) => !may.includes(step)),
    ['decision', 'signing', 'paying', 'done', 'declined', 'not-eligible', 'withdrawn', 'expired'],
  );
});

test('a signing that was refused leads back to the contract, and nowhere else but on', () => {
  assert.deepEqual(next('signing'), ['contract', 'confirm']);
});

test('only a payout that the core has refused leads back', () => {
  assert.deepEqual(next('paying'), ['confirm', 'done', 'offline-contract']);
});

test('the customer reads one of seven words for each step', () => {
  const steps = (status: string) => STEPS.filter((step) => statusOf(step) === status);
  assert.deepEqual(Object.fromEntries(statusSchema.options.map((status) => [status, steps(status)])), {
    applying: [
      ...['employee-information-agreement', 'system-check', 'credit-report-agreement', 'face-check', 'identity'],
      ...['about-you', 'money', 'submit'],
    ],
    deciding: ['decision', 'officer'],
    'to-be-paid': ['amount', 'use-of-funds', 'contract', 'signing', 'confirm', 'paying', 'offline-contract'],
    declined: ['declined'],
    paid: ['done'],
    'not-eligible': ['not-eligible'],
    withdrawn: ['withdrawn'],
    expired: ['expired'],
  });
});

test('answers may be changed until they are submitted, page three once it is reached', () => {
  assert.deepEqual(STEPS.filter(mayEditAboutYou), ['about-you', 'money', 'submit']);
  assert.deepEqual(STEPS.filter(mayEditMoney), ['money', 'submit']);
});

test('a page is whole when nothing of it is missing; no debts is an answer', () => {
  const none: Answers = { aboutYou: {}, money: {} };
  assert.equal(missingAboutYou(none).length, 6);
  assert.equal(missingMoney(none, 'instant').length, 5);
  const money = { monthlyIncomeFen: fen(1), monthlyExpenseFen: fen(0), monthlyDebtFen: fen(0), termMonths: 12 };
  assert.deepEqual(missingMoney({ aboutYou: {}, money }, 'instant'), ['purpose']);
  assert.deepEqual(missingMoney({ aboutYou: {}, money: { ...money, purpose: undefined } }, 'instant'), ['purpose']);
  assert.deepEqual(missingMoney({ aboutYou: {}, money: { ...money, purpose: 'travel' } }, 'instant'), []);
});
