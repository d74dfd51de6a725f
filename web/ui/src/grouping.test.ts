import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { digitsGrouping, mobileGrouping, moneyGrouping, placeName, regroup } from './grouping.ts';

/** '12|34': the text with the caret where the bar stands. */
const at = (marked: string): [string, number] => [marked.replace('|', ''), marked.indexOf('|')];
const marked = ({ text, caret }: { text: string; caret: number }): string =>
  `${text.slice(0, caret)}|${text.slice(caret)}`;
const money = (typed: string): string => marked(regroup(moneyGrouping, ...at(typed)));
const mobile = (typed: string): string => marked(regroup(mobileGrouping, ...at(typed)));

test('thousands are grouped while typing and the caret stays behind the last digit', () => {
  assert.equal(money('5|'), '5|');
  assert.equal(money('5800|'), '5,800|');
  assert.equal(money('5,8000|'), '58,000|');
});

test('a digit typed in the middle keeps the caret behind it, over a comma that moves', () => {
  assert.equal(money('19|,234'), '19|,234');
  assert.equal(money('1,92|34'), '19,2|34');
  assert.equal(money('123|,456'), '123|,456');
  assert.equal(money('1239|,456'), '1,239|,456');
});

test('deleting a digit next to a comma does not throw the caret to the end', () => {
  assert.equal(money('12|,456'), '12|,456');
  assert.equal(money('1,2|56'), '1,2|56');
  assert.equal(money('1,|56'), '1|56');
});

test('an amount has at most two decimals, one point and no leading zeros', () => {
  assert.equal(money('12.345|'), '12.34|');
  assert.equal(money('1.2.3|'), '1.23|');
  assert.equal(money('.|'), '0.|');
  assert.equal(money('007|'), '7|');
  assert.equal(money('0.5|'), '0.5|');
});

test('what is pasted with spaces, a sign and a unit keeps its digits', () => {
  assert.equal(money('¥ 58 000 元|'), '58,000|');
});

test('a mobile number is shown 3-4-4, pasted spaces and +86 and all', () => {
  assert.equal(mobile('13812345678|'), '138 1234 5678|');
  assert.equal(mobile('+86 138-1234-5678|'), '138 1234 5678|');
  assert.equal(mobile('138 12|'), '138 12|');
  assert.equal(regroup(mobileGrouping, '138 1234 56789', 13).bare, '13812345678');
});

test('a code takes digits only, and no more than it has', () => {
  assert.equal(regroup(digitsGrouping(6), '12a3 4567', 9).bare, '123456');
});

test('the place of the first digit is named from a thousand up', () => {
  assert.deepEqual(['500', '5800', '58000', '580000.5'].map(placeName), ['', '千', '万', '十万']);
});

test('whatever is typed, grouping it again changes nothing and the caret stays within the text', () => {
  const typed = fc.string({ unit: fc.constantFrom(...'0123456789.,  -a'), maxLength: 16 });
  fc.assert(
    fc.property(typed, fc.nat(16), (text, position) => {
      const once = regroup(moneyGrouping, text, Math.min(position, text.length));
      const twice = regroup(moneyGrouping, once.text, once.caret);
      assert.equal(twice.text, once.text);
      assert.ok(once.caret >= 0 && once.caret <= once.text.length);
      assert.match(once.text, /^(\d{1,3}(,\d{3})*(\.\d{0,2})?)?$/);
    }),
  );
});
