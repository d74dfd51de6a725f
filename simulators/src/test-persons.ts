/**
 * A person is a test case where the 15th digit of the ID number is 9; the 16th then says which. So nine in ten persons made up
 * at random are ordinary ones, and nobody is odd at two systems at once.
 */
export type TestCase =
  | 'name-mismatch'
  | 'no-such-citizen'
  | 'registry-silent'
  | 'bad-history'
  | 'heavy-debt'
  | 'bureau-silent'
  | 'no-history'
  | 'warned'
  | 'low-score'
  | 'big-data-silent';

export const TEST_CASES: readonly TestCase[] = [
  'name-mismatch',
  'no-such-citizen',
  'registry-silent',
  'bad-history',
  'heavy-debt',
  'bureau-silent',
  'no-history',
  'warned',
  'low-score',
  'big-data-silent',
];

export const testCaseOf = (idNumber: string): TestCase | undefined =>
  idNumber[14] === '9' ? TEST_CASES[Number(idNumber[15])] : undefined;
