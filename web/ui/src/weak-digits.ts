/**
 * What can be seen to be weak without knowing who chose it, and what to do about it. The server decides: it also knows the
 * birthday, the mobile and the ID number.
 */
export function weakDigits(digits: string): string | undefined {
  const steps = new Set(Array.from(digits.slice(1), (digit, at) => Number(digit) - Number(digits[at])));
  if (steps.size === 1 && steps.has(0)) return '六位都一样，容易被猜到，请换一个';
  if (steps.size === 1 && (steps.has(1) || steps.has(-1))) return '六位连号，容易被猜到，请换一个';
  const [half, third] = [digits.slice(0, 3), digits.slice(0, 2)];
  if (digits === half.repeat(2) || digits === third.repeat(3)) return '数字有规律地重复，容易被猜到，请换一个';
  return undefined;
}
