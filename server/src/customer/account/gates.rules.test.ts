import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gatesFor, type AccountStanding, type GateFacts, type Goal } from './gates.rules.ts';

const names = (goal: Goal, facts: GateFacts) => gatesFor(goal, facts).map(({ gate }) => gate);
const at = (account: AccountStanding, idDocument: 'none' | 'valid' | 'expired' = 'valid'): GateFacts => ({
  ...{ signedIn: true, account, idDocument },
});

test('whoever is not signed in is told that and nothing else', () => {
  for (const goal of ['apply', 'account', 'transfer'] as const) {
    assert.deepEqual(names(goal, { signedIn: false }), ['sign-in']);
  }
});

/** account, and what stands before: applying and transferring; the account's own page. */
const TABLE: [AccountStanding, string[], string[]][] = [
  ['none', ['open-account', 'activate-account'], ['open-account']],
  ['opening', ['open-account', 'activate-account'], ['open-account']],
  ['not-active', ['activate-account'], []],
  ['activating', ['activate-account'], []],
  ['normal', [], []],
  ['credit-only', [], []],
  ['frozen', ['account-state'], []],
  ['lost', ['account-state'], []],
  ['closed', ['account-state'], []],
];
for (const [account, before, beforeOwnPage] of TABLE) {
  test(`an account that is ${account}: ${before.join(', ') || 'go'}`, () => {
    assert.deepEqual(names('apply', at(account)), before);
    assert.deepEqual(names('transfer', at(account)), before);
    assert.deepEqual(names('account', at(account)), beforeOwnPage);
    assert.deepEqual(names('apply', at(account, 'expired')), [...before, 'id-document-expired']);
    assert.deepEqual(names('account', at(account, 'expired')), beforeOwnPage);
    assert.deepEqual(names('apply', at(account, 'none')), before, 'known without a card on file, as seeded');
  });
}

test('each gate leads to its page and back to the goal, in words', () => {
  assert.deepEqual(gatesFor('transfer', at('activating')), [
    {
      gate: 'activate-account',
      title: '激活电子账户',
      explanation: '激活处理中，请稍候。',
      path: '/activate?to=%2Ftransfer',
    },
  ]);
});
