import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayRunAgain, planOf, workersFor } from './test-plan.ts';

const FILES = [
  'journeys/browser/access.test.ts',
  'journeys/browser/a.test.ts',
  'journeys/exactly-once/kill-points.test.ts',
  'journeys/account/a.test.ts',
  'server/a.test.ts',
  'web/b.test.ts',
];

test('long files begin first, and each worker helps the others when it has nothing left', () => {
  const [browser, journey, other] = workersFor(2, planOf(FILES));
  assert.equal(browser?.(), 'journeys/browser/access.test.ts');
  assert.equal(journey?.(), 'journeys/exactly-once/kill-points.test.ts');
  assert.equal(other?.(), 'server/a.test.ts');
  assert.equal(other?.(), 'web/b.test.ts');
  assert.equal(other?.(), 'journeys/account/a.test.ts');
  assert.equal(journey?.(), 'journeys/browser/a.test.ts');
  assert.equal(browser?.(), undefined);
});

test('every file runs once, whatever the machine', () => {
  for (const processors of [1, 2, 4, 64]) {
    const workers = workersFor(processors, planOf(FILES));
    const taken: string[] = [];
    for (let i = 0; taken.length < FILES.length; i += 1) {
      const file = workers[i % workers.length]?.();
      assert.ok(file, `a file for worker ${i % workers.length} of ${workers.length}`);
      taken.push(file);
    }
    assert.deepEqual(taken.toSorted(), FILES.toSorted());
    assert.ok(workers.every((take) => take() === undefined));
  }
});

test('a journey that fails may run once more, and nothing else', () => {
  assert.deepEqual(
    ['journeys/browser/a.test.ts', 'journeys/line.test.ts', 'server/a.test.ts', 'bench/a.test.ts'].map(mayRunAgain),
    [true, true, false, false],
  );
});
