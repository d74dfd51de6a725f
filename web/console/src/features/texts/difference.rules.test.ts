import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { difference, paragraphsOf, type Piece } from './difference.rules.ts';

const words = (pieces: Piece[]) => pieces.map(({ text }) => text).join('');

test('what is new, gone and written otherwise is told apart, in the order of the text', () => {
  assert.deepEqual(difference(['一', '二、利率 3.6%', '三', '四'], ['一', '二、利率 3.5%', '四', '五']), [
    { kind: 'same', now: '一' },
    {
      kind: 'changed',
      before: [
        { text: '二、利率 3.', differs: false },
        { text: '6', differs: true },
        { text: '%', differs: false },
      ],
      now: [
        { text: '二、利率 3.', differs: false },
        { text: '5', differs: true },
        { text: '%', differs: false },
      ],
    },
    { kind: 'removed', before: '三' },
    { kind: 'same', now: '四' },
    { kind: 'added', now: '五' },
  ]);
});

test('both texts can be read back from their difference', () => {
  const text = fc.array(fc.constantFrom('甲', '乙', '丙', '甲乙', '丁'), { maxLength: 8 });
  fc.assert(
    fc.property(text, text, (before, now) => {
      const changes = difference(before, now);
      const old = changes.flatMap((change) =>
        change.kind === 'added'
          ? []
          : change.kind === 'same'
            ? [change.now]
            : change.kind === 'removed'
              ? [change.before]
              : [words(change.before)],
      );
      const fresh = changes.flatMap((change) =>
        change.kind === 'removed' ? [] : change.kind === 'changed' ? [words(change.now)] : [change.now],
      );
      assert.deepEqual([old, fresh], [before, now]);
    }),
  );
});

test('paragraphs are typed with an empty line between', () => {
  assert.deepEqual(paragraphsOf('  一\n 二\n\n\n三 \n \n'), ['一\n 二', '三']);
});
