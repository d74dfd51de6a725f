import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fen, ratePpm } from '@miaodai/values';
import { declineReasonsFrom, paperKindsFrom, whoApproves } from './review.rules.ts';

const authority = (level: number, yuan: number, minRatePpm: number, maxTermMonths: number) => ({
  ...{ level, maxAmountFen: fen(yuan * 100), minRatePpm: ratePpm(minRatePpm), maxTermMonths },
});
const levels = [
  authority(1, 200_000, 34_500, 24),
  authority(2, 400_000, 30_000, 36),
  authority(3, 1_000_000, 20_000, 60),
];
const asked = (own: number, yuan: number, rate = 36_000, termMonths = 12) =>
  whoApproves(levels, own, { amountFen: fen(yuan * 100), annualRatePpm: ratePpm(rate), termMonths });

test('an officer approves up to their authority, to the fen, the ppm and the month', () => {
  assert.equal(asked(1, 200_000, 34_500, 24), 1);
  assert.equal(asked(1, 200_000.01), 2);
  assert.equal(asked(1, 1_000, 34_499), 2);
  assert.equal(asked(1, 1_000, 36_000, 25), 2);
});

test('beyond it, it is for the lowest level that may, and at last for nobody', () => {
  assert.equal(asked(1, 400_001), 3);
  assert.equal(asked(2, 100_000), 2, 'who is asked decides, though a lower level might have');
  assert.equal(asked(1, 100_000, 20_000), 3);
  assert.equal(asked(3, 1_000_001), undefined);
  assert.equal(asked(1, 100_000, 19_999), undefined);
  assert.equal(asked(0, 1_000), 1, 'without a level nobody approves, but the next one may');
  assert.equal(whoApproves([], 3, { amountFen: fen(1), annualRatePpm: ratePpm(1), termMonths: 1 }), undefined);
});

const text = (...paragraphs: string[]) => ({ kind: 'paper-kinds', version: '1', paragraphs });
const WHOLE = ['income|收入证明|customer', 'signed|合同|contract', 'use|声明|use-of-funds'];

test('a list with a line that is not whole, or with nothing for the signed papers, is never used', () => {
  assert.equal(paperKindsFrom(text(...WHOLE)).length, 3);
  for (const bad of ['income|收入证明', 'income||customer', 'In come|x|customer', 'a|b|nobody', 'a|b|customer|more'])
    assert.throws(() => paperKindsFrom(text(...WHOLE, bad)), bad);
  for (const left of [0, 1, 2]) assert.throws(() => paperKindsFrom(text(...WHOLE.filter((_, i) => i !== left))));
  assert.deepEqual(declineReasonsFrom(text('purpose|用途|您的用途')), [
    { code: 'purpose', label: '用途', toldAs: '您的用途' },
  ]);
});
