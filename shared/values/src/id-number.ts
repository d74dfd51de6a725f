import { businessDate, isBusinessDate, type BusinessDate } from './business-date.ts';

/** The 18-digit citizen ID number of GB 11643-1999. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_LETTERS = '10X98765432';

/** Form, day of birth and check letter (ISO 7064 MOD 11-2); says nothing of whether the person exists. */
export function isIdNumber(text: string): boolean {
  if (!/^\d{17}[\dX]$/.test(text)) return false;
  if (!isBusinessDate(birthText(text))) return false;
  return idNumberCheckLetter(text) === text[17];
}

/** The check letter that belongs to the first 17 digits. */
export function idNumberCheckLetter(first17: string): string {
  const total = WEIGHTS.reduce((subtotal, weight, i) => subtotal + weight * Number(first17[i]), 0);
  return CHECK_LETTERS[total % 11] as string;
}

/** @throws RangeError where the number holds no day of birth; check with isIdNumber first. */
export const birthOf = (idNumber: string): BusinessDate => businessDate(birthText(idNumber));

/** The 17th digit: odd for men, even for women. */
export const sexOf = (idNumber: string): 'male' | 'female' => (Number(idNumber[16]) % 2 === 1 ? 'male' : 'female');

const birthText = (text: string): string => `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`;
