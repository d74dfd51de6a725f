import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DisbursementId } from '@miaodai/values';
import { isSettled, transferNoOf } from './disbursement.rules.ts';

test('the core knows a transfer by 32 letters and digits, of which the payout’s own number makes 31', () => {
  const id = '01a20741-d1d7-76cf-9f7f-6182fb887d41' as DisbursementId;
  assert.equal(transferNoOf(id), 'T1a20741d1d776cf9f7f6182fb887d41');
  assert.match(transferNoOf(id), /^[A-Za-z0-9]{1,32}$/);
});

test('only paid and refused are the end', () => {
  assert.deepEqual((['requested', 'sent', 'paid', 'refused'] as const).map(isSettled), [false, false, true, true]);
});
